"""The draw on a flow: agent after agent, the best wishes that leave the cost as it is."""

from collections import deque

import numpy

from essaim.algorithms.answers import SafetyStop
from essaim.algorithms.seats.flow import Flow, Whole


class Draw:
    """Wishes settled one after the other; what is settled no longer moves."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._level, self._most = flow.flow.tolist(), flow.most.tolist()
        self._tails, self._heads = flow.tails.tolist(), flow.heads.tolist()
        self._is_open = flow.is_tight.copy()
        self._near: list[list[int]] = [[] for _ in range(flow.nodes)]
        self._refresh()
        for arc in numpy.flatnonzero(self._is_open).tolist():
            self._near[self._tails[arc]].append(arc)
            self._near[self._heads[arc]].append(~arc)  # the arc run backwards

    def settle(self, wishes: list[list[int]], *, stop: SafetyStop) -> int:
        """Settle the wishes of agents in their order, best first; return how many agents were settled."""
        for done, arcs in enumerate(wishes):
            if stop.is_due():
                self._write()
                return done
            for arc in arcs:
                self._settle(arc)
        self._write()
        return len(wishes)

    def _settle(self, arc: int) -> None:
        if not self._is_open[arc]:
            return
        if not self._level[arc]:
            way = self._way(self._heads[arc], self._tails[arc], without=arc)
            for step in [] if way is None else [*way, arc]:
                self._level[step if step >= 0 else ~step] += 1 if step >= 0 else -1
            if way is None:
                self._is_open[arc] = False
                self._refresh()
        self._is_open[arc] = False

    def _write(self) -> None:
        self._flow.flow[:] = self._level

    def _refresh(self) -> None:
        """Close for good the arcs that no cycle runs through any more."""
        self._write()
        arcs: Whole = numpy.flatnonzero(self._is_open)
        self._parts = self._flow.components(arcs).tolist()
        parts = numpy.array(self._parts)
        self._is_open[arcs] = parts[self._flow.tails[arcs]] == parts[self._flow.heads[arcs]]

    def _way(self, start: int, end: int, *, without: int) -> list[int] | None:
        """Return open arcs that lead from a node to another, shortest way first."""
        if self._parts[start] != self._parts[end]:
            return None
        came: dict[int, int] = {start: without}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for step in self._near[node]:
                arc, other = (step, self._heads[step]) if step >= 0 else (~step, self._tails[~step])
                if other in came or arc == without or not self._is_open[arc]:
                    continue
                if self._level[arc] < self._most[arc] if step >= 0 else self._level[arc] > 0:
                    came[other] = step
                    if other == end:
                        return self._back(came, start, end)
                    queue.append(other)
        return None

    def _back(self, came: dict[int, int], start: int, end: int) -> list[int]:
        way, node = [], end
        while node != start:
            step = came[node]
            way.append(step)
            node = self._tails[step] if step >= 0 else self._heads[~step]
        return way
