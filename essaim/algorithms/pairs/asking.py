"""What pairing takes and gives, and its weights as whole numbers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from essaim.algorithms.answers import Answer

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Pair = frozenset[str]
Weight = Callable[[str, str], float] | Mapping[Pair, float]
Scores = Callable[[str, str], float | None] | Mapping[tuple[str, str], float]
TIES = 64  # each pair draws a number below it, which only decides between equal answers
SCALES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing(Answer):
    """Tuples of two, each in order, and one of three when the people are an odd number.

    `weight` is the sum over all the pairs, the three of a trio among them; `repeats` that of their past meetings.
    """

    pairs: tuple[tuple[str, ...], ...] = ()
    weight: float = 0.0
    repeats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Answer):
    """`buddy[newcomer]`, whoever stays without in `unassigned`, and the sum of the scores."""

    buddy: dict[str, str] = field(default_factory=dict)
    unassigned: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The pairing problem in numbers, by the rank of people in the order of their names."""

    names: tuple[str, ...]
    weight: np.ndarray  # [i, j] as asked
    past: Integers  # [i, j] meetings in the past
    allowed: Flags  # [i, j]
    whole: Integers  # [i, j] past meetings, then weight, then a draw, in one number
    unit: int  # of a past meeting in `whole`
    error: float  # the most by which a weight was rounded


def weight_between(weight: Weight, one: str, two: str) -> float:
    """Return the weight of a pair, its names taken in order; zero when a mapping says nothing."""
    first, second = sorted((one, two))
    if isinstance(weight, Mapping):
        return float(weight.get(frozenset((first, second)), 0.0))
    return float(weight(first, second))


def score_between(score: Scores, newcomer: str, buddy: str) -> float | None:
    """Return what a buddy scores for a newcomer; nothing when they may not be together."""
    if isinstance(score, Mapping):
        return score.get((newcomer, buddy))
    return score(newcomer, buddy)


def read(
    people: Sequence[str],
    weight: Weight,
    forbidden: Collection[Pair],
    history: Mapping[Pair, int],
    seed: int,
) -> Asked:
    """Return the problem in numbers; raise ValueError for a weight that is not finite."""
    names = tuple(sorted(people))
    n = len(names)
    weights, past = np.zeros((n, n)), np.zeros((n, n), dtype=np.int64)
    allowed = ~np.eye(n, dtype=np.bool_)
    for i in range(n):
        for j in range(i):
            pair = frozenset((names[i], names[j]))
            weights[i, j] = weights[j, i] = weight_between(weight, names[i], names[j])
            past[i, j] = past[j, i] = history.get(pair, 0)
            allowed[i, j] = allowed[j, i] = pair not in forbidden
    if not np.isfinite(weights).all() or past.min(initial=0) < 0:
        raise ValueError("weights are finite numbers, past meetings are zero or more")
    whole, unit, error = _whole(weights, past, seed)
    return Asked(names, weights, past, allowed, whole, unit, error)


def _whole(weights: np.ndarray, past: Integers, seed: int) -> tuple[Integers, int, float]:
    """Put past meetings, weight and a draw in one whole number, each outweighing all that follow it together."""
    n = len(weights)
    edges = n // 2 + 3
    above = np.triu(weights, 1) + np.tril(weights, -1)
    low = float(above.min(initial=0.0))
    reach = float(above.max(initial=0.0)) - low
    most_past = int(past.max(initial=0))
    steps = 2**60 // (
        4 * (n + 1) * TIES * (edges + 1) * (max(1, most_past) * (edges + 1) if most_past else 1)
    )
    scale = _scale(weights, reach, steps)
    level = np.round((weights - low) * scale).astype(np.int64)
    error = float(np.abs(level / scale + low - weights).max(initial=0.0))
    draws = np.triu(np.random.default_rng(seed % 2**64).integers(0, TIES, (n, n)), 1)
    value = level * (TIES * edges) + draws + draws.T
    unit = (int(value.max(initial=0)) + 1) * edges
    whole: Integers = value - past * unit
    np.fill_diagonal(whole, 0)
    return whole, unit, error if error > 1e-12 * max(1.0, reach) else 0.0


def _scale(weights: np.ndarray, reach: float, steps: int) -> float:
    """Return by what to multiply weights before rounding: decimals of up to six places stay exact."""
    for scale in SCALES:
        if reach * scale <= steps and np.allclose(
            weights * scale, np.round(weights * scale), rtol=0, atol=1e-9
        ):
            return float(scale)
    return steps / reach
