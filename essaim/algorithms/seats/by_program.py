"""Seats as a mixed integer programme, for quotas that several sessions of a slot share."""

from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

from essaim.algorithms.answers import Level, SafetyStop
from essaim.algorithms.lexicographic import Objective, Program, solve_by_levels
from essaim.algorithms.seats.by_flow import Found, with_kept
from essaim.algorithms.seats.open import Open, Seat, proven, values_of

LARGEST_BLOCK = (
    16  # wishes drawn together: beyond, a tolerance of 1e-6 on the first would weigh as much as the last
)
SPEED = 3e6  # entries of the matrix that a slow core works through in a second, one solution after the other
ONE_DRAW = 10.0  # seconds whose budget one solution may spend

Values = NDArray[numpy.float64]


@dataclass(slots=True)
class _Table:
    """The programme, with the column of each wish and of each agent who is not served yet."""

    opened: Open
    program: Program = field(default_factory=Program)
    wishes: dict[Seat, int] = field(default_factory=dict)
    served: dict[str, int] = field(default_factory=dict)

    def build(self) -> None:
        """Write every column and row."""
        for agent, sessions in self.opened.wishes.items():
            for session in sessions:
                self.wishes[agent, session] = self.program.column()
            if sessions:
                self._agent(agent, sessions)
        self._sessions()
        self._units()

    def _agent(self, agent: str, sessions: tuple[str, ...]) -> None:
        columns = [(self.wishes[agent, session], 1.0) for session in sessions]
        self.program.row(columns, most=self.opened.room_of(agent))
        if not self.opened.case.kept_by[agent]:
            self.served[agent] = self.program.column()
            self.program.row([(self.served[agent], 1.0), *((c, -1.0) for c, _ in columns)], most=0)
        slots: dict[str, list[tuple[int, float]]] = {}
        for session, column in zip(sessions, columns, strict=True):
            if (slot := self.opened.case.slot(session)) is not None:
                slots.setdefault(slot, []).append(column)
        if self.opened.room_of(agent) > 1:
            for terms in slots.values():
                self.program.row(terms, most=1)

    def _sessions(self) -> None:
        for session, seats in self.opened.seats.items():
            terms = [(column, 1.0) for (_, wished), column in self.wishes.items() if wished == session]
            if len(terms) > seats:
                self.program.row(terms, most=seats)

    def _units(self) -> None:
        case = self.opened.case
        groups: dict[tuple[str, tuple[str, str]], list[tuple[int, float]]] = {}
        for (agent, session), column in self.wishes.items():
            unit = case.agent[agent].unit
            if unit in case.quotas:
                groups.setdefault((unit, case.key(session)), []).append((column, 1.0))
        for group, terms in groups.items():
            if len(terms) > self.opened.quotas[group]:
                self.program.row(terms, most=self.opened.quotas[group])

    def objectives(self) -> list[Objective]:
        """Return the levels above the draw; served agents and those who had nothing weigh in one."""
        opened, (seat, _, _) = self.opened, self.opened.weights
        many = len(self.served) + 1
        people = {
            c: 1 + (many if opened.case.agent[agent].had_nothing else 0) for agent, c in self.served.items()
        }
        wishes = {c: seat - opened.case.rank(*wish) for wish, c in self.wishes.items()}
        return [Objective("people", people), Objective("wishes", wishes)]


def by_program(opened: Open, *, stop: SafetyStop, seconds: float) -> Found:
    """Return the best allocation found, with what is proven of it; a budget of nodes ends the search."""
    table = _Table(opened)
    table.build()
    start = numpy.zeros(len(table.program.lower))
    objectives = table.objectives()
    solved = solve_by_levels(table.program, objectives, stop=stop, seconds=seconds, start=start)
    values = solved.values
    settled, is_cut = 0, solved.is_cut
    if solved.is_optimal:
        settled, drawn_out = _draw(table, values, stop=stop, seconds=seconds)
        is_cut = is_cut or drawn_out
    seats = frozenset(seat for seat, column in table.wishes.items() if values[column] > 0)
    worth = values_of(opened.case, with_kept(opened, seats))
    levels = proven(worth) if solved.is_optimal else _bounded(opened, worth)
    return Found(seats, (*levels, Level("lottery", settled, len(opened.wishes))), is_cut)


