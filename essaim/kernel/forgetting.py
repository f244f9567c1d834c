"""Deleting what is kept no longer, some rows at a time: nobody waits while years of them go."""

from typing import Any

from django.db.models import QuerySet

BATCH = 500


def forget(rows: QuerySet[Any], *, batch: int = BATCH) -> int:
    """Delete all these rows, each batch in a transaction of its own; how many they were.

    Stopped half-way, it has deleted some and will find the others next time.
    """
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:batch]):
        rows.filter(pk__in=keys).delete()
        count += len(keys)
    return count
