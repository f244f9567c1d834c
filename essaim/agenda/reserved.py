"""Who may have which seat of a session that keeps some: a calculation without database, to decide and to simulate.

Three sentences hold all of it. A kept seat goes to the first who may have it. Somebody who may have a kept seat takes
that one, from the first pool in order, so that open seats stay for the others. Open seats go to anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

UNIT, CATEGORY, FIRST, ORGANISATION = "unit", "category", "first", "organisation"


@dataclass(frozen=True)
class Profile:
    """What pools ask of a person."""

    organisation: int
    units: frozenset[int]
    """The person's unit and those above it."""
    category: str
    is_first: bool
    """Whether it would be the first attendance ever."""


@dataclass(frozen=True)
class Reserve:
    """One pool that is still kept: for whom, how many seats. `key` tells it from the others."""

    key: int
    kind: str
    seats: int
    unit: int | None = None
    category: str = ""
    organisation: int | None = None
    host: int = 0
    """The organisation that invites: its categories and first-timers are its own agents."""

    def suits(self, who: Profile) -> bool:
        if self.kind == ORGANISATION:
            return who.organisation == self.organisation
        if who.organisation != self.host:
            return False
        if self.kind == UNIT:
            return self.unit in who.units
        if self.kind == CATEGORY:
            return bool(self.category) and who.category == self.category
        return who.is_first


class Seat(NamedTuple):
    """A seat that somebody may have: of a pool, or open."""

    pool: int | None


@dataclass
class Counting:
    """The seats of a session while they are given one by one."""

    total: int | None
    reserves: Sequence[Reserve]
    taken: int = 0
    """All seats taken, open ones and kept ones."""
    by_pool: dict[int, int] = field(default_factory=dict)

    def free_in(self, reserve: Reserve) -> int:
        return reserve.seats - self.by_pool.get(reserve.key, 0)

    @property
    def kept(self) -> int:
        """Kept seats that nobody has yet."""
        return sum(self.free_in(reserve) for reserve in self.reserves)

    @property
    def open(self) -> int | None:
        """Free seats for anybody; negative when more was promised than there is; None without limit."""
        return None if self.total is None else self.total - self.taken - self.kept

    def seat_for(self, who: Profile) -> Seat | None:
        """The seat that this person would get now."""
        for reserve in self.reserves:
            if self.free_in(reserve) > 0 and reserve.suits(who):
                return Seat(reserve.key)
        return Seat(None) if self.open is None or self.open > 0 else None

    def give(self, seat: Seat) -> None:
        self.taken += 1
        if seat.pool is not None:
            self.by_pool[seat.pool] = self.by_pool.get(seat.pool, 0) + 1


class Called(NamedTuple):
    """Somebody who waits and whose turn it is, with the seat."""

    person: int
    seat: Seat


def call(counting: Counting, waiting: Iterable[int], profiles: Mapping[int, Profile]) -> list[Called]:
    """Whose turn it is, in the order of the list; the counting is changed.

    One pass is enough: each seat given leaves less for those who come after, never more for those before.
    """
    called = []
    for person in waiting:
        seat = counting.seat_for(profiles[person])
        if seat is not None:
            counting.give(seat)
            called.append(Called(person, seat))
    return called


@dataclass(frozen=True)
class Settlement:
    """What becomes of everybody under a set of pools."""

    held: dict[int, int | None]
    """Who has a seat keeps it: of which pool it counts from now on."""
    called: list[Called]
    waiting: list[int]
    kept: int
    lacking: int
    """How many seats are promised beyond those there are; nothing may be written unless it is 0."""


def settle(
    counting: Counting,
    *,
    held: Mapping[int, int | None],
    waiting: Sequence[int],
    profiles: Mapping[int, Profile],
    may_call: bool,
) -> Settlement:
    """Count those who have a seat, in order of arrival, then call those who wait.

    `held` says of which pool each seat counts so far; it goes on counting there while that pool has room, whatever
    the person has become since.
    """
    counts = _counted(counting, held, profiles)
    lacking = max(-(counting.open or 0), 0)
    called = call(counting, waiting, profiles) if may_call and not lacking else []
    served = {one.person for one in called}
    left = [person for person in waiting if person not in served]
    return Settlement(counts, called, left, counting.kept, lacking)


def _counted(
    counting: Counting, held: Mapping[int, int | None], profiles: Mapping[int, Profile]
) -> dict[int, int | None]:
    by_key = {reserve.key: reserve for reserve in counting.reserves}
    counts: dict[int, int | None] = {}
    for person, pool in held.items():
        if pool is not None and pool in by_key and counting.free_in(by_key[pool]) > 0:
            counts[person] = pool
            counting.give(Seat(pool))
    for person in held:
        if person not in counts:
            counts[person] = _first_suiting(counting, profiles[person])
            counting.give(Seat(counts[person]))
    return counts


def _first_suiting(counting: Counting, who: Profile) -> int | None:
    return next((r.key for r in counting.reserves if counting.free_in(r) > 0 and r.suits(who)), None)
