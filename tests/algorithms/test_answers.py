"""What every answer carries."""

import subprocess
import sys

import numpy as np

from essaim.algorithms.answers import Level, digest_of, fact


def test_a_digest_is_the_same_in_any_order_of_a_set_and_in_another_process():
    ours = digest_of({"b", "a"}, {frozenset({"x", "y"}): 2, frozenset({"z"}): 1}, (1, 2.5, None))

    script = (
        "from essaim.algorithms.answers import digest_of;"
        "print(digest_of({'a', 'b'}, {frozenset({'z'}): 1, frozenset({'y', 'x'}): 2}, (1, 2.5, None)))"
    )
    theirs = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert theirs.stdout.strip() == ours


def test_a_digest_tells_inputs_apart():
    assert len({digest_of(["ab", "c"]), digest_of(["a", "bc"]), digest_of("abc"), digest_of({"a": 1})}) == 4


def test_a_digest_tells_arrays_apart_by_what_they_hold_and_their_shape():
    arrays = [np.arange(4), np.arange(4).reshape(2, 2), np.arange(4.0), np.arange(4)[::-1]]

    assert len({digest_of(array) for array in arrays}) == 4
    assert digest_of(arrays[0]) == digest_of(np.arange(8)[:4])


def test_a_level_is_proven_when_it_meets_its_bound():
    assert [Level("served", 12, bound).is_proven for bound in (12, 13)] == [True, False]


def test_a_fact_gives_its_values_by_name():
    assert fact("full", "alice", seats=30, rank=0.412)["rank"] == 0.412


def test_the_package_knows_no_django():
    script = (
        "import sys, pkgutil, importlib, essaim.algorithms as a\n"
        "for m in pkgutil.walk_packages(a.__path__, 'essaim.algorithms.'): importlib.import_module(m.name)\n"
        "print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    )
    seen = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"
