"""The measure of mixing, made again the slow way: person by person, in exact fractions, without the solver."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from essaim.algorithms.mixing.measure import Mixing

Pair = tuple[str, str]
Table = dict[Pair, Fraction]
MASK = 2**64 - 1


def check(attendance: Iterable[tuple[str, str]], units: Mapping[str, str], mixing: "Mixing") -> list[str]:
    """Return what is wrong with a measure of these attendances, nothing when it is sound.

    Every pair of people of every session is met, every shuffle is dealt again, and every hidden cell is tried
    against the sums by elimination. Meant for tests and spot checks: time O(draws·Σ n² + hidden³).
    """
    sheets: dict[str, set[str]] = {}
    for session, person in attendance:
        if units.get(person):
            sheets.setdefault(session, set()).add(person)
    unit_of = {person: units[person] for people in sheets.values() for person in people}
    table = _table(sheets, unit_of)
    if not table:
        return (
            [] if mixing.ei_index is None and not mixing.cells else ["nobody met anybody, yet ties are told"]
        )
    return [
        *_wrong_indices(sheets, unit_of, table, mixing),
        *_wrong_cells(sheets, unit_of, table, mixing),
        *_wrong_chance(sheets, unit_of, mixing),
    ]


def _meetings(sheets: Mapping[str, set[str]]) -> Iterator[tuple[str, str, Fraction]]:
    for people in sheets.values():
        for one, other in combinations(sorted(people), 2):
            yield one, other, Fraction(1, len(people) - 1)


def _cell(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _table(sheets: Mapping[str, set[str]], unit_of: Mapping[str, str]) -> Table:
    table: Table = {}
    for one, other, weight in _meetings(sheets):
        cell = _cell(unit_of[one], unit_of[other])
        table[cell] = table.get(cell, Fraction(0)) + weight
    return table


def _indices(table: Table) -> dict[str, float]:
    total = sum(table.values(), Fraction(0))
    inside = sum((weight for (one, other), weight in table.items() if one == other), Fraction(0))
    degrees: dict[str, Fraction] = {}
    for cell, weight in table.items():
        for unit in cell:
            degrees[unit] = degrees.get(unit, Fraction(0)) + weight
    expected = sum(((degree / (2 * total)) ** 2 for degree in degrees.values()), Fraction(0))
    return {
        "external": float(total - inside),
        "internal": float(inside),
        "ei_index": float((total - 2 * inside) / total),
        "modularity": float(inside / total - expected),
    }


def _wrong_indices(
    sheets: Mapping[str, set[str]], unit_of: Mapping[str, str], table: Table, mixing: "Mixing"
) -> list[str]:
    wrong = [
        f"{name} is {told}, not {value}"
        for name, value in _indices(table).items()
        if not _same(told := getattr(mixing, name), value)
    ]
    counted = {"people": len(unit_of), "attendances": sum(map(len, sheets.values()))}
    told_of = {entry.code: entry for entry in mixing.explanations}
    return wrong + [
        f"{told_of['counted'][name]} {name} are counted, not {count}"
        for name, count in counted.items()
        if told_of["counted"][name] != count
    ]


def _wrong_cells(
    sheets: Mapping[str, set[str]], unit_of: Mapping[str, str], table: Table, mixing: "Mixing"
) -> list[str]:
    met = _met(sheets, unit_of)
    wrong = []
    for shown in mixing.cells:
        cell = (shown.first, shown.second)
        if cell not in table or not _same(shown.weight, float(table[cell])):
            wrong.append(f"{cell} weighs {shown.weight}, not {float(table.get(cell, 0))}")
            continue
        if min(map(len, met[cell])) < mixing.fewest:
            wrong.append(f"{cell} is shown and rests on fewer than {mixing.fewest} people")
        if shown.people != len(met[cell][0] | met[cell][1]):
            wrong.append(f"{cell} rests on {len(met[cell][0] | met[cell][1])} people, not {shown.people}")
    hidden = sorted(set(table) - {(shown.first, shown.second) for shown in mixing.cells})
    if len(hidden) != mixing.hidden:
        wrong.append(f"{mixing.hidden} hidden cells are told of {len(hidden)}")
    return wrong + ([f"{cell} follows from the sums" for cell in _exposed(hidden)] if mixing.cells else [])


def _met(sheets: Mapping[str, set[str]], unit_of: Mapping[str, str]) -> dict[Pair, tuple[set[str], set[str]]]:
    """Return the people who make each cell, on either side."""
    met: dict[Pair, tuple[set[str], set[str]]] = {}
    for one, other, _ in _meetings(sheets):
        cell = _cell(unit_of[one], unit_of[other])
        for side, people in zip(cell, met.setdefault(cell, (set(), set())), strict=True):
            people |= {person for person in (one, other) if unit_of[person] == side}
    return met


def _exposed(hidden: list[Pair]) -> list[Pair]:
    """Return the hidden cells that the sums of rows, and those inside and between units, give away."""
    units = sorted({unit for cell in hidden for unit in cell})
    sums = [[Fraction(cell.count(unit)) for cell in hidden] for unit in units]
    sums += [[Fraction((one == other) == inside) for one, other in hidden] for inside in (True, False)]
    reduced = _reduced(sums)
    return [
        hidden[row.index(Fraction(1))] for row in reduced if sum(value != 0 for value in row) == 1
    ]  # in reduced form, a cell that follows stands alone in its row


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the reduced echelon form, without its empty rows."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(done, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for at in range(len(rows)):
            if at != done and rows[at][column]:
                factor = rows[at][column]
                rows[at] = [value - factor * mine for value, mine in zip(rows[at], rows[done], strict=True)]
        done += 1
    return rows[:done]


def _wrong_chance(sheets: Mapping[str, set[str]], unit_of: Mapping[str, str], mixing: "Mixing") -> list[str]:
    drawn: dict[str, list[float]] = {name: [] for name in mixing.chance}
    people = sorted(unit_of)
    for draw in range(max((chance.draws for chance in mixing.chance.values()), default=0)):
        tickets = _tickets(mixing.seed, draw, len(people))
        order = sorted(range(len(people)), key=lambda at: (tickets[at], at))
        dealt = {people[at]: unit_of[people[turn]] for turn, at in enumerate(order)}
        indices = _indices(_table(sheets, dealt))
        for name, values in drawn.items():
            values.append(indices[name])
    wrong = []
    for name, chance in mixing.chance.items():
        values = sorted(drawn[name])
        rank = max(1, (chance.draws + 1) // 40)  # one draw in forty at each end
        expected = {"mean": sum(values) / len(values), "low": values[rank - 1], "high": values[-rank]}
        expected["coverage"] = 1 - 2 * rank / (len(values) + 1)
        expected["below"] = sum(value <= getattr(mixing, name) + 1e-12 for value in values)
        expected["above"] = sum(value >= getattr(mixing, name) - 1e-12 for value in values)
        wrong += [
            f"chance of {name}: {part} is {getattr(chance, part)}, not {value}"
            for part, value in expected.items()
            if not _same(getattr(chance, part), value)
        ]
    return wrong


def _tickets(seed: int, draw: int, count: int) -> list[int]:
    """Return the first numbers of the SplitMix64 stream of a seed and a draw."""
    state = _mixed(_mixed(seed & MASK) + draw & MASK)
    return [_mixed(state + 0x9E3779B97F4A7C15 * turn & MASK) for turn in range(1, count + 1)]


def _mixed(word: int) -> int:
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & MASK
    word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
    return word ^ word >> 31


def _same(told: float | None, value: float) -> bool:
    return told is not None and abs(told - value) <= 1e-9 * max(1.0, abs(value))
