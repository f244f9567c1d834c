"""Accueil: what comes next for one person, and whom that person met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import Count, FilteredRelation, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from essaim.agenda.models import Attendance, Registration, Session
from essaim.agenda.queries import cards
from essaim.agenda.queries.sessions import published_and_not_over
from essaim.agenda.rules import is_open_for_registration
from essaim.feedback.models import Invitation
from essaim.feedback.queries import Survey, pending_for
from essaim.kernel.prepared import Prepared
from essaim.people.models import Agent
from essaim.programmes.queries import site_of

SUGGESTED = 3
WEEKS_AHEAD = timedelta(days=21)
MET_IS_KEPT_SECONDS = 60

AT_MOST = 200


class Light(NamedTuple):
    """A session in few columns, with where one person stands: enough to choose what the page shows."""

    pk: int
    version: int
    starts_at: datetime
    ends_at: datetime
    published_at: datetime | None
    seats: int | None
    taken: int
    waiting: int
    kept: int
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    organisation: int
    """The one that publishes it."""
    own_state: str | None
    own_until: datetime | None
    is_led: int | None
    surveys_due: int | None

    @property
    def free_seats(self) -> int | None:
        return None if self.seats is None else max(self.seats - self.taken - self.kept, 0)


@dataclass(frozen=True)
class Met:
    """How many colleagues somebody sat with, and in which services; never who."""

    colleagues: int
    services: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class Welcome:
    """All that the page says; sessions are in few columns, for their pieces of page are kept."""

    surveys: list[Survey]
    """The next questionnaire to close, if one waits for an answer."""
    coming: int
    """Sessions of the next three weeks."""
    is_bare: bool
    """Nothing at all is published that is still to come."""
    mine: int
    """Those the person goes to or leads."""
    joinable: list[Light]
    next: Light | None
    met: Met


def welcome(agent: Agent, *, at: datetime) -> Welcome:
    """Two queries, or three when a questionnaire waits, whatever the number of sessions."""
    light = upcoming(agent, at=at)
    may_be_asked = not light or light[0].surveys_due
    mine = [session for session in light if is_mine(session)]
    return Welcome(
        surveys=pending_for(agent, at)[:1] if may_be_asked else [],
        coming=sum(session.starts_at < at + WEEKS_AHEAD for session in light),
        is_bare=not light,
        mine=len(mine),
        joinable=[session for session in light if is_joinable(session, at)][:SUGGESTED],
        next=next(iter(mine), None),
        met=met_by(agent, at=at),
    )


def upcoming(agent: Agent, *, at: datetime) -> list[Light]:
    """What is published and not over, soonest first, each with where the agent stands."""
    found: list[Light] = read_upcoming(agent=agent.pk, organisation=agent.organisation_id, at=at)
    return found


def upcoming_for(*, agent: int, organisation: int, at: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    due = Invitation.objects.filter(
        agent=agent, has_answered=False, questionnaire__closed_at=None, questionnaire__closes_at__gt=at
    )
    sessions = published_and_not_over(organisation=organisation, at=at).filter(cancelled_at=None)
    standing = sessions.annotate(
        mine=FilteredRelation("registrations", condition=Q(registrations__agent=agent)),
        led=FilteredRelation("hosts", condition=Q(hosts__agent=agent)),
        surveys_due=Subquery(due.order_by().values("agent").annotate(n=Count("pk")).values("n")),
    )
    columns = [*Light._fields[:13], "programme__organisation"]
    columns += ["mine__state", "mine__offered_until", "led__pk", "surveys_due"]
    return standing.order_by("starts_at", "pk").values_list(*columns)[:AT_MOST]


read_upcoming = Prepared(upcoming_for, Light, agent=int, organisation=int, at=datetime)


def is_mine(light: Light) -> bool:
    """A seat is held, or the person leads."""
    return light.is_led is not None or light.own_state in Registration.HOLDS_A_SEAT


def is_joinable(light: Light, at: datetime) -> bool:
    """Open, with a free seat that nobody is called for, and neither joined nor left before."""
    free = light.free_seats
    return (
        light.own_state is None
        and light.is_led is None
        and not light.waiting
        and (free is None or free > 0)
        and is_open_for_registration(light, at)
    )


def own_registration(light: Light) -> Registration:
    """The registration that the few columns tell of."""
    return Registration(state=light.own_state or "", offered_until=light.own_until)


def units_of(session: Session) -> tuple[tuple[int, str], ...]:
    """Where those who lead it work."""
    hosts = [host.agent for host in session.hosts.all() if host.agent]
    return tuple((agent.unit.pk, agent.unit.name) for agent in hosts if agent.unit)


def reason_for(light: Light, agent: Agent, met: Met, units: Iterable[tuple[int, str]]) -> str:
    """Something true about this session and this person; the line itself names the hosts and counts the seats."""
    if light.organisation != agent.organisation_id:
        return _("Ouverte à votre organisation.")
    units = list(units)
    if any(pk == agent.unit_id for pk, _name in units):
        return _("Quelqu’un de votre service anime.")
    strange = [name for _pk, name in units if name not in met.services]
    if met.services and strange:
        return _("Un service que vous n’avez pas encore croisé cette saison : %(unit)s.") % {
            "unit": strange[0]
        }
    free = light.free_seats
    if free is not None and free <= cards.FEW:
        return _("Les dernières places : c’est le moment.")
    return _("Ouvert à tous les services.")


def season_start(agent: Agent, day: date) -> tuple[str, date]:
    """The season that runs, else the calendar year."""
    season = site_of(agent).season_on(day)
    return (season[0], season[1]) if season else (_("cette année"), date(day.year, 1, 1))


def met_by(agent: Agent, *, at: datetime) -> Met:
    """People who attended the same closed sessions since the season began, as their services were then.

    Services of another employer, met at a session shared with partners, are not named. The answer changes
    when a session closes; it is kept for a minute.
    """
    name, first = season_start(agent, at.astimezone(agent.organisation.zone).date())
    key = f"met:{agent.pk}:{first}"
    kept: Met | None = caches["pages"].get(key)
    if kept is None:
        others = Attendance.objects.filter(session__attendances__agent=agent, day__gte=first)
        rows = others.exclude(person=agent.person).order_by("person", "unit__name")
        met = rows.values_list("person", "unit__name", "unit__organisation").distinct()
        pairs = [(person, unit if home == agent.organisation_id else "") for person, unit, home in met]
        services = sorted({unit for _person, unit in pairs if unit})
        kept = Met(len({person for person, _unit in pairs}), tuple(services), name)
        caches["pages"].set(key, kept, MET_IS_KEPT_SECONDS)
    return kept
