"""Any sequence of moves in a session that keeps seats, against a model that knows nothing of counters."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from essaim.agenda import operations
from essaim.agenda.models import Registration
from essaim.agenda.queries.invariants import violations
from essaim.agenda.queries.proposals import PoolPlan
from essaim.kernel.errors import Refused
from tests.factories import NOW, AgentFactory, PostingFactory, SessionFactory, UnitFactory

PEOPLE = 8
PERSON = st.integers(0, PEOPLE - 1)
RELEASES = NOW.date() + timedelta(days=40)
OFFER = timedelta(days=3)
SEATS = 4
# Even numbers work in the unit, the first half is of category A: some may have both, some one, some none.
IN_UNIT = {person for person in range(PEOPLE) if person % 2 == 0}
IN_A = set(range(PEOPLE // 2))


class KeptSeats(RuleBasedStateMachine):
    """The model: who holds which seat, who waits, and which pools are kept, replayed by hand."""

    def __init__(self):
        super().__init__()
        self.session = SessionFactory(seats=SEATS, starts_at=NOW + timedelta(days=400))
        self.now, self.unit = NOW, UnitFactory()
        self.agents = AgentFactory.create_batch(PEOPLE)
        for person, agent in enumerate(self.agents):
            agent.unit = UnitFactory(parent=self.unit) if person in IN_UNIT else None
            agent.save()
            PostingFactory(agent=agent, unit=agent.unit, category="A" if person in IN_A else "C")
        self.seats, self.pools = SEATS, {}
        self.held, self.offers, self.queue = {}, set(), []

    def free(self, pool):
        return self.pools[pool] - list(self.held.values()).count(pool)

    def seat_for(self, person):
        mine = {"unit": person in IN_UNIT, "category": person in IN_A}
        for pool in self.pools:
            if mine[pool] and self.free(pool):
                return pool
        kept = sum(self.free(pool) for pool in self.pools)
        return "open" if len(self.held) + kept < self.seats else None

    def call_next(self):
        for person in list(self.queue):
            if seat := self.seat_for(person):
                self.queue.remove(person)
                self.held[person] = seat
                self.offers.add(person)

    def plans(self, unit, category):
        found = []
        if unit:
            found.append(PoolPlan("unit", unit, RELEASES, unit=self.unit))
        if category:
            found.append(PoolPlan("category", category, RELEASES, category="A"))
        return found

    @rule(person=PERSON)
    def register(self, person):
        operations.register(session=self.session, agent=self.agents[person], at=self.now)
        self.offers.discard(person)
        if person in self.held or person in self.queue:
            return
        if seat := self.seat_for(person):
            self.held[person] = seat
        else:
            self.queue.append(person)

    @rule(person=PERSON)
    def withdraw(self, person):
        if not Registration.objects.filter(session=self.session, agent=self.agents[person]).exists():
            return
        operations.withdraw(session=self.session, agent=self.agents[person], at=self.now)
        if person in self.queue:
            self.queue.remove(person)
        if self.held.pop(person, None):
            self.offers.discard(person)
            self.call_next()

    @rule()
    def expire(self):
        self.now += OFFER
        due = self.order(self.offers)
        operations.expire_offers(at=self.now)
        operations.release_pools(at=self.now)
        self.forget_released()
        for person in due:
            self.held.pop(person)
            self.offers.discard(person)
            self.call_next()

    def order(self, people):
        tickets = dict(self.session.registrations.order_by("offered_until", "pk").values_list("agent", "pk"))
        ranked = list(tickets)
        return sorted(people, key=lambda person: ranked.index(self.agents[person].pk))

    def forget_released(self):
        """The worker passes every time, so that both sides know what is open."""
        if self.now.date() >= RELEASES and self.pools:
            self.pools = {}
            self.held = dict.fromkeys(self.held, "open")
            self.call_next()

    @rule(unit=st.integers(0, 3), category=st.integers(0, 3))
    def keep(self, unit, category):
        before = dict(self.pools)
        try:
            operations.set_pools(
                session=self.session, plans=self.plans(unit, category), at=self.now, by=self.agents[0]
            )
        except Refused:
            wanted = unit + category
            open_holders = self.recounted(unit, category).count("open")
            too_late = self.now.date() >= RELEASES and wanted
            assert too_late or wanted > self.seats or open_holders + wanted > self.seats
            assert self.pools == before
            return
        counts = self.recounted(unit, category)
        self.pools = {name: n for name, n in (("unit", unit), ("category", category)) if n}
        self.held = dict(zip(self.by_arrival(), counts, strict=True))
        self.call_next()

    def by_arrival(self):
        order = dict(self.session.registrations.values_list("agent", "ticket"))
        return sorted(self.held, key=lambda person: order[self.agents[person].pk])

    def recounted(self, unit, category):
        """Where each held seat counts: where it did while there is room, then the first pool that suits."""
        room = {"unit": unit, "category": category}
        counts = {}
        for person in self.by_arrival():
            if room.get(self.held[person], 0) > 0:
                counts[person] = self.held[person]
                room[self.held[person]] -= 1
        for person in self.by_arrival():
            if person in counts:
                continue
            mine = {"unit": person in IN_UNIT, "category": person in IN_A}
            counts[person] = next((pool for pool in room if mine[pool] and room[pool] > 0), "open")
            if counts[person] in room:
                room[counts[person]] -= 1
        return [counts[person] for person in self.by_arrival()]

    @rule(seats=st.integers(1, 6))
    def resize(self, seats):
        kept = sum(self.free(pool) for pool in self.pools)
        if seats < sum(self.pools.values()) or seats < len(self.held) + kept:
            with pytest.raises(Refused):
                operations.resize(session=self.session, seats=seats, at=self.now, by=self.agents[0])
            return
        operations.resize(session=self.session, seats=seats, at=self.now, by=self.agents[0])
        self.seats = seats
        self.call_next()

    @rule(days=st.integers(1, 20))
    def wait(self, days):
        for _day in range(0, days, 3):
            self.expire()

    @invariant()
    def database_equals_model(self):
        rows = (
            Registration.objects.filter(session=self.session).select_related("pool").order_by("ticket", "pk")
        )
        number = {agent.pk: person for person, agent in enumerate(self.agents)}
        held = {
            number[row.agent_id]: row.pool.kind if row.pool else "open"
            for row in rows
            if row.state in Registration.HOLDS_A_SEAT
        }
        waiting = [number[row.agent_id] for row in rows if row.state == "waiting"]
        assert (held, waiting) == (self.held, self.queue)
        assert {number[row.agent_id] for row in rows if row.state == "offered"} == self.offers
        assert violations(self.now) == []


class TestKeptSeats(TestCase, KeptSeats.TestCase):
    """Run by pytest inside a transaction that is undone."""

    settings = settings(
        max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
