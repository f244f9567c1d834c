"""Sessions as agents read them: the lines of the programme, and one session with all that its page says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.utils.translation import gettext as _

from essaim.agenda.models import Host, Registration, Session, Sitting
from essaim.agenda.rules import promotion_cutoff
from essaim.catalogue.models import Topic
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format

REMOTE = "distance"
THIS_WEEK, NEXT_WEEK = "cette-semaine", "semaine-prochaine"
SHORT, MEDIUM, LONG = "une-heure", "deux-heures", "plus"
OTHER_UNIT = "autres services"


END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)

OWN_REGISTRATIONS = """
    SELECT mine.id, mine.session_id, mine.agent_id, mine.state, mine.ticket, mine.offered_until,
        mine.registered_at, mine.changed_at,
        CASE mine.state WHEN 'waiting' THEN (
            SELECT COUNT(*) FROM agenda_registration ahead
            WHERE ahead.session_id = mine.session_id AND ahead.state = 'waiting' AND ahead.ticket <= mine.ticket
        ) END AS "rank",
        CASE mine.state WHEN 'withdrawn' THEN (
            SELECT move.reason FROM agenda_move move
            WHERE move.registration_id = mine.id ORDER BY move.id DESC LIMIT 1
        ) END AS last_reason
    FROM agenda_registration mine INNER JOIN agenda_session session ON session.id = mine.session_id
    WHERE mine.agent_id = %s AND session.ends_at > %s AND session.starts_at < %s
    ORDER BY session.starts_at, mine.id
"""
"""One person's registrations in a period; written out, for every page asks it and building it took longer than it."""


@dataclass(frozen=True)
class Filters:
    """What the visitor of the programme narrows it to; empty means everything."""

    formats: tuple[str, ...] = ()
    when: str = ""
    where: str = ""
    length: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.formats or self.when or self.where or self.length)

    def as_query(self) -> dict[str, Any]:
        """The same, as the address says it."""
        return {"format": list(self.formats), "quand": self.when, "ou": self.where, "duree": self.length}


class LineKey(NamedTuple):
    """The little that says whether a line already kept is still right, and under which week it goes."""

    pk: int
    version: int
    format_id: int
    starts_at: datetime
    cancelled_at: datetime | None


@dataclass(frozen=True)
class Colleagues:
    """How many come from one service."""

    unit: str
    count: int


@dataclass(frozen=True)
class HostName:
    """Somebody who leads the session; outside speakers have no account."""

    agent_id: int | None
    name: str
    unit: str


@dataclass(frozen=True)
class Standing:
    """The agent's own registration for a session, and what the agent has elsewhere at the same time."""

    registration: Registration | None
    conflicts: list[Session]


def rank_of(registration: Registration | None) -> int | None:
    """The rank that `OWN_REGISTRATIONS` counted for who waits."""
    return getattr(registration, "rank", None)


def last_reason_of(registration: Registration | None) -> str:
    """Why somebody withdrew, as `OWN_REGISTRATIONS` found it."""
    return getattr(registration, "last_reason", None) or ""


def upcoming_sessions(agent: Agent, *, at: datetime) -> QuerySet[Session]:
    """Published by the own organisation and not over, whatever else the agent may see."""
    return Session.objects.filter(
        programme__organisation=agent.organisation_id,
        published_at__isnull=False,
        closed_at=None,
        ends_at__gt=at,
    )


def sessions_of_topic(agent: Agent, topic: Topic, *, at: datetime) -> list[Session]:
    """When a topic is given next, for somebody who may go."""
    coming = upcoming_sessions(agent, at=at).filter(topic=topic, cancelled_at=None)
    return list(coming.order_by("starts_at", "pk"))


def line_keys(sessions: QuerySet[Session]) -> list[LineKey]:
    """Soonest first; nothing but what finds the lines that are kept."""
    rows = sessions.order_by("starts_at", "pk").values_list(
        "pk", "version", "format_id", "starts_at", "cancelled_at"
    )
    return list(map(LineKey._make, rows))


