"""One round, any weights: the maximally diverse grouping problem."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from essaim.algorithms.answers import Answer, Fact, Level, SafetyStop, Status, digest_of, fact
from essaim.algorithms.groups.dividing import Cooling, Integers, Reals, divide

PACE = 30_000_000  # units of work that two shared cores surely do in a second; a trial is one unit
DEPTH = 4_000  # units of one annealing, by the square of the number of people
LONGEST = 10  # annealings, at most: beyond, time brings nothing on small cases
HURRY = 0.2  # seconds that cooling in a hurry may take
QUENCH = 15  # units of a cooling in a hurry, by the square of the number of people
SLICE = 1_000_000  # units between two looks at the clock
HOT, COLD = 0.25, 0.01  # temperatures, by the spread of what an exchange changes
LOGARITHMS = np.log((np.arange(4096) + 0.5) / 4096)
MOVES = 3  # sixteenths of the trials that move one person rather than exchange two


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition(Answer):
    """`assignment[i]` is the group of person i; `objective` the sum of the weights inside groups."""

    assignment: tuple[int, ...] = ()
    objective: float = 0.0


def partition(weights: Reals, sizes: Sequence[tuple[int, int]], *, seed: int, time_limit: float) -> Partition:
    """Divide people into groups so that the weights inside groups sum to the most that is found.

    Formally the maximally diverse grouping problem (MDGP): given a symmetric n×n matrix `weights` of finite
    numbers, whose diagonal counts for nothing, and for each group the lowest and the highest number of people,
    maximise the sum of `weights[i, j]` over the pairs that share a group. NP-hard; this is simulated annealing on
    exchanges and moves, several times over; a table of the gain of each person with each group makes a trial O(1)
    and an accepted one O(n). The sizes begin at those that hold most pairs (fewest, when weights are negative on
    average), found exactly by dynamic programming. Memory O(n² + n × groups).

    `time_limit`, in seconds, sets the budget of trials; small cases end sooner. Raises ValueError for weights that
    are not a symmetric matrix of finite numbers. Instances: MDGPLIB; best values: European Journal of Operational
    Research 302(3), 2022, 925–953.
    """
    matrix = _read(weights)
    low, high = np.array(sizes, dtype=np.int64).reshape(-1, 2).T.copy()
    digest = digest_of(matrix, [list(map(int, pair)) for pair in sizes])
    conflicts = size_conflicts(len(matrix), list(zip(low.tolist(), high.tolist(), strict=True)))
    if conflicts:
        return Partition(status=Status.INFEASIBLE, seed=seed, digest=digest, conflicts=conflicts)
    group, is_cut = _search(matrix, low, high, seed=seed, time_limit=time_limit)
    value = worth_of(matrix, group)
    level = Level("weight", value, max(value, _most(matrix, int(high.max(initial=0)))))
    return Partition(
        status=Status.OPTIMAL if level.is_proven else Status.FEASIBLE,
        seed=seed,
        digest=digest,
        levels=(level,),
        is_cut=is_cut,
        assignment=tuple(group.tolist()),
        objective=value,
    )


def size_conflicts(people: int, sizes: Sequence[tuple[int, int]]) -> tuple[Fact, ...]:
    """Return what in the sizes makes any division impossible."""
    upside_down = [
        fact("size_upside_down", str(number), lowest=lowest, highest=highest)
        for number, (lowest, highest) in enumerate(sizes)
        if not 0 <= lowest <= highest
    ]
    least, most = sum(lowest for lowest, _ in sizes), sum(highest for _, highest in sizes)
    if upside_down:
        return tuple(upside_down)
    if people > most:
        return (fact("too_few_places", "sizes", people=people, places=most),)
    if people < least:
        return (fact("too_many_places", "sizes", people=people, places=least),)
    return ()


def worth_of(weights: Reals, group: Integers) -> float:
    """Return the sum of the weights inside groups."""
    return float(np.triu(weights * (group[:, None] == group[None, :]), 1).sum())


def _read(weights: Reals) -> Reals:
    matrix = np.array(weights, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        raise ValueError("weights is a square matrix of finite numbers")
    if not np.array_equal(matrix, matrix.T):
        raise ValueError("weights is symmetric")
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _search(
    weights: Reals, low: Integers, high: Integers, *, seed: int, time_limit: float
) -> tuple[Integers, bool]:
    n = len(weights)
    first = np.repeat(np.arange(low.size), _first_sizes(n, low, high, grows=weights.sum() >= 0))
    if n < 2 or low.size < 2:
        return first, False
    grid = _on_a_grid(weights)
    _Annealing(grid, low, high, first, seed).run(0, 1.0, 1.0, moves=0, stop=SafetyStop(60))  # compiles
    stop = SafetyStop(time_limit)
    total = int(min(PACE * time_limit, LONGEST * DEPTH * n * n))
    times = max(1, min(LONGEST, total // (DEPTH * n * n)))
    shuffled = np.random.default_rng(seed)
    best, worth = first, -np.inf
    for turn in range(times):
        if turn and stop.is_due():
            return best, True
        search = _Annealing(grid, low, high, shuffled.permutation(first), seed * LONGEST + turn)
        search.anneal(total // times, stop)
        if search.worth[1] > worth:
            best, worth = search.best, search.worth[1]
        if search.is_cut:
            return best, True
    return best, False


class _Annealing:
    """One annealing: most of the budget on fixed sizes from hot to cold, the rest on sizes too."""

    def __init__(self, weights: Reals, low: Integers, high: Integers, group: Integers, seed: int) -> None:
        self.weights, self.low, self.high, self.best = weights, low, high, group
        self.worth = np.full(2, worth_of(weights, group))
        mixed = np.random.SeedSequence(seed % 2**64).generate_state(1, np.uint64)
        self.state = mixed | np.uint64(1)
        self.is_cut = False

    def anneal(self, total: int, stop: SafetyStop) -> None:
        """Spend `total` units."""
        spread = _spread(self.weights, self.best)
        late = 0 if (self.low == self.high).all() else total if self._sizes_are_open() else total // 10
        self.run(total - late, HOT * spread, COLD * spread, moves=0, stop=stop)
        if self.is_cut:
            return
        self.run(late, (HOT if late == total else HOT / 3) * spread, COLD * spread, moves=MOVES, stop=stop)

    def _sizes_are_open(self) -> bool:
        """Whether weights are so near zero on average that the number of pairs says little of their sum."""
        values = self.weights[np.triu_indices(len(self.weights), 1)]
        return bool(abs(values.mean()) < values.std() / 2)

    def run(self, total: int, hot: float, cold: float, *, moves: int, stop: SafetyStop) -> None:
        """Anneal from the best known, looking at the clock between slices."""
        group = self.best.copy()
        size = np.bincount(group, minlength=self.low.size)
        gain = np.stack([self.weights[group == number].sum(axis=0) for number in range(self.low.size)])
        pace = Cooling(hot, cold, total, moves)
        self.worth[0] = self.worth[1]
        spent, is_hurried = 0, False
        while spent < pace.total or total == 0:
            spent = divide(
                self.weights, self.low, self.high, group, size, gain, pace,
                self.best, self.worth, self.state, LOGARITHMS, spent, min(pace.total, spent + SLICE),
            )  # fmt: skip
            if total == 0:
                return
            if is_hurried and stop.is_due(late=HURRY):
                break
            if spent < pace.total and not is_hurried and stop.is_due():
                pace, spent, is_hurried = _in_a_hurry(pace, spent, group.size), 0, True
        self.is_cut = is_hurried


def _in_a_hurry(pace: Cooling, spent: int, people: int) -> Cooling:
    """Return how to cool what the clock cut while it was warm, in a part of a second for 500 people."""
    heat = pace.hot * (pace.cold / pace.hot) ** (spent / pace.total)
    return Cooling(heat, pace.cold, min(pace.total, QUENCH * people**2), pace.moves)


def _spread(weights: Reals, group: Integers) -> float:
    """Return the standard deviation of what a random exchange changes."""
    pick = np.random.default_rng(0)
    one, two = pick.integers(0, len(group), (2, 4096))
    gain = np.stack([weights[group == number].sum(axis=0) for number in range(int(group.max()) + 1)])
    a, b = group[one], group[two]
    change = gain[b, one] - gain[a, one] + gain[a, two] - gain[b, two] - 2 * weights[one, two]
    apart = change[a != b]
    return max(float(apart.std()) if apart.size else 0.0, 1e-9 * max(1.0, float(np.abs(weights).max())))


def _on_a_grid(weights: Reals) -> Reals:
    """Round to a binary fraction of which any sum is exact: gains kept up by additions then never drift."""
    total = float(np.abs(weights).sum())
    step = 2.0 ** (np.ceil(np.log2(total)) - 52) if total else 1.0
    rounded: Reals = np.round(weights / step) * step
    return rounded


def _first_sizes(people: int, low: Integers, high: Integers, *, grows: bool) -> list[int]:
    """Return the sizes whose pairs are the most (the fewest unless `grows`), by dynamic programming.

    O(people × places) whatever the intervals; groups are alike, so only the sum of squares counts.
    """
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    sign = 1 if grows else -1
    rest = int(low.sum())
    for lowest, highest in zip(low.tolist(), high.tolist(), strict=True):
        rest -= lowest
        longer: dict[int, tuple[int, tuple[int, ...]]] = {}
        for seated, (squares, sizes) in best.items():
            for size in range(lowest, min(highest, people - seated - rest) + 1):
                score = squares + sign * size * size
                if seated + size not in longer or score > longer[seated + size][0]:
                    longer[seated + size] = (score, (*sizes, size))
        best = longer
    return list(best[people][1])


def _most(weights: Reals, highest: int) -> float:
    """Return a bound: everybody with the colleagues of most weight, as many as the largest group holds."""
    beside = min(max(highest - 1, 0), max(len(weights) - 1, 0))
    if beside == 0:
        return 0.0
    others = weights + np.diag(np.full(len(weights), -np.inf))
    return float(np.maximum(np.partition(others, -beside, axis=1)[:, -beside:], 0.0).sum() / 2)
