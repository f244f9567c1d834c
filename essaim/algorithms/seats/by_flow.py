"""Seats as a flow: hub → agent → (agent, slot) → wish → (unit, session) → session → hub."""

from collections import Counter
from dataclasses import dataclass, field

from essaim.algorithms.answers import Level, SafetyStop
from essaim.algorithms.seats.drawing import Draw
from essaim.algorithms.seats.flow import Flow, Network
from essaim.algorithms.seats.open import Open, Seat, proven, values_of

HUB = 0
LARGEST_HINT = 1000  # floats tell costs apart only while each level is at most so many times the one below


@dataclass(frozen=True, slots=True)
class Found:
    """Seats beyond the kept ones, their levels, and whether the clock ended the search."""

    seats: frozenset[Seat]
    levels: tuple[Level, ...]
    is_cut: bool = False


def is_a_flow(opened: Open) -> bool:
    """Whether every quota counts over one session: one that several share has no place in a flow."""
    if not opened.case.quotas:
        return True
    shared = Counter(opened.case.key(course.id) for course in opened.case.courses)
    return max(shared.values(), default=0) <= 1


@dataclass(slots=True)
class _Map:
    """The network, and the arc of each wish, by agent in the order of the draw."""

    opened: Open
    network: Network = field(default_factory=Network)
    sessions: dict[str, int] = field(default_factory=dict)
    arcs: dict[Seat, int] = field(default_factory=dict)

    def draw(self) -> list[list[int]]:
        """Lay every arc and return those of each agent's wishes, best first."""
        for course in self.opened.case.courses:
            node = self.sessions[course.id] = self.network.node()
            self.network.arc(node, HUB, most=self.opened.seats[course.id])
        self._through_units()
        exact = self.opened.weights
        hint = tuple(_hint(exact))
        return [self._agent(agent, exact, hint) for agent in self.opened.wishes]

    def _through_units(self) -> None:
        for course in self.opened.case.courses:
            for unit in self.opened.case.quotas:
                node = self.network.node()
                quota = self.opened.quotas[unit, self.opened.case.key(course.id)]
                self.network.arc(node, self.sessions[course.id], most=max(0, quota))
                self.sessions[f"{course.id}\0{unit}"] = node

    def _agent(self, agent: str, exact: tuple[int, int, int], hint: tuple[int, ...]) -> list[int]:
        wishes, room = self.opened.wishes[agent], self.opened.room_of(agent)
        if not wishes:
            return []
        opened, node = self.opened, self.network.node()
        cost = -opened.first_seat(agent, exact)
        self.network.arc(
            HUB, node, most=1, cost=cost, hint=-opened.first_seat(agent, (hint[0], hint[1], hint[2]))
        )
        if room > 1:
            self.network.arc(HUB, node, most=room - 1)
        return [self._wish(agent, session, node, (exact[0], hint[0])) for session in wishes]

    def _wish(self, agent: str, session: str, node: int, seat: tuple[int, int]) -> int:
        case = self.opened.case
        rank, unit, slot = case.rank(agent, session), case.agent[agent].unit, case.slot(session)
        if slot is not None and self.opened.room_of(agent) > 1:
            name = f"{agent}\0{slot}\0"
            if name not in self.sessions:
                self.sessions[name] = self.network.node()
                self.network.arc(node, self.sessions[name], most=1)
            node = self.sessions[name]
        head = self.sessions[f"{session}\0{unit}" if unit in case.quotas else session]
        arc = self.network.arc(node, head, most=1, cost=rank - seat[0], hint=rank - seat[1])
        self.arcs[agent, session] = arc
        return arc


def _hint(exact: tuple[int, int, int]) -> tuple[int, int, int]:
    seat = min(exact[0], LARGEST_HINT)
    served = min(exact[1], (seat or 1) * LARGEST_HINT)
    return seat, served, min(exact[2], served * LARGEST_HINT)


def by_flow(opened: Open, *, stop: SafetyStop) -> Found:
    """Return the one best allocation; the draw alone may be cut by the clock."""
    plan = _Map(opened)
    wishes = plan.draw()
    flow = Flow(plan.network)
    settled = Draw(flow).settle(wishes, stop=stop)
    seats = frozenset(seat for seat, arc in plan.arcs.items() if flow.flow[arc])
    granted = with_kept(opened, seats)
    draw = Level("lottery", settled, len(wishes))
    return Found(seats, (*proven(values_of(opened.case, granted)), draw), is_cut=settled < len(wishes))


def with_kept(opened: Open, seats: frozenset[Seat]) -> dict[str, tuple[str, ...]]:
    """Return the sessions of every agent, kept ones first, then best wish first."""
    case = opened.case
    names = sorted(case.agent)
    return {
        name: (*case.kept_by[name], *(s for s in opened.wishes[name] if (name, s) in seats)) for name in names
    }
