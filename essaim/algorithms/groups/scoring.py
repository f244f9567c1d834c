"""What a seating is worth, and what chance alone would give."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from essaim.algorithms.groups.checking import Met, broken_rules, meetings, points_of, told_of
from essaim.algorithms.groups.people import MixingWeights, Person, Pin, Score, Seating, Sizes

DRAWS = 200  # random seatings that stand for chance


def score_seating(
    people: Sequence[Person],
    rounds: Sequence[Sequence[Sequence[str]]],
    *,
    sizes: Sizes | None = None,
    weights: MixingWeights = MixingWeights(),  # noqa: B008
    met: Met = {},  # noqa: B006
    pinned: Mapping[str, Pin] = {},
    apart: Collection[frozenset[str]] = (),
    max_same_unit: int | None = None,
    seed: int,
) -> Score:
    """Return what a seating is worth as it stands, with the rules that it breaks, after a move by hand for instance.

    The figures are those that `compose_groups` would say of the same seating and seed. O(rounds × people × size of
    a group), two hundred times over for the chance. A seating that names a stranger, forgets or doubles somebody
    has violations and no figures.
    """
    seating: Seating = tuple(tuple(tuple(sorted(group)) for group in groups) for groups in rounds)
    broken = tuple(
        broken_rules(people, seating, sizes=sizes, pinned=pinned, apart=apart, max_same_unit=max_same_unit)
    )
    if any(told.code == "seats" for told in broken):
        return Score(violations=broken)
    times = meetings(seating)
    told = told_of(people, seating, met, pinned)
    expected, low, high = new_ties_by_chance(people, seating, met, seed=seed)
    return Score(
        points=points_of(people, seating, weights, met),
        new_ties=sum(not met.get(pair, 0) for pair in times),
        repeats=sum(count - 1 for count in times.values()),
        fewest_new=min((int(said["new"]) for said in told), default=0),
        expected_new_ties=expected,
        expected_interval=(low, high),
        explanations=told,
        violations=broken,
    )


def keep_in_place(
    rounds: Seating, *, people: Collection[str] = (), tables: Collection[tuple[int, int]] = ()
) -> dict[str, dict[int, int]]:
    """Return the pins that keep people, or whole tables given as (round, group), where they sit in a seating.

    With them `compose_groups` recomputes around what was moved by hand.
    """
    pins: dict[str, dict[int, int]] = {}
    for number, groups in enumerate(rounds):
        for index, group in enumerate(groups):
            for name in group:
                if name in people or (number, index) in tables:
                    pins.setdefault(name, {})[number] = index
    return dict(sorted(pins.items()))


def new_ties_by_chance(
    people: Sequence[Person], rounds: Seating, met: Met, *, seed: int
) -> tuple[float, float, float]:
    """Return the mean of the new ties of random seatings of the same sizes, and the interval of nine in ten."""
    names = {name: index for index, name in enumerate(sorted(person.id for person in people))}
    known = np.zeros(len(names) ** 2, dtype=bool)
    for pair, times in met.items():
        if times and len(pair) == 2 and pair <= names.keys():
            one, two = sorted(names[name] for name in pair)
            known[one * len(names) + two] = True
    seats = [_pairs_of_seats([len(group) for group in groups]) for groups in rounds]
    draw = np.random.default_rng([seed % 2**64, 1])
    counts = []
    for _ in range(DRAWS):
        met_now = np.zeros_like(known)
        for pairs in seats:
            seated = draw.permutation(len(names))[pairs]
            met_now[seated.min(axis=1) * len(names) + seated.max(axis=1)] = True
        counts.append(np.count_nonzero(met_now & ~known))
    low, high = np.percentile(counts, (5, 95))
    return float(np.mean(counts)), float(low), float(high)


def _pairs_of_seats(sizes: Sequence[int]) -> np.ndarray:
    """Return the pairs of seats that share a table, the seats numbered table after table."""
    table = np.repeat(np.arange(len(sizes)), sizes)
    one, two = np.nonzero(np.triu(table[:, None] == table[None, :], 1))
    return np.stack([one, two], axis=1)
