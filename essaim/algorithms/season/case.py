"""What is asked and answered about a season."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from essaim.algorithms.answers import Answer

NO_ROOM = -1


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be given: how many people want it, in how many sessions at most, of how many seats.

    Without `seats`, those who want it are shared among its sessions. A remote topic needs no room.
    """

    id: str
    wanted: int = 1
    sessions: int = 1
    seats: int = 0
    equipment: frozenset[str] = frozenset()
    is_remote: bool = False

    def gain(self, place: int) -> int:
        """Return how many people the session of this place, from 1, gives a seat to; at least one."""
        each = self.seats or -(-self.wanted // max(1, self.sessions))
        return max(1, min(each, self.wanted - (place - 1) * each))


@dataclass(frozen=True, slots=True)
class Host:
    """Who can lead which topics, in which slots, at most how many sessions (None: no ceiling)."""

    id: str
    topics: frozenset[str]
    slots: frozenset[str]
    ceiling: int | None = None
    is_novice: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room, free in some slots, or in all when None."""

    id: str
    seats: int
    equipment: frozenset[str] = frozenset()
    slots: frozenset[str] | None = None

    def suits(self, topic: Topic) -> bool:
        """Whether the room has the seats and the equipment that a topic needs."""
        return self.seats >= topic.seats and topic.equipment <= self.equipment


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a day: its day (ISO date), the number of its week, its start and end in minutes of the day."""

    id: str
    day: str
    week: int
    start: int = 0
    end: int = 1

    def meets(self, other: "Slot") -> bool:
        """Whether two slots have a moment in common."""
        return self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class SeasonRules:
    """What the programme decided: days without sessions, ceilings by week, weeks between two sessions of a topic."""

    protected_days: frozenset[str] = frozenset()
    week_ceiling: int | None = None
    host_week_ceiling: int | None = None
    weeks_apart: int = 1
    may_novice_lead: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A session: in `fixed` it stays, in `previous` it stays if it can. Its room may be left open."""

    topic: str
    host: str
    slot: str
    room: str | None = None
    companion: str | None = None
    is_announced: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """Who leads."""
        return (self.host,) if self.companion is None else (self.host, self.companion)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonPlan(Answer):
    """Sessions by day and hour, and how many sessions of each topic found no place, where any did not."""

    sessions: tuple[Planned, ...]
    unplaced: dict[str, int]


Thing = TypeVar("Thing", Topic, Host, Room, Slot)


@dataclass(frozen=True)
class Case:
    """The problem, everything in an order that the seed decides, but slots: those are in the order of time."""

    topics: dict[str, Topic]
    hosts: dict[str, Host]
    rooms: dict[str, Room]
    slots: dict[str, Slot]
    rules: SeasonRules
    fixed: tuple[Planned, ...]
    previous: tuple[Planned, ...]

    @cached_property
    def open_slots(self) -> set[str]:
        """Slots of days that are not protected."""
        return {name for name, slot in self.slots.items() if slot.day not in self.rules.protected_days}

    @cached_property
    def moments(self) -> list[tuple[str, ...]]:
        """Slots that are under way together, for every moment at which one begins."""
        by_day: dict[str, list[Slot]] = {}
        for slot in self.slots.values():
            by_day.setdefault(slot.day, []).append(slot)
        found = {
            tuple(other.id for other in day if other.start <= slot.start < max(other.end, other.start + 1))
            for day in by_day.values()
            for slot in day
        }
        return sorted(found)

    @cached_property
    def meeting(self) -> dict[str, set[str]]:
        """Slots that have a moment in common with each slot, itself included."""
        found: dict[str, set[str]] = {name: {name} for name in self.slots}
        for together in self.moments:
            for name in together:
                found[name].update(together)
        return found

    def rooms_of(self, topic: str, slot: str) -> list[str]:
        """Return the rooms that suit a topic and are free in a slot, those taken by fixed sessions left out."""
        return [room for room in self._suiting[topic] if slot in self.free_of[room]]

    @cached_property
    def _suiting(self) -> dict[str, list[str]]:
        return {
            topic.id: [room.id for room in self.rooms.values() if room.suits(topic)]
            for topic in self.topics.values()
        }

    @cached_property
    def free_of(self) -> dict[str, set[str]]:
        """Slots in which each room is free of fixed sessions."""
        free = {
            room.id: set(self.slots) if room.slots is None else set(room.slots) & set(self.slots)
            for room in self.rooms.values()
        }
        for session in self.fixed:
            if session.room is not None and session.room in free and session.slot in self.slots:
                free[session.room] -= self.meeting[session.slot]
        return free

    def leads(self, host: Host) -> bool:
        """Whether a host may lead without somebody beside."""
        return self.rules.may_novice_lead or not host.is_novice


def by_seed(things: Iterable[Thing], seed: int) -> dict[str, Thing]:
    """Return things by identifier, in an order that the seed decides."""

    def turn(thing: Thing) -> tuple[str, str]:
        return sha256(f"{seed}:{thing.id}".encode()).hexdigest(), thing.id

    return {thing.id: thing for thing in sorted(things, key=turn)}


def in_time(slots: Sequence[Slot]) -> dict[str, Slot]:
    """Return slots by identifier, in the order of time."""
    return {s.id: s for s in sorted(slots, key=lambda s: (s.day, s.start, s.end, s.id))}
