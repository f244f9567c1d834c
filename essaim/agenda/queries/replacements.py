"""Who could lead a session instead of somebody: colleagues who led the like and are free at those hours."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import Count, Max, Q, QuerySet

from essaim.agenda.models import Host, Session
from essaim.agenda.queries.conflicts import conflicts_of
from essaim.agenda.queries.free import Rows, Span, busy_spans, read_dates, read_hosts
from essaim.agenda.queries.sessions import dates_of
from essaim.kernel.prepared import Prepared, PreparedForMany
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
KEPT_SECONDS = 600


def substitutes_of(
    sessions: Sequence[Session], at: datetime, *, stamp: Hashable = None
) -> dict[int, list["Colleague"]]:
    """The same for several sessions at once, in seven queries however many they are: the surest colleague first.

    Who already leads a session is not among its substitutes; nor is who leads, follows or is away at its hours.
    With a stamp, who led what is not read again as long as the stamp is the same.
    """
    if not sessions:
        return {}
    own: dict[int, set[int | None]] = {}
    for pk, agent in read_hosts([session.pk for session in sessions]):
        own.setdefault(pk, set()).add(agent)
    past = experience_of({session.programme.organisation_id for session in sessions}, at, stamp=stamp)
    shortlists = {session.pk: _surest(session, past, but=own.get(session.pk, set())) for session in sessions}
    people = {pk for listed in shortlists.values() for pk in listed}
    agents = {agent.pk: agent for agent in read_names(people)}
    busy = _Busy(people, sessions, at)
    return {
        session.pk: [agents[pk] for pk in shortlists[session.pk] if pk in agents and not busy.at(session, pk)]
        for session in sessions
    }


class Colleague(NamedTuple):
    """Who may be asked to lead a session."""

    pk: int
    first_name: str
    last_name: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Led(NamedTuple):
    """How often an agent led sessions of one format on one topic, and when last."""

    agent: int
    organisation: int
    format: int
    topic: int | None
    times: int
    last: datetime


Found = tuple[dict[int, list[Led]], dict[int, list[Led]]]


class Experience(NamedTuple):
    """Who led what, found by format and by topic: before today, and since."""

    before: Found
    since: Found

    def about(self, session: Session) -> Iterator[Led]:
        """What was led of the same format or on the same topic."""
        for by_format, by_topic in self:
            yield from by_format.get(session.format_id, ())
            same = by_topic.get(session.topic_id, ()) if session.topic_id else ()
            yield from (led for led in same if led.format != session.format_id)


def experience_of(organisations: set[int], at: datetime, *, stamp: Hashable = None) -> Experience:
    """Who led what, in two readings: sessions closed before today, and those closed since.

    The first grows with the years: with a stamp it is kept, and the second for as long as the stamp is the same.
    """
    today = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    key = ("experience", *sorted(organisations))

    def before() -> list[Led]:
        return read_experience(organisations, until=today, before=at)

    def since() -> list[Led]:
        return read_experience_in([pk for (pk,) in read_closed(since=today)], before=at)

    return Experience(
        kept_found((*key, today) if stamp else None, before),
        kept_found((*key, stamp) if stamp else None, since),
    )


def kept_found(key: Hashable, read: Callable[[], list[Led]]) -> Found:
    """By the format and by the topic that was led; read once for a key."""
    found: Found | None = caches["pages"].get(key) if key else None
    if found is None:
        found = {}, {}
        for led in read():
            found[0].setdefault(led.format, []).append(led)
            if led.topic:
                found[1].setdefault(led.topic, []).append(led)
        if key:
            caches["pages"].set(key, found, KEPT_SECONDS)
    return found


def experience(*, before: datetime, **where: Any) -> Rows:
    past = Host.objects.filter(agent__is_active=True, session__starts_at__lt=before, **where)
    rows = past.order_by().values_list("agent", "agent__organisation", "session__format", "session__topic")
    return rows.annotate(led=Count("pk"), last=Max("session__starts_at"))


def experience_until(organisations: list[int], *, until: datetime, before: datetime) -> Rows:
    return experience(before=before, agent__organisation__in=organisations, session__closed_at__lt=until)


def experience_in(sessions: list[int], *, before: datetime) -> Rows:
    return experience(before=before, session__in=sessions)


def closed_since(*, since: datetime) -> Rows:
    return Session.objects.filter(closed_at__gte=since).order_by().values_list("pk")


def _surest(session: Session, past: Experience, *, but: set[int | None]) -> list[int]:
    """Those who know the topic first, then those who led most, then those who led last."""
    known: dict[int, tuple[int, int, datetime]] = {}
    for led in past.about(session):
        if led.agent in but or led.organisation != session.programme.organisation_id:
            continue
        same_topic = session.topic_id is not None and led.topic == session.topic_id
        topic, count, last = known.get(led.agent, (0, 0, led.last))
        known[led.agent] = (topic + led.times * same_topic, count + led.times, max(last, led.last))
    in_order = sorted(sorted(known), key=known.__getitem__, reverse=True)
    return in_order[:SHORTLIST]


class _Away:
    """Who is on leave on the dates of which session: two queries."""

    def __init__(self, people: set[int], sessions: Sequence[Session]) -> None:
        self.leaves: dict[int, list[Leave]] = {}
        for leave in read_leaves(people):
            self.leaves.setdefault(leave.agent_id, []).append(leave)
        self.dates: dict[int, list[Span]] = {}
        for pk, starts_at, ends_at in read_dates([session.pk for session in sessions]):
            self.dates.setdefault(pk, []).append((starts_at, ends_at))

    def on_leave(self, session: Session, agent: int) -> bool:
        zone = session.programme.organisation.zone
        days = {starts_at.astimezone(zone).date() for starts_at, _ends_at in self.dates.get(session.pk, [])}
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
            begins < ends_at and ends > starts_at for starts_at, ends_at in dates for begins, ends in spans
        )


def absent_hosts(sessions: Sequence[Session]) -> dict[int, list[Agent]]:
    """Sessions whose every host is on leave on one of the dates, each with those hosts: three queries.

    A speaker from outside, or one host who is there, is enough for a session to be led.
    """
    if not sessions:
        return {}
    hosts = read_hosts_named([session.pk for session in sessions])
    people = {host.agent_id for host in hosts if host.agent_id}
    leaves = _Away(people, sessions)
    found: dict[int, list[Agent]] = {}
    for session in sessions:
        team = [host.agent for host in hosts if host.session_id == session.pk]
        away = [agent for agent in team if agent is not None and leaves.on_leave(session, agent.pk)]
        if team and len(away) == len(team):
            found[session.pk] = away
    return found


def names_of(agents: list[int]) -> QuerySet[Agent, tuple[Any, ...]]:
    people: QuerySet[Agent] = Agent.objects.filter(pk__in=agents, is_active=True)
    return people.values_list("pk", "first_name", "last_name")


def leaves_of(agents: list[int]) -> QuerySet[Leave]:
    return Leave.objects.filter(agent__in=agents).order_by("pk")


def hosts_named(sessions: list[int]) -> QuerySet[Host]:
    return Host.objects.filter(session__in=sessions).select_related("agent").order_by("pk")


read_experience = PreparedForMany(experience_until, row=Led, until=datetime, before=datetime)
read_experience_in = PreparedForMany(experience_in, row=Led, before=datetime)
read_closed = Prepared(closed_since, since=datetime)
read_names = PreparedForMany(names_of, row=Colleague)
read_leaves = PreparedForMany(leaves_of)
read_hosts_named = PreparedForMany(hosts_named)
