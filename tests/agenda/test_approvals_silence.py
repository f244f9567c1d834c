"""When nobody answers: one reminder, then the rule of the programme."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Approval
from essaim.agenda.queries.approvals import overdue
from tests.agenda.approving import letters, moves, question, register, state
from tests.factories import NOW, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


def test_one_reminder_is_written_half_way(session, bob, maya):
    register(session, bob)

    early = operations.remind_managers(at=NOW + timedelta(hours=5))
    late = [operations.remind_managers(at=NOW + 4 * DAY) for _turn in range(2)]

    assert (early, late) == (0, [1, 0])
    assert letters(maya) == ["approval_asked", "approval_reminder"]


@pytest.mark.parametrize(
    ("rule", "expected"), [("accept", "confirmed"), ("refuse", "refused"), ("escalate", "pending")]
)
def test_silence_follows_the_rule_of_the_programme(session, asking, bob, maya, rule, expected):
    asking.on_silence = rule
    asking.save()
    register(session, bob)
    due = question(bob).due_at

    before = operations.apply_silence(at=due - timedelta(minutes=1))
    after = [operations.apply_silence(at=due) for _turn in range(2)]

    assert (before, after, state(bob)) == (0, [1, 0], expected)


def test_silence_goes_up_to_the_manager_s_manager_then_to_the_coordination(
    session, asking, bob, maya, ada, alice
):
    asking.on_silence = "escalate"
    asking.save()
    maya.postings.update(line_manager=ada)
    register(session, bob)

    operations.apply_silence(at=question(bob).due_at)
    first = question(bob)
    operations.apply_silence(at=first.due_at)
    second = question(bob)
    operations.apply_silence(at=second.due_at)

    assert (first.asked_of, first.level, second.asked_of) == (ada, Approval.Level.ABOVE, None)
    assert (letters(ada), letters(alice)) == ([], ["approval_asked"])  # unsent letters to Ada were taken back
    assert [row.approval for row in overdue([asking], at=second.due_at)] == [second]
    assert state(bob) == "pending"
    operations.apply_silence(at=session.starts_at)
    assert moves(bob)[-1] == ("confirmed", "too_late")


def test_a_manager_who_left_is_not_waited_for(session, bob, maya, alice):
    register(session, bob)
    maya.is_active = False
    maya.save()

    operations.apply_silence(at=NOW)

    assert (state(bob), question(bob).asked_of) == ("pending", None)
    assert letters(alice) == ["approval_asked"]


def test_what_is_asked_never_waits_past_the_moment_when_the_list_stops(asking, bob, maya):
    near = SessionFactory(starts_at=NOW + 3 * DAY)

    register(near, bob)

    assert question(bob).due_at < near.starts_at - timedelta(hours=12)
