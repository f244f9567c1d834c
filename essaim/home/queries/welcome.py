"""Accueil: what comes next for one person, and whom that person met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext as _

from essaim.agenda.models import Attendance, Registration, Session
from essaim.agenda.queries import cards
from essaim.agenda.rules import is_open_for_registration
from essaim.feedback.queries import Survey, pending_for
from essaim.people.models import Agent
from essaim.programmes.queries import site_of

SUGGESTED = 3
WEEKS_AHEAD = timedelta(days=21)
MET_IS_KEPT_SECONDS = 60

UPCOMING = """
    SELECT session.id, session.version, session.starts_at, session.ends_at, session.published_at, session.seats,
        session.taken, session.waiting, session.kept, programme.organisation_id AS host_id,
        session.registration_opens_at, session.registration_closes_at,
        session.closed_at, session.cancelled_at, mine.state AS own_state, mine.offered_until AS own_until,
        led.id AS is_led, (
            SELECT COUNT(*)
            FROM feedback_invitation invitation
            INNER JOIN feedback_questionnaire survey ON survey.id = invitation.questionnaire_id
            WHERE invitation.agent_id = %s AND NOT invitation.has_answered AND survey.closed_at IS NULL
                AND survey.closes_at > %s
        ) AS surveys_due
    FROM agenda_session session
    INNER JOIN programmes_programme programme ON programme.id = session.programme_id
    LEFT JOIN agenda_registration mine ON mine.session_id = session.id AND mine.agent_id = %s
    LEFT JOIN agenda_host led ON led.session_id = session.id AND led.agent_id = %s
    WHERE (programme.organisation_id = %s OR session.id IN (
            SELECT pool.session_id FROM agenda_pool pool WHERE pool.organisation_id = %s
        )) AND session.published_at IS NOT NULL AND session.closed_at IS NULL
        AND session.cancelled_at IS NULL AND session.ends_at > %s
    ORDER BY session.starts_at, session.id
    LIMIT 200
"""
"""What comes, in few columns, with where one person stands; written out, for building it took longer than it."""


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
    mine: int
    """Those the person goes to or leads."""
    joinable: list[Session]
    next: Session | None
    met: Met


def welcome(agent: Agent, *, at: datetime) -> Welcome:
    """Two queries, or three when a questionnaire waits, whatever the number of sessions."""
    light = upcoming(agent, at=at)
    may_be_asked = not light or light[0].surveys_due  # type: ignore[attr-defined]
    mine = [session for session in light if is_mine(session)]
    return Welcome(
        surveys=pending_for(agent, at)[:1] if may_be_asked else [],
        coming=sum(session.starts_at < at + WEEKS_AHEAD for session in light),
        mine=len(mine),
        joinable=[session for session in light if is_joinable(session, at)][:SUGGESTED],
        next=next(iter(mine), None),
        met=met_by(agent, at=at),
    )


def upcoming(agent: Agent, *, at: datetime) -> list[Session]:
    """What is published and not over, soonest first, each with where the agent stands."""
    values = [agent.pk, at, agent.pk, agent.pk, agent.organisation_id, agent.organisation_id, at]
    return list(Session.objects.raw(UPCOMING, values))


def is_mine(light: Any) -> bool:
    """A seat is held, or the person leads."""
    return light.is_led is not None or light.own_state in Registration.HOLDS_A_SEAT


def is_joinable(light: Any, at: datetime) -> bool:
    """Open, with a free seat that nobody is called for, and neither joined nor left before."""
    free = cards.free_seats(light)
    return (
        light.own_state is None
        and light.is_led is None
        and not light.waiting
        and (free is None or free > 0)
        and is_open_for_registration(light, at)
    )


def own_registration(light: Any) -> Registration:
    """The registration that the few columns tell of; SQLite gives a raw moment without its zone, which is UTC."""
    until = light.own_until
    if until is not None and until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return Registration(state=light.own_state or "", offered_until=until)


def units_of(session: Session) -> tuple[tuple[int, str], ...]:
    """Where those who lead it work."""
    hosts = [host.agent for host in session.hosts.all() if host.agent]
    return tuple((agent.unit.pk, agent.unit.name) for agent in hosts if agent.unit)


def reason_for(light: Session, agent: Agent, met: Met, units: Iterable[tuple[int, str]]) -> str:
    """Something true about this session and this person; the line itself names the hosts and counts the seats."""
    if light.host_id != agent.organisation_id:  # type: ignore[attr-defined]
        return _("Ouverte à votre organisation.")
    units = list(units)
    if any(pk == agent.unit_id for pk, _name in units):
        return _("Quelqu’un de votre service anime.")
    strange = [name for _pk, name in units if name not in met.services]
    if met.services and strange:
        return _("Un service que vous n’avez pas encore croisé cette saison : %(unit)s.") % {
            "unit": strange[0]
        }
    free = cards.free_seats(light)
    if free is not None and free <= cards.FEW:
        return _("Les dernières places : c’est le moment.")
    return _("Ouvert à tous les services.")


def season_start(agent: Agent, day: date) -> tuple[str, date]:
    """The season that runs, else the calendar year."""
    season = site_of(agent).season_on(day)
    return (season[0], season[1]) if season else (_("cette année"), date(day.year, 1, 1))


def met_by(agent: Agent, *, at: datetime) -> Met:
    """People who attended the same closed sessions since the season began, as their services were then.

    The answer changes when a session closes; it is kept for a minute.
    """
    name, first = season_start(agent, at.astimezone(agent.organisation.zone).date())
    key = f"met:{agent.pk}:{first}"
    kept: Met | None = caches["pages"].get(key)
    if kept is None:
        others = Attendance.objects.filter(session__attendances__agent=agent, day__gte=first)
        rows = others.exclude(person=agent.person).order_by("person", "unit__name")
        pairs = list(rows.values_list("person", "unit__name").distinct())
        services = sorted({unit for _person, unit in pairs if unit})
        kept = Met(len({person for person, _unit in pairs}), tuple(services), name)
        caches["pages"].set(key, kept, MET_IS_KEPT_SECONDS)
    return kept
