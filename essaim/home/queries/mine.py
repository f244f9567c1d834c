"""Moi: what somebody goes to, leads, followed, gave and received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from essaim.agenda.models import Attendance, Host, Presence, Registration, Session, Sitting
from essaim.agenda.queries import sessions
from essaim.people.models import Agent
from essaim.ui.dates import NBSP

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
        return duration(self.length)


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
        return duration(self.received)

    @property
    def given_text(self) -> str:
        return duration(self.given)


def duration(length: timedelta) -> str:
    """« 1 h 30 », « 45 min », « 7 h »."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    if not hours and minutes:
        return f"{minutes}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02}" if minutes else "")


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
    """By session: the dates where the person was present, and every date of what the person led."""
    were_there = Presence.objects.filter(
        agent=agent, status=Presence.Status.PRESENT, sitting__session__in=attended
    ).values_list("sitting__session", "sitting__starts_at", "sitting__ends_at")
    given = Sitting.objects.filter(session__in=led).values_list("session", "starts_at", "ends_at")
    total: dict[int, timedelta] = defaultdict(timedelta)
    for session, starts_at, ends_at in [*were_there.order_by("pk"), *given.order_by("pk")]:
        total[session] += ends_at - starts_at
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
