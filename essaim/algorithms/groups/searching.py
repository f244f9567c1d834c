"""The search for a better seating, from one that keeps every hard rule."""

from collections.abc import Callable

import numpy as np

from essaim.algorithms.answers import SafetyStop
from essaim.algorithms.groups.bounds import most_points
from essaim.algorithms.groups.people import MixingWeights, Person
from essaim.algorithms.groups.reading import NOBODY, Integers, Problem, Reals, read
from essaim.algorithms.groups.seating import Pace, Seats, anneal

PACE = 10_000_000  # units of work that two shared cores surely do in a second; a trial is one unit
DEPTH = 2_000  # units of one annealing, by rounds and by the square of the number of people
LONGEST = 10  # annealings, at most: beyond, time brings nothing on small cases
SLICE = 500_000  # units between two looks at the clock
QUENCH = 5  # units of a cooling in a hurry, by rounds and by the square of the number of people
HURRY = 0.2  # seconds that it may take
GRID = 4096  # points are rounded to this part of one, so that gains kept up by additions never drift
FORBIDDEN = -float(2**32)  # the points of a pair kept apart
REPEAT_HOT, REPEAT_COLD = 0.35, 0.1  # temperatures, by the cost of a repeat
HOT, COLD = 0.5, 0.02  # temperatures, by the spread of what an exchange changes
ROLES = 4  # of 1,024 trials, those that exchange two people in every round
LOGARITHMS = np.log((np.arange(4096) + 0.5) / 4096)


