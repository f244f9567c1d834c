"""Who may do what in the agenda, and until when."""

from datetime import datetime, time, timedelta

from essaim.agenda.models import Pool, Session
from essaim.kernel.worktime import add_working_hours
from essaim.people.models import Agent
from essaim.programmes.models import Programme


def can_pilot(agent: Agent, programme: Programme) -> bool:
    """Coordinators of the programme, administrators of its organisation."""
    if agent.is_platform_administrator:
        return True
    if agent.is_administrator and agent.organisation_id == programme.organisation_id:
        return True
    return agent.is_coordinator and programme.coordinators.filter(pk=agent.pk).exists()


def can_lead(agent: Agent, session: Session) -> bool:
    """Its hosts open the room; those who run the programme may replace them."""
    return session.hosts.filter(agent=agent).exists() or can_pilot(agent, session.programme)


def can_register(agent: Agent, session: Session) -> bool:
    """Every agent in post may register for what the own organisation publishes."""
    return agent.is_active and session.published_at is not None


def is_open_for_registration(session: Session, at: datetime) -> bool:
    """Published, not over, inside its registration period."""
    if session.published_at is None or session.cancelled_at or session.closed_at or at >= session.starts_at:
        return False
    opens, closes = session.registration_opens_at, session.registration_closes_at
    return (opens is None or at >= opens) and (closes is None or at < closes)


def promotion_cutoff(session: Session) -> datetime:
    """After this moment nobody is called from the waiting list any more."""
    programme = session.programme
    if programme.promotion_cutoff == Programme.Cutoff.TWO_HOURS:
        return session.starts_at - timedelta(hours=2)
    zone = programme.organisation.zone
    eve = session.starts_at.astimezone(zone).date() - timedelta(days=1)
    return datetime.combine(eve, time(12), tzinfo=zone)


def may_promote(session: Session, at: datetime) -> bool:
    return session.cancelled_at is None and session.closed_at is None and at < promotion_cutoff(session)


def is_near(session: Session, at: datetime) -> bool:
    """So near that a freed seat is given without asking."""
    return at >= session.starts_at - timedelta(hours=session.programme.direct_hours)


def offer_end(session: Session, at: datetime) -> datetime:
    """Until when a seat offered now is kept: some working hours, never past the cut-off."""
    programme = session.programme
    local = at.astimezone(programme.organisation.zone)
    return min(add_working_hours(local, programme.offer_working_hours), promotion_cutoff(session))


def pool_is_due(pool: Pool, session: Session, at: datetime) -> bool:
    """Whether its free seats are open to everybody: from the first minute of the release day.

    On the eve of the session at the latest, also when the session was brought forward.
    """
    zone = session.programme.organisation.zone
    eve = session.starts_at.astimezone(zone).date() - timedelta(days=1)
    return at.astimezone(zone).date() >= min(pool.releases_on, eve)
