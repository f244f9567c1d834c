"""Is the installation fit to serve: the database, its migrations, the worker."""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from essaim.kernel.models import Tick

STALE = timedelta(minutes=15)


def report(now: datetime) -> dict[str, object]:
    """What a monitor reads: `ok`, and each check by name."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        last = Tick.objects.aggregate(last=Max("done_at"))["last"]
    except DatabaseError:
        return {"ok": False, "database": "unreachable"}
    age = None if last is None else round((now - last).total_seconds())
    return {
        "ok": not pending,
        "database": "ok",
        "migrations": "pending" if pending else "ok",
        "worker_age_seconds": age,
        "worker": "never" if age is None else "late" if age > STALE.total_seconds() else "ok",
    }
