"""Moves wait for their turn where the database would make them wait anyway."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Lock

import pytest
from django.db import connection

from essaim.kernel.turns import in_turn

PATIENCE = 0.1 if connection.vendor == "sqlite" else 30
"""Seconds to wait for whoever is not to come, or surely comes."""


def both_are_inside():
    """Two threads enter the same view, each hoping to meet the other in it."""
    meeting = Barrier(2)

    @in_turn
    def view():
        try:
            meeting.wait(PATIENCE)
        except BrokenBarrierError:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        return [met.result() for met in [people.submit(view), people.submit(view)]]


def test_sqlite_moves_one_at_a_time_and_postgresql_many():
    many = connection.vendor != "sqlite"

    assert both_are_inside() == [many, many]


def test_a_move_that_fails_gives_its_turn_to_the_next():
    @in_turn
    def failing():
        raise LookupError

    with pytest.raises(LookupError):
        failing()

    assert in_turn(lambda: "done")() == "done"


def test_the_view_keeps_its_name_and_what_it_is_given():
    mine = Lock()

    @in_turn
    def view(one, *, other):
        """What it promises."""
        return one, other

    assert view(mine, other=2) == (mine, 2)
    assert view.__doc__ == "What it promises."
