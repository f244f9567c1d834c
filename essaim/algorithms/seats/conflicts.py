"""Rules that contradict each other before anything is sought."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.seats.case import Case


def conflicts_of(case: Case) -> tuple[Fact, ...]:
    """Return what makes the problem impossible; empty when it has an answer."""
    names = tuple(_names(case))
    return names or (*_kept_by_agents(case), *_kept_in_sessions(case), *_kept_in_units(case))


def _names(case: Case) -> Iterator[Fact]:
    for code, things in (("agent_twice", case.agents), ("session_twice", case.courses)):
        counts = Counter(thing.id for thing in things)
        yield from (fact(code, name, times=n) for name, n in sorted(counts.items()) if n > 1)
    for agent in sorted(case.agents, key=lambda agent: agent.id):
        unknown = (session for session in agent.wishes if session not in case.course)
        yield from (fact("unknown_session", agent.id, session=session) for session in unknown)
    for name, session in case.kept:
        if name not in case.agent:
            yield fact("unknown_agent", name, session=session)
        if session not in case.course:
            yield fact("unknown_session", name, session=session)


def _kept_by_agents(case: Case) -> Iterator[Fact]:
    for agent, sessions in sorted(case.kept_by.items()):
        if len(sessions) > case.most:
            yield fact("kept_beyond_most", agent, kept=len(sessions), most=case.most)
        for one, other in combinations(sessions, 2):
            slot = case.slot(one)
            if slot is not None and slot == case.slot(other):
                yield fact("kept_twice_in_slot", agent, slot=slot, session=one, other=other)


def _kept_in_sessions(case: Case) -> Iterator[Fact]:
    kept = Counter(session for _, session in case.kept)
    for course in case.courses:
        if kept[course.id] > course.seats:
            yield fact("kept_beyond_seats", course.id, kept=kept[course.id], seats=course.seats)


def _kept_in_units(case: Case) -> Iterator[Fact]:
    for (unit, (kind, at)), count in sorted(case.away(case.kept).items()):
        if count > case.quotas[unit]:
            yield fact("kept_beyond_quota", unit, kept=count, quota=case.quotas[unit], **{kind: at})
