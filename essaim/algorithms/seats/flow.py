"""A flow of least cost in whole numbers: found by linear programming, proven and mended by Bellman-Ford."""

from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Whole = NDArray[numpy.int64]
LOOK = 64  # rounds of Bellman-Ford between two looks for a cycle


@dataclass(slots=True)
class Network:
    """Arcs between numbered nodes; a circulation: what comes in goes out, everywhere."""

    nodes: int = 1
    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    hints: list[int] = field(default_factory=list)

    def node(self) -> int:
        """Add a node and return its number; 0 is there from the start."""
        self.nodes += 1
        return self.nodes - 1

    def arc(self, tail: int, head: int, *, most: int, cost: int = 0, hint: int = 0) -> int:
        """Add an arc and return its number; `hint` stands for the cost where floats must be small."""
        self.tails.append(tail)
        self.heads.append(head)
        self.most.append(most)
        self.costs.append(cost)
        self.hints.append(hint)
        return len(self.tails) - 1


class Flow:
    """A circulation of least cost: `flow` on arcs, and `is_tight` where it may change without changing the cost."""

    def __init__(self, network: Network) -> None:
        self.nodes = network.nodes
        self.tails, self.heads = _whole(network.tails), _whole(network.heads)
        self.most, self.costs = _whole(network.most), _whole(network.costs)
        self.flow = self._first(_whole(network.hints))
        potentials = self._potentials()
        self.is_tight = self.costs + potentials[self.tails] == potentials[self.heads]

    def _first(self, hints: Whole) -> Whole:
        """Return a circulation of least cost as far as floats can tell."""
        count = len(hints)
        if count == 0:
            return numpy.zeros(0, dtype=numpy.int64)
        ones = numpy.ones(count)
        places = numpy.concatenate([self.tails, self.heads]), numpy.tile(numpy.arange(count), 2)
        balance = coo_array((numpy.concatenate([ones, -ones]), places), shape=(self.nodes, count)).tocsr()
        bounds = numpy.stack([numpy.zeros(count), self.most], axis=1)
        answer = linprog(hints, A_eq=balance, b_eq=numpy.zeros(self.nodes), bounds=bounds, method="highs-ds")
        flow = numpy.rint(answer.x).astype(numpy.int64) if answer.x is not None else 0 * hints
        is_kept = not (balance @ flow).any() and (flow >= 0).all() and (flow <= self.most).all()
        return flow if is_kept else 0 * flow

    def _potentials(self) -> Whole:
        """Return distances that no open arc shortens, after having pushed along each cycle of negative cost."""
        while True:
            distances, cycle = self._distances()
            if cycle is None:
                return distances
            self._push(cycle)

    def _distances(self) -> tuple[Whole, list[int] | None]:
        count = len(self.flow)
        forth, back = numpy.flatnonzero(self.flow < self.most), numpy.flatnonzero(self.flow > 0)
        tails = numpy.concatenate([self.tails[forth], self.heads[back]])
        heads = numpy.concatenate([self.heads[forth], self.tails[back]])
        costs = numpy.concatenate([self.costs[forth], -self.costs[back]])
        steps = numpy.concatenate([forth, back + count])  # an arc run backwards has its number plus `count`
        distances = numpy.zeros(self.nodes, dtype=numpy.int64)
        parents = numpy.full(self.nodes, -1)
        turn = 0
        while True:
            reached = distances[tails] + costs
            shorter = numpy.flatnonzero(reached < distances[heads])
            if not len(shorter):
                return distances, None
            numpy.minimum.at(distances, heads[shorter], reached[shorter])
            best = shorter[reached[shorter] == distances[heads[shorter]]]
            parents[heads[best]] = best
            turn += 1
            if turn % LOOK == 0 and (cycle := _cycle(parents, tails)) is not None:
                return distances, [int(steps[arc]) for arc in cycle]

    def _push(self, steps: list[int]) -> None:
        count = len(self.flow)
        for step in steps:
            self.flow[step % count] += 1 if step < count else -1

    def components(self, arcs: Whole) -> Whole:
        """Return the number of each node's component: nodes that some of these arcs lead between both ways."""
        forth, back = arcs[self.flow[arcs] < self.most[arcs]], arcs[self.flow[arcs] > 0]
        tails = numpy.concatenate([self.tails[forth], self.heads[back]])
        heads = numpy.concatenate([self.heads[forth], self.tails[back]])
        ways = csr_array((numpy.ones(len(tails)), (tails, heads)), shape=(self.nodes, self.nodes))
        labels: Whole = connected_components(ways, directed=True, connection="strong")[1]
        return labels


def _whole(numbers: list[int]) -> Whole:
    return numpy.array(numbers, dtype=numpy.int64)


def _cycle(parents: Whole, tails: Whole) -> list[int] | None:
    """Return the arcs of a cycle among parents, if there is one."""
    seen: dict[int, int] = {}
    for start in range(len(parents)):
        node, way = start, []
        while node not in seen and parents[node] >= 0:
            seen[node] = start
            way.append(node)
            node = int(tails[parents[node]])
        if way and seen.get(node) == start and parents[node] >= 0:
            return [int(parents[member]) for member in way[way.index(node) :]]
    return None
