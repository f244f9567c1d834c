"""A second refusal in a row for one training: the committee's opinion comes first."""

from datetime import date, timedelta

import pytest

from essaim.agenda import operations
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.programmes.models import Format
from tests.agenda.approving import moves, question, refuse, register, state
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


@pytest.fixture
def refused_once(session, bob, maya):
    register(session, bob)
    refuse(bob, maya)
    return SessionFactory(title=session.title, slug="encore", seats=1, starts_at=NOW + 40 * DAY)


def test_a_second_refusal_in_a_row_stays_a_proposal(refused_once, bob, maya):
    register(refused_once, bob)
    waiting = AgentFactory(login="attend")
    register(refused_once, waiting)

    refuse(bob, maya)

    assert (state(bob, refused_once), question(bob).state) == ("pending", "proposed")
    assert state(waiting) == "waiting"
    assert "deuxième refus de suite" in Letter.objects.filter(agent=bob, kind="pending").latest("pk").body


def test_an_accord_between_two_refusals_starts_again(refused_once, bob, maya):
    register(refused_once, bob)
    operations.accept(approval=question(bob), by=maya, at=NOW)
    third = SessionFactory(title=refused_once.title, slug="une-troisieme", starts_at=NOW + 50 * DAY)
    register(third, bob)

    refuse(bob, maya)

    assert state(bob, third) == "refused"


def test_another_training_is_refused_without_an_opinion(refused_once, bob, maya):
    other = SessionFactory(title="Publipostage")
    register(other, bob)

    refuse(bob, maya)

    assert state(bob, other) == "refused"


def test_what_is_no_training_needs_no_opinion(refused_once, bob, maya):
    Format.objects.update(nature="not_training")
    register(refused_once, bob)

    refuse(bob, maya)

    assert state(bob, refused_once) == "refused"


@pytest.mark.parametrize(("takes_effect", "expected"), [(True, "refused"), (False, "confirmed")])
def test_the_opinion_is_recorded_and_decides(refused_once, bob, maya, ada, takes_effect, expected):
    register(refused_once, bob)
    refuse(bob, maya)

    operations.record_opinion(
        approval=question(bob),
        opinion="favourable",
        on=NOW.date(),
        reference="CAP C, 12",
        takes_effect=takes_effect,
        by=ada,
        at=NOW,
    )

    assert state(bob, refused_once) == expected
    assert (question(bob).opinion_reference, question(bob).opinion_by) == ("CAP C, 12", ada)


@pytest.mark.parametrize(
    "wrong", [{"opinion": ""}, {"reference": " "}, {"on": date(2031, 1, 1)}, {"by": "maya"}], ids=str
)
def test_an_opinion_without_its_date_or_reference_or_by_somebody_else_is_refused(
    request, refused_once, bob, maya, ada, wrong
):
    register(refused_once, bob)
    refuse(bob, maya)
    given = {"opinion": "favourable", "reference": "CAP", "on": NOW.date(), "by": "ada"} | wrong
    by = request.getfixturevalue(given.pop("by"))

    with pytest.raises(Refused):
        operations.record_opinion(approval=question(bob), takes_effect=True, at=NOW, by=by, **given)

    assert state(bob, refused_once) == "pending"


def test_a_refusal_without_its_opinion_never_takes_effect(refused_once, bob, maya):
    register(refused_once, bob)
    refuse(bob, maya)

    operations.apply_silence(at=refused_once.starts_at)

    assert moves(bob)[-1] == ("confirmed", "too_late")
