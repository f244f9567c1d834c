"""Hosts above the load that the programme sets, and programmes that one person carries alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from essaim.agenda.models import Host, Session
from essaim.agenda.queries.replacements import substitutes_of
from essaim.home.queries.week.tasks import Scope, Task, moment
from essaim.people.models import Agent
from essaim.programmes.models import Programme, Season
from essaim.ui.words import gettext as _

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Load:
    """How many sessions somebody leads in a programme in the month to come, out of how many at most."""

    agent: int
    name: str
    programme: int
    leads: int
    ceiling: int

    @property
    def is_above(self) -> bool:
        return self.leads > self.ceiling


def hosts_above_load(scope: Scope) -> Iterator[Task]:
    """Who leads more sessions in the thirty days to come than the programme's ceiling; one is easily given away."""
    loads = list(_loads(scope))
    above = [load for load in loads if load.is_above]
    if not above:
        return
    full = {(load.programme, load.agent) for load in loads if load.leads >= load.ceiling}
    sessions = _led_by(above, scope)
    flat = [session for led in sessions.values() for session in led]
    able = substitutes_of(flat, scope.at)
    for load in above:
        yield too_much(load, next(_ways_out(load, sessions, able, full), None))


def _coming(scope: Scope) -> QuerySet[Host]:
    return Host.objects.filter(
        session__programme__in=scope.programmes,
        session__cancelled_at=None,
        session__starts_at__gt=scope.at,
        session__starts_at__lte=scope.at + MONTH,
        agent__isnull=False,
    )


def _loads(scope: Scope) -> Iterator[Load]:
    rows = (
        _coming(scope)
        .values("agent", "agent__first_name", "agent__last_name", "session__programme")
        .annotate(leads=Count("session", distinct=True), ceiling=F("session__programme__host_ceiling"))
        .order_by("-leads", "agent__last_name", "agent")
    )
    for row in rows:
        name = f"{row['agent__first_name']} {row['agent__last_name']}".strip()
        yield Load(row["agent"], name, row["session__programme"], row["leads"], row["ceiling"])


def _led_by(above: list[Load], scope: Scope) -> dict[tuple[int, int], list[Session]]:
    """Their sessions, the farthest first: it leaves most time to whoever takes it over."""
    hosts = _coming(scope).filter(agent__in=[load.agent for load in above])
    found: dict[tuple[int, int], list[Session]] = {}
    for host in hosts.select_related("session__programme__organisation").order_by(
        "-session__starts_at", "pk"
    ):
        if host.agent_id is not None:
            found.setdefault((host.session.programme_id, host.agent_id), []).append(host.session)
    return found


def _ways_out(
    load: Load,
    sessions: dict[tuple[int, int], list[Session]],
    able: dict[int, list[Agent]],
    full: set[tuple[int, int]],
) -> Iterator[tuple[Session, Agent]]:
    """A session and who is free for it and would not be above the ceiling in turn."""
    for session in sessions.get((load.programme, load.agent), []):
        for agent in able.get(session.pk, []):
            if (load.programme, agent.pk) not in full:
                yield session, agent
                break


def too_much(load: Load, way_out: tuple[Session, Agent] | None) -> Task:
    task: dict[str, Any] = {
        "kind": "load",
        "cause": f"agent:{load.agent}",
        "programme": load.programme,
        "what": _("%(name)s anime %(n)s séances dans les 30 jours") % {"name": load.name, "n": load.leads},
        "why": _("Le plafond du dispositif est de %(n)s.") % {"n": load.ceiling},
        "about": load.name,
        "page": reverse("people:agent_detail", args=[load.agent]),
    }
    if way_out is None:
        return Task(
            **task, proposal=_("Confiez l’une d’elles à quelqu’un d’autre."), label=_("Voir ses séances")
        )
    session, agent = way_out
    given = {"title": session.title, "name": agent.full_name, "moment": moment(session)}
    return Task(
        **task,
        proposal=_("La plus lointaine, le %(moment)s : %(name)s sait faire et est libre.") % given,
        label=_("Confier « %(title)s » à %(name)s") % given,
        link=_("Voir ses séances"),
        does={"session": session.pk, "old": load.agent, "new": agent.pk},
    )


def seasons_without_deputy(scope: Scope) -> Iterator[Task]:
    """A running season that nobody could carry on if the one coordinator were away."""
    today = scope.today
    running = Season.objects.filter(programme__in=scope.programmes, starts_on__lte=today, ends_on__gte=today)
    alone = Programme.objects.filter(pk__in=running.values("programme")).annotate(
        carriers=Count("coordinators")
    )
    for programme in alone.filter(carriers__lt=2).order_by("pk"):
        yield Task(
            kind="deputy",
            cause=f"programme:{programme.pk}",
            programme=programme.pk,
            what=_("%(name)s n’a pas de suppléance") % {"name": programme.name},
            why=_lonely(getattr(programme, "carriers", 0)),
            proposal=_("Nommez une deuxième personne : elle verra les mêmes pages."),
            label=_("Nommer une suppléance"),
            about=programme.name,
            page=f"{reverse('programmes:settings_rules')}?dispositif={programme.slug}",
        )


def _lonely(carriers: int) -> str:
    if carriers:
        return _("La saison est en cours, et une seule personne la porte.")
    return _("La saison est en cours, et personne ne la porte.")
