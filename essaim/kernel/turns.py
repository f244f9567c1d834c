"""One after the other, where the database would make them wait anyway."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from django.db import connection

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
_turn = Lock()


def in_turn(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """A view whose whole work is a move: on SQLite, a process makes one at a time.

    SQLite lets one connection write; who waits asks again after a sleep, and who writes loses the interpreter at each
    statement to those who read and draw meanwhile. Here they wait asleep instead, each until its turn. PostgreSQL
    writes for many at once: there nobody waits for a turn.
    """

    @wraps(view)
    def waited(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        if connection.vendor != "sqlite":
            return view(*args, **kwargs)
        with _turn:
            return view(*args, **kwargs)

    return waited