def narrowed(
    sessions: QuerySet[Session], filters: Filters, *, agent: Agent, at: datetime
) -> QuerySet[Session]:
    """Those that the filters keep; a session of several dates is kept as soon as one date fits."""
    if filters.formats:
        sessions = sessions.filter(format__slug__in=filters.formats)
    dates = Sitting.objects.filter(session=OuterRef("pk"))
    if filters.when:
        first, last = period_of(filters.when, at=at, agent=agent)
        sessions = sessions.filter(Exists(dates.filter(starts_at__gte=first, starts_at__lt=last)))
    if filters.where:
        place = Q(link__gt="", site=None, room="") if filters.where == REMOTE else Q(site=filters.where)
        sessions = sessions.filter(Exists(dates.filter(place)))
    if filters.length:
        sessions = sessions.filter(
            Exists(dates.annotate(length=F("ends_at") - F("starts_at")).filter(_length(filters.length)))
        )
    return sessions


def _length(wanted: str) -> Q:
    one, two = timedelta(hours=1), timedelta(hours=2)
    return {SHORT: Q(length__lte=one), MEDIUM: Q(length__gt=one, length__lte=two), LONG: Q(length__gt=two)}[
        wanted
    ]


def period_of(when: str, *, at: datetime, agent: Agent) -> tuple[datetime, datetime]:
    """The first moment of a week or of a month (« 2030-02 »), and the first one after it."""
    zone = agent.organisation.zone
    today = at.astimezone(zone).date()
    if when in {THIS_WEEK, NEXT_WEEK}:
        first = monday_of(today) + timedelta(days=7 if when == NEXT_WEEK else 0)
        last = first + timedelta(days=7)
    else:
        first = date.fromisoformat(f"{when}-01")
        last = month_after(first)
    return datetime.combine(first, time(), tzinfo=zone), datetime.combine(last, time(), tzinfo=zone)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_after(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def formats_of(agent: Agent) -> list[Format]:
    """The formats of the agent's organisation, in the order their programmes give them."""
    mine = Format.objects.filter(programme__organisation=agent.organisation_id).select_related("programme")
    return list(mine.order_by("programme", "rank", "pk"))


def sites_of(sessions: QuerySet[Session]) -> list[Site]:
    """Where these sessions take place."""
    used = Sitting.objects.filter(session__in=sessions.values("pk"), site__isnull=False).values("site")
    return list(Site.objects.filter(pk__in=used).order_by("name", "pk"))


def registrations_of(agent: Agent, *, after: datetime) -> dict[int, Registration]:
    """The agent's registrations for sessions that are not over, by session, each with its rank and last reason."""
    rows = Registration.objects.raw(OWN_REGISTRATIONS, [agent.pk, after, END_OF_TIME])
    return {row.session_id: row for row in rows}


def sessions_to_show(pks: Iterable[int]) -> list[Session]:
    """Sessions with all that their lines say: format, dates with their site, hosts with their service."""
    sessions = Session.objects.filter(pk__in=list(pks)).select_related("format", "programme__organisation")
    return list(with_dates_and_hosts(sessions).order_by("starts_at", "pk"))


def with_dates_and_hosts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    dates = Sitting.objects.select_related("site").order_by("starts_at", "pk")
    hosts = Host.objects.select_related("agent__unit").order_by("pk")
    return sessions.prefetch_related(Prefetch("sittings", dates), Prefetch("hosts", hosts))


def session_to_read(agent: Agent, slug: str) -> Session | None:
    """A session that the agent may see, with what its card and its page need."""
    joined = ("format", "programme__organisation", "topic")
    visible = Session.objects.visible_to(agent).select_related(*joined)
    return visible.filter(slug=slug).order_by("pk").first()


def dates_of(session: Session) -> list[Sitting]:
    """Its dates in order, each with its site."""
    return list(session.sittings.select_related("site").order_by("starts_at", "pk"))


def people_of(session: Session) -> tuple[list[HostName], list[Colleagues]]:
    """Who leads it, and how many come from each service: both in one query, and no name of those who come."""
    names = ("agent__first_name", "agent__last_name", "speaker", "agent__unit__name")
    hosts = Host.objects.filter(session=session).values_list(_number(0), "pk", "agent", *names)
    coming = (
        Registration.objects.filter(session=session, state=Registration.State.CONFIRMED)
        .order_by()
        .values("agent__unit__name")
        .annotate(people=Count("pk"))
        .values_list(_number(1), "people", _number(None), *[Value("")] * 3, "agent__unit__name")
    )
    rows: list[tuple[Any, ...]] = list(hosts.union(coming, all=True))
    leads = [
        HostName(agent, speaker or f"{first} {last}".strip(), unit or "")
        for kind, _pk, agent, first, last, speaker, unit in sorted(rows, key=lambda row: row[:2])
        if kind == 0
    ]
    colleagues = [Colleagues(row[6] or OTHER_UNIT, row[1]) for row in rows if row[0] == 1]
    return leads, sorted(colleagues, key=lambda pile: (-pile.count, pile.unit))


def _number(value: int | None) -> Value:
    return Value(value, output_field=BigIntegerField())


def own_registration(agent: Agent, session: Session) -> Registration | None:
    """The agent's registration for one session, with its rank and last reason."""
    rows = Registration.objects.raw(OWN_REGISTRATIONS, [agent.pk, session.starts_at, session.ends_at])
    return next((row for row in rows if row.session_id == session.pk), None)


def standing_of(agent: Agent, session: Session, sittings: Sequence[Sitting]) -> Standing:
    """The agent's registration, and the other sessions the agent goes to at the same hours."""
    rows = list(Registration.objects.raw(OWN_REGISTRATIONS, [agent.pk, session.starts_at, session.ends_at]))
    own = next((row for row in rows if row.session_id == session.pk), None)
    others = [row for row in rows if row.session_id != session.pk and row.state in Registration.LIVE]
    return Standing(own, meeting_at_the_same_hours(others, sittings) if others else [])


def meeting_at_the_same_hours(others: list[Registration], sittings: Sequence[Sitting]) -> list[Session]:
    """Sessions of these registrations that have a date at the hours of one of the sittings."""
    meanwhile = reduce(or_, (Q(starts_at__lt=s.ends_at, ends_at__gt=s.starts_at) for s in sittings))
    dates = Sitting.objects.filter(meanwhile, session=OuterRef("pk"))
    sessions = Session.objects.filter(Exists(dates), pk__in=[row.session_id for row in others])
    return list(sessions.filter(cancelled_at=None).order_by("starts_at", "pk"))


def session_of_code(agent: Agent, code: str) -> Session | None:
    """The session that a poster's code means, in any case, with or without its dash."""
    plain = "".join(sign for sign in code if sign.isalnum()).upper()
    found = Session.objects.visible_to(agent).filter(code__iexact=plain)
    return found.select_related("programme__organisation").order_by("pk").first()


def place_of(sitting: Sitting) -> str:
    """« Salle des Lièvres, Hôtel de ville », « À distance », or that it is still to be said."""
    here = ", ".join(part for part in (sitting.room, sitting.site.name if sitting.site else "") if part)
    if here:
        return here
    return _("À distance") if sitting.link else _("Lieu à préciser")


def next_change(session: Session, registration: Registration | None, *, at: datetime) -> datetime | None:
    """The first moment at which what is said of the session turns by itself, without anybody's hand."""
    near = session.starts_at - timedelta(hours=session.programme.direct_hours)
    turns = [
        session.registration_opens_at,
        session.registration_closes_at,
        near,
        promotion_cutoff(session),
        session.starts_at,
        *(sitting.ends_at for sitting in session.sittings.all()),
        registration.offered_until if registration else None,
    ]
    return min((turn for turn in turns if turn and turn > at), default=None)


def is_day_of(session: Session, *, at: datetime) -> bool:
    """Whether the session has a date today, where it takes place."""
    zone = session.programme.organisation.zone
    today = at.astimezone(zone).date()
    starts = session.sittings.order_by("starts_at", "pk").values_list("starts_at", flat=True)
    return any(start.astimezone(zone).date() == today for start in starts)


def hosts_session(agent: Agent, session: Session) -> bool:
    return Host.objects.filter(session=session, agent=agent).exists()
