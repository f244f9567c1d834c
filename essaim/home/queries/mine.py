"""Moi: what somebody goes to, leads, followed, gave and received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from essaim.agenda.models import Attendance, Host, Registration, Session, Sitting
from essaim.agenda.queries import sessions
from essaim.agenda.rules import halves_of
from essaim.people.models import Agent
from essaim.ui.dates import duration

State = Registration.State
SHOWN = (*Registration.LIVE, State.CANCELLED, State.REFUSED)


@dataclass(frozen=True)
class Meeting:
    """One line of the diary: the session, where the person stands with it, and whether the person leads it."""

    session: Session
    registration: Registration | None
    leads: bool


@dataclass(frozen=True)
class Past:
    """One line of what was followed or hosted, with the time it took."""

    session: Session
    day: date
    length: timedelta
    led: bool

    @property
    def length_text(self) -> str:
        return duration(int(self.length.total_seconds()) // 60)


@dataclass(frozen=True)
class Hours:
    """Time received and given since January, from the dates really attended and led."""

    received: timedelta
    attended: int
    given: timedelta
    led: int
    colleagues: int

    @property
    def received_text(self) -> str:
        return duration(int(self.received.total_seconds()) // 60)

    @property
    def given_text(self) -> str:
        return duration(int(self.given.total_seconds()) // 60)


def meetings_of(agent: Agent, *, at: datetime) -> list[Meeting]:
    """What is ahead, soonest first: seats, waits, offers, cancelled ones, and sessions to lead."""
    mine = sessions.registrations_of(agent, after=at)
    standing = {pk: row for pk, row in mine.items() if row.state in SHOWN}
    led = set(
        Host.objects.filter(
            agent=agent,
            session__ends_at__gt=at,
            session__closed_at=None,
            session__cancelled_at=None,
            session__published_at__isnull=False,
        ).values_list("session", flat=True)
    )
    return [
        Meeting(session, standing.get(session.pk), session.pk in led)
        for session in sessions.sessions_to_show({*standing, *led})
        if session.closed_at is None
    ]


def past_of(agent: Agent) -> list[Past]:
    """Closed sessions that the person attended or led, the latest first, with the time of the dates that count."""
    attended = set(Attendance.objects.filter(agent=agent).values_list("session", flat=True))
    led = set(
        Host.objects.filter(agent=agent, session__closed_at__isnull=False).values_list("session", flat=True)
    )
    found = Session.objects.filter(pk__in=attended | led).select_related("format")
    lengths = time_spent(agent, attended=attended - led, led=led)
    zone = agent.organisation.zone
    return [
        Past(one, one.starts_at.astimezone(zone).date(), lengths[one.pk], one.pk in led)
        for one in found.order_by("-starts_at", "pk")
    ]


def time_spent(agent: Agent, *, attended: Iterable[int], led: Iterable[int]) -> dict[int, timedelta]:
    """By session: the half-days where the person was present, and every half-day of what the person led."""
    frozen = Attendance.objects.filter(agent=agent, session__in=attended).order_by("pk")
    total: dict[int, timedelta] = defaultdict(timedelta)
    for session, minutes in frozen.values_list("session", "minutes"):
        total[session] += timedelta(minutes=minutes)
    given = Sitting.objects.filter(session__in=led).select_related("session__programme__organisation")
    for sitting in given.order_by("pk"):
        zone = sitting.session.programme.organisation.zone
        total[sitting.session_id] += timedelta(minutes=sum(half.minutes for half in halves_of(sitting, zone)))
    return total


def hours_of(agent: Agent, past: list[Past], *, today: date) -> Hours:
    """What the lines of this year come to; colleagues are counted once each."""
    this_year = [line for line in past if line.day.year == today.year]
    received = [line for line in this_year if not line.led]
    led = [line for line in this_year if line.led]
    colleagues = (
        Attendance.objects.filter(session__in=[line.session.pk for line in led])
        .exclude(person=agent.person)
        .values("person")
        .distinct()
        .count()
        if led
        else 0
    )
    return Hours(
        received=sum((line.length for line in received), timedelta()),
        attended=len(received),
        given=sum((line.length for line in led), timedelta()),
        led=len(led),
        colleagues=colleagues,
    )
