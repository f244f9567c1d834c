"""Groups: MDGPLIB beside its best known values, social golfers without a repeat, 350 people over three rounds."""

import csv
import gzip
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.algorithms import print_table, published
from essaim.algorithms.groups import Person, check, check_partition, compose_groups, partition

SECONDS = {120: 5.0, 240: 10.0, 480: 30.0}
TARGETS = {120: 0.97, 240: 0.96, 480: 0.95}
GOLFERS = [(8, 4, 7), (5, 3, 6), (10, 5, 6), (9, 3, 9), (20, 5, 6), (25, 8, 4)]
Sizes = list[tuple[int, int]]


def run() -> None:
    """Print the tables of groups."""
    partition(np.ones((4, 4)), [(2, 2)] * 2, seed=0, time_limit=0.1)  # compiled before anything is timed
    compose_groups([Person("a"), Person("b")], sizes=[2], seed=0)
    folder = published("groups")
    heads = ["instance", "limit, s", "taken, s", "cut", "ratio to random", "ρ, worst seed", "ρ, mean"]
    shares: dict[int, list[float]] = {}
    if folder:
        print_table(heads, _library(folder, shares))
        rows = [(n, f"{mean(s):.4f}", f"{min(s):.4f}", TARGETS[n], 0.93) for n, s in shares.items()]
        print_table(["people", "ρ, mean", "ρ, worst run", "target mean", "target worst"], rows)
    else:
        print_table(
            ["people", "taken, s", "cut", "ratio to random", "ρ beside four times longer"], _generated()
        )
    print_table(["groups-size-weeks", "taken, s", "repeats", "new ties", "by chance", "status"], _golfers())
    print_table(
        ["people, tables, rounds", "taken, s", "repeats", "new ties", "by chance", "cut"], _managers()
    )


def _library(folder: Path, shares: dict[int, list[float]]) -> Iterator[list[object]]:
    best = {row["instance"]: row for row in csv.DictReader((folder / "best_known.csv").open())}
    for name, row in sorted(best.items(), key=lambda pair: (int(pair[1]["people"]), pair[0])):
        weights, sizes = read_instance(folder / f"{name}.txt.gz")
        chance, found, taken, is_cut = by_chance(weights, sizes), [], 0.0, False
        for seed in (1, 2) if len(weights) < 480 else (1,):
            began = time.perf_counter()
            answer = partition(weights, sizes, seed=seed, time_limit=SECONDS[len(weights)])
            taken = max(taken, time.perf_counter() - began)
            is_cut = is_cut or answer.is_cut
            wrong = check_partition(weights, sizes, assignment=answer.assignment, objective=answer.objective)
            assert not wrong, wrong
            found.append(answer.objective)
        share = [(value - chance) / (float(row["best_known"]) - chance) for value in found]
        shares.setdefault(len(weights), []).extend(share)
        said = "yes" if is_cut else "no"
        ratio = f"{mean(found) / chance:.3f}"
        limit = int(SECONDS[len(weights)])
        yield [name, limit, f"{taken:.1f}", said, ratio, f"{min(share):.4f}", f"{mean(share):.4f}"]


def read_instance(path: Path) -> tuple[np.ndarray, Sizes]:
    """Read an instance of MDGPLIB."""
    with gzip.open(path, "rt") as lines:
        head = next(lines).split()
        bounds = [int(word) for word in head[3 : 3 + 2 * int(head[1])]]
        weights = np.zeros((int(head[0]), int(head[0])))
        for i, j, value in (line.split() for line in lines if line.strip()):
            weights[int(i), int(j)] = weights[int(j), int(i)] = float(value)
    return weights, list(zip(bounds[::2], bounds[1::2], strict=True))


def by_chance(weights: np.ndarray, sizes: Sizes) -> float:
    """Return the mean of twenty random partitions, sizes drawn in their intervals."""
    draw = np.random.default_rng(1)
    worth = []
    for _ in range(20):
        size = np.array([low for low, _ in sizes])
        while size.sum() < len(weights):
            size[draw.choice([g for g, (_, high) in enumerate(sizes) if size[g] < high])] += 1
        group = draw.permutation(np.repeat(np.arange(len(sizes)), size))
        worth.append(float(np.triu(weights * (group[:, None] == group[None, :]), 1).sum()))
    return mean(worth)


def _generated() -> Iterator[list[object]]:
    for n, groups in ((120, 10), (240, 12)):
        draw = np.random.default_rng(n)
        weights = np.triu(draw.uniform(0, 100, (n, n)), 1)
        weights += weights.T
        sizes = [(n // groups - 2, n // groups + 2)] * groups
        began = time.perf_counter()
        answer = partition(weights, sizes, seed=1, time_limit=SECONDS[n])
        taken = time.perf_counter() - began
        long = partition(weights, sizes, seed=2, time_limit=4 * SECONDS[n]).objective
        chance = by_chance(weights, sizes)
        share = (answer.objective - chance) / (long - chance)
        yield [n, f"{taken:.1f}", answer.is_cut, f"{answer.objective / chance:.3f}", f"{share:.4f}"]


def _golfers() -> Iterator[list[object]]:
    for groups, size, weeks in GOLFERS:
        people = [Person(f"{number:03}", unit=f"unit {number}") for number in range(groups * size)]
        worst, repeats = 0.0, 0
        for seed in (1, 2, 3):
            began = time.perf_counter()
            answer = compose_groups(people, sizes=[size] * groups, rounds=weeks, seed=seed, time_limit=5.0)
            worst = max(worst, time.perf_counter() - began)
            repeats = max(repeats, answer.repeats)
            assert not check(people, answer, sizes=[size] * groups, rounds=weeks)
        chance = f"{answer.expected_new_ties:.0f}"
        yield [f"{groups}-{size}-{weeks}", f"{worst:.2f}", repeats, answer.new_ties, chance, answer.status]


def _managers() -> Iterable[list[object]]:
    for count, tables, sizes in ((100, 14, (7, 8)), (350, 44, (7, 8))):
        people, met = seminar(count)
        limit = 25.0 if count == 350 else 5.0
        told: list[float] = []
        began = time.perf_counter()
        answer = compose_groups(
            people, sizes=[sizes] * tables, rounds=3, met=met, max_same_unit=2, seed=1, time_limit=limit,
            progress=told.append,
        )  # fmt: skip
        taken = time.perf_counter() - began
        assert told == sorted(told)
        assert not check(people, answer, sizes=[sizes] * tables, rounds=3, met=met, max_same_unit=2)
        low, high = answer.expected_interval
        chance = f"{answer.expected_new_ties:.0f} ({low:.0f} to {high:.0f})"
        yield [
            f"{count}, {tables}, 3",
            f"{taken:.1f}",
            answer.repeats,
            answer.new_ties,
            chance,
            answer.is_cut,
        ]


def seminar(count: int) -> tuple[list[Person], dict[frozenset[str], int]]:
    """Return made-up people of twelve directions, and who met whom before."""
    draw = random.Random(count)
    people = [
        Person(
            f"{number:03}",
            unit=f"unit {draw.randrange(30)}",
            organisation=f"direction {draw.randrange(12)}",
            category=draw.choice("ABC"),
            site=f"site {draw.randrange(8)}",
        )
        for number in range(count)
    ]
    names = [person.id for person in people]
    met = {frozenset(draw.sample(names, 2)): draw.randrange(1, 4) for _ in range(count * count // 40)}
    return people, met
