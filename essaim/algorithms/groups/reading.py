"""What is asked of a composition, in numbers, and the rules that contradict each other at sight."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaim.algorithms.answers import Fact, fact
from essaim.algorithms.groups.partitioning import size_conflicts
from essaim.algorithms.groups.people import (
    MixingWeights,
    Person,
    Pin,
    Sizes,
    group_pinned,
    interval,
)

Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
ATTRIBUTES = ("unit", "organisation", "category", "site")
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """People in the order of their identifiers, everything else by their rank in it."""

    people: tuple[Person, ...]
    sizes: tuple[tuple[int, int], ...]
    pins: Integers  # [r, i] the group of a pinned person, NOBODY elsewhere
    apart: tuple[tuple[int, int], ...]
    unit: Integers  # [i] the unit, numbered by name; the last number: unknown
    limit: int | None
    ties: Reals  # [i, j] the points of a first meeting
    cost: float  # of a second meeting

    @property
    def rounds(self) -> int:
        """How many rounds."""
        return len(self.pins)


def read(
    people: Sequence[Person],
    sizes: Sizes,
    rounds: int,
    weights: MixingWeights,
    met: Mapping[frozenset[str], int],
    pinned: Mapping[str, Pin],
    apart: Collection[frozenset[str]],
    limit: int | None,
) -> Problem:
    """Return the problem in numbers; whoever reorders the people asks the same."""
    ordered = tuple(sorted(people, key=lambda person: person.id))
    rank = {person.id: index for index, person in enumerate(ordered)}
    pins = np.full((rounds, len(ordered)), NOBODY, dtype=np.int64)
    for name, pin in pinned.items():
        for number in range(rounds):
            group = group_pinned(pin, number)
            pins[number, rank[name]] = NOBODY if group is None else group
    units = sorted({person.unit for person in ordered if person.unit})
    return Problem(
        people=ordered,
        sizes=tuple(interval(size) for size in sizes),
        pins=pins,
        apart=tuple(
            sorted((min(pair), max(pair)) for pair in ([rank[name] for name in two] for two in apart))
        ),
        unit=np.array([units.index(p.unit) if p.unit else len(units) for p in ordered], dtype=np.int64),
        limit=limit,
        ties=_ties(ordered, rank, weights, met),
        cost=weights.cost_of_a_repeat,
    )


def strangers(
    people: Sequence[Person],
    sizes: Sizes,
    rounds: int,
    pinned: Mapping[str, Pin],
    apart: Collection[frozenset[str]],
) -> tuple[Fact, ...]:
    """Return what names nobody, or twice the same, or no group: what cannot be read at all."""
    if rounds < 1:
        raise ValueError("there is at least one round")
    counted = Counter(person.id for person in people)
    found = [fact("same_person_twice", name) for name, times in sorted(counted.items()) if times > 1]
    found += [fact("unknown_person", name, rule="pinned") for name in sorted(pinned) if name not in counted]
    named = sorted({name for pair in apart for name in pair})
    found += [fact("unknown_person", name, rule="apart") for name in named if name not in counted]
    found += [fact("not_a_pair", ", ".join(sorted(pair))) for pair in apart if len(pair) != 2]
    for name, pin in sorted(pinned.items()):
        for number in range(rounds):
            group = group_pinned(pin, number)
            if group is not None and not 0 <= group < len(sizes):
                found.append(fact("unknown_group", name, round=number, group=group, groups=len(sizes)))
    return tuple(found)


def contradictions(problem: Problem) -> tuple[Fact, ...]:
    """Return the rules that contradict each other at sight, each with its figures."""
    return (
        *size_conflicts(len(problem.people), problem.sizes),
        *_pins_beyond_sizes(problem),
        *_pins_together(problem),
        *_units_too_large(problem),
        *_too_many_apart(problem),
    )


def _pins_beyond_sizes(problem: Problem) -> Iterator[Fact]:
    for number, row in enumerate(problem.pins):
        counted = np.bincount(row[row != NOBODY], minlength=len(problem.sizes)).tolist()
        for index, (held, (_, most)) in enumerate(zip(counted, problem.sizes, strict=True)):
            if held > most:
                yield fact("pinned_beyond_size", str(index), round=number, pinned=held, most=most)
        needed = sum(max(held, least) for held, (least, _) in zip(counted, problem.sizes, strict=True))
        if needed > max(len(problem.people), sum(least for least, _ in problem.sizes)):
            yield fact(
                "pins_leave_too_few", "pinned", round=number, people=len(problem.people), needed=needed
            )


def _pins_together(problem: Problem) -> Iterator[Fact]:
    for number, row in enumerate(problem.pins):
        for one, two in problem.apart:
            if row[one] == row[two] != NOBODY:
                names = problem.people[one].id, problem.people[two].id
                yield fact(
                    "pinned_together_and_apart", names[0], other=names[1], round=number, group=int(row[one])
                )
        held = Counter(
            (int(group), problem.people[index].unit)
            for index, group in enumerate(row)
            if group != NOBODY and problem.people[index].unit
        )
        for (group, unit), count in sorted(held.items()):
            if problem.limit is not None and count > problem.limit:
                yield fact(
                    "pinned_beyond_unit", unit, round=number, group=group, pinned=count, most=problem.limit
                )


def _units_too_large(problem: Problem) -> Iterator[Fact]:
    counted = Counter(person.unit for person in problem.people if person.unit)
    for unit, count in sorted(counted.items()):
        if problem.limit is not None and count > problem.limit * len(problem.sizes):
            yield fact("unit_too_large", unit, people=count, groups=len(problem.sizes), most=problem.limit)


def _too_many_apart(problem: Problem) -> Iterator[Fact]:
    """Name a set of people who are all apart from each other and more than the groups, found greedily."""
    beside: dict[int, set[int]] = {}
    for one, two in problem.apart:
        beside.setdefault(one, set()).add(two)
        beside.setdefault(two, set()).add(one)
    largest: list[int] = []
    for first in sorted(beside):
        clique, common = [first], set(beside[first])
        while common:
            following = max(sorted(common), key=lambda person: len(beside[person] & common))
            clique.append(following)
            common &= beside[following]
        largest = max(largest, clique, key=len)
    if len(largest) > len(problem.sizes):
        names = ", ".join(problem.people[index].id for index in sorted(largest))
        yield fact("too_many_apart", names, people=len(largest), groups=len(problem.sizes))


def _ties(
    people: Sequence[Person],
    rank: Mapping[str, int],
    weights: MixingWeights,
    met: Mapping[frozenset[str], int],
) -> Reals:
    """Return the points of a first meeting of each pair."""
    ties = np.full((len(people), len(people)), weights.new, dtype=np.float64)
    for name in ATTRIBUTES:
        values = np.array([getattr(person, name) for person in people], dtype=object)
        differ = (values[:, None] != values[None, :]) & (values[:, None] != "") & (values[None, :] != "")
        ties += getattr(weights, name) * differ
    for pair, times in met.items():
        if len(pair) == 2 and pair <= rank.keys():
            one, two = (rank[name] for name in pair)
            ties[one, two] += weights.new / (1 + times) - weights.new
            ties[two, one] = ties[one, two]
    np.fill_diagonal(ties, 0.0)
    return ties
