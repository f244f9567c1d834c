"""Who came where, in codes: what a measure reads, and what the next session adds to."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Codes = NDArray[np.int64]
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheets:
    """Attendance sheets: sessions, people who have a unit, and their units, each in the order of its names.

    `rows[a]` and `columns[a]` are the session and the person of attendance a, sorted, each pair once.
    People without a unit stand aside, by session; `repeated` counts the pairs that were given again.
    """

    sessions: tuple[str, ...]
    people: tuple[str, ...]
    units: tuple[str, ...]
    unit_of: Codes
    rows: Codes
    columns: Codes
    directory: Mapping[str, str]
    without_unit: Mapping[str, tuple[str, ...]]
    repeated: Mapping[str, int]

    @property
    def sizes(self) -> Codes:
        """People with a unit in each session."""
        return np.bincount(self.rows, minlength=len(self.sessions)).astype(np.int64)

    @property
    def weights(self) -> NDArray[np.float64]:
        """What each pair of a session weighs: 1/(n−1), and nothing where nobody meets anybody."""
        sizes = self.sizes
        return np.where(sizes > 1, 1 / np.maximum(sizes - 1, 1), 0.0)

    def by_unit(self) -> sparse.csr_array:
        """Return the number of people of each unit in each session, sessions × units."""
        shape = (len(self.sessions), len(self.units))
        ones = np.ones(len(self.rows), dtype=np.int32)
        counts = sparse.coo_array((ones, (self.rows, self.unit_of[self.columns])), shape=shape).tocsr()
        counts.sort_indices()
        return counts

    def digest(self) -> str:
        """Return the same text for the same attendances and units, in whatever order they came."""
        units = [self.units[code] for code in self.unit_of.tolist()]
        names = json.dumps([self.sessions, self.people, units, sorted(self.without_unit.items())])
        codes = (self.rows.astype("<i8").tobytes(), self.columns.astype("<i8").tobytes())
        return hashlib.sha256(b"".join([names.encode(), *codes])).hexdigest()


def gather(attendance: Iterable[tuple[str, str]], directory: Mapping[str, str]) -> Sheets:
    """Put pairs (session, person) into codes; the same pair given again counts once."""
    pairs = list(attendance)
    rows_of, columns_of = [row for row, _ in pairs], [column for _, column in pairs]
    sessions, names = sorted(set(rows_of)), sorted(set(columns_of))
    keys = _codes(rows_of, sessions) * len(names) + _codes(columns_of, names)
    keys, counts = np.unique(keys, return_counts=True)
    rows, columns = np.divmod(keys, max(1, len(names)))
    again = np.bincount(rows, weights=counts - 1, minlength=len(sessions))
    has_unit = np.array([bool(directory.get(name)) for name in names], dtype=bool)
    is_known = has_unit[columns]
    aside: dict[str, tuple[str, ...]] = {}
    for row, column in zip(rows[~is_known].tolist(), columns[~is_known].tolist(), strict=True):
        aside[sessions[row]] = (*aside.get(sessions[row], ()), names[column])
    return _sheets(
        sessions,
        [name for name, known in zip(names, has_unit, strict=True) if known],
        rows[is_known],
        (np.cumsum(has_unit) - 1)[columns[is_known]],
        directory=directory,
        without_unit=aside,
        repeated={sessions[row]: int(again[row]) for row in np.flatnonzero(again)},
    )


def with_session(before: Sheets, session: str, people: Iterable[str], directory: Mapping[str, str]) -> Sheets:
    """Return the sheets once the people of a session are these, whoever was on its sheet before."""
    given = list(people)
    came = sorted(set(given))
    known = [name for name in came if directory.get(name)]
    others = [at for at, name in enumerate(before.sessions) if name != session]
    is_kept = np.isin(before.rows, others)
    sessions = sorted({before.sessions[at] for at in others} | ({session} if came else set()))
    still = np.unique(before.columns[is_kept])
    names = sorted({before.people[code] for code in still.tolist()} | set(known))
    rows = _recoded(before.rows[is_kept], before.sessions, sessions)
    columns = _recoded(before.columns[is_kept], before.people, names)
    if came:
        rows = np.concatenate([rows, np.full(len(known), sessions.index(session))])
        columns = np.concatenate([columns, _codes(known, names)])
    order = np.lexsort((columns, rows))
    stranger = tuple(name for name in came if not directory.get(name))
    return _sheets(
        sessions,
        names,
        rows[order],
        columns[order],
        directory=directory,
        without_unit=_replaced(before.without_unit, session, stranger),
        repeated=_replaced(before.repeated, session, len(given) - len(came)),
    )


def _sheets(
    sessions: list[str],
    people: list[str],
    rows: Codes,
    columns: Codes,
    *,
    directory: Mapping[str, str],
    without_unit: Mapping[str, tuple[str, ...]],
    repeated: Mapping[str, int],
) -> Sheets:
    theirs = [directory[name] for name in people]
    units = sorted(set(theirs))
    return Sheets(
        sessions=tuple(sessions),
        people=tuple(people),
        units=tuple(units),
        unit_of=_codes(theirs, units),
        rows=rows,
        columns=columns,
        directory=directory,
        without_unit=without_unit,
        repeated=repeated,
    )


def _codes(names: Iterable[str], order: list[str]) -> Codes:
    code = {name: at for at, name in enumerate(order)}
    return np.fromiter(map(code.__getitem__, names), dtype=np.int64)


def _recoded(codes: Codes, before: tuple[str, ...], after: list[str]) -> Codes:
    code = {name: at for at, name in enumerate(after)}
    return np.array([code.get(name, -1) for name in before], dtype=np.int64)[codes]


def _replaced(kept: Mapping[str, Value], session: str, value: Value) -> dict[str, Value]:
    others = {name: theirs for name, theirs in kept.items() if name != session}
    return {**others, session: value} if value else others
