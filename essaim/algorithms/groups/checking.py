"""Whether a seating or a partition is sound: counted anew, by code that seeks nothing."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from essaim.algorithms.answers import Fact, Status, fact
from essaim.algorithms.groups.people import (
    Grouping,
    MixingWeights,
    Person,
    Pin,
    Seating,
    Sizes,
    group_pinned,
    interval,
)

ATTRIBUTES = ("unit", "organisation", "category", "site")
Met = Mapping[frozenset[str], int]


def check(
    people: Sequence[Person],
    grouping: Grouping,
    *,
    sizes: Sizes,
    rounds: int = 1,
    weights: MixingWeights = MixingWeights(),  # noqa: B008
    met: Met = {},  # noqa: B006
    pinned: Mapping[str, Pin] = {},
    apart: Collection[frozenset[str]] = (),
    max_same_unit: int | None = None,
) -> list[Fact]:
    """Return what is wrong with an answer of `compose_groups`; nothing when it is sound.

    An answer that says « infeasible » is sound when it names a reason and seats nobody. Chance is not simulated
    again.
    """
    if grouping.status is Status.INFEASIBLE:
        is_sound = bool(grouping.conflicts) and not grouping.rounds
        return [] if is_sound else [fact("infeasible_without_reason", "answer")]
    rules = broken_rules(
        people, grouping.rounds, sizes=sizes, pinned=pinned, apart=apart, max_same_unit=max_same_unit
    )
    if len(grouping.rounds) != rounds:
        rules.append(fact("rounds", "answer", asked=rounds, given=len(grouping.rounds)))
    if rules:
        return rules
    return [
        *_wrong_figures(people, grouping, weights, met),
        *_wrong_facts(people, grouping, met, pinned),
        *_wrong_levels(grouping),
    ]


def broken_rules(
    people: Sequence[Person],
    rounds: Seating,
    *,
    sizes: Sizes | None = None,
    pinned: Mapping[str, Pin] = {},
    apart: Collection[frozenset[str]] = (),
    max_same_unit: int | None = None,
) -> list[Fact]:
    """Return the rules that a seating breaks: everybody once per round, sizes, pins, people kept apart, units."""
    broken: list[Fact] = []
    for number, groups in enumerate(rounds):
        broken += _seated_wrongly(people, groups, number)
        if sizes is not None:
            broken += _wrong_sizes(groups, sizes, number)
        broken += _off_their_pin(groups, pinned, number)
        broken += _together(groups, apart, number)
        if max_same_unit is not None:
            broken += _crowded_units(people, groups, max_same_unit, number)
    return broken


def meetings(rounds: Seating) -> Counter[frozenset[str]]:
    """Return how often two people share a group."""
    return Counter(
        frozenset(pair) for groups in rounds for group in groups for pair in combinations(group, 2)
    )


def points_of(people: Sequence[Person], rounds: Seating, weights: MixingWeights, met: Met) -> float:
    """Return the points of a seating, by the words of `MixingWeights`."""
    known = {person.id: person for person in people}
    total = 0.0
    for pair, times in meetings(rounds).items():
        one, two = (known[name] for name in pair)
        differ = [name for name in ATTRIBUTES if "" != getattr(one, name) != getattr(two, name) != ""]
        total += sum(getattr(weights, name) for name in differ) + weights.new / (1 + met.get(pair, 0))
        total -= weights.cost_of_a_repeat * times * (times - 1) / 2
    return total


def told_of(
    people: Sequence[Person], rounds: Seating, met: Met, pinned: Mapping[str, Pin]
) -> tuple[Fact, ...]:
    """Return what can be said of each person's seats, in the order of identifiers."""
    times = meetings(rounds)
    beside: dict[str, list[str]] = {person.id: [] for person in people}
    for pair in times:
        for one, two in (tuple(pair), tuple(pair)[::-1]):
            beside[one].append(two)
    unit = {person.id: person.unit for person in people}
    return tuple(
        fact(
            "seated",
            name,
            colleagues=len(beside[name]),
            new=sum(not met.get(frozenset((name, other)), 0) for other in beside[name]),
            other_units=sum("" != unit[name] != unit[other] != "" for other in beside[name]),
            repeats=sum(times[frozenset((name, other))] - 1 for other in beside[name]),
            pinned=sum(
                name in pinned and group_pinned(pinned[name], number) is not None
                for number in range(len(rounds))
            ),
        )
        for name in sorted(beside)
    )


