"""Only a decision is taken back; a title and a damaged file are refused in words."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from essaim.catalogue import operations
from essaim.catalogue.models import BLOCKS, Topic
from essaim.catalogue.operations.history import save_once
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from tests.catalogue.test_sheets import written
from tests.factories import NOW, FormatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(bob, alice):
    operations.save_sketch(
        agent=bob,
        format=FormatFactory(),
        at=NOW,
        title="Publipostage",
        half_days=["2030-02-04-am"],
        **dict.fromkeys(BLOCKS, "écrit"),
    )
    return operations.propose_topic(agent=bob, at=NOW)


@pytest.mark.parametrize("is_asked", [False, True], ids=["waiting", "asked"])
def test_a_proposal_without_decision_never_becomes_a_sketch_again(proposed, alice, is_asked):
    if is_asked:
        operations.ask_author(topic=proposed, question="Quel niveau ?", by=alice, at=NOW)

    with pytest.raises(operations.TopicChanged):
        operations.restore_topic(topic=proposed, by=alice, at=NOW)

    assert Topic.objects.get().state == "proposed"


def test_publishing_leaves_no_question_pending(proposed, alice):
    operations.ask_author(topic=proposed, question="Quel niveau ?", by=alice, at=NOW)

    operations.publish_topic(topic=proposed, by=alice, at=NOW)

    assert Topic.objects.get().is_asked is False


@pytest.mark.parametrize("title", ["  ", "🐝" * 2000], ids=["empty", "2,000 signs"])
def test_a_title_is_refused_in_words_before_the_database_is_asked(alice, title):
    kind = FormatFactory()

    with pytest.raises(Refused, match="titre"):
        operations.write_topic(programme=kind.programme, format=kind, title=title, by=alice, at=NOW)

    assert not Topic.objects.exists()


def test_a_damaged_archive_is_refused_in_words(proposed, alice):
    box = BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    content = bytearray(box.getvalue())
    start = content.index(b"mimetype") + len("mimetype")
    content[start : start + 6] = b"\xff" * 6

    with pytest.raises(operations.BadDocument):
        operations.add_document(topic=proposed, name="a.odt", content=bytes(content), by=alice, at=NOW)


def letters_to(agent):
    return list(Letter.objects.filter(agent=agent).order_by("pk").values_list("kind", "state"))


def test_the_letter_of_a_decision_taken_back_at_once_never_leaves(proposed, alice, bob):
    operations.publish_topic(topic=proposed, by=alice, at=NOW)
    send_due(NOW + timedelta(seconds=30))

    operations.restore_topic(topic=proposed, by=alice, at=NOW + timedelta(seconds=40))

    assert letters_to(bob) == [("topic_published", "cancelled")]


def test_who_read_a_decision_is_told_that_it_no_longer_stands(proposed, alice, bob):
    operations.decline_topic(topic=proposed, reason="Déjà prévu.", by=alice, at=NOW)
    send_due(NOW + timedelta(minutes=2))

    operations.restore_topic(topic=proposed, by=alice, at=NOW + timedelta(minutes=5))

    assert letters_to(bob) == [("topic_declined", "sent"), ("topic_reopened", "to_send")]
    assert "Finalement" in Letter.objects.get(kind="topic_reopened").subject


def test_taking_a_decision_back_leaves_the_other_letters_of_the_topic(proposed, alice):
    operations.decline_topic(topic=proposed, reason="Déjà prévu.", by=alice, at=NOW)

    operations.restore_topic(topic=proposed, by=alice, at=NOW)

    assert letters_to(alice) == [("topic_proposed", "to_send")]


def test_withdrawing_a_sheet_and_back_writes_to_nobody(proposed, alice, bob):
    operations.publish_topic(topic=proposed, by=alice, at=NOW)
    send_due(NOW + timedelta(minutes=2))
    operations.archive_topic(topic=proposed, by=alice, at=NOW + timedelta(minutes=3))

    operations.restore_topic(topic=proposed, by=alice, at=NOW + timedelta(minutes=4))

    assert letters_to(bob) == [("topic_published", "sent")]


@pytest.mark.parametrize(
    ("decide", "said"),
    [
        (lambda topic, by: operations.decline_topic(topic=topic, reason="Non.", by=by, at=NOW), "décliné"),
        (lambda topic, by: operations.publish_topic(topic=topic, by=by, at=NOW), "publié"),
        (lambda topic, by: operations.take_back_proposal(topic=topic, agent=topic.author, at=NOW), "repris"),
    ],
    ids=["declined", "published", "withdrawn"],
)
def test_who_decides_second_reads_who_decided_what_and_when(proposed, alice, ada, decide, said):
    decide(proposed, alice)
    who = "Bob Perrin" if said == "repris" else "Alice Morel"

    with pytest.raises(operations.TopicChanged, match=f"{who} a .*{said}.*1er\u00a0février, 10\u00a0h"):
        operations.ask_author(topic=proposed, question="Quel niveau ?", by=ada, at=NOW + timedelta(hours=3))


def test_an_address_taken_meanwhile_gets_a_number_and_is_not_called_a_title(alice):
    written("Le tri")
    late = written("Autre")
    late.title, late.slug = "Le tri !", "le-tri"

    save_once(late)

    assert Topic.objects.get(title="Le tri !").slug == "le-tri-2"