def search(
    problem: Problem,
    start: Integers,
    *,
    seed: int,
    time_limit: float,
    stop: SafetyStop,
    progress: Callable[[float], None],
) -> tuple[Integers, bool]:
    """Return the best seating found and whether the clock cut the search."""
    deep = DEPTH * problem.rounds * len(problem.people) ** 2
    total = int(min(PACE * time_limit, LONGEST * deep))
    times = max(1, min(LONGEST, total // deep)) if deep else 0
    goal = most_points(problem, start) - 1e-6
    best, worth, is_cut = start, -np.inf, False
    for turn in range(times):
        if turn and stop.is_due():
            return best, True
        annealing = _Annealing(problem, start, seed=seed * LONGEST + turn, goal=goal)
        is_cut = annealing.run(
            total // times,
            stop,
            lambda done, turn=turn: progress((turn + done) / times),  # type: ignore[misc]
        )
        if annealing.worth[1] > worth:
            best, worth = annealing.best, annealing.worth[1]
        if is_cut or worth >= goal:
            break
    return best, is_cut


def compile_first() -> None:
    """Have the inner loop compiled, or read from where it is kept, before any time is counted."""
    pair = read([Person("a"), Person("b")], [2], 1, MixingWeights(), {}, {}, (), None)
    start = np.zeros((1, 2), dtype=np.int64)
    _Annealing(pair, start, seed=0, goal=0.0).run(1, SafetyStop(60), lambda _: None)


class _Annealing:
    """One annealing from a seating."""

    def __init__(self, problem: Problem, start: Integers, *, seed: int, goal: float) -> None:
        self.problem, self.goal, self.best = problem, goal, start.copy()
        self.ties = np.round(problem.ties * GRID) / GRID
        if problem.apart:
            one, two = np.array(problem.apart).T
            self.ties[one, two] = self.ties[two, one] = FORBIDDEN
        self.seats = _seats(problem, start.copy(), self.ties)
        self.worth = np.full(2, _worth(self.seats))
        self.state = np.random.SeedSequence(seed % 2**64).generate_state(1, np.uint64) | np.uint64(1)

    def run(self, total: int, stop: SafetyStop, progress: Callable[[float], None]) -> bool:
        """Spend `total` units; return whether the clock cut."""
        pace = self._pace(total)
        spent = 0
        while spent < total:
            until = min(total, spent + SLICE)
            spent = anneal(self.seats, pace, self.best, self.worth, self.state, LOGARITHMS, spent, until)
            progress(min(1.0, spent / total) * 0.999)
            if self.worth[1] >= self.goal:
                return False
            if spent < total and stop.is_due():
                self._cool_in_a_hurry(pace, spent, stop)
                return True
        return False

    def _cool_in_a_hurry(self, pace: Pace, spent: int, stop: SafetyStop) -> None:
        """Cool what the clock cut while it was warm, in a part of a second; the clock may cut that too."""
        heat = pace.hot * (pace.cold / pace.hot) ** (spent / pace.total)
        total = min(pace.total, QUENCH * self.best.size * self.best.shape[1])
        last = Pace(heat, pace.cold, total, pace.roles, pace.goal)
        done = 0
        while done < total and not stop.is_due(late=HURRY):
            until = min(total, done + SLICE // 4)
            done = anneal(self.seats, last, self.best, self.worth, self.state, LOGARITHMS, done, until)

    def _pace(self, total: int) -> Pace:
        people, rounds = len(self.problem.people), self.problem.rounds
        spread = float(self.problem.ties[np.triu_indices(people, 1)].std()) if people > 2 else 0.0
        spread *= np.sqrt(self.seats.member.shape[2])
        cost = self.problem.cost if rounds > 1 else 0.0
        hot = max(REPEAT_HOT * cost, HOT * spread, 1e-3)
        cold = COLD * spread if spread > 1e-6 else max(REPEAT_COLD * cost, 1e-4)
        return Pace(hot, min(hot, cold), total, ROLES if rounds > 1 else 0, self.goal)


def _worth(seats: Seats) -> float:
    times = np.triu(seats.times, 1)
    return float(seats.ties[times > 0].sum() - seats.repeat[0] * (times * (times - 1)).sum() / 2)


def _seats(problem: Problem, group: Integers, ties: Reals) -> Seats:
    """Return the tables of a seating, counted in full."""
    rounds, people = group.shape
    size = np.stack([np.bincount(row, minlength=len(problem.sizes)) for row in group])
    member = np.zeros((rounds, len(problem.sizes), int(size.max(initial=0))), dtype=np.int64)
    place = np.zeros_like(group)
    units = int(problem.unit.max(initial=0)) + 1
    held = np.zeros((rounds, len(problem.sizes), units), dtype=np.int64)
    for number, row in enumerate(group):
        for index in range(len(problem.sizes)):
            seated = np.nonzero(row == index)[0]
            member[number, index, : len(seated)] = seated
            place[number, seated] = np.arange(len(seated))
            held[number, index] = np.bincount(problem.unit[seated], minlength=units)
    together = [(row[:, None] == row[None, :]) & ~np.eye(people, dtype=bool) for row in group]
    times: Integers = np.sum(together, axis=0, dtype=np.int64)
    cost = np.round(problem.cost * GRID) / GRID
    free, frees = _free(problem)
    return Seats(
        group, member, place, size, times, _gains(problem, group, together, times, ties, cost), held,
        problem.unit, _limits(problem, units), ties, np.array([cost]), free, frees,
    )  # fmt: skip


def _gains(
    problem: Problem, group: Integers, together: list[np.ndarray], times: Integers, ties: Reals, cost: float
) -> Reals:
    gain = np.zeros((len(group), len(problem.sizes), group.shape[1]))
    for number, row in enumerate(group):
        elsewhere = times - together[number]
        worth = np.where(elsewhere == 0, ties, -cost * elsewhere)
        np.fill_diagonal(worth, 0.0)
        for index in range(len(problem.sizes)):
            gain[number, index] = worth[row == index].sum(axis=0)
    return gain


def _limits(problem: Problem, units: int) -> Integers:
    """Return the limit of each unit; the unknown one has none."""
    limits = np.full(units, len(problem.people), dtype=np.int64)
    if problem.limit is not None:
        limits[: len({person.unit for person in problem.people if person.unit})] = problem.limit
    return limits


def _free(problem: Problem) -> tuple[Integers, Integers]:
    """Return who may move in each round, then who may in all."""
    may = problem.pins == NOBODY
    rows = [np.nonzero(row)[0] for row in (*may, may.all(axis=0))]
    free = np.zeros((len(rows), may.shape[1]), dtype=np.int64)
    for number, row in enumerate(rows):
        free[number, : len(row)] = row
    return free, np.array([len(row) for row in rows], dtype=np.int64)
