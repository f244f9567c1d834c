"""Who of a team is away when: what managers read, and nothing of what people think or answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Value

from essaim.agenda.models import Attendance, Host, Registration, Session, Sitting
from essaim.kernel.prepared import PreparedForMany, as_it_is
from essaim.kernel.sorting import bare
from essaim.people.models import Agent
from essaim.people.queries.teams import manager_of, team_of
from essaim.ui.dates import day_of_month, hours

State = Registration.State
COLUMNS = (
    *("session", "session__slug", "session__title", "session__format__colour"),
    *("session__sittings__starts_at", "session__sittings__ends_at", "agent"),
)


@dataclass(frozen=True)
class Away:
    """One person away at one date of a session, as a participant or leading it."""

    agent: Agent
    session_id: int
    slug: str
    title: str
    colour: str
    starts_at: datetime
    ends_at: datetime
    is_pending: bool = False
    leads: bool = False
    registration_id: int | None = None

    def day_in(self, zone: ZoneInfo) -> date:
        return self.starts_at.astimezone(zone).date()

    def words_in(self, zone: ZoneInfo) -> str:
        """« Rachel Fabre (Publipostage, 9 h – 12 h) »."""
        here = hours(self.starts_at.astimezone(zone).time(), self.ends_at.astimezone(zone).time())
        return f"{self.agent.full_name} ({self.title}, {here})"


def away_between(team: Iterable[Agent], first: datetime, last: datetime) -> list[Away]:
    """Each date that one of the team follows or leads between two moments, in two queries, soonest first."""
    people = {agent.pk: agent for agent in team}
    found = [
        Away(
            people[agent], pk, slug, title, colour, starts, ends, state == State.PENDING, registration_id=row
        )
        for pk, slug, title, colour, starts, ends, agent, state, row in read_seated(
            people, first=first, last=last
        )
    ]
    found += [
        Away(people[agent], pk, slug, title, colour, starts, ends, leads=True)
        for pk, slug, title, colour, starts, ends, agent in read_leading(people, first=first, last=last)
    ]
    return sorted(found, key=lambda away: (away.starts_at, bare(away.agent.last_name), away.agent.pk))


def meanwhile(agents: list[int], first: datetime, last: datetime) -> Q:
    """Dates between two moments of sessions that are held. Those over before are not looked into."""
    dates = Q(session__sittings__starts_at__lt=last, session__sittings__ends_at__gt=first)
    alive = Q(session__cancelled_at=None, session__published_at__isnull=False, session__ends_at__gt=first)
    return dates & alive & Q(agent__in=agents)


def seated(agents: list[int], *, first: datetime, last: datetime) -> QuerySet[Registration, tuple[Any, ...]]:
    rows = Registration.objects.filter(
        meanwhile(agents, first, last), state__in=(State.CONFIRMED, State.PENDING)
    )
    return rows.order_by().values_list(*COLUMNS, "state", "pk")


def leading(agents: list[int], *, first: datetime, last: datetime) -> QuerySet[Host, tuple[Any, ...]]:
    return Host.objects.filter(meanwhile(agents, first, last)).order_by().values_list(*COLUMNS)


read_seated = PreparedForMany(seated, as_it_is, first=datetime, last=datetime)
read_leading = PreparedForMany(leading, as_it_is, first=datetime, last=datetime)


@dataclass(frozen=True)
class AwayDay:
    """One day of a session asked for: who of the team is away already, how many would remain."""

    day: date
    starts_at: datetime
    away: list[str]
    remaining: int
    total: int

    @property
    def is_tight(self) -> bool:
        """Fewer than half would be there."""
        return 2 * self.remaining < self.total


def days_of_request(
    agent: Agent, session: Session, sittings: Iterable[Sitting], *, reader: Agent
) -> list[AwayDay]:
    """The team of the agent's line manager on each day of the session, the agent counted as away.

    Who answers for another organisation, since the session is theirs, reads nothing of that team.
    """
    dates = list(sittings)
    zone = session.programme.organisation.zone
    today = dates[0].starts_at.astimezone(zone).date()
    is_ours = reader.organisation_id == agent.organisation_id
    manager = manager_of(agent, on=today) if is_ours else None
    team = team_of(manager, on=today) if manager else []
    others = [member for member in team if member.pk != agent.pk]
    start = datetime.combine(today, time(), tzinfo=zone)
    all_away = away_between(others, start, dates[-1].ends_at + timedelta(days=1)) if others else []
    days = []
    for sitting in dates:
        day = sitting.starts_at.astimezone(zone).date()
        away = [one for one in all_away if one.day_in(zone) == day]
        absent = {one.agent.pk for one in away} | {agent.pk}
        words = [one.words_in(zone) for one in away]
        days.append(AwayDay(day, sitting.starts_at, words, max(len(team) - len(absent), 0), len(team)))
    return days


@dataclass(frozen=True)
class CalendarDay:
    """One working day of the month."""

    day: date
    is_of_month: bool
    away: list[Away]
    remaining: int
    total: int

    @property
    def number(self) -> str:
        return day_of_month(self.day)

    @property
    def people(self) -> int:
        return len({one.agent.pk for one in self.away})

    @property
    def is_tight(self) -> bool:
        """At least two are away, and fewer than two thirds of the team would be there."""
        return self.people > 1 and 3 * self.remaining < 2 * self.total


def month_of(day: date) -> tuple[date, date]:
    """The first day of the month, and that of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def weeks_of(first: date, all_away: Iterable[Away], total: int, zone: ZoneInfo) -> list[list[CalendarDay]]:
    """The month in weeks; a Saturday or a Sunday is there only when somebody is away on it."""
    first, after = month_of(first)
    by_day: dict[date, list[Away]] = {}
    for away in all_away:
        by_day.setdefault(away.day_in(zone), []).append(away)
    weekend = any(day.weekday() > 4 for day in by_day if first <= day < after)
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday < after:
        days = [monday + timedelta(days=number) for number in range(7 if weekend else 5)]
        if any(first <= day < after for day in days):
            weeks.append([_calendar_day(day, first, by_day, total) for day in days])
        monday += timedelta(days=7)
    return weeks


def _calendar_day(day: date, first: date, by_day: dict[date, list[Away]], total: int) -> CalendarDay:
    is_of_month = (day.year, day.month) == (first.year, first.month)
    away = by_day.get(day, []) if is_of_month else []
    absent = len({one.agent.pk for one in away})
    return CalendarDay(day, is_of_month, away, total - absent, total)


@dataclass(frozen=True)
class TeamFigures:
    """What a team followed since January, never by name."""

    participations: int
    people: int


def figures_of(team: Collection[Agent], *, since: date, threshold: int) -> TeamFigures | None:
    """Counts of a team, or nothing when it is so small that they would tell of somebody."""
    if len(team) < threshold:
        return None
    rows = read_counts([agent.pk for agent in team], since=since)
    return TeamFigures(*rows[0]) if rows else TeamFigures(0, 0)


def counts_since(agents: list[int], *, since: date) -> QuerySet[Attendance, tuple[Any, ...]]:
    rows = Attendance.objects.filter(agent__in=agents, day__gte=since).order_by()
    together = rows.annotate(all=Value(1)).values("all")
    counted = together.annotate(participations=Count("pk"), people=Count("person", distinct=True))
    return counted.values_list("participations", "people")


read_counts = PreparedForMany(counts_since, since=date)
