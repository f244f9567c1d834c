"""What chance alone would give: the same sheets, units dealt again among those who came."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.algorithms.mixing.sheets import Codes, Sheets

COVERAGE = 0.95
MANY = 100_000  # attendances beyond which fewer shuffles are drawn: their spread is tiny by then
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@dataclass(frozen=True, kw_only=True)
class Chance:
    """What `draws` shuffles gave, and where they leave the measure.

    Of one more shuffle, a share `coverage` falls between `low` and `high`, ends included: they are order
    statistics of what was drawn, no formula. `below` and `above` count the draws at or under, and at or over,
    what was measured.
    """

    draws: int
    seed: int
    coverage: float
    mean: float
    low: float
    high: float
    below: int
    above: int


def usual_draws(attendances: int) -> int:
    """Return how many shuffles are drawn when nobody says: both make an interval of exactly 95 %."""
    return 199 if attendances <= MANY else 39


def shuffled(unit_of: Codes, *, seed: int, draw: int) -> Codes:
    """Return the units of people, dealt again; units keep their size.

    Person p (in the order of names) draws the p-th number of the SplitMix64 stream of (seed, draw); the person
    with the lowest number gets the first person's unit, and so on. Anybody can deal the same again in a few
    lines of any language. Source: Steele, Lea, Flood, « Fast splittable pseudorandom number generators »,
    OOPSLA 2014.
    """
    with np.errstate(over="ignore"):
        state = _mixed(_mixed(np.uint64(seed % 2**64)) + np.uint64(draw))
        tickets = _mixed(state + np.uint64(_STEP) * np.arange(1, len(unit_of) + 1, dtype=np.uint64))
    dealt = np.empty_like(unit_of)
    dealt[np.argsort(tickets, kind="stable")] = unit_of
    return dealt


def simulate(sheets: Sheets, *, seed: int, draws: int) -> NDArray[np.float64]:
    """Return the internal weight and Σ degree² of each draw, draws × 2.

    A draw takes time and memory in proportion to the attendances: the people of a few sessions at a time are
    counted by unit, in tables that fit the processor's cache.
    """
    meets = sheets.sizes[sheets.rows] > 1
    rows, columns = sheets.rows[meets], sheets.columns[meets]
    degrees = np.bincount(columns, minlength=len(sheets.people)).astype(np.float64)
    weights, units = sheets.weights, len(sheets.units)
    at_once = max(1, 2**16 // max(1, units))
    firsts = range(0, len(sheets.sessions), at_once)
    edges = np.searchsorted(rows, [*firsts, len(sheets.sessions)]).tolist()
    blocks = [
        (columns[low:high], (rows[low:high] - first) * units, weights[first : first + at_once])
        for first, low, high in zip(firsts, edges, edges[1:], strict=False)
        if high > low
    ]
    found = np.empty((draws, 2))
    for draw in range(draws):
        dealt = shuffled(sheets.unit_of, seed=seed, draw=draw)
        twice = sum(_paired(dealt, block, units) for block in blocks)
        spread = np.bincount(dealt, weights=degrees, minlength=units)
        found[draw] = twice / 2, float(spread @ spread)
    return found


def told(measured: float, drawn: NDArray[np.float64], *, seed: int) -> Chance:
    """Say what was drawn beside what was measured."""
    ordered = np.sort(drawn)
    draws = len(ordered)
    rank = max(1, int((draws + 1) * (1 - COVERAGE) / 2 + 1e-9))
    return Chance(
        draws=draws,
        seed=seed,
        coverage=1 - 2 * rank / (draws + 1),
        mean=float(ordered.mean()),
        low=float(ordered[rank - 1]),
        high=float(ordered[draws - rank]),
        below=int(np.count_nonzero(ordered <= measured + 1e-12)),
        above=int(np.count_nonzero(ordered >= measured - 1e-12)),
    )


def _paired(dealt: Codes, block: tuple[Codes, Codes, NDArray[np.float64]], units: int) -> float:
    """Return twice the weight of the pairs of one unit, in a few sessions: Σ (c² − c)/(n−1)."""
    columns, cells, weights = block
    counts = np.bincount(cells + dealt[columns], minlength=len(weights) * units)
    counts = counts.reshape(len(weights), units)
    return float(((counts * counts).sum(axis=1) - counts.sum(axis=1)) @ weights)


def _mixed(number: "np.uint64 | NDArray[np.uint64]") -> "NDArray[np.uint64]":
    word = np.asarray(number, dtype=np.uint64)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(_FIRST)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(_SECOND)
    return np.asarray(word ^ (word >> np.uint64(31)), dtype=np.uint64)
