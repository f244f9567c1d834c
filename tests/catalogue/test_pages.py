"""The sheet as everybody reads it, and the catalogue of those who run the programme."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.catalogue import operations
from essaim.catalogue.models import BLOCKS, Topic
from tests.agenda.reading import text_of
from tests.agenda.test_planning_pages import a_plan
from tests.catalogue.test_documents import PDF
from tests.catalogue.test_sheets import FULL, conviviality, written
from tests.factories import NOW, FormatFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
LIST = "/pilotage/sujets/"


@pytest.fixture
def shown(alice):
    return operations.publish_topic(topic=written("Publipostage", minutes=90, **FULL), by=alice, at=NOW)


@pytest.fixture
def proposed(bob, alice):
    operations.save_sketch(
        agent=bob, format=FormatFactory(), at=NOW, title="Lire un plan", half_days=["2030-02-04-am"], **FULL
    )
    return operations.propose_topic(agent=bob, at=NOW)


def at(name, topic, *more):
    return reverse(f"catalogue:{name}", args=[topic.slug, *more])


def decide(client, topic, decision, **fields):
    return client.post(at("topic_decide", topic), {"decision": decision, **fields}, follow=True)


def state_of(topic):
    return Topic.objects.get(pk=topic.pk).state


# The sheet ------------------------------------------------------------------------------------------------


def test_the_sheet_says_its_six_blocks_its_hosts_and_its_sessions(client, shown, bob):
    session = SessionFactory(topic=shown, title="Publipostage de mars")
    operations.offer_to_host(topic=shown, agent=bob, at=NOW)
    client.force_login(bob)

    page = text_of(client.get(at("topic", shown)))

    assert [str(block) for block in BLOCKS.values() if str(block) not in page] == []
    assert "Bob Perrin" in page
    assert session.title in text_of(client.get(reverse("agenda:topic_sessions", args=[shown.slug])))


def test_somebody_says_i_can_give_it_and_takes_it_back(client, shown, bob):
    client.force_login(bob)

    assert "Merci" in text_of(client.post(at("topic_host", shown), follow=True))
    assert shown.possible_hosts.get().agent == bob
    client.post(at("topic_host", shown), {"retirer": "1"})
    assert not shown.possible_hosts.exists()


@pytest.mark.parametrize("title", ["T" * 200, "🐝" * 200, "<script>alert(1)</script>"])
def test_long_titles_bees_and_tags_are_shown_as_they_are_written(client, alice, bob, title):
    topic = operations.publish_topic(topic=written(title, **FULL), by=alice, at=NOW)
    client.force_login(bob)

    page = client.get(at("topic", topic)).content.decode()

    assert "<script>alert" not in page
    assert ("T" * 200 in page) or ("🐝" * 200 in page) or "&lt;script&gt;" in page


def test_a_draft_is_unknown_to_agents_and_everything_to_another_organisation(client, shown, bob, zoe):
    draft = written("Brouillon")
    client.force_login(bob)
    assert client.get(at("topic", draft)).status_code == 404

    client.force_login(zoe)
    pages = [
        at("topic", shown),
        at("manage_topic", shown),
        reverse("agenda:topic_sessions", args=[shown.slug]),
    ]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    assert client.post(at("topic_decide", shown), {"decision": "retirer"}).status_code == 404
    assert state_of(shown) == "published"


def test_the_page_of_a_session_links_to_its_sheet_once_published(client, shown, bob):
    session, other = SessionFactory(topic=shown), SessionFactory(topic=written("Brouillon"))
    client.force_login(bob)

    first, second = (
        client.get(reverse("agenda:session_detail", args=[one.slug])).content.decode()
        for one in (session, other)
    )

    assert at("topic", shown) in first
    assert "Voir la fiche complète" not in second


def test_a_document_is_saved_and_never_opened_in_place_of_a_page(piloting, shown, bob):
    file = SimpleUploadedFile("L’été, à lire.pdf", PDF, content_type="text/html")
    piloting.post(at("topic_document_add", shown), {"file": file})
    document = shown.documents.get()
    piloting.force_login(bob)

    answer = piloting.get(at("document", shown, document.pk))

    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("content", [b"", b"<html>", None])
def test_a_file_that_is_not_kept_is_refused_in_words(piloting, shown, content):
    sent = {} if content is None else {"file": SimpleUploadedFile("a.pdf", content)}

    answer = piloting.post(at("topic_document_add", shown), sent, follow=True)

    assert re.search("vide|type connu|Choisissez d’abord", text_of(answer))
    assert not shown.documents.exists()


def test_a_document_is_removed_only_from_its_own_topic(piloting, shown, alice):
    document = operations.add_document(topic=shown, name="a.pdf", content=PDF, by=alice, at=NOW)
    other = written("Autre")

    said = text_of(piloting.post(at("topic_document_remove", other, document.pk), follow=True))
    assert "n’est plus sur cette fiche" in said
    assert shown.documents.get() == document
    piloting.post(at("topic_document_remove", shown, document.pk))
    assert not shown.documents.exists()


# The catalogue --------------------------------------------------------------------------------------------


def titles(response):
    return [topic.title for topic in response.context["page"]]


def test_the_list_begins_with_proposals_and_is_filtered(piloting, proposed, shown):
    written("Brouillon")
    written("Café", format_=conviviality())

    assert titles(piloting.get(LIST)) == ["Lire un plan", "Brouillon", "Café", "Publipostage"]
    assert titles(piloting.get(LIST, {"etat": "published"})) == ["Publipostage"]
    assert titles(piloting.get(LIST, {"format": "eco"})) == ["Café"]
    assert titles(piloting.get(LIST, {"etat": "<x>", "format": ""})) == titles(piloting.get(LIST))


def test_the_list_costs_the_same_queries_for_one_and_for_three(
    piloting, proposed, django_assert_num_queries, django_assert_max_num_queries
):
    piloting.get(LIST)
    with django_assert_max_num_queries(9) as first:
        piloting.get(LIST)
    written("Deux")
    written("Trois", **FULL)

    with django_assert_num_queries(len(first)):
        assert len(titles(piloting.get(LIST))) == 3


def test_what_somebody_is_still_writing_is_in_no_list(piloting, bob):
    operations.save_sketch(agent=bob, format=FormatFactory(), at=NOW, title="Secret")

    assert titles(piloting.get(LIST)) == []


def sheet(topic, **changes):
    values = {name: getattr(topic, name) or "" for name in ("title", "promise", "outcomes", *BLOCKS)}
    return values | {"format": topic.format_id, "minutes": 60, "version": topic.version} | changes


def test_a_topic_is_written_edited_then_published_from_the_pages(piloting):
    new = piloting.post(
        reverse("catalogue:manage_topic_new"),
        {"format": FormatFactory().pk, "title": "Tri", "aims": "Trier."},
    )
    topic = Topic.objects.get()
    assert new.url == at("manage_topic", topic)
    assert "il manque" in text_of(decide(piloting, topic, "publier"))

    piloting.post(at("manage_topic", topic), sheet(topic, version=Topic.objects.get().version, **FULL))
    decide(piloting, topic, "publier")

    assert state_of(topic) == "published"


def test_two_who_edit_at_once_do_not_erase_each_other_and_lose_nothing(piloting):
    topic = written("Le tri")
    piloting.post(at("manage_topic", topic), sheet(topic, promise="La première."))

    answer = piloting.post(at("manage_topic", topic), sheet(topic, promise="La seconde."))

    assert "Quelqu’un vient de modifier cette fiche" in text_of(answer)
    assert "La seconde." in answer.content.decode()
    assert Topic.objects.get().promise == "La première."


def test_emptying_a_block_of_a_published_sheet_is_refused_and_what_was_typed_kept(piloting, shown):
    answer = piloting.post(at("manage_topic", shown), sheet(shown, steps="", promise="Gardée"))

    assert "il manque" in text_of(answer)
    assert "Gardée" in answer.content.decode()
    assert Topic.objects.get().steps == FULL["steps"]


def test_a_proposal_is_published_and_taken_back_in_one_click(piloting, proposed):
    answer = decide(piloting, proposed, "publier")
    assert state_of(proposed) == "published"

    undo = re.search(r'action="([^"]*decision=retablir[^"]*)"', answer.content.decode())[1]
    piloting.post(unescape(undo))

    assert state_of(proposed) == "proposed"


def test_an_old_undo_does_not_take_back_what_somebody_decided_since(piloting, proposed, ada):
    answer = decide(piloting, proposed, "publier")
    undo = re.search(r'action="([^"]*decision=retablir[^"]*)"', answer.content.decode())[1]
    operations.archive_topic(topic=proposed, by=ada, at=NOW)

    said = text_of(piloting.post(unescape(undo), follow=True))

    assert "Ada Girard a déjà retiré ce sujet du catalogue" in said
    assert state_of(proposed) == "archived"


@pytest.mark.parametrize(
    ("decision", "words", "after"),
    [("demander", "Quel niveau ?", "proposed"), ("decliner", "Déjà prévu.", "declined")],
)
def test_asking_and_declining_want_words(piloting, proposed, decision, words, after):
    assert "Écrivez" in text_of(decide(piloting, proposed, decision, words=" "))
    assert state_of(proposed) == "proposed"

    answer = decide(piloting, proposed, decision, words=words)

    assert state_of(proposed) == after
    assert words in text_of(answer)


def test_the_second_coordinator_reads_who_decided(piloting, proposed, ada):
    operations.decline_topic(topic=proposed, reason="Non.", by=ada, at=NOW)

    assert "Ada Girard a déjà décliné" in text_of(decide(piloting, proposed, "publier"))


def test_an_unknown_decision_does_nothing(piloting, proposed):
    decide(piloting, proposed, "brûler")

    assert state_of(proposed) == "proposed"


# A session from a topic -----------------------------------------------------------------------------------


def test_a_session_begins_with_the_words_and_the_hosts_of_its_topic(piloting, shown, bob):
    operations.offer_to_host(topic=shown, agent=bob, at=NOW)
    address = re.search(
        r'href="([^"]*sujet=publipostage)"', piloting.get(at("manage_topic", shown)).content.decode()
    )

    page = piloting.get(address[1]).content.decode()

    assert 'value="Publipostage"' in page
    assert f'name="hosts" value="{bob.pk}" checked' in page


def test_the_topic_survives_adding_a_date_and_is_the_sessions(piloting, shown, bob):
    new = reverse("agenda:manage_new")
    again = piloting.post(
        new, a_plan(save=None, add_date="1", sujet=shown.slug, hosts=[bob.pk])
    ).content.decode()
    assert f'name="sujet" value="{shown.slug}"' in again
    assert f'name="hosts" value="{bob.pk}" checked' in again

    piloting.post(new, a_plan(sujet=shown.slug, hosts=[bob.pk]))

    assert Session.objects.get().topic == shown


@pytest.mark.parametrize("slug", ["brouillon", "inconnu", "<x>"])
def test_a_session_is_not_begun_from_a_topic_that_is_not_published(piloting, slug):
    written("Brouillon")

    assert piloting.get(reverse("agenda:manage_new"), {"sujet": slug}).context.get("topic") is None
