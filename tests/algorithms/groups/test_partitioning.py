"""One round, any weights."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Status, fact
from essaim.algorithms.groups import check_partition, partition
from tests.algorithms.two_processes import printed


def random_weights(n, seed, low=0, high=20):
    weights = np.triu(np.random.default_rng(seed).integers(low, high, (n, n)), 1).astype(float)
    return weights + weights.T


def best_of_all(weights, sizes):
    """Return the highest objective, every assignment tried."""
    best = -np.inf
    for assignment in product(range(len(sizes)), repeat=len(weights)):
        if all(low <= assignment.count(g) <= high for g, (low, high) in enumerate(sizes)):
            group = np.array(assignment)
            best = max(best, np.triu(weights * (group[:, None] == group[None, :]), 1).sum())
    return best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("sizes", [[(2, 4), (2, 4), (1, 3)], [(3, 3), (2, 2), (2, 2)], [(0, 7), (3, 7)]])
@pytest.mark.parametrize("low", [0, -20])
def test_small_cases_reach_the_best_of_all(seed, sizes, low):
    weights = random_weights(7, seed, low=low)

    found = partition(weights, sizes, seed=seed, time_limit=0.2)

    assert check_partition(weights, sizes, assignment=found.assignment, objective=found.objective) == []
    assert found.objective == pytest.approx(best_of_all(weights, sizes))
    assert found.levels[0].bound >= found.objective


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4))
def test_sizes_are_kept_or_named_as_impossible(n, sizes):
    weights = random_weights(n, n)

    found = partition(weights, sizes, seed=1, time_limit=0.01)

    possible = all(low <= high for low, high in sizes)
    possible = possible and sum(low for low, _ in sizes) <= n <= sum(high for _, high in sizes)
    assert (found.status is not Status.INFEASIBLE) == possible
    wrong = check_partition(weights, sizes, assignment=found.assignment, objective=found.objective)
    assert wrong == [] if possible else found.conflicts


def test_the_reasons_of_impossible_sizes_are_named():
    weights = random_weights(5, 1)
    reasons = [
        partition(weights, sizes, seed=1, time_limit=0.1).conflicts
        for sizes in ([(1, 2), (1, 2)], [(3, 4), (3, 4)], [(3, 2), (1, 3)])
    ]

    assert reasons == [
        (fact("too_few_places", "sizes", people=5, places=4),),
        (fact("too_many_places", "sizes", people=5, places=6),),
        (fact("size_upside_down", "0", lowest=3, highest=2),),
    ]


def test_the_same_seed_gives_the_same_answer_in_another_process():
    call = (
        "import numpy as np; from essaim.algorithms.groups import partition;"
        "w = np.random.default_rng(3).random((30, 30)); w = w + w.T;"
        "answer = partition(w, [(4, 8)] * 5, seed=9, time_limit=0.2);"
        "print(answer)"
    )
    weights = np.random.default_rng(3).random((30, 30))

    ours = partition(weights + weights.T, [(4, 8)] * 5, seed=9, time_limit=0.2)

    assert printed(call) == str(ours)
    assert not ours.is_cut


def test_a_search_that_the_clock_stops_says_so(monkeypatch):
    monkeypatch.setattr("essaim.algorithms.groups.partitioning.PACE", 10**9)
    monkeypatch.setattr("essaim.algorithms.groups.partitioning.DEPTH", 10**7)

    found = partition(random_weights(60, 1), [(10, 10)] * 6, seed=1, time_limit=0.2)

    assert found.is_cut


@pytest.mark.parametrize(
    "weights", [np.zeros((2, 3)), np.array([[0, 1], [2, 0]]), np.array([[0, np.nan], [np.nan, 0]])]
)
def test_weights_that_are_no_distances_are_refused(weights):
    with pytest.raises(ValueError, match="weights is"):
        partition(weights, [(1, 1), (1, 1)], seed=1, time_limit=0.1)


def test_the_check_sees_a_broken_partition():
    weights = random_weights(4, 2)
    total = weights[0, 1] + weights[2, 3]

    broken = [((0, 0, 1, 1), 0), ((0, 0, 0, 1), 0), ((0, 0, 1), 0), ((0, 0, 1, 2), 0), ((0, 0, 1, 1), 1)]
    codes = [
        [told.code for told in check_partition(weights, [(2, 2)] * 2, assignment=a, objective=total + error)]
        for a, error in broken
    ]

    assert codes == [[], ["size", "size", "objective"], ["seats"], ["seats"], ["objective"]]
