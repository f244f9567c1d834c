"""Writing a sheet: its empty blocks, its count, its documents, and nothing that is typed lost."""

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
