"""The measure: ties between units, E-I index, modularity, beside what chance alone would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from essaim.algorithms.answers import Answer, Fact, Status, fact
from essaim.algorithms.mixing.cells import Cell, visible_cells
from essaim.algorithms.mixing.chance import Chance, simulate, told, usual_draws
from essaim.algorithms.mixing.sheets import Sheets, gather, with_session

FEWEST = 5  # people on either side of a cell that is shown


@dataclass(frozen=True, kw_only=True, eq=False)
class Mixing(Answer):
    """How units meet. Weights are in sessions: whoever comes to a session with others shares out a weight of 1.

    `external` and `internal` are the weights of pairs of two units and of one; `ei_index` is (E−I)/(E+I), from
    −1 (everybody stays among their own) to 1; `modularity` is Newman's, 0 where units play no part. Both are
    None when nobody met anybody. `chance` tells what shuffles gave, by name of the measure. A measure is exact:
    its status is `optimal`, the seed is that of the shuffles.
    """

    external: float
    internal: float
    ei_index: float | None
    modularity: float | None
    chance: Mapping[str, Chance]
    fewest: int
    draws: int | None = field(repr=False)
    sheets: Sheets = field(repr=False)
    hidden: int

    _weights: NDArray[np.float64] = field(repr=False)
    _people: NDArray[np.int64] = field(repr=False)
    _shown: NDArray[np.bool_] = field(repr=False)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that may be shown, heaviest first; a cell that is missing is empty or rests on too few."""
        names = self.sheets.units
        cells = (
            Cell(
                names[first],
                names[second],
                float(self._weights[first, second]),
                int(self._people[first, second] + (first != second) * self._people[second, first]),
            )
            for first, second in np.argwhere(np.triu(self._shown)).tolist()
        )
        return tuple(sorted(cells, key=lambda cell: (-round(cell.weight, 9), cell.first, cell.second)))

    @property
    def ties(self) -> tuple[Cell, ...]:
        """The cells of two units that may be shown, heaviest first."""
        return tuple(cell for cell in self.cells if cell.first != cell.second)

    def between(self, first: str, second: str) -> float | None:
        """Return the weight that ties two units, None when it is hidden or empty: nobody can tell which."""
        pair = {first, second}
        return next((cell.weight for cell in self.cells if {cell.first, cell.second} == pair), None)


def mixing_index(
    attendance: Iterable[tuple[str, str]],
    units: Mapping[str, str],
    *,
    fewest: int = FEWEST,
    draws: int | None = None,
    seed: int = 1,
) -> Mixing:
    """Measure how units meet, from pairs (session, person) and the unit of each person.

    In a session of n people each pair weighs 1/(n−1): W(u,v) = Σ_s c(s,u)·c(s,v)/(n(s)−1), and inside a unit
    W(u,u) = Σ_s c(s,u)·(c(s,u)−1)/2/(n(s)−1), c(s,u) being the people of u in session s. E and I are the sums
    between and inside units, T = E+I; E-I = (E−I)/T; Q = I/T − Σ_u (d(u)/2T)², d(u) the attendances of u in
    sessions of two or more. A pair given twice counts once; a session of one makes no tie; people without a
    unit make none and are not counted in n, as if they were not on the sheet: each of these is told as a fact.

    Chance: units are dealt again among the people who came, each keeping the sessions they came to, so that
    sessions keep their sizes and units theirs (a permutation of nodes, as in Hubert's quadratic assignment).
    `draws` shuffles from `seed`: 199 up to 100,000 attendances, 39 beyond, none when 0.

    A cell needs `fewest` people on either side to be shown, and none that is hidden follows from sums.

    Time O(A log A + Σ n(s)·k(s) + draws·A), and U³ where cells are hidden, for A attendances, k(s) units in
    session s and U in all; memory O(A + people·U) at worst.
    Sources: Krackhardt and Stern, Social Psychology Quarterly 51(2), 1988 (E-I); Newman, Physical Review E 70,
    056131, 2004 (weighted modularity); Newman, Physical Review E 64, 016132, 2001 (1/(n−1)); Hubert and
    Schultz, British Journal of Mathematical and Statistical Psychology 29, 1976 (permutations).
    """
    return _measured(gather(attendance, dict(units)), fewest=fewest, draws=draws, seed=seed)


def update_mixing(
    mixing: Mixing,
    session: str,
    people: Iterable[str],
    *,
    units: Mapping[str, str] | None = None,
    draws: int | None = None,
) -> Mixing:
    """Measure again once the people of a session are these: a new session, or one whose sheet was corrected.

    No people takes the session out. Equal, to the last bit, to measuring everything from the pairs: codes are
    kept and one session is put among them, so that no rounding piles up; names are not read again. Time O(A).
    `units` names the unit of newcomers; `draws` says how many shuffles to draw now, as many as before when
    nothing is said. Raises `ValueError` when it changes the unit of somebody already counted.
    """
    before = mixing.sheets
    newcomers = dict(units or {})
    counted = {name for names in before.without_unit.values() for name in names} | set(before.people)
    moved = sorted(
        name for name, unit in newcomers.items() if name in counted and before.directory.get(name) != unit
    )
    if moved:
        raise ValueError(f"units of people already counted have changed: {moved}; measure from the pairs")
    known = {**before.directory, **newcomers}
    sheets = with_session(before, session, people, known)
    wanted = mixing.draws if draws is None else draws
    return _measured(sheets, fewest=mixing.fewest, draws=wanted, seed=mixing.seed)


