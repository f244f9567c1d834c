"""Pieces of pages kept in memory."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from essaim.kernel.kept import KeptCache

NOW = datetime(2030, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def kept():
    cache = KeptCache("tests", {"OPTIONS": {"MAX_ENTRIES": 3}})
    cache.clear()
    return cache


def test_get_many_gives_what_is_kept_under_keys_of_any_shape(kept):
    kept.set(("line", 1, None), "un")
    kept.set("two", "deux")

    assert kept.get_many([("line", 1, None), "two", "three"]) == {("line", 1, None): "un", "two": "deux"}


def test_get_forgets_when_the_moment_has_come(kept):
    with time_machine.travel(NOW, tick=False):
        kept.set("a", "un", 60)
        kept.set("b", "deux", None)
    with time_machine.travel(NOW + timedelta(seconds=60), tick=False):
        assert [kept.get("a"), kept.get("b"), "a" in kept] == [None, "deux", False]


def test_set_lets_the_oldest_go_when_full(kept):
    for key in "abcd":
        kept.set(key, key)

    assert kept.get_many("abcd") == {"b": "b", "c": "c", "d": "d"}


def test_delete_and_clear_leave_nothing(kept):
    kept.set("a", 1)
    kept.set("b", 2)

    assert [kept.delete("a"), kept.delete("a")] == [True, False]
    kept.clear()
    assert kept.get("b") is None


def test_two_caches_of_one_name_share_what_they_keep(kept):
    kept.set("a", "un")

    assert KeptCache("tests", {}).get("a") == "un"
