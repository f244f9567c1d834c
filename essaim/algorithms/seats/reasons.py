"""Why a wish was refused, in facts; and who comes next when a seat is freed."""

from collections import Counter
from collections.abc import Mapping

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.seats.case import Case, Key

Granted = Mapping[str, tuple[str, ...]]


def is_settled_better(case: Case, granted: Granted, agent: str, session: str) -> Fact | None:
    """Return the fact that an agent has better than this wish, or no time for it."""
    rank = case.agent[agent].wishes.index(session) + 1
    better = [other for other in granted[agent] if case.rank(agent, other) < rank]
    slot = case.slot(session)
    for other in better:
        if slot is not None and case.slot(other) == slot:
            return fact("slot_taken", agent, session=session, wish=rank, slot=slot, by=other)
    if len(better) >= case.most:
        worst = max(better, key=lambda other: case.rank(agent, other)) if better else ""
        return fact("better_granted", agent, session=session, wish=rank, most=case.most, worst=worst)
    return None


def waiting_of(case: Case, granted: Granted) -> dict[str, tuple[str, ...]]:
    """Return who waits for each session, in the order in which freed seats go out."""
    lists: dict[str, list[tuple[bool, bool, int, float, str]]] = {course.id: [] for course in case.courses}
    for agent in case.agents:
        for rank, session in enumerate(agent.wishes, start=1):
            if session in granted[agent.id] or is_settled_better(case, granted, agent.id, session):
                continue
            is_served = bool(granted[agent.id])
            key = (is_served or not agent.had_nothing, is_served, rank, case.numbers[agent.id], agent.id)
            lists[session].append(key)
    return {session: tuple(key[-1] for key in sorted(keys)) for session, keys in lists.items()}


def reasons_of(case: Case, granted: Granted, waiting: Mapping[str, tuple[str, ...]]) -> tuple[Fact, ...]:
    """Return each agent's number of the draw, then the reason of each wish refused, agents by identifier."""
    room = Room(case, granted, waiting)
    names = sorted(case.agent)
    draws = [fact("lottery", name, number=case.numbers[name]) for name in names]
    refused = [
        room.reason(name, session)
        for name in names
        for session in case.agent[name].wishes
        if session not in granted[name]
    ]
    return (*draws, *refused)


class Room:
    """What granted seats leave: taken seats, people away, and who holds what."""

    def __init__(self, case: Case, granted: Granted, waiting: Mapping[str, tuple[str, ...]]) -> None:
        self.case = case
        self.granted = granted
        seats = [(agent, session) for agent, sessions in granted.items() for session in sessions]
        self.taken = Counter(session for _, session in seats)
        self.away = case.away(seats)
        self.place = {(a, s): place for s, names in waiting.items() for place, a in enumerate(names, start=1)}
        self.last: dict[tuple[str, int, bool], float] = {}
        for agent, session in seats:
            if rank := case.rank(agent, session):
                peers = (session, rank, case.agent[agent].had_nothing)
                self.last[peers] = max(self.last.get(peers, 0.0), case.numbers[agent])

    def reason(self, agent: str, session: str) -> Fact:
        """Return why a wish was refused."""
        if found := is_settled_better(self.case, self.granted, agent, session):
            return found
        person = self.case.agent[agent]
        rank = person.wishes.index(session) + 1
        key: Key = self.case.key(session)
        place = self.place[agent, session]
        if person.unit in self.case.quotas and self._adds(agent, key):
            away, quota = self.away[person.unit, key], self.case.quotas[person.unit]
            if away >= quota:
                about: dict[str, str | int] = {"session": session, "wish": rank, "unit": person.unit}
                return fact("quota_reached", agent, **about, quota=quota, away=away, waiting=place)
        seats = self.case.course[session].seats
        if self.taken[session] < seats:
            return fact("not_settled", agent, session=session, wish=rank, waiting=place)
        values: dict[str, str | int | float] = {"session": session, "wish": rank, "seats": seats}
        values |= {"waiting": place, "lottery": self.case.numbers[agent]}
        last = self.last.get((session, rank, person.had_nothing))
        return fact("full", agent, **values, **({} if last is None else {"last_lottery": last}))

    def _adds(self, agent: str, key: Key) -> bool:
        """Whether the agent would be one more away: not when moved from a worse session of the same slot."""
        return all(self.case.key(session) != key for session in self.granted[agent])
