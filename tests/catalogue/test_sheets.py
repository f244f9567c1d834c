"""Sheets of topics: written, complete, published, withdrawn; who can give them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from essaim.catalogue import operations
from essaim.catalogue.models import BLOCKS, Topic, TopicHost, TopicMove
from tests.factories import NOW, FormatFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
FULL = dict.fromkeys(BLOCKS, "Écrit.")


def written(title="Tableaux croisés", format_=None, **fields):
    format_ = format_ or FormatFactory()
    return operations.write_topic(
        programme=format_.programme, format=format_, title=title, by=None, at=NOW, **fields
    )


def conviviality():
    return FormatFactory(slug="eco", name="Eco", nature="not_training")


def test_a_sheet_says_how_many_of_its_six_blocks_are_written():
    topic = written(aims="Savoir compter.", audience="   ", steps="Compter.")

    assert topic.filled == 2
    assert topic.missing == [
        "Public et prérequis",
        "Modalité, outils et méthodes",
        "Durée et dates",
        "Comment la présence est attestée",
    ]


@pytest.mark.parametrize("block", BLOCKS)
def test_a_training_sheet_is_not_published_without_one_of_its_blocks_and_names_it(alice, block):
    topic = written(**(FULL | {block: ""}))

    with pytest.raises(operations.IncompleteSheet, match=str(BLOCKS[block])):
        operations.publish_topic(topic=topic, by=alice, at=NOW)
    topic.refresh_from_db()
    assert topic.state == Topic.State.DRAFT


def test_the_database_refuses_a_published_training_sheet_with_a_hole():
    topic = written(**(FULL | {"proof": ""}))

    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(state="published")


def test_conviviality_needs_no_sheet(alice):
    topic = written(format_=conviviality())

    assert operations.publish_topic(topic=topic, by=alice, at=NOW).state == Topic.State.PUBLISHED


def test_publishing_twice_writes_one_line_of_history(alice):
    topic = written(**FULL)

    for _n in range(2):
        operations.publish_topic(topic=topic, by=alice, at=NOW)

    assert list(TopicMove.objects.order_by("pk").values_list("kind", flat=True)) == ["written", "published"]


def test_a_published_sheet_stays_complete(alice):
    topic = operations.publish_topic(topic=written(**FULL), by=alice, at=NOW)

    with pytest.raises(operations.IncompleteSheet):
        operations.edit_topic(topic=topic, version=topic.version, by=alice, at=NOW, proof=" ")


def test_two_coordinators_writing_at_once_do_not_erase_each_other(alice):
    topic = written()
    operations.edit_topic(topic=topic, version=topic.version, by=alice, at=NOW, promise="La première.")

    with pytest.raises(operations.TopicChanged):
        operations.edit_topic(topic=topic, version=topic.version, by=alice, at=NOW, promise="La seconde.")
    topic.refresh_from_db()
    assert topic.promise == "La première."


def test_one_title_serves_one_topic_of_a_programme():
    written("Le tri")

    with pytest.raises(operations.TitleTaken):
        written("Le tri")


def test_two_titles_with_one_address_are_told_apart():
    assert [written("Le tri !").slug, written("Le tri ?").slug] == ["le-tri", "le-tri-2"]


def test_withdrawing_a_sheet_can_be_taken_back(alice):
    topic = operations.publish_topic(topic=written(**FULL), by=alice, at=NOW)
    operations.archive_topic(topic=topic, by=alice, at=NOW)

    back = operations.restore_topic(topic=topic, by=alice, at=NOW + timedelta(seconds=5))

    assert back.state == Topic.State.PUBLISHED
    with pytest.raises(operations.TopicChanged):
        operations.restore_topic(topic=topic, by=alice, at=NOW)


def test_saying_twice_that_one_can_give_it_counts_once(bob):
    topic = written()

    for _n in range(2):
        operations.offer_to_host(topic=topic, agent=bob, at=NOW)
    assert TopicHost.objects.count() == 1

    operations.stop_offering(topic=topic, agent=bob)
    assert TopicHost.objects.count() == 0


def test_who_sees_what(alice, bob, zoe, root):
    draft, shown = (
        written("Brouillon"),
        operations.publish_topic(topic=written("Publié", **FULL), by=alice, at=NOW),
    )

    seen = {
        who.login: list(Topic.objects.visible_to(who).order_by("pk").values_list("title", flat=True))
        for who in (alice, bob, zoe, root)
    }

    assert draft.programme == ProgrammeFactory()
    assert seen == {
        "alice": ["Brouillon", "Publié"],
        "bob": ["Publié"],
        "zoe": [],
        "root": ["Brouillon", "Publié"],
    }
    assert shown.slug == "publie"
