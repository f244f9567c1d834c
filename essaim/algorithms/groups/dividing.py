"""The inner loop of the maximally diverse grouping problem: annealing on swaps and moves."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from essaim.algorithms.compiled import compiled, inlined

Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

BLOCK = 256  # trials between two looks at the temperature and at the best


class Cooling(NamedTuple):
    """How an annealing cools: the temperature falls from hot to cold while `total` units are spent.

    Beside it go `group[i]`, the group of a person, `size[g]`, how many people a group has, and `gain[g, i]`, the
    weights of a person with its people: what judges a change at once.
    """

    hot: float
    cold: float
    total: int
    moves: int  # of 16 trials, how many move one person rather than exchange two


@inlined
def draw(state: Words, below: int) -> int:
    """Return the next number of a xorshift generator, from zero to `below` excluded."""
    x: np.uint64 = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return np.int64(((x >> np.uint64(32)) * np.uint64(below)) >> np.uint64(32))  # type: ignore[return-value]


@inlined
def relocate(weights: Reals, group: Integers, size: Integers, gain: Reals, person: int, to: int) -> None:
    """Move a person to another group, and the gains of everybody with both."""
    source = group[person]
    row = weights[person]
    leave = gain[source]
    join = gain[to]
    for other in range(row.size):
        leave[other] -= row[other]
        join[other] += row[other]
    group[person] = to
    size[source] -= 1
    size[to] += 1


@inlined
def exchange(weights: Reals, group: Integers, gain: Reals, one: int, two: int) -> None:
    """Exchange two people of different groups, and the gains of everybody with both."""
    a = group[one]
    b = group[two]
    first = weights[one]
    second = weights[two]
    leave = gain[a]
    join = gain[b]
    for other in range(first.size):
        change = second[other] - first[other]
        leave[other] += change
        join[other] -= change
    group[one] = b
    group[two] = a


@inlined
def try_move(
    low: Integers,
    high: Integers,
    weights: Reals,
    group: Integers,
    size: Integers,
    gain: Reals,
    state: Words,
    threshold: float,
) -> float:
    """Try to move one person to another group within the sizes; return what it changed."""
    one = draw(state, group.size)
    a = group[one]
    b = draw(state, size.size)
    if a == b or size[a] == low[a] or size[b] == high[b]:
        return 0.0
    change: float = gain[b, one] - gain[a, one]
    if change < threshold:
        return 0.0
    relocate(weights, group, size, gain, one, b)
    return change


@inlined
def try_exchange(weights: Reals, group: Integers, gain: Reals, state: Words, threshold: float) -> float:
    """Try to exchange two people of different groups; return what it changed."""
    one = draw(state, group.size)
    two = draw(state, group.size)
    a = group[one]
    b = group[two]
    if a == b:
        return 0.0
    change: float = gain[b, one] - gain[a, one] + gain[a, two] - gain[b, two] - 2.0 * weights[one, two]
    if change < threshold:
        return 0.0
    exchange(weights, group, gain, one, two)
    return change


@compiled
def divide(
    weights: Reals,
    low: Integers,
    high: Integers,
    group: Integers,
    size: Integers,
    gain: Reals,
    pace: Cooling,
    best: Integers,
    worth: Reals,
    state: Words,
    logs: Reals,
    spent: int,
    until: int,
) -> int:
    """Anneal until `until` units are spent; `worth` is that of now and of the best."""
    cost = 4 + group.size // 8
    while spent < until:
        heat = pace.hot * (pace.cold / pace.hot) ** (spent / pace.total)
        for _ in range(BLOCK):
            spent += 1
            threshold = heat * logs[draw(state, logs.size)]
            if draw(state, 16) < pace.moves:
                change = try_move(low, high, weights, group, size, gain, state, threshold)
            else:
                change = try_exchange(weights, group, gain, state, threshold)
            if change != 0.0:
                worth[0] += change
                spent += cost
        if worth[0] > worth[1]:
            worth[1] = worth[0]
            best[:] = group
    return spent
