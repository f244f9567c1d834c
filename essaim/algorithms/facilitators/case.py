"""What is asked and answered about facilitators."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from essaim.algorithms.answers import Answer

Place = tuple[str, str]  # a request and one of its days
Shift = tuple[str, str, str]  # a request, a day, a facilitator


@dataclass(frozen=True, slots=True)
class Request:
    """What a service asks for: days (ISO dates), how many facilitators each needs, skills the team holds together.

    All days are wanted, or only `choose` of them when the service offers several.
    """

    id: str
    unit: str
    days: tuple[str, ...]
    needed: int = 1
    skills: frozenset[str] = frozenset()
    choose: int | None = None

    @property
    def wanted(self) -> int:
        """How many days are wanted."""
        return len(set(self.days)) if self.choose is None else min(self.choose, len(set(self.days)))


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who can help: on which days (every day when None), how many a year, how many already led, by year."""

    id: str
    unit: str | None = None
    skills: frozenset[str] = frozenset()
    days: frozenset[str] | None = None
    quota: int | None = None
    done: Mapping[str, int] = field(default_factory=dict)
    is_senior: bool = True


@dataclass(frozen=True, slots=True)
class StaffingRules:
    """What the programme decided: a quota for whoever has none of their own; whether each team has a senior."""

    yearly_quota: int | None = None
    is_senior_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing(Answer):
    """Teams by request and day, and the days given to each facilitator.

    A team smaller than its request needs holds fixed people only: its day is not served.
    """

    teams: dict[str, dict[str, tuple[str, ...]]]
    loads: dict[str, int]


def year_of(day: str) -> str:
    """Return the year that a day counts in."""
    return day[:4]


@dataclass(frozen=True)
class Case:
    """The problem, requests and facilitators in an order that the seed decides."""

    requests: tuple[Request, ...]
    facilitators: tuple[Facilitator, ...]
    rules: StaffingRules
    fixed: tuple[Shift, ...]

    def quota(self, facilitator: Facilitator, year: str) -> int | None:
        """Return how many days a facilitator may still lead in a year, or None without quota."""
        quota = self.rules.yearly_quota if facilitator.quota is None else facilitator.quota
        return None if quota is None else quota - facilitator.done.get(year, 0)

    def can_lead(self, facilitator: Facilitator, request: Request, day: str) -> bool:
        """Whether a facilitator is free that day and not of the service that asks."""
        is_free = facilitator.days is None or day in facilitator.days
        return is_free and (facilitator.unit is None or facilitator.unit != request.unit)

    def given(self) -> Counter[tuple[str, str]]:
        """Count fixed days by facilitator and year."""
        return Counter((name, year_of(day)) for _, day, name in self.fixed)


def case_of(
    requests: Sequence[Request],
    facilitators: Sequence[Facilitator],
    *,
    rules: StaffingRules,
    fixed: Collection[Shift],
    seed: int,
) -> Case:
    """Return the problem in its own order, whatever the order in which it was written."""

    def turn(thing: Request | Facilitator) -> tuple[str, str]:
        return sha256(f"{seed}:{thing.id}".encode()).hexdigest(), thing.id

    return Case(
        tuple(sorted(requests, key=turn)),
        tuple(sorted(facilitators, key=turn)),
        rules,
        tuple(sorted({(request, day, name) for request, day, name in fixed})),
    )
