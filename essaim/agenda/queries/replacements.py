"""Who could lead a session instead of somebody: colleagues who led the like and are free at those hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from essaim.agenda.models import Host, Session, Sitting
from essaim.agenda.queries.conflicts import conflicts_of
from essaim.agenda.queries.free import busy_spans
from essaim.agenda.queries.sessions import dates_of
from essaim.people.models import Agent, Leave


@dataclass(frozen=True)
class Substitute:
    """Somebody who can lead, and why."""

    agent: Agent
    topic_count: int
    """How often the person led this very topic."""
    format_count: int
    last_led_at: datetime | None


def colleagues_who_can_host(session: Session, at: datetime, *, limit: int = 5) -> list[Substitute]:
    """Agents in post who led this topic or this format before and have nothing at those hours, the surest first.

    Those who know the topic come first, then those who led the format most. Six queries whatever the size.
    """
    same_topic = Q(session__topic=session.topic_id) if session.topic_id else Q(pk=None)
    past = Host.objects.filter(
        Q(session__format=session.format_id) | same_topic,
        agent__is_active=True,
        agent__organisation=session.programme.organisation_id,
        session__closed_at__isnull=False,
        session__starts_at__lt=at,
    ).exclude(agent__in=Host.objects.filter(session=session, agent__isnull=False).values("agent"))
    rows = past.values("agent").annotate(
        known=Count("pk", filter=same_topic), led=Count("pk"), last=Max("session__starts_at")
    )
    counted = {row["agent"]: row for row in rows.order_by("-known", "-led", "-last", "agent")[: limit * 4]}
    zone = session.programme.organisation.zone
    busy = conflicts_of(list(counted), dates_of(session), reader=None, zone=zone, but=None)
    free = [pk for pk in counted if pk not in busy][:limit]
    agents = Agent.objects.select_related("unit").in_bulk(free)
    return [
        Substitute(agents[pk], counted[pk]["known"], counted[pk]["led"], counted[pk]["last"]) for pk in free
    ]


def free_colleagues(session: Session, agents: list[Agent]) -> list[Agent]:
    """Those of the agents who have no session and no leave at the hours of this one."""
    zone = session.programme.organisation.zone
    busy = conflicts_of([agent.pk for agent in agents], dates_of(session), reader=None, zone=zone, but=None)
    return [agent for agent in agents if agent.pk not in busy]


SHORTLIST = 12


def substitutes_of(sessions: Sequence[Session], at: datetime) -> dict[int, list[Agent]]:
    """The same for several sessions at once, in seven queries however many they are: the surest colleague first.

    Who already leads a session is not among its substitutes; nor is who leads, follows or is away at its hours.
    """
    if not sessions:
        return {}
    own: dict[int, set[int | None]] = {}
    for pk, agent in Host.objects.filter(session__in=sessions).values_list("session", "agent"):
        own.setdefault(pk, set()).add(agent)
    past = _experience(sessions, at)
    shortlists = {session.pk: _surest(session, past, but=own.get(session.pk, set())) for session in sessions}
    people = {pk for listed in shortlists.values() for pk in listed}
    agents, busy = Agent.objects.in_bulk(people), _Busy(people, sessions, at)
    return {
        session.pk: [agents[pk] for pk in shortlists[session.pk] if not busy.at(session, pk)]
        for session in sessions
    }


def _experience(sessions: Sequence[Session], at: datetime) -> list[dict[str, Any]]:
    """Who led which topic and format how often, among those still in post."""
    topics = {session.topic_id for session in sessions if session.topic_id}
    past = Host.objects.filter(
        Q(session__format__in={session.format_id for session in sessions}) | Q(session__topic__in=topics),
        agent__is_active=True,
        agent__organisation__in={session.programme.organisation_id for session in sessions},
        session__closed_at__isnull=False,
        session__starts_at__lt=at,
    )
    rows = past.order_by().values("agent", "agent__organisation", "session__format", "session__topic")
    return [dict(row) for row in rows.annotate(led=Count("pk"), last=Max("session__starts_at"))]


def _surest(session: Session, past: list[dict[str, Any]], *, but: set[int | None]) -> list[int]:
    """Those who know the topic first, then those who led most, then those who led last."""
    known: dict[int, tuple[int, int, datetime]] = {}
    for row in past:
        same_topic = session.topic_id is not None and row["session__topic"] == session.topic_id
        if row["agent"] in but or row["agent__organisation"] != session.programme.organisation_id:
            continue
        if same_topic or row["session__format"] == session.format_id:
            topic, led, last = known.get(row["agent"], (0, 0, row["last"]))
            known[row["agent"]] = (
                topic + row["led"] * same_topic,
                led + row["led"],
                max(last, row["last"]),
            )
    in_order = sorted(sorted(known), key=known.__getitem__, reverse=True)
    return in_order[:SHORTLIST]


class _Away:
    """Who is on leave on the dates of which session: two queries."""

    def __init__(self, people: set[int], sessions: Sequence[Session]) -> None:
        self.leaves: dict[int, list[Leave]] = {}
        for leave in Leave.objects.filter(agent__in=people).order_by("pk"):
            self.leaves.setdefault(leave.agent_id, []).append(leave)
        self.dates: dict[int, list[Sitting]] = {}
        for sitting in Sitting.objects.filter(session__in=sessions).order_by("starts_at", "pk"):
            self.dates.setdefault(sitting.session_id, []).append(sitting)

    def on_leave(self, session: Session, agent: int) -> bool:
        zone = session.programme.organisation.zone
        days = {one.starts_at.astimezone(zone).date() for one in self.dates.get(session.pk, [])}
        leaves = self.leaves.get(agent, ())
        return any(leave.starts_on <= day <= leave.ends_on for day in days for leave in leaves)


class _Busy(_Away):
    """The same, with what they lead and follow: two queries more."""

    def __init__(self, people: set[int], sessions: Sequence[Session], at: datetime) -> None:
        super().__init__(people, sessions)
        self.spans = busy_spans(people, after=at)

    def at(self, session: Session, agent: int) -> bool:
        """Whether one of the dates of the session meets something of this person."""
        spans = self.spans.get(agent, ())
        dates = self.dates.get(session.pk, [])
        return self.on_leave(session, agent) or any(
            begins < one.ends_at and ends > one.starts_at for one in dates for begins, ends in spans
        )


def absent_hosts(sessions: Sequence[Session]) -> dict[int, list[Agent]]:
    """Sessions whose every host is on leave on one of the dates, each with those hosts: three queries.

    A speaker from outside, or one host who is there, is enough for a session to be led.
    """
    if not sessions:
        return {}
    hosts = list(Host.objects.filter(session__in=sessions).select_related("agent").order_by("pk"))
    people = {host.agent_id for host in hosts if host.agent_id}
    leaves = _Away(people, sessions)
    found: dict[int, list[Agent]] = {}
    for session in sessions:
        team = [host.agent for host in hosts if host.session_id == session.pk]
        away = [agent for agent in team if agent is not None and leaves.on_leave(session, agent.pk)]
        if team and len(away) == len(team):
            found[session.pk] = away
    return found
