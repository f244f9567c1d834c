"""Is the installation fit to serve: the database, its migrations, the worker, and what parts have waiting."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils.module_loading import autodiscover_modules

from essaim.kernel.models import Tick

STALE = timedelta(minutes=15)
Oldest = Callable[[datetime], datetime | None]
QUEUES: dict[str, Oldest] = {}


def queue(name: str) -> Callable[[Oldest], Oldest]:
    """Register a function of `queues.py` that gives the moment since which the oldest piece of work is due."""

    def register(function: Oldest) -> Oldest:
        QUEUES[name] = function
        return function

    return register


def queue_report(now: datetime) -> dict[str, object]:
    """For each queue how long its oldest piece waits, 0 when nothing does, and whether that is too long."""
    autodiscover_modules("queues")
    found: dict[str, object] = {}
    for name, oldest in sorted(QUEUES.items()):
        since = oldest(now)
        age = timedelta() if since is None else now - since
        found[name] = "late" if age > STALE else "ok"
        found[f"{name}_age_seconds"] = round(age.total_seconds())
    return found


def report(now: datetime) -> dict[str, object]:
    """What a monitor reads: `ok`, and each check by name."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        last = Tick.objects.aggregate(last=Max("done_at"))["last"]
        queues = {} if pending else queue_report(now)
    except DatabaseError:
        return {"ok": False, "database": "unreachable"}
    age = None if last is None else round((now - last).total_seconds())
    return {
        "ok": not pending,
        "database": "ok",
        "migrations": "pending" if pending else "ok",
        "worker_age_seconds": age,
        "worker": "never" if age is None else "late" if age > STALE.total_seconds() else "ok",
    } | queues
