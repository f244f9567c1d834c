"""What no seating can beat."""

import math

import numpy as np

from essaim.algorithms.groups.reading import NOBODY, Integers, Problem


def fewest_repeats(problem: Problem) -> int:
    """Return a number of repeats that no seating of these sizes avoids.

    The most of three counts: pairs that pins put together again; more pairs seated than there are; more neighbours
    for one person than there are colleagues.
    """
    people = len(problem.people)
    least = _even(people, problem.sizes)
    seated = problem.rounds * sum(size * (size - 1) // 2 for size in least)
    beside = problem.rounds * (min((max(low, 1) for low, _ in problem.sizes), default=1) - 1)
    by_person = math.ceil(people * max(0, beside - (people - 1)) / 2)
    together = [
        (row[:, None] == row[None, :]) & (row != NOBODY)[:, None] & ~np.eye(people, dtype=bool)
        for row in problem.pins
    ]
    forced = int(np.maximum(np.sum(together, axis=0) - 1, 0).sum()) // 2
    return max(seated - people * (people - 1) // 2, by_person, forced, 0)


def most_points(problem: Problem, group: Integers | None = None) -> float:
    """Return points that no seating passes: of any sizes in the intervals, or of the sizes of one seating.

    The less of two counts: everybody beside the colleagues of most points; every pair seated bringing the most.
    """
    people = len(problem.people)
    if group is None:
        sizes = [[high for _, high in problem.sizes]] * problem.rounds
        pairs = problem.rounds * _most_pairs(people, problem.sizes)
    else:
        sizes = [np.bincount(row, minlength=len(problem.sizes)).tolist() for row in group]
        pairs = sum(size * (size - 1) // 2 for row in sizes for size in row)
    beside = min(max(people - 1, 0), sum(max(*row, 1) - 1 for row in sizes))
    best = np.sort(problem.ties, axis=1)[:, people - beside :] if beside else np.zeros(1)
    repeats = fewest_repeats(problem)
    most = float(problem.ties.max(initial=0.0)) * min(
        pairs - (repeats if group is not None else 0), people * (people - 1) // 2
    )
    return min(float(best.sum()) / 2, most) - problem.cost * repeats


def _even(people: int, sizes: tuple[tuple[int, int], ...]) -> list[int]:
    found = [low for low, _ in sizes]
    while sum(found) < people:
        room = [index for index, size in enumerate(found) if size < sizes[index][1]]
        found[min(room, key=lambda index: found[index])] += 1
    return found


def _most_pairs(people: int, sizes: tuple[tuple[int, int], ...]) -> int:
    """Return a bound of the pairs that share a group: the largest groups filled first, sizes unbounded below."""
    left, pairs = people, 0
    for high in sorted((high for _, high in sizes), reverse=True):
        size = min(high, left)
        pairs += size * (size - 1) // 2
        left -= size
    return pairs
