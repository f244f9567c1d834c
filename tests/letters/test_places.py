"""At most two automatic letters per session and person, outside changes: the table itself refuses a third."""

import pytest
from django.db import IntegrityError, transaction

from essaim.letters import operations
from essaim.letters.emails import Draft, Wording
from essaim.letters.models import AFTER, BEFORE, PLACE_OF, Letter
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
Kind = Letter.Kind
WORDING = Draft(lambda: Wording("Objet", "Texte"))


def post(agent, kind, *, occasion="", version="", cause="session:1"):
    operations.post(
        agent=agent, kind=kind, cause=cause, version=version, wording=WORDING, at=NOW, occasion=occasion
    )


def kept():
    rows = Letter.objects.exclude(state="cancelled").order_by("pk")
    return list(rows.values_list("kind", "place"))


def test_each_kind_that_leaves_by_itself_wants_one_of_two_places():
    assert PLACE_OF == {
        "week_before": BEFORE,
        "day_before": BEFORE,
        "survey": AFTER,
        "certificate": AFTER,
    }


def test_whatever_is_asked_for_two_are_written(bob):
    for kind in PLACE_OF:
        post(bob, kind)

    assert kept() == [("week_before", BEFORE), ("survey", AFTER)]


def test_the_table_refuses_a_third(bob):
    for kind in PLACE_OF:
        post(bob, kind)
    third = Letter.objects.get(kind="survey")

    for place in (BEFORE, AFTER, 3, 0):
        third.pk, third.key, third.place = None, f"third:{place}", place
        with pytest.raises(IntegrityError), transaction.atomic():
            third.save(force_insert=True)


def test_a_letter_that_was_cancelled_leaves_its_place(bob):
    post(bob, "week_before")
    operations.cancel(cause="session:1", at=NOW, agent=bob)
    post(bob, "day_before")

    assert kept() == [("day_before", BEFORE)]


def test_another_person_session_or_date_has_places_of_its_own(bob):
    post(bob, "day_before", occasion="1900000000", version="1")
    post(bob, "day_before", occasion="1900086400", version="2")
    post(bob, "day_before", cause="session:2")
    post(AgentFactory(), "day_before")

    assert kept() == 4 * [("day_before", BEFORE)]


def test_answers_and_changes_take_no_place(bob):
    for kind in ("confirmed", "changed", "certificate", "survey_reminder"):
        post(bob, kind, occasion=None)
    post(bob, "survey")

    assert [place for _kind, place in kept()] == [None, None, None, None, AFTER]
