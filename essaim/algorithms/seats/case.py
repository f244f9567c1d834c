"""What is asked and answered about seats, and the figures that both the search and the check read."""

import hashlib
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from essaim.algorithms.answers import Answer

Key = tuple[str, str]  # "slot" and a slot, or "session" and a session without a slot


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who wishes for sessions, best first."""

    id: str
    wishes: tuple[str, ...]
    unit: str | None = None
    had_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A session with its seats; sessions of one slot are at the same time."""

    id: str
    seats: int
    slot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation(Answer):
    """Who got what, and who waits.

    `granted`: sessions of each agent, kept ones first, then best wish first (agents without any have an empty
    tuple). `waiting`: agents of each session in the order in which freed seats go out, without a new calculation:
    first who got nothing and had nothing, then who got nothing, then by rank of the wish, then by the draw.
    Before giving a freed seat to the first of them, look at quotas: who is stopped by one lets the next pass.
    """

    granted: dict[str, tuple[str, ...]]
    waiting: dict[str, tuple[str, ...]]


def lottery_number(seed: int, agent: str) -> float:
    """Return an agent's number of the draw, from 0 (first) to 1: the first 52 bits of SHA-256 of `seed:agent`."""
    return int(hashlib.sha256(f"{seed}:{agent}".encode()).hexdigest()[:13], 16) / 16**13


@dataclass(frozen=True)
class Case:
    """The problem, agents in the order of the draw and sessions in that of their identifiers."""

    agents: tuple[Applicant, ...]
    courses: tuple[Course, ...]
    most: int
    unit_quota: int | float | None
    unit_sizes: Mapping[str, int]
    kept: tuple[tuple[str, str], ...]
    seed: int
    numbers: dict[str, float] = field(default_factory=dict)

    @cached_property
    def course(self) -> dict[str, Course]:
        """Sessions by identifier."""
        return {course.id: course for course in self.courses}

    @cached_property
    def agent(self) -> dict[str, Applicant]:
        """Agents by identifier."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def kept_by(self) -> dict[str, tuple[str, ...]]:
        """Sessions that each agent keeps."""
        held: dict[str, list[str]] = {agent.id: [] for agent in self.agents}
        for agent, session in self.kept:
            held.setdefault(agent, []).append(session)
        return {agent: tuple(sessions) for agent, sessions in held.items()}

    def rank(self, agent: str, session: str) -> int:
        """Return the rank of a wish, from 1; 0 for a kept seat, which nothing is preferred to."""
        return 0 if session in self.kept_by[agent] else self.agent[agent].wishes.index(session) + 1

    def key(self, session: str) -> Key:
        """Return what a quota counts over: the session's slot, or the session alone when it has none."""
        slot = self.course[session].slot
        return ("session", session) if slot is None else ("slot", slot)

    def slot(self, session: str) -> str | None:
        """Return a session's slot."""
        return self.course[session].slot

    @cached_property
    def quotas(self) -> dict[str, int]:
        """How many agents of each unit may be away at once; empty without quota."""
        if self.unit_quota is None:
            return {}
        sizes = Counter(agent.unit for agent in self.agents if agent.unit is not None)
        if isinstance(self.unit_quota, int):
            return dict.fromkeys(sizes, self.unit_quota)
        known = {unit: self.unit_sizes.get(unit, size) for unit, size in sizes.items()}
        return {unit: math.floor(self.unit_quota * size + 1e-9) for unit, size in known.items()}

    def away(self, seats: Iterable[tuple[str, str]]) -> Counter[tuple[str, Key]]:
        """Count agents of each unit away at each session or slot."""
        units = ((self.agent[agent].unit, session) for agent, session in seats)
        return Counter((unit, self.key(session)) for unit, session in units if unit in self.quotas)


def case_of(
    agents: Sequence[Applicant],
    sessions: Sequence[Course],
    *,
    max_per_agent: int,
    unit_quota: int | float | None,
    unit_sizes: Mapping[str, int],
    kept: Collection[tuple[str, str]],
    seed: int,
) -> Case:
    """Return the problem in its own order, so that the order in which people were written changes nothing."""
    numbers = {agent.id: lottery_number(seed, agent.id) for agent in agents}
    agents = [replace(agent, wishes=tuple(dict.fromkeys(agent.wishes))) for agent in agents]
    return Case(
        agents=tuple(sorted(agents, key=lambda agent: (numbers[agent.id], agent.id))),
        courses=tuple(sorted(sessions, key=lambda course: course.id)),
        most=max_per_agent,
        unit_quota=unit_quota,
        unit_sizes=unit_sizes,
        kept=tuple(sorted(set(kept))),
        seed=seed,
        numbers=numbers,
    )
