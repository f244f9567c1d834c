"""Accueil: what comes next for one person, and whom that person met."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from essaim.agenda.models import Attendance, Host, Registration, Session, Sitting
from essaim.agenda.queries import cards, sessions
from essaim.agenda.rules import is_open_for_registration
from essaim.people.models import Agent
from essaim.programmes.queries import site_of

SUGGESTED = 3
WEEKS_AHEAD = timedelta(days=21)
LOOKED_AT = 200
LIGHT = (
    "starts_at", "ends_at", "published_at", "seats", "taken", "waiting", "registration_opens_at",
    "registration_closes_at", "closed_at", "cancelled_at",
)  # fmt: skip


@dataclass(frozen=True)
class Met:
    """How many colleagues somebody sat with, and in which services; never who."""

    colleagues: int
    services: tuple[str, ...]
    since: str


@dataclass(frozen=True)
class Suggestion:
    """A session to join, and why it is shown."""

    session: Session
    reason: str


@dataclass(frozen=True)
class Appointment:
    """What is next in the person's diary: a seat held, or a session to lead."""

    session: Session
    sitting: Sitting
    place: str
    card: cards.CardState
    leads: bool


@dataclass(frozen=True)
class Welcome:
    """All that the page says, apart from the questionnaire."""

    coming: int
    """Sessions of the next three weeks."""
    mine: int
    """Those the person goes to or leads."""
    suggestions: list[Suggestion]
    appointment: Appointment | None
    met: Met


def welcome(agent: Agent, *, at: datetime) -> Welcome:
    """Five queries, whatever the number of sessions."""
    light = upcoming(agent, at=at)
    met = met_by(agent, at=at)
    mine = [session for session in light if is_mine(session)]
    joined = [session for session in light if is_joinable(session, at)][:SUGGESTED]
    shown = {one.pk: one for one in sessions.sessions_to_show([one.pk for one in [*mine[:1], *joined]])}
    return Welcome(
        coming=sum(session.starts_at < at + WEEKS_AHEAD for session in light if not session.cancelled_at),
        mine=len(mine),
        suggestions=[
            Suggestion(shown[one.pk], reason_for(shown[one.pk], agent, met))
            for one in joined
            if one.pk in shown
        ],
        appointment=next((appointment(shown[one.pk], one, at) for one in mine[:1] if one.pk in shown), None),
        met=met,
    )


def upcoming(agent: Agent, *, at: datetime) -> list[Session]:
    """What is published and not over, soonest first, in few columns, each with where the agent stands."""
    own = Registration.objects.filter(agent=agent, session=OuterRef("pk"))
    rows = sessions.upcoming_sessions(agent, at=at).annotate(
        own_state=Subquery(own.values("state")[:1]),
        own_until=Subquery(own.values("offered_until")[:1]),
        is_led=Exists(Host.objects.filter(agent=agent, session=OuterRef("pk"))),
    )
    return list(rows.only(*LIGHT).order_by("starts_at", "pk")[:LOOKED_AT])


def is_mine(session: Any) -> bool:
    """A seat is held, or the person leads."""
    return session.cancelled_at is None and (session.is_led or session.own_state in Registration.HOLDS_A_SEAT)


def is_joinable(session: Any, at: datetime) -> bool:
    """Open, with a free seat that nobody is called for, and neither joined nor left before."""
    free = cards.free_seats(session)
    return (
        session.own_state is None
        and not session.is_led
        and not session.waiting
        and (free is None or free > 0)
        and is_open_for_registration(session, at)
    )


def appointment(session: Session, light: Any, at: datetime) -> Appointment:
    """The card of a seat held; who leads opens the room instead."""
    held = Registration(state=light.own_state or "", offered_until=light.own_until)
    dates = list(session.sittings.all())
    sitting = next((date for date in dates if date.ends_at > at), dates[-1])
    card = cards.state_of(session, held, at)
    return Appointment(session, sitting, sessions.place_of(sitting), card, leads=light.is_led)


def reason_for(session: Session, agent: Agent, met: Met) -> str:
    """Something true about this session and this person; the line itself names the hosts and counts the seats."""
    units = [host.agent.unit for host in session.hosts.all() if host.agent and host.agent.unit]
    if any(unit.pk == agent.unit_id for unit in units):
        return _("Quelqu’un de votre service anime.")
    strange = [unit.name for unit in units if unit.name not in met.services]
    if met.services and strange:
        return _("Vous n’avez encore croisé personne de ce service cette saison : %(unit)s.") % {
            "unit": strange[0]
        }
    free = cards.free_seats(session)
    if free is not None and free <= cards.FEW:
        return _("Les dernières places : c’est le moment.")
    return _("Ouvert à tous les services.")


def season_start(agent: Agent, day: date) -> tuple[str, date]:
    """The season that runs, else the calendar year."""
    season = site_of(agent).season_on(day)
    return (season[0], season[1]) if season else (_("cette année"), date(day.year, 1, 1))


def met_by(agent: Agent, *, at: datetime) -> Met:
    """People who attended the same closed sessions since the season began, as their services were then."""
    name, first = season_start(agent, at.astimezone(agent.organisation.zone).date())
    others = Attendance.objects.filter(session__attendances__agent=agent, day__gte=first)
    rows = others.exclude(person=agent.person).order_by("person", "unit__name")
    pairs = list(rows.values_list("person", "unit__name").distinct())
    services = sorted({unit for _person, unit in pairs if unit})
    return Met(len({person for person, _unit in pairs}), tuple(services), name)
