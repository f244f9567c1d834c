"""Everybody clicks at once: exactly the seats, ranks in a row, no error; and a control that must fail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from essaim.agenda import operations
from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.invariants import violations
from essaim.agenda.queries.proposals import PoolPlan
from essaim.people.models import Agent
from tests.factories import NOW, AgentFactory, SessionFactory, UnitFactory
from tests.meeting import only_postgresql, until_somebody_waits_for_us

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rush]
SEATS, PEOPLE, AT_ONCE = 5, 24, 8


def rush(session: Session, agents: list[Agent]) -> list[BaseException]:
    """Two clicks of each agent, so many at a time; the errors."""
    errors: list[BaseException] = []
    start = Barrier(AT_ONCE)

    def click(number: int) -> None:
        if number < AT_ONCE:
            start.wait(timeout=30)
        try:
            operations.register(session=session, agent=agents[number % len(agents)], at=NOW)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(click, range(2 * len(agents))))
    return errors


def test_a_rush_gives_exactly_the_seats_and_ranks_in_a_row():
    session = SessionFactory(seats=SEATS)

    errors = rush(session, AgentFactory.create_batch(PEOPLE))

    session.refresh_from_db()
    tickets = list(Registration.objects.order_by("ticket").values_list("state", "ticket"))
    expected = [("confirmed" if n <= SEATS else "waiting", n) for n in range(1, PEOPLE + 1)]
    assert (errors, tickets) == ([], expected)
    assert (session.taken, session.waiting, violations(NOW)) == (SEATS, PEOPLE - SEATS, [])


def test_a_rush_gives_exactly_the_kept_seats_to_those_they_are_kept_for():
    session, unit = SessionFactory(seats=SEATS), UnitFactory()
    plan = PoolPlan("unit", 3, NOW.date() + timedelta(days=14), unit=unit)
    operations.set_pools(session=session, plans=[plan], at=NOW, by=None)
    outsiders, insiders = AgentFactory.create_batch(PEOPLE - 2), AgentFactory.create_batch(2, unit=unit)

    errors = rush(session, [*outsiders, *insiders])

    session.refresh_from_db()
    rows = Registration.objects.order_by("ticket")
    seated = list(rows.filter(state="confirmed").values_list("agent__unit", "pool__kind"))
    tickets = sorted(rows.values_list("ticket", flat=True))
    assert (errors, tickets) == ([], list(range(1, PEOPLE + 1)))
    assert sorted(seated, key=str) == sorted([(None, None)] * 2 + [(unit.pk, "unit")] * 2, key=str)
    open_seats = rows.filter(agent__unit=None, state="confirmed").values_list("ticket", flat=True)
    first_outsiders = rows.filter(agent__unit=None).values_list("ticket", flat=True)[:2]
    assert list(open_seats) == list(first_outsiders)
    assert (session.taken, session.kept, session.waiting) == (4, 1, PEOPLE - 4)
    assert violations(NOW) == []


def two_people_for_the_last_seat() -> list[object]:
    """The second one asks while the first one's transaction is not yet over; what became of them."""
    session = SessionFactory(seats=1)
    first, second = AgentFactory.create_batch(2)

    def ask() -> object:
        try:
            return operations.register(session=session, agent=second, at=NOW).state
        except IntegrityError as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            mine = operations.register(session=session, agent=first, at=NOW).state
            theirs = other.submit(ask)
            until_somebody_waits_for_us()
        return [mine, theirs.result(timeout=30)]


@only_postgresql
def test_two_registrations_that_meet_share_one_seat():
    assert two_people_for_the_last_seat() == ["confirmed", "waiting"]


@only_postgresql
def test_without_the_guard_the_same_two_registrations_break():
    with override_settings(SEATS_ARE_GUARDED=False):
        assert two_people_for_the_last_seat() != ["confirmed", "waiting"]


def test_a_rush_of_withdrawals_serves_the_list_in_order():
    session = SessionFactory(seats=SEATS)
    agents = AgentFactory.create_batch(PEOPLE)
    for agent in agents:
        operations.register(session=session, agent=agent, at=NOW)

    def leave(agent: Agent) -> None:
        try:
            operations.withdraw(session=session, agent=agent, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(leave, agents[:SEATS] * 2))

    offered = Registration.objects.filter(state="offered").order_by("ticket").values_list("agent", flat=True)
    assert list(offered) == [agent.pk for agent in agents[SEATS : 2 * SEATS]]
    assert violations(NOW) == []


def test_a_crash_in_the_middle_of_a_withdrawal_leaves_the_old_state():
    session = SessionFactory(seats=1)
    first, second = AgentFactory.create_batch(2)
    for agent in (first, second):
        operations.register(session=session, agent=agent, at=NOW)

    class PowerCutError(Exception):
        pass

    @transaction.atomic
    def withdraw_in_the_dark() -> None:
        operations.withdraw(session=session, agent=first, at=NOW)
        raise PowerCutError

    with pytest.raises(PowerCutError):
        withdraw_in_the_dark()

    states = Registration.objects.order_by("ticket").values_list("state", flat=True)
    assert (list(states), violations(NOW)) == (["confirmed", "waiting"], [])