def check_partition(
    weights: np.ndarray, sizes: Sequence[tuple[int, int]], *, assignment: Sequence[int], objective: float
) -> list[Fact]:
    """Return what is wrong with a partition: its sizes, and the sum of its weights."""
    if len(assignment) != len(weights) or not set(assignment) <= set(range(len(sizes))):
        return [fact("seats", "answer", people=len(weights), given=len(assignment))]
    counted = Counter(assignment)
    wrong = [
        fact("size", str(number), people=counted[number], lowest=lowest, highest=highest)
        for number, (lowest, highest) in enumerate(sizes)
        if not lowest <= counted[number] <= highest
    ]
    pairs = combinations(range(len(assignment)), 2)
    total = sum(float(weights[i][j]) for i, j in pairs if assignment[i] == assignment[j])
    if abs(total - objective) > 1e-6 * max(1.0, abs(total)):
        wrong.append(fact("objective", "answer", said=objective, counted=total))
    return wrong


def _seated_wrongly(people: Sequence[Person], groups: Sequence[Sequence[str]], number: int) -> Iterator[Fact]:
    seats = Counter(name for group in groups for name in group)
    for name in sorted({person.id for person in people} | set(seats)):
        expected = sum(person.id == name for person in people)
        if seats[name] != expected or expected != 1:
            yield fact("seats", name, round=number, seats=seats[name], expected=expected)


def _wrong_sizes(groups: Sequence[Sequence[str]], sizes: Sizes, number: int) -> Iterator[Fact]:
    if len(groups) != len(sizes):
        yield fact("groups", "answer", round=number, asked=len(sizes), given=len(groups))
        return
    for index, (group, size) in enumerate(zip(groups, sizes, strict=True)):
        lowest, highest = interval(size)
        if not lowest <= len(group) <= highest:
            yield fact("size", str(index), round=number, people=len(group), lowest=lowest, highest=highest)


def _off_their_pin(groups: Sequence[Sequence[str]], pinned: Mapping[str, Pin], number: int) -> Iterator[Fact]:
    for name, pin in sorted(pinned.items()):
        group = group_pinned(pin, number)
        if group is not None and not (0 <= group < len(groups) and name in groups[group]):
            yield fact("pinned", name, round=number, group=group)


def _together(
    groups: Sequence[Sequence[str]], apart: Collection[frozenset[str]], number: int
) -> Iterator[Fact]:
    for index, group in enumerate(groups):
        for one, two in sorted(
            tuple(sorted(pair)) for pair in apart if len(pair) == 2 and pair <= set(group)
        ):
            yield fact("apart", one, other=two, round=number, group=index)


def _crowded_units(
    people: Sequence[Person], groups: Sequence[Sequence[str]], most: int, number: int
) -> Iterator[Fact]:
    unit = {person.id: person.unit for person in people}
    for index, group in enumerate(groups):
        counted = Counter(unit.get(name, "") for name in group)
        for name, count in sorted(counted.items()):
            if name and count > most:
                yield fact("unit", name, round=number, group=index, people=count, most=most)


def _wrong_figures(
    people: Sequence[Person], grouping: Grouping, weights: MixingWeights, met: Met
) -> Iterator[Fact]:
    times = meetings(grouping.rounds)
    counted = {
        "new_ties": sum(not met.get(pair, 0) for pair in times),
        "repeats": sum(count - 1 for count in times.values()),
        "points": points_of(people, grouping.rounds, weights, met),
        "fewest_new": min((told["new"] for told in told_of(people, grouping.rounds, met, {})), default=0),
    }
    for name, value in counted.items():
        said = getattr(grouping, name)
        if abs(said - float(value)) > 1e-6 * max(1.0, abs(float(value))):
            yield fact("figure", name, said=said, counted=value)


def _wrong_facts(
    people: Sequence[Person], grouping: Grouping, met: Met, pinned: Mapping[str, Pin]
) -> Iterator[Fact]:
    true = told_of(people, grouping.rounds, met, pinned)
    for said, counted in zip(grouping.explanations, true, strict=False):
        if said != counted:
            yield fact("explanation", counted.about)
    if len(grouping.explanations) != len(true):
        yield fact("explanations", "answer", people=len(true), given=len(grouping.explanations))


def _wrong_levels(grouping: Grouping) -> Iterator[Fact]:
    values = {level.name: level for level in grouping.levels}
    if [*values] != ["repeats", "points"]:
        yield fact("levels", "answer")
        return
    for name, level in values.items():
        if abs(level.value - getattr(grouping, name)) > 1e-6 * max(1.0, abs(level.value)):
            yield fact("level", name, said=level.value, counted=getattr(grouping, name))
    if values["repeats"].bound > grouping.repeats or values["points"].bound < grouping.points - 1e-6:
        yield fact("bound", "answer")
    if grouping.status is Status.OPTIMAL and not all(level.is_proven for level in grouping.levels):
        yield fact("status", "answer")
