"""Integer programmes solved objective after objective, each with the best value that is proven possible.

A programme has columns (numbers between bounds, whole or not) and rows (sums kept between bounds). Objectives come
in order of importance and have whole coefficients on whole columns, so that a value once reached is kept exactly
by one more row. The solver is HiGHS (Huangfu, Hall 2018, doi 10.1007/s12532-017-0130-5) through SciPy, on one thread.
It stops on a count of nodes, the same on any machine; the clock is a safety stop, which `is_cut` admits.

Each level is relaxed first, whole columns being let be fractions. Where the best relaxed value is reached by whole
numbers, its reduced costs say which columns and rows can no longer move (complementary slackness): they are fixed,
and the next level is the smaller for it.

In the worst case the time is exponential in the number of whole columns.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, linprog, milp
from scipy.sparse import bmat, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from essaim.algorithms.answers import Level, SafetyStop

Terms = Iterable[tuple[int, float]]
Values = NDArray[numpy.float64]
SOLVED, OUT_OF_BUDGET = 0, 1  # SciPy's numbers of what became of a search
TOLERANCE = 1e-6
RELAXING, SEARCHING = 3e-5, 7e-5  # seconds that an entry of the matrix costs, measured on a quiet core
VAGUE, CLEAR = 1e-7, 1e-3  # a reduced cost below is none, above is one; between, nothing is fixed


@dataclass(frozen=True, slots=True)
class Objective:
    """What is made as great as possible, or as small: whole coefficients of columns.

    `gap` is the relative distance to the bound at which a value is good enough.
    """

    name: str
    coefficients: Mapping[int, int]
    is_cost: bool = False
    gap: float = 0.0

    def value(self, values: Values) -> int:
        """Return what a solution is worth."""
        return round(sum(weight * float(values[column]) for column, weight in self.coefficients.items()))


@dataclass(slots=True)
class Program:
    """Columns and rows, in the order in which they were added."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[list[tuple[int, float]], float, float]] = field(default_factory=list)

    def column(self, *, lower: float = 0.0, upper: float = 1.0, is_whole: bool = True) -> int:
        """Add a number between two bounds and return its place."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(int(is_whole))
        return len(self.lower) - 1

    def row(self, terms: Terms, *, least: float = -math.inf, most: float = math.inf) -> None:
        """Keep a sum between two bounds."""
        self.rows.append((list(terms), least, most))

    def fix(self, column: int, value: float) -> None:
        """Give a column its value for good."""
        self.lower[column] = self.upper[column] = value

    def without_fixed(self) -> tuple["Program", list[int]]:
        """Return the programme of the columns that can still move, and which they are."""
        moving = [column for column, low in enumerate(self.lower) if low != self.upper[column]]
        places = {column: place for place, column in enumerate(moving)}
        lower, upper = [self.lower[c] for c in moving], [self.upper[c] for c in moving]
        small = Program(lower, upper, [self.whole[c] for c in moving])
        for terms, least, most in self.rows:
            kept = [(places[column], weight) for column, weight in terms if column in places]
            gone = sum(weight * self.lower[column] for column, weight in terms if column not in places)
            if kept:
                small.row(kept, least=least - gone, most=most - gone)
        return small, moving

    def copy(self) -> "Program":
        """Return the same programme, free to be fixed and frozen."""
        return Program(self.lower.copy(), self.upper.copy(), self.whole, self.rows.copy())

    def parts(self) -> list[list[int]]:
        """Return columns in groups that no row ties together."""
        count, rows = len(self.lower), _Rows(self)
        ties = bmat([[None, rows.matrix.T], [rows.matrix, None]]) if self.rows else csr_array((count, count))
        labels = connected_components(ties, directed=False)[1][:count].tolist()
        groups: dict[int, list[int]] = {}
        for column, label in enumerate(labels):
            groups.setdefault(label, []).append(column)
        return list(groups.values())

    def of_columns(self, columns: list[int]) -> "Program":
        """Return the programme of some columns and of the rows that tie them to nothing else."""
        places = {column: place for place, column in enumerate(columns)}
        lower, upper = [self.lower[c] for c in columns], [self.upper[c] for c in columns]
        small = Program(lower, upper, [self.whole[c] for c in columns])
        for terms, least, most in self.rows:
            if terms[0][0] in places:
                small.row([(places[column], weight) for column, weight in terms], least=least, most=most)
        return small

    @property
    def size(self) -> int:
        """Entries of the matrix, at least one."""
        return max(1, len(self.lower), sum(len(terms) for terms, _, _ in self.rows))


@dataclass(frozen=True, slots=True)
class Solved:
    """The best solution found, and how good each level is known to be."""

    values: Values
    levels: tuple[Level, ...]
    is_cut: bool = False

    @property
    def is_optimal(self) -> bool:
        """Whether each level is proven."""
        return all(level.is_proven for level in self.levels)


@dataclass(frozen=True, slots=True)
class _Try:
    values: Values
    bound: float
    is_cut: bool = False
    relaxed: "_Relaxed | None" = None


@dataclass(slots=True)
class Effort:
    """A budget counted in seconds of a quiet core, spent by the size of what is read, never by the clock."""

    seconds: float

    def nodes(self, program: Program) -> int:
        """Return how many nodes a search may visit, at least one."""
        return max(1, int(self.seconds * 1e6 / program.size))

    def spend(self, program: Program, pace: float) -> bool:
        """Whether what is left is enough for one more calculation, of so many seconds per entry of the matrix."""
        self.seconds -= pace * program.size
        return self.seconds >= 0


def solve_by_levels(
    program: Program,
    objectives: Sequence[Objective],
    *,
    stop: SafetyStop,
    seconds: float,
    start: Values,
    tidy: Callable[[Values], Values] = lambda values: values,
    progress: Callable[[float], None] = lambda share: None,
) -> Solved:
    """Return the best solution, level after level; `start` is one that keeps every row.

    A level that `start` or the solution of the level before already brings to the greatest value its columns
    allow is not solved again. `tidy` gives columns that only count something the value they count. The first level
    is always sought; the next ones while the budget of `seconds` lasts. `progress` hears the share of levels done.
    """
    best, effort = tidy(start), Effort(seconds)
    nodes = effort.nodes(program)
    levels: list[Level] = []
    is_cut = False
    for place, objective in enumerate(objectives, start=1):
        found = _level(
            program, objective, best=best, stop=stop, nodes=nodes, effort=effort, is_first=place == 1
        )
        best = tidy(found.values)
        is_cut = is_cut or found.is_cut
        value = objective.value(best)
        levels.append(Level(objective.name, value, found.bound))
        if found.relaxed is None or not found.relaxed.narrow(program, objective, value):
            _freeze(program, objective, value)
        progress(place / len(objectives))
    return Solved(best, tuple(levels), is_cut)


def _level(
    program: Program,
    objective: Objective,
    *,
    best: Values,
    stop: SafetyStop,
    nodes: int,
    effort: Effort,
    is_first: bool,
) -> _Try:
    limit = _limit(program, objective)
    if objective.value(best) == limit or not (effort.spend(program, RELAXING) or is_first):
        return _Try(best, limit)
    relaxed = _relax(program, objective, stop=stop)
    if relaxed is None:
        return _Try(best, limit, is_cut=stop.is_due())
    if relaxed.is_whole(program):
        return _Try(relaxed.values, relaxed.best, relaxed=relaxed)
    if objective.value(best) == relaxed.best or not (effort.spend(program, SEARCHING) or is_first):
        return _Try(best, relaxed.best, relaxed=relaxed)
    values, bound, is_cut = _solve(program, objective, stop=stop, nodes=nodes)
    if values is None or _is_better(objective, best, values):
        values = best
    worst_first = max if objective.is_cost else min
    return _Try(values, worst_first(bound, relaxed.best), is_cut=is_cut, relaxed=relaxed)


def _is_better(objective: Objective, one: Values, other: Values) -> bool:
    gain = objective.value(one) - objective.value(other)
    return gain < 0 if objective.is_cost else gain > 0


def _limit(program: Program, objective: Objective) -> float:
    pick = min if objective.is_cost else max
    return sum(pick(w * program.lower[c], w * program.upper[c]) for c, w in objective.coefficients.items())


def _freeze(program: Program, objective: Objective, value: float) -> None:
    terms = objective.coefficients.items()
    if objective.is_cost:
        program.row(terms, most=value)
    else:
        program.row(terms, least=value)


def _costs(program: Program, objective: Objective) -> Values:
    costs = numpy.zeros(len(program.lower))
    sign = 1.0 if objective.is_cost else -1.0
    for column, weight in objective.coefficients.items():
        costs[column] = sign * weight
    return costs


def _solve(
    program: Program, objective: Objective, *, stop: SafetyStop, nodes: int
) -> tuple[Values | None, float, bool]:
    """Return the best whole solution found, what nothing goes beyond, and whether the clock ended the search."""
    whole = numpy.array(program.whole)
    rows = _Rows(program)
    answer = milp(
        _costs(program, objective),
        integrality=whole,
        bounds=Bounds(numpy.array(program.lower), numpy.array(program.upper)),
        constraints=[LinearConstraint(rows.matrix, rows.least, rows.most)] if program.rows else [],
        options={"node_limit": nodes, "time_limit": max(0.05, stop.remaining), "mip_rel_gap": objective.gap},
    )
    is_cut = answer.status == OUT_OF_BUDGET and stop.is_due()
    bound = answer.fun if answer.mip_dual_bound is None else answer.mip_dual_bound
    bound = -math.inf if bound is None else bound
    values = None if answer.x is None else numpy.where(whole == 1, numpy.round(answer.x), answer.x)
    return values, _rounded(objective, bound), is_cut


def _rounded(objective: Objective, bound: float) -> float:
    """Return what whole numbers can reach at best, as the objective counts; SciPy always counts costs."""
    if not math.isfinite(bound):
        return bound if objective.is_cost else -bound
    least = math.ceil(bound - TOLERANCE * max(1.0, abs(bound) * 1e-3))
    return least if objective.is_cost else -least


class _Rows:
    """The rows of a programme as a matrix and its bounds."""

    def __init__(self, program: Program) -> None:
        lengths = [len(terms) for terms, _, _ in program.rows]
        places = numpy.repeat(numpy.arange(len(lengths)), lengths)
        entries = [entry for terms, _, _ in program.rows for entry in terms]
        columns = numpy.array([column for column, _ in entries], dtype=numpy.int64)
        weights = numpy.array([weight for _, weight in entries], dtype=float)
        self.matrix = csr_array((weights, (places, columns)), shape=(len(lengths), len(program.lower)))
        self.least = numpy.array([least for _, least, _ in program.rows])
        self.most = numpy.array([most for _, _, most in program.rows])

    def keep(self, values: Values) -> bool:
        """Whether a solution keeps every row."""
        sums = self.matrix @ values
        return bool((sums >= self.least - TOLERANCE).all() and (sums <= self.most + TOLERANCE).all())


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The best that fractions can reach, and what it says about columns and rows."""

    values: Values
    best: float
    rows: _Rows
    answer: OptimizeResult
    is_equal: NDArray[numpy.bool_]
    has_most: NDArray[numpy.bool_]
    has_least: NDArray[numpy.bool_]

    def is_whole(self, program: Program) -> bool:
        """Whether the relaxed solution is one already, once rounded."""
        return bool(
            (numpy.abs(self.answer.x - self.values) <= TOLERANCE).all() and self.rows.keep(self.values)
        )

    def narrow(self, program: Program, objective: Objective, value: float) -> bool:
        """Fix what can no longer move without losing this level; say whether that stands for the level itself."""
        relaxed = float(self.answer.fun) if objective.is_cost else -float(self.answer.fun)
        if abs(relaxed - value) > TOLERANCE * max(1.0, abs(value) * 1e-3):
            return False
        at_lower, at_upper = self.answer.lower.marginals, self.answer.upper.marginals
        vague = numpy.abs(numpy.concatenate([at_lower, at_upper, self.answer.ineqlin.marginals]))
        if ((vague > VAGUE) & (vague < CLEAR)).any():
            return False
        for column in numpy.flatnonzero(at_lower >= CLEAR).tolist():
            program.fix(column, program.lower[column])
        for column in numpy.flatnonzero(at_upper <= -CLEAR).tolist():
            program.fix(column, program.upper[column])
        bounds = [*((row, True) for row in numpy.flatnonzero(self.has_most).tolist())]
        bounds += [(row, False) for row in numpy.flatnonzero(self.has_least).tolist()]
        for (row, is_most), weight in zip(bounds, self.answer.ineqlin.marginals.tolist(), strict=True):
            if abs(weight) >= CLEAR:
                terms, least, most = program.rows[row]
                program.rows[row] = (terms, most, most) if is_most else (terms, least, least)
        return True


