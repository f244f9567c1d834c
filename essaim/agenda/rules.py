"""Who may do what in the agenda, and until when; what a half-day is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from essaim.agenda.models import Approval, Pool, Session, Sitting
from essaim.people.models import Agent, Deputy
from essaim.people.rules import can_administer
from essaim.programmes.models import ManagerRule, Programme

SLIP = timedelta(minutes=10)
AFTERTHOUGHT = timedelta(days=4)


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


def can_register_others(agent: Agent, session: Session) -> bool:
    """A head of service for the team, a relay for a unit, those who run the programme for everybody."""
    if session.published_at is None:
        return False
    return agent.acts_for_others or (agent.may_pilot and can_pilot(agent, session.programme))


def acts_for_others(agent: Agent) -> bool:
    """A head of service, a relay: whoever has colleagues to act for."""
    return agent.acts_for_others


def can_print_notices(agent: Agent) -> bool:
    """Who acts for colleagues, for those; who runs a programme, for its sessions."""
    return agent.acts_for_others or agent.may_pilot


class Opening(Protocol):
    """What tells whether one may register: a session, or a few columns of it."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def registration_opens_at(self) -> datetime | None: ...
    @property
    def registration_closes_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def is_open_for_registration(session: Opening, at: datetime) -> bool:
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
    organisation = programme.organisation
    local = at.astimezone(organisation.zone)
    end = organisation.calendar.add_hours(local, programme.offer_working_hours)
    return min(end, promotion_cutoff(session))


NOTES_AFTER = timedelta(days=30)


def may_write(session: Session, at: datetime) -> bool:
    """Those who run a published session write to its people until a month after its closing."""
    if session.published_at is None or session.cancelled_at:
        return False
    return session.closed_at is None or at < session.closed_at + NOTES_AFTER


def useful_until(session: Session, at: datetime) -> datetime:
    """Until when a letter written now about this session is worth sending: until its last date is over.

    One that is written later still (a date cancelled after the fact) has some days, as the worker has.
    """
    return session.ends_at if at < session.ends_at else at + AFTERTHOUGHT


def pool_is_due(pool: Pool, session: Session, at: datetime) -> bool:
    """Whether its free seats are open to everybody: from the first minute of the release day.

    On the eve of the session at the latest, also when the session was brought forward.
    """
    zone = session.programme.organisation.zone
    eve = session.starts_at.astimezone(zone).date() - timedelta(days=1)
    return at.astimezone(zone).date() >= min(pool.releases_on, eve)


NOON, TWO = time(12), time(14)


@dataclass(frozen=True)
class Half:
    """One half-day of a date: what somebody signs for."""

    sitting: Sitting
    number: int
    starts_at: datetime
    ends_at: datetime
    of: int
    """How many half-days the date has: 1 or 2."""

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def key(self) -> tuple[int, int]:
        return (self.sitting.pk, self.number)


def halves_of(sitting: Sitting, zone: ZoneInfo) -> list[Half]:
    """A date that begins before noon and ends after 14 h is two half-days, and lunch counts for nothing.

    So 9 h – 17 h is a morning of three hours and an afternoon of three: the day of six hours of the law. Any other
    date is one half-day, counted from end to end.
    """
    start, end = sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone)
    noon = datetime.combine(start.date(), NOON, tzinfo=zone)
    two = datetime.combine(start.date(), TWO, tzinfo=zone)
    parts = [(start, noon), (two, end)] if start < noon and end > two else [(start, end)]
    return [
        Half(sitting, number, first, last, of=len(parts))
        for number, (first, last) in enumerate(parts, start=1)
    ]


def half_days(sittings: Iterable[Sitting], zone: ZoneInfo) -> list[Half]:
    """Every half-day of a session, in the order of its dates."""
    return [half for sitting in sittings for half in halves_of(sitting, zone)]


ARRIVES_BEFORE = ARRIVES_AFTER = timedelta(minutes=30)
"""One may pick one's name so long before a half-day, when the door opens, and so long after: sessions run over."""
OPINIONS_AFTER = timedelta(hours=2)
"""The room asks for opinions by name so long after its end: people are still about, and a name alone is little."""


def arriving_half(halves: Iterable[Half], at: datetime) -> Half | None:
    """The half-day for which people say that they are there: one that is not over rather than the one before."""
    near = [half for half in halves if half.starts_at - ARRIVES_BEFORE <= at <= half.ends_at + ARRIVES_AFTER]
    return next((half for half in near if at <= half.ends_at), near[-1] if near else None)


def takes_opinions(session: Session, halves: Sequence[Half], at: datetime) -> bool:
    """Whether the room still asks those who came what they think."""
    return session.closed_at is not None and bool(halves) and at <= halves[-1].ends_at + OPINIONS_AFTER


def minutes_attended(halves: Iterable[Half], present: Iterable[tuple[int, int]]) -> int:
    """The hours of the half-days where somebody was present; `present` holds their keys."""
    were_there = set(present)
    return sum(half.minutes for half in halves if half.key in were_there)


def asks_manager(session: Session) -> bool:
    """Whether a seat waits for the line manager's word: the format's rule, else the programme's."""
    return (session.format.manager_rule or session.programme.manager_rule) == ManagerRule.ASKED


def approval_end(session: Session, at: datetime) -> datetime:
    """Until when a manager may answer before silence counts.

    Some working days, never past the moment when the list stops moving, so that a seat refused still finds
    somebody; for what is asked later than that, the beginning of the session.
    """
    programme = session.programme
    organisation = programme.organisation
    local = at.astimezone(organisation.zone)
    cutoff = promotion_cutoff(session)
    last = cutoff if at < cutoff else session.starts_at
    calendar = organisation.calendar
    end = calendar.add_hours(local, calendar.day_hours * programme.approval_days)
    return min(end, last)


def can_answer(agent: Agent, approval: Approval, on: date) -> bool:
    """Who is asked, the deputy of the day, or who runs the programme once it is up to them; never for oneself."""
    registration = approval.registration
    if not agent.is_active or agent.pk == registration.agent_id:
        return False
    if approval.asked_of is None:
        return can_pilot(agent, registration.session.programme)
    if approval.asked_of_id == agent.pk:
        return True
    return Deputy.objects.filter(
        manager=approval.asked_of_id, agent=agent, starts_on__lte=on, ends_on__gte=on
    ).exists()


def can_remind(agent: Agent, approval: Approval) -> bool:
    """Those who run the programme, about what a manager has to answer."""
    asked = approval.state == Approval.State.ASKED and approval.asked_of is not None
    return asked and can_pilot(agent, approval.registration.session.programme)


def may_remind_again(approval: Approval, at: datetime) -> bool:
    """Once per working day at most, whoever or whatever wrote the last reminder."""
    if approval.reminded_at is None:
        return True
    organisation = approval.registration.session.programme.organisation
    last = approval.reminded_at.astimezone(organisation.zone).date()
    return at.astimezone(organisation.zone).date() >= organisation.calendar.next_working_day(last)


def may_change_mind(session: Session, answered_at: datetime, at: datetime) -> bool:
    """As long as the session is not near; for a slip of the finger, some minutes more, never after it began."""
    is_slip = at < answered_at + SLIP
    return at < session.starts_at and (is_slip or not is_near(session, at))


def mind_end(session: Session) -> datetime:
    """Until when a manager's answer may be taken back."""
    return session.starts_at - timedelta(hours=session.programme.direct_hours)


def can_record_opinion(agent: Agent, session: Session) -> bool:
    """HR: who administers the organisation."""
    return can_administer(agent, session.programme.organisation)