def _bounded(opened: Open, worth: dict[str, int]) -> tuple[Level, ...]:
    """Return levels with what nothing can go beyond, where the programme proved less."""
    case = opened.case
    seats = len(case.kept) + sum(opened.seats.values())
    asking = [agent for agent in case.agents if opened.wishes[agent.id] or case.kept_by[agent.id]]
    limits = {"had_nothing": sum(agent.had_nothing for agent in asking), "served": min(seats, len(asking))}
    limits |= {"seats": seats, "ranks": 0}
    return tuple(Level(name, value, limits[name]) for name, value in worth.items())


def _draw(table: _Table, values: Values, *, stop: SafetyStop, seconds: float) -> tuple[int, bool]:
    """Settle agents in the order of the draw, in `values`; return how many were, and whether the clock ended it.

    What no row ties together is drawn apart: it comes to the same, in much smaller programmes.
    """
    whole, moving = table.program.without_fixed()
    turns = max(1, int(seconds * SPEED / whole.size))
    unsettled: set[str] = set()
    is_cut = False
    owners = {column: agent for (agent, _), column in table.wishes.items()}
    for columns in whole.parts():
        names = {owners[moving[column]] for column in columns if moving[column] in owners}
        part = _Part(
            table, values, [moving[column] for column in columns], whole.of_columns(columns), stop, turns
        )
        agents = (
            [agent for agent in table.opened.wishes if agent in names] if len(names) > 1 else sorted(names)
        )
        unsettled.update(agents[part.settle(agents) :])
        turns, is_cut = part.turns, is_cut or part.is_cut
    return len(table.opened.wishes) - len(unsettled), is_cut


@dataclass(slots=True)
class _Part:
    """Agents drawn a few at a time, each weighing more than all those after."""

    table: _Table
    values: Values
    moving: list[int]  # the table's column of each one here
    program: Program
    stop: SafetyStop
    turns: int
    is_cut: bool = False

    def settle(self, agents: list[str]) -> int:
        """Settle agents in this order; return how many were before the budget ended."""
        block: list[int] = []
        done = 0
        place = {column: at for at, column in enumerate(self.moving)}
        for number, agent in enumerate(agents):
            wishes = [self.table.wishes[agent, session] for session in self.table.opened.wishes[agent]]
            columns = [column for column in wishes if column in place]
            if not block and self._has_best(agent, set(columns)):
                self._fix(columns)
                continue
            if block and len(block) + len(columns) > LARGEST_BLOCK:
                if not self._solve(block):
                    return done
                block, done = [], number
            block += columns
        return len(agents) if not block or self._solve(block) else done

    def _has_best(self, agent: str, moving: set[int]) -> bool:
        opened = self.table.opened
        left, slots = opened.room_of(agent), set[str | None]()
        for session in opened.wishes[agent]:
            column, slot = self.table.wishes[agent, session], opened.case.slot(session)
            if column not in moving and not self.values[column]:
                continue  # out of reach already
            is_wanted = left > 0 and (slot is None or slot not in slots)
            if bool(self.values[column]) != is_wanted:
                return False
            if is_wanted:
                left -= 1
                slots.add(slot)
        return True

    def _fix(self, columns: list[int]) -> None:
        place = {column: at for at, column in enumerate(self.moving)}
        for column in columns:
            self.program.fix(place[column], self.values[column])

    def _solve(self, block: list[int]) -> bool:
        if self.turns <= 0 or self.stop.is_due():
            self.is_cut = self.turns > 0
            return False
        self.turns -= 1
        self._shrink()
        place = {column: at for at, column in enumerate(self.moving)}
        weights = {place[column]: 2**power for power, column in enumerate(reversed(block))}
        solved = solve_by_levels(
            self.program.copy(),
            [Objective("draw", weights)],
            stop=self.stop,
            seconds=ONE_DRAW,
            start=self.values[self.moving],
        )
        if not solved.is_optimal:
            self.is_cut = solved.is_cut
            return False
        self.values[self.moving] = solved.values
        self._fix(block)
        return True

    def _shrink(self) -> None:
        """Leave out what no longer moves, once it is a tenth of all."""
        still = sum(low == high for low, high in zip(self.program.lower, self.program.upper, strict=True))
        if still * 10 > len(self.moving):
            self.program, kept = self.program.without_fixed()
            self.moving = [self.moving[column] for column in kept]
