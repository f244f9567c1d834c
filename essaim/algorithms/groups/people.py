"""What a composition of tables takes and gives."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from essaim.algorithms.answers import Answer, Fact

Seating = tuple[tuple[tuple[str, ...], ...], ...]  # [round][group] the people, by their identifiers
Pin = int | Mapping[int, int] | Sequence[int | None]  # a group in every round; by round; or one per round
Sizes = Sequence[int | tuple[int, int]]  # for each group, how many people, or the fewest and the most


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to seat; what is empty is unknown, and differs from nothing."""

    id: str
    unit: str = ""
    organisation: str = ""
    category: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class MixingWeights:
    """What makes it worth that two people meet, each number in points.

    Two people who share a table bring the points of every attribute in which both are known to differ, and
    `new / (1 + m)` points when they met m times before. A pair brings them once in an event; meeting again costs
    `repeat` times the most that any pair can bring, a third time twice that much more.
    """

    unit: float = 3.0
    organisation: float = 2.0
    category: float = 1.0
    site: float = 1.0
    new: float = 4.0
    repeat: float = 5.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(points) and points >= 0 for points in astuple(self)):
            raise ValueError("weights are finite numbers, zero or more")

    @property
    def most(self) -> float:
        """The most that a pair can bring."""
        return self.unit + self.organisation + self.category + self.site + self.new

    @property
    def cost_of_a_repeat(self) -> float:
        """What a second meeting of the same two people costs, in points."""
        return self.repeat * (self.most or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a seating is worth, beside what chance alone would give.

    `new_ties` counts the pairs who share a table and had never met; `repeats` the meetings of an event beyond the
    first of each pair; `points` is the sum of MixingWeights; `fewest_new` is the fewest new ties of one person.
    `expected_new_ties` is the mean of random seatings of the same sizes, simulated from the seed, nine tenths of
    which lie in `expected_interval`.
    """

    points: float = 0.0
    new_ties: int = 0
    repeats: int = 0
    fewest_new: int = 0
    expected_new_ties: float = 0.0
    expected_interval: tuple[float, float] = (0.0, 0.0)
    explanations: tuple[Fact, ...] = ()
    violations: tuple[Fact, ...] = ()

    @property
    def gain(self) -> float:
        """New ties beyond those of chance, as a part of them: 0.25 is a quarter more; zero when chance gives none."""
        return self.new_ties / self.expected_new_ties - 1 if self.expected_new_ties else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping(Answer):
    """Tables for each round; the figures are those of `Score`."""

    rounds: Seating = ()
    points: float = 0.0
    new_ties: int = 0
    repeats: int = 0
    fewest_new: int = 0
    expected_new_ties: float = 0.0
    expected_interval: tuple[float, float] = (0.0, 0.0)

    @property
    def gain(self) -> float:
        """New ties beyond those of chance, as a part of them; zero when chance gives none."""
        return self.new_ties / self.expected_new_ties - 1 if self.expected_new_ties else 0.0


def group_pinned(pin: Pin, round_: int) -> int | None:
    """Return the group in which a pin holds somebody in a round."""
    if isinstance(pin, int):
        return pin
    if isinstance(pin, Mapping):
        return pin.get(round_)
    return pin[round_] if round_ < len(pin) else None


def interval(size: int | tuple[int, int]) -> tuple[int, int]:
    """Return the fewest and the most people of a group."""
    return (size, size) if isinstance(size, int) else (int(size[0]), int(size[1]))
