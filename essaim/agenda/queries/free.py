"""When those who lead a session could give it again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from essaim.agenda.models import Host, Registration, Session, Sitting
from essaim.kernel.prepared import PreparedForMany

WEEKS = 8
Span = tuple[datetime, datetime]


def free_weeks(sessions: Sequence[Session], *, at: datetime) -> dict[int, datetime]:
    """For each session of one date, the first of the eight weeks after it when its hosts are free at that hour.

    A host is taken by what they lead and by what they are registered for. Nobody to lead, or no free week: no entry.
    """
    if not sessions:
        return {}
    hosts: dict[int, set[int]] = {}
    for session_id, agent_id in read_hosts([session.pk for session in sessions]):
        if agent_id:
            hosts.setdefault(session_id, set()).add(agent_id)
    busy = busy_spans({agent for agents in hosts.values() for agent in agents}, after=at)
    several = _of_several_dates(sessions)
    found = {}
    for session in sessions:
        leads = hosts.get(session.pk, set())
        if leads and session.pk not in several:
            spans = [span for agent in leads for span in busy.get(agent, ())]
            found[session.pk] = next(
                (w for w in _weeks_after(session, at) if _is_free(session, w, spans)), None
            )
    return {pk: week for pk, week in found.items() if week is not None}


def busy_spans(agents: Iterable[int], *, after: datetime) -> dict[int, list[Span]]:
    """When each of these people leads or attends something, in two queries."""
    wanted = set(agents)
    spans: dict[int, list[Span]] = {}
    for read in (read_leading, read_attending):
        for agent, starts_at, ends_at in read(wanted, after=after):
            spans.setdefault(agent, []).append((starts_at, ends_at))
    return spans


class Taken(NamedTuple):
    """A moment of somebody, or of a session."""

    whose: int
    starts_at: datetime
    ends_at: datetime


Rows = QuerySet[Any, tuple[Any, ...]]


def hosts_of(sessions: list[int]) -> Rows:
    return Host.objects.filter(session__in=sessions).values_list("session_id", "agent_id")


def not_over(after: datetime) -> QuerySet[Sitting]:
    """A session that is over is not looked into: those of years gone by cost nothing."""
    return Sitting.objects.filter(ends_at__gt=after, session__ends_at__gt=after, session__cancelled_at=None)


def leading(agents: list[int], *, after: datetime) -> Rows:
    dates = not_over(after)
    led = dates.filter(session__hosts__agent__in=agents)
    return led.values_list("session__hosts__agent", "starts_at", "ends_at")


def attending(agents: list[int], *, after: datetime) -> Rows:
    dates = not_over(after)
    seated = {
        "session__registrations__agent__in": agents,
        "session__registrations__state__in": Registration.LIVE,
    }
    return dates.filter(**seated).values_list("session__registrations__agent", "starts_at", "ends_at")


def dates_of_each(sessions: list[int]) -> Rows:
    dates = Sitting.objects.filter(session__in=sessions).order_by("starts_at", "pk")
    return dates.values_list("session_id", "starts_at", "ends_at")


read_hosts = PreparedForMany(hosts_of)
read_leading = PreparedForMany(leading, row=Taken, after=datetime)
read_attending = PreparedForMany(attending, row=Taken, after=datetime)
read_dates = PreparedForMany(dates_of_each, row=Taken)


def _of_several_dates(sessions: Sequence[Session]) -> set[int]:
    """Those that a single new date would not repeat."""
    seen: set[int] = set()
    twice: set[int] = set()
    for pk, _starts_at, _ends_at in read_dates([session.pk for session in sessions]):
        (twice if pk in seen else seen).add(pk)
    return twice


def _weeks_after(session: Session, at: datetime) -> Iterable[datetime]:
    """The same weekday and local hour, also across a change of hour."""
    organisation = session.programme.organisation
    zone = organisation.zone
    local = session.starts_at.astimezone(zone)
    for week in range(1, WEEKS + 1):
        day = local.replace(tzinfo=None) + timedelta(weeks=week)
        moment = day.replace(tzinfo=zone)
        if moment > at and organisation.calendar.works_on(moment.date()):
            yield moment


def _is_free(session: Session, start: datetime, spans: Iterable[Span]) -> bool:
    end = start + (session.ends_at - session.starts_at)
    return not any(begins < end and ends > start for begins, ends in spans)
