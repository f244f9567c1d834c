"""Cette semaine: what waits for a decision, the week's sessions, the season's figures."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from essaim.home.models import Snooze
from essaim.home.queries.week import ahead, load, topics, units
from essaim.home.queries.week.figures import season_figures
from essaim.home.queries.week.sessions import is_weekend, sessions_of_week
from essaim.home.queries.week.steps import Step, first_steps
from essaim.home.queries.week.tasks import Scope, Task
from essaim.people.models import Agent
from essaim.programmes.queries import programmes_to_pilot

__all__ = [
    "Scope",
    "Step",
    "Task",
    "first_steps",
    "headline",
    "is_weekend",
    "season_figures",
    "sessions_of_week",
    "tasks_for",
]

WATCHES: tuple[Callable[[Scope], Iterable[Task]], ...] = (
    ahead.found,
    topics.found,
    units.found,
    load.hosts_above_load,
    load.seasons_without_deputy,
)
"""Each looks for one kind of thing, in a number of queries that does not grow with what it finds."""

ORDER = ("sheet", "close", "host", "proposal", "list", "load", "unit", "deputy")
NUMBERS = ("", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf")


def scope_of(agent: Agent, *, at: datetime) -> Scope:
    return Scope(agent, tuple(programmes_to_pilot(agent)), at)


def tasks_for(agent: Agent, *, at: datetime) -> list[Task]:
    """What needs a person, and nothing that was put aside until later: the urgent first, then by kind."""
    scope = scope_of(agent, at=at)
    if not scope.programmes:
        return []
    aside = set(
        Snooze.objects.filter(programme__in=scope.programmes, until__gt=at).values_list("programme", "key")
    )
    tasks = [task for watch in WATCHES for task in watch(scope) if (task.programme, task.key) not in aside]
    return sorted(tasks, key=lambda task: (not task.is_urgent, ORDER.index(task.kind)))


def task_named(agent: Agent, key: str, *, at: datetime) -> Task | None:
    """The thing to decide that still bears this key; None once it is settled."""
    return next((task for task in tasks_for(agent, at=at) if task.key == key), None)


def headline(count: int, *, is_new: bool = False) -> str:
    """« Cinq choses vous attendent »; on a new site, what comes first."""
    if is_new and count == 0:
        return _("Bienvenue, tout commence ici")
    if count == 0:
        return _("Rien ne vous attend")
    if count == 1:
        return _("Une chose vous attend")
    return _("%(n)s choses vous attendent") % {"n": NUMBERS[count] if count < len(NUMBERS) else count}