def _measured(sheets: Sheets, *, fewest: int, draws: int | None, seed: int) -> Mixing:
    weights, people = _tables(sheets)
    internal, external = float(np.trace(weights)), float(np.triu(weights, 1).sum())
    total = float(sheets.sizes[sheets.sizes > 1].sum()) / 2
    shown = visible_cells(weights, people, fewest=fewest)
    hidden = int(np.count_nonzero(np.triu((people + people.T > 0) & ~shown)))
    found = {}
    chance: dict[str, Chance] = {}
    if total:
        degrees = weights.sum(axis=1) + np.diag(weights)
        found = _indices(np.array([internal]), np.array([degrees @ degrees]), total)
        drawn = usual_draws(len(sheets.rows)) if draws is None else draws
        if drawn:
            inside, squares = simulate(sheets, seed=seed, draws=drawn).T
            by_chance = _indices(inside, squares, total)
            chance = {name: told(float(found[name][0]), by_chance[name], seed=seed) for name in found}
    return Mixing(
        status=Status.OPTIMAL,
        seed=seed,
        digest=sheets.digest(),
        explanations=_facts(sheets, hidden, fewest),
        external=external,
        internal=internal,
        ei_index=(external - internal) / (external + internal) if found else None,
        modularity=float(found["modularity"][0]) if found else None,
        chance=chance,
        fewest=fewest,
        draws=draws,
        sheets=sheets,
        hidden=hidden,
        _weights=weights,
        _people=people,
        _shown=shown,
    )


def _tables(sheets: Sheets) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return W, units × units, and how many people of the row's unit met somebody of the column's."""
    counts, weights, units = sheets.by_unit(), sheets.weights, len(sheets.units)
    weighted = sparse.diags_array(weights) @ counts
    table = np.asarray((weighted.T @ counts).toarray(), dtype=np.float64)
    table = (table + table.T) / 2
    inside = np.diag(table) - np.asarray(weighted.sum(axis=0)).ravel()
    np.fill_diagonal(table, inside / 2)
    ones = np.ones(len(sheets.rows), dtype=np.int32)
    came = sparse.coo_array(
        (ones, (sheets.columns, sheets.rows)), shape=(len(sheets.people), len(sheets.sessions))
    ).tocsr()
    seen = sparse.csr_array(came @ counts)
    seen.data[:] = 1
    theirs = sparse.csr_array(
        (np.ones(len(sheets.people), dtype=np.int32), (sheets.unit_of, np.arange(len(sheets.people)))),
        shape=(units, len(sheets.people)),
    )
    people = np.asarray((theirs @ seen).toarray(), dtype=np.int64)
    np.fill_diagonal(people, _met_their_own(sheets, counts))
    return table, people


def _met_their_own(sheets: Sheets, counts: sparse.csr_array) -> NDArray[np.int64]:
    """Return how many people of each unit met somebody else of it."""
    units = len(sheets.units)
    keys = np.repeat(np.arange(len(sheets.sessions)), np.diff(counts.indptr)) * units + counts.indices
    places = np.searchsorted(keys, sheets.rows * units + sheets.unit_of[sheets.columns])
    people = np.unique(sheets.columns[counts.data[places] > 1])
    return np.bincount(sheets.unit_of[people], minlength=units).astype(np.int64)


def _indices(
    internal: NDArray[np.float64], squares: NDArray[np.float64], total: float
) -> dict[str, NDArray[np.float64]]:
    return {
        "ei_index": (total - 2 * internal) / total,
        "modularity": internal / total - squares / (2 * total) ** 2,
    }


def _facts(sheets: Sheets, hidden: int, fewest: int) -> tuple[Fact, ...]:
    """Say what was counted, and each thing that was not."""
    aside = sheets.without_unit
    counted = fact(
        "counted",
        "",
        sessions=len(sheets.sessions),
        people=len(sheets.people),
        attendances=len(sheets.rows),
        units=len(sheets.units),
    )
    others = {
        "people_without_unit": {
            "people": len({name for names in aside.values() for name in names}),
            "attendances": sum(map(len, aside.values())),
        },
        "counted_once": {"repeats": sum(sheets.repeated.values())},
        "sessions_without_tie": {"sessions": int(np.count_nonzero(sheets.sizes < 2))},
        "cells_hidden": {"cells": hidden, "fewest": fewest if hidden else 0},
    }
    told_apart = (fact(code, "", **values) for code, values in others.items() if any(values.values()))
    return (counted, *told_apart)
