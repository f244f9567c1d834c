"""What every answer of a calculation carries: how sure it is, what it is worth, and why."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """How sure an answer is."""

    OPTIMAL = "optimal"  # proven: no better answer exists at any level
    FEASIBLE = "feasible"  # every rule is kept; a better answer may exist
    INFEASIBLE = (
        "infeasible"  # no answer keeps every rule; `conflicts` names those that contradict each other
    )


@dataclass(frozen=True, slots=True)
class Level:
    """One objective: its value, and the best value that is proven to be possible.

    Levels of an answer come in order of importance; each is bounded given the values of those before it.
    """

    name: str
    value: float
    bound: float

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists."""
        return abs(self.value - self.bound) <= 1e-6 * max(1.0, abs(self.bound))


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that can be checked about a person, a row or a rule: a code and figures, never a sentence.

    The words are French and live at the edge; `about` is an identifier of the input.
    """

    code: str
    about: str
    values: tuple[tuple[str, str | int | float], ...] = ()

    def __getitem__(self, name: str) -> str | int | float:
        return dict(self.values)[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What all answers have in common; the same input and seed give the same answer, byte for byte.

    `is_cut` admits that the clock, a safety stop, ended the search before its budget of moves: only then may
    two runs differ.
    """

    status: Status
    seed: int
    digest: str
    levels: tuple[Level, ...] = ()
    explanations: tuple[Fact, ...] = ()
    conflicts: tuple[Fact, ...] = ()
    is_cut: bool = False


def fact(code: str, about: str, /, **values: str | int | float) -> Fact:
    """Return a fact whose values keep the order in which they are given."""
    return Fact(code, about, tuple(values.items()))


def digest_of(*inputs: object) -> str:
    """Return the SHA-256 of an input, the same for equal inputs in any process and any order of a set."""
    text = json.dumps([_plain(part) for part in inputs], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class SafetyStop:
    """The clock as a last resort: a search asks it now and then, and admits that it was stopped.

    `seconds` is the time limit that the caller gave; the stop comes `grace` seconds later, so that a search
    whose budget of moves is well computed never meets it. `clock` tells seconds.
    """

    def __init__(
        self, seconds: float, *, grace: float = 0.5, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._clock = clock
        self._end = clock() + seconds + grace

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    def is_due(self, *, late: float = 0.0) -> bool:
        """Whether the search must stop now, or must have stopped `late` seconds ago."""
        return self._clock() >= self._end + late

    def keep(self, seconds: float) -> None:
        """Come so much sooner, for what is left to do after the search."""
        self._end -= seconds


def _plain(thing: Any) -> Any:
    if hasattr(thing, "tobytes"):  # an array, too long to be written out
        return [str(thing.dtype), list(thing.shape), hashlib.sha256(thing.tobytes()).hexdigest()]
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: _plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return sorted(([_plain(key), _plain(value)] for key, value in thing.items()), key=json.dumps)
    if isinstance(thing, AbstractSet):
        return sorted((_plain(part) for part in thing), key=json.dumps)
    if isinstance(thing, Sequence) and not isinstance(thing, str):
        return [_plain(part) for part in thing]
    return thing if isinstance(thing, str | int | float | bool | None) else repr(thing)
