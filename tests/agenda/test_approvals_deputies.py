"""Who stands in for a manager: during a period, and never for oneself."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.operations.answers import NotYours
from essaim.people.models import Deputy
from essaim.people.operations.deputies import NotADeputy, name_deputy
from tests.agenda.approving import letters, question, register, state
from tests.conftest import person
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


def test_a_deputy_is_written_to_and_may_answer_during_the_period_only(session, bob, maya):
    deputy = person("dina", "Petit", "Courrier", first_name="Dina")
    today = NOW.date()
    name_deputy(manager=maya, agent=deputy, starts_on=today, ends_on=today, today=today)
    register(session, bob)

    assert letters(deputy) == ["approval_asked"]
    with pytest.raises(NotYours):
        operations.accept(approval=question(bob), by=deputy, at=NOW + DAY)
    operations.accept(approval=question(bob), by=deputy, at=NOW)
    assert state(bob) == "confirmed"


def test_nobody_answers_for_oneself_even_as_deputy(session, bob, maya):
    Deputy.objects.create(manager=maya, agent=bob, starts_on=NOW.date(), ends_on=NOW.date())
    register(session, bob)

    with pytest.raises(NotYours):
        operations.accept(approval=question(bob), by=bob, at=NOW)

    assert letters(bob) == ["pending"]


@pytest.mark.parametrize(
    ("starts", "ends"), [(1, 0), (-3, -1), (0, 500)], ids=["backwards", "over", "for ever"]
)
def test_a_deputy_for_an_impossible_period_is_refused(maya, hugo, starts, ends):
    today = NOW.date()

    with pytest.raises(NotADeputy):
        name_deputy(
            manager=maya, agent=hugo, starts_on=today + starts * DAY, ends_on=today + ends * DAY, today=today
        )