def _relax(program: Program, objective: Objective, *, stop: SafetyStop) -> _Relaxed | None:
    """Return the best that fractions can reach, or nothing when there is none or no time."""
    rows = _Rows(program)
    is_equal = rows.least == rows.most
    has_most, has_least = numpy.isfinite(rows.most) & ~is_equal, numpy.isfinite(rows.least) & ~is_equal
    is_open = bool((has_most | has_least).any())
    answer = linprog(
        _costs(program, objective),
        A_ub=vstack([rows.matrix[has_most], -rows.matrix[has_least]]) if is_open else None,
        b_ub=numpy.concatenate([rows.most[has_most], -rows.least[has_least]]) if is_open else None,
        A_eq=rows.matrix[is_equal] if is_equal.any() else None,
        b_eq=rows.most[is_equal] if is_equal.any() else None,
        bounds=numpy.stack([numpy.array(program.lower), numpy.array(program.upper)], axis=1),
        method="highs-ds",
        options={"time_limit": max(0.05, stop.remaining)},
    )
    if answer.x is None or answer.status != SOLVED:
        return None
    values = numpy.where(numpy.array(program.whole) == 1, numpy.round(answer.x), answer.x)
    return _Relaxed(values, _rounded(objective, answer.fun), rows, answer, is_equal, has_most, has_least)
