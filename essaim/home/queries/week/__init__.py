"""Cette semaine: what waits for a decision, the week's sessions, the season's figures."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.home.models import Snooze
from essaim.home.queries.week import ahead, answers, days, load, partners, topics, units
from essaim.home.queries.week.figures import Figures, season_figures
from essaim.home.queries.week.pulse import pulse_of
from essaim.home.queries.week.sessions import Ready, is_weekend, sessions_of_week
from essaim.home.queries.week.steps import Step, first_steps, has_held_a_session
from essaim.home.queries.week.tasks import Scope, Task, programmes_run_by
from essaim.kernel.language import spoken
from essaim.kernel.prepared import PreparedForMany
from essaim.people.models import Agent
from essaim.programmes.models import Programme

__all__ = [
    "Scope",
    "Step",
    "Task",
    "Week",
    "first_steps",
    "headline",
    "is_weekend",
    "task_named",
    "tasks_for",
    "week_of",
]

KEPT_SECONDS = 60

WATCHES: tuple[Callable[[Scope], Iterable[Task]], ...] = (
    ahead.found,
    topics.found,
    units.found,
    load.hosts_above_load,
    answers.accords,
    answers.piles,
    answers.questionnaires,
    answers.words,
    partners.proposals,
    load.seasons_without_deputy,
    days.school_holidays,
)
"""Each looks for one kind of thing, in a number of queries that does not grow with what it finds."""

ORDER = (
    *("sheet", "close", "host", "accord", "opinion", "minimum", "proposal", "partner", "list"),
    *("load", "paper", "survey", "words", "unit", "deputy", "days"),
)
NUMBERS = (
    *("", gettext_lazy("Une"), gettext_lazy("Deux"), gettext_lazy("Trois"), gettext_lazy("Quatre")),
    *(
        gettext_lazy("Cinq"),
        gettext_lazy("Six"),
        gettext_lazy("Sept"),
        gettext_lazy("Huit"),
        gettext_lazy("Neuf"),
    ),
)


@dataclass(frozen=True)
class Week:
    """All that the page says."""

    tasks: tuple[Task, ...]
    sessions: tuple[Ready, ...]
    figures: Figures | None
    has_begun: bool
    """Whether a session was held: the first steps are over for good."""
    stamp: str
    """Names this reading, so that the page made of it is kept with it."""


def week_of(agent: Agent, *, at: datetime) -> Week:
    """What is known already when nothing has moved within the minute, else worked out anew.

    A button pressed looks again: `task_named` never reads what was kept.
    """
    scope = scope_of(agent, at=at)
    pulse = scope.pulse
    minute = at.replace(second=0, microsecond=0)
    known = agent.organisation.school_until
    key = ("week", agent.pk, agent.is_administrator, agent.organisation_id, known, spoken(), minute, pulse)
    found: Week | None = caches["pages"].get(key)
    if found is None:
        found = Week(
            tasks=tuple(tasks_in(scope)),
            sessions=tuple(sessions_of_week(scope)),
            figures=season_figures(first_of(scope), pulse, at=at),
            has_begun=has_held_a_session(agent.organisation_id),
            stamp=secrets.token_hex(8),
        )
        caches["pages"].set(key, found, KEPT_SECONDS)
    return found


def scope_of(agent: Agent, *, at: datetime) -> Scope:
    programmes = programmes_run_by(agent)
    return Scope(agent, programmes, at, pulse_of(programmes))


def first_of(scope: Scope) -> Programme | None:
    """The first programme of one's own organisation, else the first at all."""
    home = scope.agent.organisation_id
    at_home = [programme for programme in scope.programmes if programme.organisation_id == home]
    return next(iter([*at_home, *scope.programmes]), None)


def tasks_for(agent: Agent, *, at: datetime) -> list[Task]:
    return tasks_in(scope_of(agent, at=at))


def tasks_in(scope: Scope) -> list[Task]:
    """What needs a person, and nothing that was put aside until later: the urgent first, then by kind."""
    if not scope.programmes:
        return []
    aside = set(read_aside(scope.keys, at=scope.at))
    tasks = [task for watch in WATCHES for task in watch(scope) if (task.programme, task.key) not in aside]
    return sorted(tasks, key=lambda task: (not task.is_urgent, ORDER.index(task.kind)))


def aside_at(programmes: list[int], *, at: datetime) -> QuerySet[Snooze, tuple[Any, ...]]:
    return Snooze.objects.filter(programme__in=programmes, until__gt=at).values_list("programme", "key")


read_aside = PreparedForMany(aside_at, at=datetime)


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
