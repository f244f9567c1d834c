"""What kept seats leave open, and what one more seat is worth."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from essaim.algorithms.answers import Level
from essaim.algorithms.seats.case import Case, Key

Seat = tuple[str, str]


@dataclass(frozen=True)
class Open:
    """Wishes that can still be granted, and the room there is for them."""

    case: Case

    @cached_property
    def seats(self) -> dict[str, int]:
        """Free seats of each session."""
        kept = Counter(session for _, session in self.case.kept)
        return {course.id: course.seats - kept[course.id] for course in self.case.courses}

    @cached_property
    def quotas(self) -> dict[tuple[str, Key], int]:
        """How many more agents of a unit may be away at each session or slot."""
        away = self.case.away(self.case.kept)
        keys = {self.case.key(course.id) for course in self.case.courses}
        return {(u, key): quota - away[u, key] for u, quota in self.case.quotas.items() for key in keys}

    def room_of(self, agent: str) -> int:
        """Return how many more sessions an agent may get."""
        return self.case.most - len(self.case.kept_by[agent])

    @cached_property
    def wishes(self) -> dict[str, tuple[str, ...]]:
        """Wishes of each agent that nothing kept stands against, agents in the order of the draw."""
        return {agent.id: tuple(self._wishes(agent.id)) for agent in self.case.agents}

    def _wishes(self, agent: str) -> list[str]:
        person, kept = self.case.agent[agent], self.case.kept_by[agent]
        if self.room_of(agent) <= 0:
            return []
        slots = {self.case.slot(session) for session in kept} - {None}
        return [
            session
            for session in person.wishes
            if session not in kept
            and self.seats[session] > 0
            and self.case.slot(session) not in slots
            and self.quotas.get((person.unit or "", self.case.key(session)), 1) > 0
        ]

    @cached_property
    def weights(self) -> tuple[int, int, int]:
        """How many ranks a seat, an agent served and one who had nothing are worth: more than all that is lower."""
        rooms = {agent: min(self.room_of(agent), len(wishes)) for agent, wishes in self.wishes.items()}
        ranks = {a: sorted(self.case.rank(a, s) for s in wishes) for a, wishes in self.wishes.items()}
        worst = sum(sum(ranks[agent][-room:]) for agent, room in rooms.items() if room)
        seat = worst + 1 if self.case.most > 1 else 0
        served = worst + seat * sum(rooms.values()) + 1
        return seat, served, served * (len(rooms) + 1)

    def first_seat(self, agent: str, weights: tuple[int, int, int]) -> int:
        """Return what it is worth that an agent is served at all: nothing when a kept seat does it."""
        if self.case.kept_by[agent]:
            return 0
        return weights[1] + (weights[2] if self.case.agent[agent].had_nothing else 0)


def values_of(case: Case, seats: dict[str, tuple[str, ...]]) -> dict[str, int]:
    """Return what granted seats are worth at each level but the draw, in order of importance."""
    served = [agent for agent in case.agents if seats.get(agent.id)]
    values = {"had_nothing": sum(agent.had_nothing for agent in served), "served": len(served)}
    if case.most > 1:
        values["seats"] = sum(len(sessions) for sessions in seats.values())
    return values | {"ranks": sum(case.rank(a, s) for a, sessions in seats.items() for s in sessions)}


def proven(values: dict[str, int]) -> tuple[Level, ...]:
    """Return levels that nothing can be better than."""
    return tuple(Level(name, value, value) for name, value in values.items())
