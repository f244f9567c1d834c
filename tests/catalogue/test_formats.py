"""A format that becomes training takes its topics along, and no sheet with holes stays before everybody."""

import pytest
from django.urls import reverse

from essaim.catalogue import operations
from essaim.catalogue.models import Topic
from essaim.programmes.models import Format
from essaim.programmes.operations import change_format
from tests.catalogue.test_sheets import FULL, conviviality, written
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(alice):
    """Two published topics of a convivial format: one with its six blocks, one without any."""
    eco = conviviality()
    complete, bare = written("Complet", format_=eco, **FULL), written("Café du matin", format_=eco)
    for topic in (complete, bare):
        operations.publish_topic(topic=topic, by=alice, at=NOW)
    return complete, bare


def test_a_format_does_not_become_training_over_sheets_with_holes(shown):
    eco = Format.objects.get(slug="eco")

    with pytest.raises(operations.FormatNeedsSheets, match=r"1 fiche .* « Café du matin »"):
        change_format(format=eco, nature="improvement", name="Éco")

    eco.refresh_from_db()
    assert (eco.nature, eco.name) == ("not_training", "Eco")
    assert not Topic.objects.filter(is_training=True).exists()


def test_once_its_sheets_are_complete_a_format_becomes_training_and_topics_follow(shown, alice):
    complete, bare = shown
    operations.archive_topic(topic=bare, by=alice, at=NOW)

    change_format(format=complete.format, nature="improvement")

    assert set(Topic.objects.values_list("is_training", flat=True)) == {True}
    with pytest.raises(operations.IncompleteSheet):
        operations.restore_topic(topic=bare, by=alice, at=NOW)


def test_topics_of_a_format_that_stops_being_training_need_no_sheet(alice):
    topic = written("Café")

    change_format(format=topic.format, nature="not_training")

    assert operations.publish_topic(topic=topic, by=alice, at=NOW).state == "published"


def test_the_settings_say_which_sheets_lack_blocks_and_keep_what_was_typed(client, shown, alice):
    eco = shown[0].format
    client.force_login(alice)
    fields = {"icon": "leaf", "colour": "f4", "usual_minutes": 60, "usual_seats": 30, "name": "Heure éco"}

    answer = client.post(reverse("programmes:format_edit", args=[eco.pk]), fields | {"nature": "improvement"})

    page = answer.content.decode()
    assert "Café du matin" in page
    assert "Heure éco" in page
    assert Format.objects.get(pk=eco.pk).name == "Eco"
