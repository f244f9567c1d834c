"""Any sequence of moves, against a model of a few lines."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration
from essaim.agenda.queries.invariants import violations
from essaim.kernel.errors import Refused
from tests.factories import NOW, AgentFactory, PostingFactory, SessionFactory

PEOPLE = 6
PERSON = st.integers(0, PEOPLE - 1)
OFFER = timedelta(days=3)


class Seats(RuleBasedStateMachine):
    """The model: who holds a seat (and until when it is only offered), and the queue as a list."""

    def __init__(self):
        super().__init__()
        self.session = SessionFactory(seats=2, starts_at=NOW + timedelta(days=400))
        self.now = NOW
        self.agents = AgentFactory.create_batch(PEOPLE)
        self.seats, self.held, self.offers, self.queue, self.cancelled = 2, [], set(), [], False

    def call_next(self):
        while self.queue and len(self.held) < self.seats:
            person = self.queue.pop(0)
            self.held.append(person)
            self.offers.add(person)

    @precondition(lambda self: not self.cancelled)
    @rule(person=PERSON)
    def register(self, person):
        operations.register(session=self.session, agent=self.agents[person], at=self.now)
        self.offers.discard(person)
        if person not in self.held + self.queue:
            (self.held if len(self.held) < self.seats else self.queue).append(person)

    @rule(person=PERSON)
    def withdraw(self, person):
        try:
            operations.withdraw(session=self.session, agent=self.agents[person], at=self.now)
        except Refused:
            assert not Registration.objects.filter(session=self.session, agent=self.agents[person]).exists()
        if person in self.queue:
            self.queue.remove(person)
        if person in self.held:
            self.held.remove(person)
            self.offers.discard(person)
            self.call_next()

    @rule()
    def expire(self):
        self.now += OFFER
        operations.expire_offers(at=self.now)
        self.held = [person for person in self.held if person not in self.offers]
        self.offers = set()
        self.call_next()

    @precondition(lambda self: not self.cancelled)
    @rule(seats=st.integers(1, 4), displace=st.booleans())
    def resize(self, seats, displace):
        by = self.agents[0]
        if seats < len(self.held) and not displace:
            with pytest.raises(operations.SeatsBelowTaken):
                operations.resize(session=self.session, seats=seats, at=self.now, by=by)
            return
        order = dict(self.session.registrations.values_list("agent", "ticket"))
        operations.resize(session=self.session, seats=seats, at=self.now, by=by, displace=displace)
        by_arrival = sorted(self.held, key=lambda person: order[self.agents[person].pk])
        self.queue = by_arrival[seats:] + self.queue
        self.held, self.seats = by_arrival[:seats], seats
        self.offers &= set(self.held)
        if len(by_arrival) <= seats:
            self.call_next()

    @precondition(lambda self: not self.cancelled and len(self.held) == 2)
    @rule()
    def cancel(self):
        operations.cancel_session(session=self.session, reason="Grève", at=self.now, by=self.agents[0])
        self.held, self.offers, self.queue, self.cancelled = [], set(), [], True

    @invariant()
    def database_equals_model(self):
        rows = Registration.objects.filter(session=self.session).order_by("ticket", "pk")
        number = {agent.pk: person for person, agent in enumerate(self.agents)}

        def people(*states):
            return [number[pk] for pk in rows.filter(state__in=states).values_list("agent", flat=True)]

        assert sorted(people("confirmed", "offered")) == sorted(self.held)
        assert set(people("offered")) == self.offers
        assert people("waiting") == self.queue
        assert violations(self.now) == []


class TestSeats(TestCase, Seats.TestCase):
    """Run by pytest inside a transaction that is undone."""

    settings = settings(
        max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )


class AskedSeats(Seats):
    """The same where each seat waits for the manager's word: who is asked holds a seat, who was refused is out."""

    def __init__(self):
        super().__init__()
        self.session.programme.manager_rule, self.session.programme.approval_days = "asked", 20
        self.session.programme.save()
        self.manager = AgentFactory()
        for agent in self.agents:
            PostingFactory(agent=agent, line_manager=self.manager)
        self.agreed, self.refused = set(), set()

    def question(self, person):
        rows = Approval.objects.filter(registration__session=self.session)
        return rows.filter(registration__agent=self.agents[person]).order_by("-pk").first()

    @precondition(lambda self: not self.cancelled)
    @rule(person=PERSON)
    def register(self, person):
        if person in self.refused and person not in self.held + self.queue:
            with pytest.raises(Refused):
                operations.register(session=self.session, agent=self.agents[person], at=self.now)
            return
        super().register(person)

    @rule(person=PERSON)
    def withdraw(self, person):
        self.agreed.discard(person)
        super().withdraw(person)

    @precondition(lambda self: self.pending())
    @rule(data=st.data())
    def accept(self, data):
        person = data.draw(st.sampled_from(sorted(self.pending())))
        operations.accept(approval=self.question(person), by=self.manager, at=self.now)
        self.agreed.add(person)

    @precondition(lambda self: self.pending())
    @rule(data=st.data())
    def refuse(self, data):
        person = data.draw(st.sampled_from(sorted(self.pending())))
        operations.refuse(approval=self.question(person), by=self.manager, at=self.now, reason="date")
        self.held.remove(person)
        self.refused.add(person)
        self.call_next()

    @precondition(lambda self: self.agreed)
    @rule(data=st.data())
    def change_mind(self, data):
        person = data.draw(st.sampled_from(sorted(self.agreed)))
        operations.change_mind(approval=self.question(person), by=self.manager, at=self.now)
        self.agreed.remove(person)

    @rule()
    def silence(self):
        due = {person for person in self.pending() if self.question(person).due_at <= self.now}
        operations.apply_silence(at=self.now)
        self.agreed |= due

    def pending(self):
        return set() if self.cancelled else set(self.held) - self.offers - self.agreed

    @invariant()
    def database_equals_model(self):
        self.agreed &= set(self.held)
        number = {agent.pk: person for person, agent in enumerate(self.agents)}
        found = {state: set() for state in Registration.State.values}
        for state, pk in Registration.objects.filter(session=self.session).values_list("state", "agent"):
            found[state].add(number[pk])
        queue = Registration.objects.filter(session=self.session, state="waiting").order_by("ticket", "pk")

        assert (found["offered"], found["confirmed"]) == (self.offers, self.agreed)
        assert found["pending"] == self.pending()
        assert [number[row.agent_id] for row in queue] == self.queue
        assert violations(self.now) == []


class TestAskedSeats(TestCase, AskedSeats.TestCase):
    """Run by pytest inside a transaction that is undone."""

    settings = settings(
        max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
