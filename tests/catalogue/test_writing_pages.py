"""Writing a sheet: its empty blocks, its count, its documents, and nothing that is typed lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.catalogue import operations
from essaim.catalogue.forms import REASONS
from essaim.catalogue.models import BLOCKS, Topic
from essaim.programmes.models import Format
from tests.agenda.reading import text_of
from tests.catalogue.test_documents import PDF
from tests.catalogue.test_pages import at, sheet
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, FormatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NOW)


@pytest.fixture
def piloting(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def topic():
    return written("Le tri", aims="Trier.")


def pdf():
    return {"file": SimpleUploadedFile("a.pdf", PDF)}


def test_every_block_carries_the_reason_it_is_needed_and_the_count_is_exact_once_saved(piloting, topic):
    page = text_of(piloting.get(at("manage_topic", topic)))
    assert [name for name in BLOCKS if str(REASONS[name]) not in page] == []
    assert "1/6 blocs écrits" in page

    piloting.post(at("manage_topic", topic), sheet(topic, steps="Un.", proof="  "))
    assert "2/6 blocs écrits" in text_of(piloting.get(at("manage_topic", topic)))


def test_a_refused_sheet_counts_what_was_typed(piloting, topic):
    page = text_of(piloting.post(at("manage_topic", topic), sheet(topic, title="", steps="Un.")))
    assert "2/6 blocs écrits" in page


def test_only_formats_that_are_training_ask_for_the_blocks(piloting):
    FormatFactory()
    FormatFactory(slug="cafe", name="Café", nature=Format.Nature.NOT_TRAINING)
    page = piloting.get(reverse("catalogue:manage_topic_new")).content.decode()
    assert page.count('class="is-training"') == 1


def test_joining_a_document_keeps_what_was_typed_and_does_not_publish_it(piloting, alice):
    topic = operations.publish_topic(topic=written("Le tri", minutes=60, **FULL), by=alice, at=NOW)
    typed = sheet(topic, steps="Nouveau déroulé.\r\nDeux.")

    page = piloting.post(at("topic_document_add", topic), typed | pdf())

    assert "Nouveau déroulé.\r\nDeux." in page.content.decode()
    assert "Le texte de la fiche n’est pas encore enregistré" in text_of(page)
    assert topic.documents.get().name == "a.pdf"
    assert Topic.objects.get().steps == FULL["steps"]
    piloting.post(at("manage_topic", topic), typed | {"version": page.context["version"]})
    assert Topic.objects.get().steps == "Nouveau déroulé.\r\nDeux."


@pytest.mark.parametrize("file", [{}, {"file": SimpleUploadedFile("a.pdf", b"<html>")}])
def test_a_refused_document_keeps_what_was_typed(piloting, topic, file):
    page = piloting.post(at("topic_document_add", topic), sheet(topic, promise="Gardée.") | file)
    assert "Gardée." in page.content.decode()


def test_removing_a_document_keeps_what_was_typed_twice(piloting, topic, alice):
    document = operations.add_document(topic=topic, name="a.pdf", content=PDF, by=alice, at=NOW)
    for _time in range(2):
        page = piloting.post(at("topic_document_remove", topic, document.pk), sheet(topic, promise="Gardée."))
        assert "Gardée." in page.content.decode()
    assert not topic.documents.exists()


def test_an_unchanged_sheet_leads_back_to_its_page(piloting, alice):
    topic = written("Le tri", minutes=60, steps="Un.\nDeux.", promise="")
    typed = sheet(topic, steps="Un.\r\nDeux.") | pdf()
    assert piloting.post(at("topic_document_add", topic), typed).url == at("manage_topic", topic)


def test_a_document_does_not_hide_what_somebody_else_wrote_meanwhile(piloting, topic):
    old = sheet(topic, promise="La seconde.")
    piloting.post(at("manage_topic", topic), sheet(topic, promise="La première."))

    page = piloting.post(at("topic_document_add", topic), old | pdf())
    answer = piloting.post(at("manage_topic", topic), old | {"version": page.context["version"]})

    assert "Quelqu’un vient de modifier cette fiche" in text_of(answer)
    assert Topic.objects.get().promise == "La première."


def test_a_refused_title_does_not_hide_it_either(piloting, topic):
    old = sheet(topic, promise="La seconde.")
    piloting.post(at("manage_topic", topic), sheet(topic, promise="La première."))

    page = piloting.post(at("manage_topic", topic), old | {"title": ""})

    assert page.context["version"] == topic.version


def test_who_proposes_reads_why_the_audience_is_asked(client, bob):
    operations.save_sketch(agent=bob, format=FormatFactory(), at=NOW, title="Lire un plan")
    client.force_login(bob)
    assert str(REASONS["audience"]) in text_of(client.get(reverse("catalogue:transmit_shape")))


# Deciding with a sheet that was typed and not saved ---------------------------------------------------------


@pytest.fixture
def proposed(bob):
    operations.save_sketch(
        agent=bob, format=FormatFactory(), at=NOW, title="Le tri", minutes=60, half_days=["2030-03-12-am"]
    )
    return operations.propose_topic(agent=bob, at=NOW)


def decide(client, topic, decision, **typed):
    return client.post(at("topic_decide", topic), sheet(topic, **typed) | {"decision": decision})


def test_publishing_keeps_what_was_typed_first(piloting, topic):
    decide(piloting, topic, "publier", **FULL)
    kept = Topic.objects.get()
    assert (kept.state, kept.steps) == ("published", FULL["steps"])


def test_publishing_a_sheet_that_lacks_a_block_is_refused_in_words_and_keeps_what_was_typed(piloting, topic):
    answer = decide(piloting, topic, "publier", **(FULL | {"proof": ""}))
    page = piloting.get(answer.url)
    assert "La fiche n’est pas complète" in text_of(page)
    assert FULL["steps"] in page.content.decode()
    assert Topic.objects.get().state == "draft"


def test_publishing_a_sheet_with_a_mistake_keeps_everything_in_the_form(piloting, topic):
    page = decide(piloting, topic, "publier", title="", steps="Nouveau déroulé.")
    assert "Écrivez un titre" in text_of(page)
    assert "Nouveau déroulé." in page.content.decode()
    assert Topic.objects.get().state == "draft"


def test_asking_keeps_what_was_typed_in_the_sheet(piloting, proposed):
    decide(piloting, proposed, "demander", steps="Nouveau déroulé.", words="Combien de temps ?")
    kept = Topic.objects.get()
    assert (kept.is_asked, kept.steps) == (True, "Nouveau déroulé.")


@pytest.mark.parametrize("decision", ["demander", "decliner"])
def test_a_sheet_with_a_mistake_keeps_the_words_of_the_decision(piloting, proposed, decision):
    page = decide(piloting, proposed, decision, title="", words="Combien de temps ?")
    assert "Combien de temps ?" in page.content.decode()
    assert (Topic.objects.get().state, Topic.objects.get().is_asked) == ("proposed", False)


def test_saving_the_sheet_keeps_the_words_that_were_not_sent_yet(piloting, proposed):
    page = piloting.post(at("manage_topic", proposed), sheet(proposed, steps="Un.", words="Combien ?"))
    assert "Combien ?" in page.content.decode()
    assert "La fiche est enregistrée" in text_of(page)
    assert Topic.objects.get().steps == "Un."
    again = {"version": page.context["version"], "words": ""}
    assert piloting.post(at("manage_topic", proposed), sheet(proposed, steps="Deux.") | again).url
    assert Topic.objects.get().steps == "Deux."


def test_publishing_does_not_hide_what_somebody_else_wrote_meanwhile(piloting, topic):
    old = sheet(topic, **FULL)
    piloting.post(at("manage_topic", topic), sheet(topic, promise="La première."))

    page = piloting.post(at("topic_decide", topic), old | {"decision": "publier"})

    assert "Quelqu’un vient de modifier cette fiche" in text_of(page)
    assert (Topic.objects.get().state, Topic.objects.get().promise) == ("draft", "La première.")


def test_publishing_twice_is_harmless(piloting, topic):
    typed = sheet(topic, **FULL) | {"decision": "publier"}
    answers = [piloting.post(at("topic_decide", topic), typed) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Topic.objects.get().state == "published"


@pytest.mark.parametrize("state", ["draft", "proposed", "published"])
def test_every_decision_sends_the_sheet_and_enter_in_a_field_only_saves(piloting, topic, state):
    Topic.objects.update(state=state, minutes=60, **FULL)
    html = piloting.get(at("manage_topic", topic)).content.decode()
    buttons = re.findall(r"<button[^>]*>", html)
    deciding = [button for button in buttons if 'name="decision"' in button]
    assert deciding
    assert all('form="fiche"' in button for button in deciding)
    first = next(button for button in buttons if 'form="fiche"' in button)
    assert "formaction" not in first


@pytest.mark.parametrize(
    ("nature", "said"),
    [("not_training", "Le brouillon est gardé."), ("improvement", "Le brouillon est gardé : 1/6")],
)
def test_a_draft_counts_its_blocks_only_where_they_are_asked(piloting, nature, said):
    kind = FormatFactory(nature=nature)
    sent = {"format": kind.pk, "title": "Café", "aims": "Se voir."}
    answer = piloting.post(reverse("catalogue:manage_topic_new"), sent, follow=True)
    assert said in text_of(answer)
