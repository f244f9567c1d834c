"""Only a decision is taken back; a title and a damaged file are refused in words."""

import zipfile
from io import BytesIO

import pytest

from essaim.catalogue import operations
from essaim.catalogue.models import BLOCKS, Topic
from essaim.kernel.errors import Refused
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
