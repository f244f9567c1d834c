"""What a seating is worth, counted pair by pair, and what chance alone gives with the same people.

Pure and small: pages count anew at each move without the calculations that only the worker may call.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from random import Random
from statistics import fmean

Pair = tuple[int, int]
Rounds = Sequence[Sequence[Sequence[int]]]
"""`rounds[r][t]`: who sits at table t in round r."""
DRAWS = 200
TAIL = 20
"""One draw in so many is left out at each end of the interval: nine in ten are inside."""


@dataclass(frozen=True)
class Score:
    """Pairs that sit together: all of them, those that never met, and why the others do not count."""

    meetings: int
    """Pairs around tables, counted once per round."""
    new: int
    """Distinct pairs of different services who never met before."""
    known: int
    """Distinct pairs of different services who met in another event."""
    same_unit: int
    """Distinct pairs of one service."""
    repeats: int
    """Meetings of a pair that sat together in an earlier round already."""


@dataclass(frozen=True)
class Chance:
    """New ties of random seatings: their mean, and the interval that holds nine in ten."""

    mean: float
    low: int
    high: int
    draws: int


def pair(one: int, other: int) -> Pair:
    """The two in the order in which a pair is known."""
    return (one, other) if one < other else (other, one)


def pairs_of(people: Sequence[int]) -> Iterator[Pair]:
    """Every pair around one table."""
    return combinations(sorted(people), 2)


def is_new(two: Pair, *, units: Mapping[int, int | None], met: AbstractSet[Pair]) -> bool:
    """Whether sitting together makes a tie: of different services, never met. No service is nobody's service."""
    return two not in met and not same_unit(two, units)


def same_unit(two: Pair, units: Mapping[int, int | None]) -> bool:
    unit = units.get(two[0])
    return unit is not None and unit == units.get(two[1])


def score(rounds: Rounds, *, units: Mapping[int, int | None], met: AbstractSet[Pair]) -> Score:
    """Count a seating; linear in the pairs around tables."""
    sat = [two for tables in rounds for table in tables for two in pairs_of(table)]
    distinct = set(sat)
    of_one = {two for two in distinct if same_unit(two, units)}
    known = {two for two in distinct - of_one if two in met}
    return Score(
        meetings=len(sat),
        new=len(distinct) - len(of_one) - len(known),
        known=len(known),
        same_unit=len(of_one),
        repeats=len(sat) - len(distinct),
    )


def chance(
    rounds: Rounds,
    *,
    units: Mapping[int, int | None],
    met: AbstractSet[Pair],
    seed: int,
    draws: int = DRAWS,
) -> Chance:
    """What the same people make of the same tables when each round is drawn at random; same seed, same figures."""
    rng = Random(seed)  # noqa: S311 -- a simulation that anybody can do again
    found = sorted(_one_draw(rounds, rng, units=units, met=met) for _draw in range(draws))
    cut = draws // TAIL
    return Chance(mean=round(fmean(found), 1), low=found[cut], high=found[-1 - cut], draws=draws)


def _one_draw(rounds: Rounds, rng: Random, *, units: Mapping[int, int | None], met: AbstractSet[Pair]) -> int:
    sat: set[Pair] = set()
    for tables in rounds:
        people = sorted(one for table in tables for one in table)
        rng.shuffle(people)
        for table in tables:
            sat.update(pairs_of(people[: len(table)]))
            del people[: len(table)]
    return sum(is_new(two, units=units, met=met) for two in sat)


def sizes_for(people: int, *, at_most: int) -> list[tuple[int, int]]:
    """As few tables as hold everybody, as even as can be: the lowest and highest size of each."""
    tables = tables_for(people, at_most=at_most)
    return [(people // tables, -(-people // tables))] * tables


def tables_for(people: int, *, at_most: int) -> int:
    """How many tables it takes."""
    return max(1, -(-people // at_most))
