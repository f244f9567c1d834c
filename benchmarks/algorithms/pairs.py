"""Pairs: up to 200 people, even and odd, and buddies with capacities."""

import time
from collections.abc import Iterator

import numpy as np

from benchmarks.algorithms import print_table
from essaim.algorithms.pairs import assign_buddies, check, check_buddies, compose_pairs


def run() -> None:
    """Print the tables of pairs; every instance is generated, the optimum is proven."""
    compose_pairs(["a", "b"], weight={}, seed=0)  # compiled before anything is timed
    print_table(["people", "weights", "taken, s", "status", "repeats", "trio"], _pairs())
    print_table(["newcomers", "buddies", "places", "taken, s", "assigned", "status"], _buddies())


def _pairs() -> Iterator[list[object]]:
    for count in (50, 51, 100, 101, 200, 199):
        for kind in ("whole, 0 to 9", "real", "by unit and employer"):
            names, weights, past = _people(count, kind)
            began = time.perf_counter()
            answer = compose_pairs(names, weight=weights, history=past, seed=1)
            taken = time.perf_counter() - began
            assert not check(names, answer, weight=weights, history=past)
            trio = "yes" if count % 2 else ""
            yield [count, kind, f"{taken:.2f}", answer.status, answer.repeats, trio]


def _people(
    count: int, kind: str
) -> tuple[list[str], dict[frozenset[str], float], dict[frozenset[str], int]]:
    draw = np.random.default_rng(count)
    matrix = draw.integers(0, 10, (count, count)).astype(float)
    if kind == "real":
        matrix = draw.random((count, count))
    if kind == "by unit and employer":
        unit, employer = draw.integers(0, 12, count), draw.integers(0, 4, count)
        matrix = 3.0 * (unit[:, None] != unit[None, :]) + 2.0 * (employer[:, None] != employer[None, :])
    names = [f"{number:03}" for number in range(count)]
    pairs = {(i, j): frozenset((names[i], names[j])) for i in range(count) for j in range(i)}
    weights = {pair: float(matrix[place]) for place, pair in pairs.items()}
    past = {pair: 1 + int(draw.integers(0, 2)) for pair in pairs.values() if draw.random() < 0.1}
    return names, weights, past


def _buddies() -> Iterator[list[object]]:
    for newcomers, buddies in ((30, 20), (200, 80)):
        draw = np.random.default_rng(newcomers)
        names = [f"n{number:03}" for number in range(newcomers)]
        places = {f"b{number:03}": int(draw.integers(1, 4)) for number in range(buddies)}
        scores = {(a, b): float(draw.integers(0, 20)) for a in names for b in places if draw.random() < 0.6}
        began = time.perf_counter()
        answer = assign_buddies(names, places, score=scores)
        taken = time.perf_counter() - began
        assert not check_buddies(names, places, answer, score=scores)
        total = sum(places.values())
        yield [newcomers, buddies, total, f"{taken:.2f}", len(answer.buddy), answer.status]
