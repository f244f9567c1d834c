"""Whether an allocation keeps what it promises: counted anew from the input, without the code that searched."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import floor
from types import MappingProxyType

from essaim.algorithms.answers import Fact, Status, fact
from essaim.algorithms.seats.case import Allocation, Applicant, Course, lottery_number

NOTHING: Mapping[str, int] = MappingProxyType({})
WAITS = ("full", "quota_reached", "not_settled")


def check(
    allocation: Allocation,
    agents: Sequence[Applicant],
    sessions: Sequence[Course],
    *,
    max_per_agent: int = 1,
    unit_quota: int | float | None = None,
    unit_sizes: Mapping[str, int] = NOTHING,
    kept: Collection[tuple[str, str]] = (),
) -> list[Fact]:
    """Return what is wrong with an allocation, and nothing when it is sound.

    Rules, kept seats, values of levels, numbers of the draw, waiting lists and every reason are verified; and, when
    the answer calls itself optimal, that no seat is free which somebody waits for, nor held before somebody who had
    the same claim and a better number. That no better answer exists at all is what the bounds of the levels say.
    """
    if allocation.status is Status.INFEASIBLE:
        is_silent = not allocation.conflicts or allocation.granted
        return [fact("infeasible_without_reason", "")] if is_silent else []
    audit = _Audit(allocation, agents, sessions, max_per_agent, unit_quota, unit_sizes, kept)
    if unknown := list(audit.unknown()):
        return unknown
    return [*audit.rules(), *audit.quotas(), *audit.levels(), *audit.reasons(), *audit.lists(), *audit.envy()]


class _Audit:
    def __init__(
        self,
        allocation: Allocation,
        agents: Sequence[Applicant],
        sessions: Sequence[Course],
        most: int,
        quota: int | float | None,
        sizes: Mapping[str, int],
        kept: Collection[tuple[str, str]],
    ) -> None:
        self.allocation, self.most, self.quota, self.sizes = allocation, most, quota, sizes
        self.people = {agent.id: agent for agent in agents}
        self.courses = {course.id: course for course in sessions}
        self.kept = set(kept)
        self.wishes = {agent.id: list(dict.fromkeys(agent.wishes)) for agent in agents}
        self.seats = [(agent, session) for agent, got in allocation.granted.items() for session in got]
        self.taken = Counter(session for _, session in self.seats)
        self.draw = {agent.id: lottery_number(allocation.seed, agent.id) for agent in agents}

    def unknown(self) -> Iterator[Fact]:
        for agent, session in self.seats:
            if agent not in self.people or session not in self.courses:
                yield fact("unknown_seat", agent, session=session)
        if set(self.allocation.granted) != set(self.people):
            yield fact("people_missing", "")
        if set(self.allocation.waiting) != set(self.courses):
            yield fact("lists_missing", "")

    def rank(self, agent: str, session: str) -> int:
        """Return the rank of a wish; a seat that nobody wished for is told by the rules."""
        return 0 if (agent, session) in self.kept else self.wishes[agent].index(session) + 1

    def rules(self) -> Iterator[Fact]:
        for agent, session in self.seats:
            if (agent, session) not in self.kept and session not in self.wishes[agent]:
                yield fact("not_wished", agent, session=session)
        for agent, session in sorted(self.kept - set(self.seats)):
            yield fact("seat_taken_back", agent, session=session)
        for agent, got in self.allocation.granted.items():
            if len(got) > self.most or len(set(got)) < len(got):
                yield fact("too_many", agent, granted=len(got))
            slots = Counter(self.courses[session].slot for session in got)
            yield from (fact("twice_in_slot", agent, slot=slot) for slot in slots if slot and slots[slot] > 1)
        for session, count in sorted(self.taken.items()):
            if count > self.courses[session].seats:
                yield fact("over_seats", session, taken=count, seats=self.courses[session].seats)

    def key(self, session: str) -> tuple[str, str]:
        slot = self.courses[session].slot
        return ("session", session) if slot is None else ("slot", slot)

    def quota_of(self, unit: str | None) -> int | None:
        if self.quota is None or unit is None:
            return None
        if isinstance(self.quota, int):
            return self.quota
        size = self.sizes.get(unit, sum(agent.unit == unit for agent in self.people.values()))
        return floor(self.quota * size + 1e-9)

    def away(self, unit: str | None, session: str) -> int:
        key = self.key(session)
        return sum(self.people[a].unit == unit and self.key(s) == key for a, s in self.seats)

    def quotas(self) -> Iterator[Fact]:
        if self.quota is None:
            return
        away = Counter((self.people[agent].unit, self.key(session)) for agent, session in self.seats)
        for (unit, (_, at)), count in away.items():
            quota = self.quota_of(unit)
            if quota is not None and count > quota:
                yield fact("over_quota", unit or "", at=at, away=count, quota=quota)

    def levels(self) -> Iterator[Fact]:
        served = [self.people[agent] for agent, got in self.allocation.granted.items() if got]
        expected: dict[str, float] = {"had_nothing": sum(agent.had_nothing for agent in served)}
        expected["served"] = len(served)
        if self.most > 1:
            expected["seats"] = len(self.seats)
        if not any(self.rules()):
            expected["ranks"] = sum(self.rank(*seat) for seat in self.seats)
        told = {level.name: level.value for level in self.allocation.levels}
        for name, value in expected.items():
            if told.get(name) != value:
                yield fact("wrong_level", name, told=told.get(name, -1), counted=value)
        for level in self.allocation.levels:
            is_beyond = level.value < level.bound if level.name == "ranks" else level.value > level.bound
            if is_beyond:
                yield fact("beyond_bound", level.name, value=level.value, bound=level.bound)
        if self.allocation.status is Status.OPTIMAL and not all(x.is_proven for x in self.allocation.levels):
            yield fact("not_proven", "")

    def reasons(self) -> Iterator[Fact]:
        told = Counter((why.about, why["session"]) for why in self._refusals())
        for agent, wishes in self.wishes.items():
            for session in wishes:
                if told[agent, session] != (session not in self.allocation.granted[agent]):
                    yield fact("reasons_told", agent, session=session, times=told[agent, session])
        for why in self.allocation.explanations:
            if why.code == "lottery" and why["number"] != self.draw[why.about]:
                yield fact("wrong_number", why.about)
        yield from (
            fact("untrue", why.about, code=why.code) for why in self._refusals() if not self._holds(why)
        )

    def _refusals(self) -> list[Fact]:
        return [why for why in self.allocation.explanations if why.code != "lottery"]

    def _holds(self, why: Fact) -> bool:
        agent, session = why.about, str(why["session"])
        if why["wish"] != self.wishes[agent].index(session) + 1:
            return False
        got = self.allocation.granted[agent]
        better = [other for other in got if self.rank(agent, other) < int(why["wish"])]
        slot = self.courses[session].slot
        if why.code == "slot_taken":
            other = str(why["by"])
            return slot is not None and other in better and self.courses[other].slot == slot == why["slot"]
        if why.code == "better_granted":
            return len(better) >= self.most == why["most"] and (why["worst"] in better or not better)
        return self._holds_waiting(why, agent, session)

    def _holds_waiting(self, why: Fact, agent: str, session: str) -> bool:
        queue = self.allocation.waiting[session]
        if agent not in queue or queue.index(agent) + 1 != why["waiting"]:
            return False
        if why.code == "quota_reached":
            unit = self.people[agent].unit
            away = self.away(unit, session)
            return (
                why["unit"] == unit
                and why["quota"] == self.quota_of(unit)
                and why["away"] == away == why["quota"]
            )
        if why.code == "full":
            return self.taken[session] == self.courses[session].seats == why["seats"] and self._numbers(why)
        return why.code == "not_settled" and self.allocation.status is not Status.OPTIMAL

    def _numbers(self, why: Fact) -> bool:
        mine, session = self.people[why.about], why["session"]
        peers = [
            self.draw[agent]
            for agent, held in self.seats
            if held == session
            and self.rank(agent, held) == why["wish"]
            and self.people[agent].had_nothing == mine.had_nothing
        ]
        last = max(peers, default=None)
        return why["lottery"] == self.draw[mine.id] and dict(why.values).get("last_lottery") == last

    def lists(self) -> Iterator[Fact]:
        waits: dict[str, set[str]] = {session: set() for session in self.courses}
        for why in self._refusals():
            if why.code in WAITS:
                waits[str(why["session"])].add(why.about)
        for session, queue in self.allocation.waiting.items():
            expected = sorted(waits[session], key=lambda agent: self._turn(agent, session))
            if list(queue) != expected:
                yield fact("wrong_list", session)

    def _turn(self, agent: str, session: str) -> tuple[bool, bool, int, float, str]:
        is_served, had_nothing = bool(self.allocation.granted[agent]), self.people[agent].had_nothing
        rank = self.wishes[agent].index(session) + 1
        return is_served or not had_nothing, is_served, rank, self.draw[agent], agent

    def envy(self) -> Iterator[Fact]:
        if self.allocation.status is not Status.OPTIMAL:
            return
        by_session: dict[str, list[str]] = {session: [] for session in self.courses}
        for agent, session in self.seats:
            if len(self.allocation.granted[agent]) == 1 and (agent, session) not in self.kept:
                by_session[session].append(agent)
        for session, queue in self.allocation.waiting.items():
            unserved = [agent for agent in queue if not self.allocation.granted[agent]]
            for agent in unserved:
                for holder in by_session[session]:
                    if self._same_claim(agent, holder, session) and self.draw[agent] < self.draw[holder]:
                        yield fact("drawn_before", agent, session=session, holder=holder)

    def _same_claim(self, agent: str, holder: str, session: str) -> bool:
        one, other = self.people[agent], self.people[holder]
        return (
            self.wishes[agent].index(session) + 1 == self.rank(holder, session)
            and one.had_nothing == other.had_nothing
            and (self.quota is None or one.unit == other.unit)
        )
