"""Regular work: each part registers what it does when its moment comes; the worker runs what is due, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.module_loading import autodiscover_modules

from essaim.kernel.models import Tick

LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Chore:
    """A function that finds what is due at a moment, does it, and says how much it did."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]


CHORES: dict[str, Chore] = {}


def every(**interval: float) -> Callable[[Callable[[datetime], int]], Callable[[datetime], int]]:
    """Register an idempotent function of `jobs.py`, named after its module and itself."""

    def register(function: Callable[[datetime], int]) -> Callable[[datetime], int]:
        name = f"{function.__module__.split('.')[1]}.{function.__name__}"
        CHORES[name] = Chore(name, timedelta(**interval), function)
        return function

    return register


def due_moment(chore: Chore, now: datetime) -> datetime:
    """The last moment at which the chore had to run, aligned on its interval since the epoch."""
    step = chore.every.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // step * step, tz=now.tzinfo)


def claim(chore: Chore, now: datetime) -> Tick | None:
    """Take this moment's turn, unless it was done or somebody is at it; a turn left by the dead is taken over."""
    tick, _ = Tick.objects.get_or_create(name=chore.name, due_at=due_moment(chore, now))
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    taken = Tick.objects.filter(free, pk=tick.pk, done_at=None).update(leased_until=now + LEASE)
    return tick if taken else None


def run_due(now: datetime) -> dict[str, int]:
    """Run every chore whose turn has come; what each did, by name."""
    autodiscover_modules("jobs")
    done: dict[str, int] = {}
    for chore in CHORES.values():
        tick = claim(chore, now)
        if tick is None:
            continue
        done[chore.name] = chore.run(now)
        Tick.objects.filter(pk=tick.pk).update(done_at=now, leased_until=None)
        forget_old(chore, before=tick.due_at)
    return done


def forget_old(chore: Chore, *, before: datetime) -> None:
    """Only the last turns are worth keeping."""
    Tick.objects.filter(name=chore.name, due_at__lt=before - 100 * chore.every).delete()
