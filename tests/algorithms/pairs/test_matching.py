"""The matching loop, beside networkx."""

import networkx as nx
import numpy as np
import pytest

from essaim.algorithms.pairs.forest import planted, slacks
from essaim.algorithms.pairs.matching import match


def drawn(seed):
    draw = np.random.default_rng(seed)
    n = 2 * int(draw.integers(1, 9))
    reach = int(draw.choice([2, 5, 100]))
    weight = np.triu(draw.integers(-reach, reach + 1, (n, n)), 1)
    allowed = np.triu(draw.random((n, n)) < draw.choice([0.3, 0.6, 1.0]), 1)
    return weight + weight.T, allowed | allowed.T


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_matchings_are_those_of_networkx_and_prices_prove_them(first):
    for seed in range(first, first + 100):
        weight, allowed = drawn(seed)
        graph = nx.Graph()
        graph.add_nodes_from(range(len(weight)))
        graph.add_weighted_edges_from((i, j, int(weight[i, j])) for i, j in np.argwhere(np.triu(allowed)))
        theirs = nx.max_weight_matching(graph, maxcardinality=True)

        forest = planted(weight, allowed)
        is_perfect = match(forest)

        assert is_perfect == (2 * len(theirs) == len(weight))
        if is_perfect:
            edges = [(i, int(j)) for i, j in enumerate(forest.mate) if i < j]
            assert sum(weight[edge] for edge in edges) == sum(weight[edge] for edge in theirs)
            assert all(allowed[edge] for edge in edges)
            loss = slacks(forest)
            assert loss[allowed].min() >= 0
            assert [int(loss[edge]) for edge in edges] == [0] * len(edges)
