"""A first seating that keeps every hard rule, or the proof that there is none."""

from collections.abc import Collection
from enum import Enum

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from essaim.algorithms.answers import SafetyStop
from essaim.algorithms.groups.reading import NOBODY, Integers, Problem

TRIES = 60  # seatings drawn before an integer program is asked
RULES = ("pinned", "apart", "max_same_unit")


class Found(Enum):
    """Why no seating comes back."""

    IMPOSSIBLE = "impossible"  # proven
    NOTHING = "nothing"  # the time was too short to tell


def first_round(problem: Problem, number: int, *, seed: int, seconds: float) -> Integers | Found:
    """Return a group for each person in a round, by drawing, else by an integer program."""
    draw = np.random.default_rng([seed % 2**64, 2, number])
    sizes = even_sizes(problem, number)
    for _ in range(TRIES):
        seated = _draw_round(problem, number, sizes, draw)
        if seated is not None:
            return seated
    return by_program(problem, number, RULES, seconds=seconds)


def even_sizes(problem: Problem, number: int) -> list[int]:
    """Return sizes as even as the intervals and the pins of a round let them be."""
    row = problem.pins[number]
    held = np.bincount(row[row != NOBODY], minlength=len(problem.sizes)).tolist()
    sizes = [max(least, pins) for pins, (least, _) in zip(held, problem.sizes, strict=True)]
    while sum(sizes) < len(problem.people):
        open_ = [index for index, size in enumerate(sizes) if size < problem.sizes[index][1]]
        sizes[min(open_, key=lambda index: sizes[index])] += 1
    return sizes


def by_program(problem: Problem, number: int, rules: Collection[str], *, seconds: float) -> Integers | Found:
    """Return a group for each person that keeps the sizes and these rules, or the proof that there is none.

    An integer program with one unknown per person and group, without objective, solved by HiGHS.
    """
    people, groups = len(problem.people), len(problem.sizes)
    fixed = problem.pins[number] if "pinned" in rules else np.full(people, NOBODY)
    lowest = np.zeros((people, groups))
    lowest[np.nonzero(fixed != NOBODY)[0], fixed[fixed != NOBODY]] = 1
    answer = milp(
        np.zeros(people * groups),
        integrality=np.ones(people * groups),
        bounds=Bounds(lowest.ravel(), 1),
        constraints=_constraints(problem, rules),
        options={"time_limit": seconds},
    )
    if answer.x is None:
        return Found.IMPOSSIBLE if answer.status == 2 else Found.NOTHING
    seated: Integers = np.argmax(answer.x.reshape(people, groups), axis=1).astype(np.int64)
    return seated


def opposed_rules(problem: Problem, number: int, *, stop: SafetyStop) -> list[str]:
    """Return a smallest set of rules that contradict each other in a round: each one left out makes it possible."""
    kept = list(RULES)
    for rule in RULES:
        fewer = [name for name in kept if name != rule]
        if by_program(problem, number, fewer, seconds=max(0.1, stop.remaining)) is Found.IMPOSSIBLE:
            kept = fewer
    return ["sizes", *kept]


def _draw_round(
    problem: Problem, number: int, sizes: list[int], draw: np.random.Generator
) -> Integers | None:
    """Seat the most constrained first, each where the fewest of the own unit sit; nothing when somebody is stuck."""
    people = len(problem.people)
    left = np.array(sizes)
    held = np.zeros((len(sizes), problem.unit.max(initial=0) + 1), dtype=np.int64)
    seated = np.full(people, NOBODY, dtype=np.int64)
    beside = [[b if a == i else a for a, b in problem.apart if i in (a, b)] for i in range(people)]
    pinned = problem.pins[number] != NOBODY
    crowd = np.bincount(problem.unit)[problem.unit]
    known = problem.unit < len({p.unit for p in problem.people if p.unit})
    limit = problem.limit if problem.limit is not None else people
    order = sorted(
        range(people),
        key=lambda i: (not pinned[i], -len(beside[i]), -int(crowd[i] * known[i]), draw.random()),
    )
    for person in order:
        room = left > 0
        if pinned[person]:
            room &= np.arange(len(sizes)) == problem.pins[number, person]
        room[[seated[other] for other in beside[person] if seated[other] != NOBODY]] = False
        unit = problem.unit[person]
        if known[person]:
            room &= held[:, unit] < limit
        if not room.any():
            return None
        rank = held[:, unit] * (people + 1.0) - left + draw.random(len(sizes))
        chosen = int(np.argmin(np.where(room, rank, np.inf)))
        seated[person] = chosen
        left[chosen] -= 1
        held[chosen, unit] += 1
    return seated


def _constraints(problem: Problem, rules: Collection[str]) -> list[LinearConstraint]:
    """Return one seat per person, the sizes, and the rules that are asked."""
    people, groups = len(problem.people), len(problem.sizes)
    person, group = (part.ravel() for part in np.indices((people, groups)))
    column = np.arange(people * groups)
    one = np.ones(people * groups)
    seats = csr_matrix((one, (person, column)), shape=(people, people * groups))
    sizes = csr_matrix((one, (group, column)), shape=(groups, people * groups))
    found = [LinearConstraint(seats, 1, 1), LinearConstraint(sizes, *np.array(problem.sizes).T)]
    if "apart" in rules and problem.apart:
        a, b = np.array(problem.apart).T
        rows = [
            csr_matrix((np.ones(2 * len(a)), (np.tile(np.arange(len(a)), 2), np.concatenate([a, b]) * groups + g)),
                       shape=(len(a), people * groups))
            for g in range(groups)
        ]  # fmt: skip
        found.append(LinearConstraint(vstack(rows), -np.inf, 1))
    if "max_same_unit" in rules and problem.limit is not None:
        units = len({p.unit for p in problem.people if p.unit})
        known = problem.unit[person] < units
        row = problem.unit[person][known] * groups + group[known]
        held = csr_matrix((one[known], (row, column[known])), shape=(units * groups, people * groups))
        found.append(LinearConstraint(held, -np.inf, problem.limit))
    return found
