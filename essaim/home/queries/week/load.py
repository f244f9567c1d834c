"""Hosts above the load that the programme sets, and programmes that one person carries alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse

from essaim.agenda.models import Host, Session
from essaim.agenda.queries.replacements import Colleague, substitutes_of
from essaim.home.queries.week.pulse import figures_pulse
from essaim.home.queries.week.tasks import Scope, Task, moment
from essaim.kernel.prepared import PreparedForMany
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
    able = substitutes_of(flat, scope.at, stamp=figures_pulse(scope.pulse))
    for load in above:
        yield too_much(load, next(_ways_out(load, sessions, able, full), None))


def coming(*, after: datetime, until: datetime, **where: Any) -> QuerySet[Host]:
    return Host.objects.filter(
        session__cancelled_at=None,
        session__starts_at__gt=after,
        session__starts_at__lte=until,
        agent__isnull=False,
        **where,
    )


def led_in(programmes: list[int], **period: datetime) -> QuerySet[Host, tuple[Any, ...]]:
    """How many sessions each host leads in each programme."""
    led = coming(session__programme__in=programmes, **period)
    names = "agent", "agent__first_name", "agent__last_name", "session__programme"
    counted = led.values_list(*names).annotate(
        leads=Count("session", distinct=True), ceiling=F("session__programme__host_ceiling")
    )
    return counted.order_by("-leads", "agent__last_name", "agent")


def led_by(agents: list[int], **period: datetime) -> QuerySet[Host]:
    """What they lead, the farthest first."""
    led = coming(agent__in=agents, **period).select_related("session__programme__organisation")
    return led.order_by("-session__starts_at", "pk")


read_loads = PreparedForMany(led_in, after=datetime, until=datetime)
read_led_by = PreparedForMany(led_by, after=datetime, until=datetime)


def _loads(scope: Scope) -> Iterator[Load]:
    for agent, first, last, programme, leads, ceiling in read_loads(
        scope.keys, after=scope.at, until=scope.at + MONTH
    ):
        yield Load(agent, f"{first} {last}".strip(), programme, leads, ceiling)


def _led_by(above: list[Load], scope: Scope) -> dict[tuple[int, int], list[Session]]:
    """Their sessions, the farthest first: it leaves most time to whoever takes it over."""
    found: dict[tuple[int, int], list[Session]] = {}
    agents = {load.agent for load in above}
    for host in read_led_by(agents, after=scope.at, until=scope.at + MONTH):
        if host.session.programme_id in scope.keys:
            found.setdefault((host.session.programme_id, host.agent_id), []).append(host.session)
    return found


def _ways_out(
    load: Load,
    sessions: dict[tuple[int, int], list[Session]],
    able: dict[int, list[Colleague]],
    full: set[tuple[int, int]],
) -> Iterator[tuple[Session, Colleague]]:
    """A session and who is free for it and would not be above the ceiling in turn."""
    for session in sessions.get((load.programme, load.agent), []):
        for agent in able.get(session.pk, []):
            if (load.programme, agent.pk) not in full:
                yield session, agent
                break


def too_much(load: Load, way_out: tuple[Session, Colleague] | None) -> Task:
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
    for programme in read_carried_alone(scope.keys, today=scope.today):
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


def carried_alone(programmes: list[int], *, today: date) -> QuerySet[Programme]:
    running = Season.objects.filter(programme__in=programmes, starts_on__lte=today, ends_on__gte=today)
    alone = Programme.objects.filter(pk__in=running.values("programme")).annotate(
        carriers=Count("coordinators")
    )
    return alone.filter(carriers__lt=2).order_by("pk")


read_carried_alone = PreparedForMany(carried_alone, today=date)


def _lonely(carriers: int) -> str:
    if carriers:
        return _("La saison est en cours, et une seule personne la porte.")
    return _("La saison est en cours, et personne ne la porte.")
