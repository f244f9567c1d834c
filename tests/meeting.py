"""Two writes that meet: the second is asked for while the transaction of the first is not yet over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

only_postgresql = pytest.mark.skipif(
    "__import__('django.db').db.connection.vendor == 'sqlite'",
    reason="SQLite lets one write at a time: two cannot meet there",
)


def while_ours_is_not_over(ours: Callable[[], object], theirs: Callable[[], object]) -> list[object]:
    """What both answer; an error of either surfaces."""

    def ask() -> object:
        try:
            return theirs()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            mine = ours()
            asked = other.submit(ask)
            until_somebody_waits_for_us()
        return [mine, asked.result(timeout=30)]


def until_somebody_waits_for_us() -> None:
    """PostgreSQL says itself when a statement waits for a row that this transaction holds."""
    with connection.cursor() as cursor:
        for _look in range(10_000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits: the two did not meet")
