"""Which cells of the table unit × unit may be shown: none that speaks of a few, none that can be worked out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Table = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cell:
    """What ties two units, or one unit inside (`first == second`), and how many people made it on either side."""

    first: str
    second: str
    weight: float
    people: int


def visible_cells(weights: Table, people: NDArray[np.int64], *, fewest: int) -> Mask:
    """Return which cells may be shown, units × units, symmetric.

    `people[u, v]` counts the people of u who met somebody of v. A cell needs `fewest` people on either side.
    A cell that does not have them could still be worked out from the cells that are shown: a row adds up to
    the attendances of its unit, which other pages count, and all cells to the totals that stand here. As long
    as one can, the cells beside it that rest on the fewest people are hidden too (complementary suppression). With
    two or three units nothing may be left to hide: then no cell is shown, and the totals speak for themselves.
    """
    is_met = people > 0
    shown = np.minimum(people, people.T) >= fewest
    hidden = np.triu(is_met & ~shown)
    while True:
        exposed = _exposed(hidden)
        more = _companions(exposed, shown, np.minimum(people, people.T), weights)
        if not more:
            return shown
        for first, second in more:
            shown[first, second] = shown[second, first] = False
            hidden[first, second] = True


def _exposed(hidden: Mask) -> list[tuple[int, int]]:
    """Return the hidden cells whose weight follows from the sums: those that no other solution moves.

    One equation per row, two for the totals inside and between units. A random vector, less its part in the
    row space of the equations, stays nowhere but where solutions differ.
    """
    firsts, seconds = np.nonzero(hidden)
    if not len(firsts):
        return []
    cells, units = np.arange(len(firsts)), hidden.shape[0]
    total = np.where(firsts == seconds, units, units + 1)
    places = (np.concatenate([firsts, seconds, total]), np.tile(cells, 3))
    sums = sparse.csr_array((np.ones(3 * len(cells)), places), shape=(units + 2, len(cells)))
    normal = (sums @ sums.T).toarray() + 1e-10 * np.eye(units + 2)
    free = np.cos((cells + 1.0) ** 2)  # any vector in general position, the same each time
    for _ in range(3):  # the second and third passes take away what rounding left
        free = free - sums.T @ np.linalg.solve(normal, sums @ free)
    return [(int(firsts[at]), int(seconds[at])) for at in np.flatnonzero(np.abs(free) < 1e-6)]


def _companions(
    exposed: list[tuple[int, int]], shown: Mask, people: NDArray[np.int64], weights: Table
) -> set[tuple[int, int]]:
    """Return the next cells to hide, so that what goes up in an exposed cell may come down beside it.

    The three cells that rest on the fewest people, those hidden already costing nothing: of a rectangle whose
    corners go up and down by turns, or, for a cell inside a unit, the inside of another and their two ties with
    a third. Where there are none, the least cell of its rows, or of the table.
    """
    costs = np.where(shown, people.astype(np.float64), np.where(weights > 0, 0.0, np.inf))
    np.fill_diagonal(across := costs.copy(), np.inf)
    chosen: set[tuple[int, int]] = set()
    for first, second in exposed:
        sides = across[second] if first != second else np.diag(costs)
        sums = (
            across + np.where(np.arange(len(costs)) == first, np.inf, sides)[:, None] + across[first][None, :]
        )
        sums[second, :] = sums[:, [first, second]] = np.inf
        third, fourth = divmod(int(np.argmin(sums)), len(costs))
        if np.isfinite(sums[third, fourth]):
            corner = (second, third) if first != second else (third, third)
            found = {corner, (first, fourth), (third, fourth)}
        else:
            found = _least(first, second, shown, people)
        chosen |= {(min(cell), max(cell)) for cell in found if shown[cell]}
    return chosen


def _least(first: int, second: int, shown: Mask, people: NDArray[np.int64]) -> set[tuple[int, int]]:
    near = {(row, at) for row in (first, second) for at in np.flatnonzero(shown[row]).tolist()}
    near = near or {(row, at) for row, at in np.argwhere(shown).tolist()}
    return {min(near, key=lambda cell: (int(people[cell]), cell))} if near else set()
