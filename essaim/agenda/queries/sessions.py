"""Sessions as agents read them: the lines of the programme, and one session with all that its page says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)

from essaim.agenda.models import Host, Move, Registration, Session, Sitting
from essaim.agenda.models.sessions import open_to
from essaim.agenda.rules import promotion_cutoff
from essaim.catalogue.models import Topic
from essaim.kernel.prepared import Prepared
from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format

REMOTE = "distance"
THIS_WEEK, NEXT_WEEK = "cette-semaine", "semaine-prochaine"
SHORT, MEDIUM, LONG = "une-heure", "deux-heures", "plus"
OTHER_UNIT = "autres services"


END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


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
    waiting: int
    format_id: int
    starts_at: datetime
    cancelled_at: datetime | None
    kept: int
    organisation: int
    leads: bool


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
    """The agent's own registration for a session, and those for others between its first and last date."""

    registration: Registration | None
    others: list[Registration]


def rank_of(registration: Registration | None) -> int | None:
    """The rank that `own_registrations` counted for who waits."""
    return getattr(registration, "rank", None)


def with_rank(registration: Registration, rank: int | None) -> Registration:
    """What `own_registrations` would find of somebody who has just moved."""
    registration.rank, registration.last_reason = rank, None  # type: ignore[attr-defined]
    return registration


def last_reason_of(registration: Registration | None) -> str:
    """Why somebody withdrew, as `own_registrations` found it."""
    return getattr(registration, "last_reason", None) or ""


def own_registrations(*, agent: int, after: datetime, before: datetime) -> QuerySet[Registration]:
    """One person's registrations in a period, each with the rank of who waits and why somebody withdrew."""
    same_list = Registration.objects.filter(session=OuterRef("session"), state=Registration.State.WAITING)
    ahead = same_list.filter(ticket__lte=OuterRef("ticket")).order_by().values("session")
    moves = Move.objects.filter(registration=OuterRef("pk")).order_by("-pk").values("reason")
    period = Registration.objects.filter(session__ends_at__gt=after, session__starts_at__lt=before)
    mine = period.filter(agent=agent).annotate(
        rank=Case(When(state=Registration.State.WAITING, then=Subquery(ahead.values(n=Count("pk"))))),
        last_reason=Case(When(state=Registration.State.WITHDRAWN, then=Subquery(moves[:1]))),
    )
    return mine.order_by("session__starts_at", "pk")


def published_and_not_over(*, organisation: int, at: datetime) -> QuerySet[Session]:
    """What that organisation publishes, and what partners opened to it."""
    return Session.objects.filter(
        open_to(organisation), published_at__isnull=False, closed_at=None, ends_at__gt=at
    )


def upcoming_sessions(agent: Agent, *, at: datetime) -> QuerySet[Session]:
    """Published by the own organisation, or opened to it by a partner, and not over; whatever else is visible."""
    return published_and_not_over(organisation=agent.organisation_id, at=at)


def in_lines(sessions: QuerySet[Session], *, agent: int) -> QuerySet[Session, tuple[Any, ...]]:
    leads = Exists(Host.objects.filter(session=OuterRef("pk"), agent=agent))
    columns = [*LineKey._fields[:7], "programme__organisation", "leads"]
    return sessions.annotate(leads=leads).order_by("starts_at", "pk").values_list(*columns)


def sessions_of_topic(agent: Agent, topic: Topic, *, at: datetime) -> list[Session]:
    """When a topic is given next, for somebody who may go."""
    coming = upcoming_sessions(agent, at=at).filter(topic=topic, cancelled_at=None)
    return list(coming.order_by("starts_at", "pk"))


def line_keys(sessions: QuerySet[Session], agent: Agent) -> list[LineKey]:
    """Soonest first; nothing but what finds the lines that are kept."""
    return list(map(LineKey._make, in_lines(sessions, agent=agent.pk)))


def upcoming_lines(*, agent: int, organisation: int, at: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    return in_lines(published_and_not_over(organisation=organisation, at=at), agent=agent)


def upcoming_line_keys(agent: Agent, *, at: datetime) -> list[LineKey]:
    """Those of the whole programme, which nearly every visit asks for."""
    found: list[LineKey] = read_upcoming_lines(agent=agent.pk, organisation=agent.organisation_id, at=at)
    return found


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
    return list(Site.objects.filter(pk__in=used).order_by(InFrench("name"), "pk"))


def registrations_of(agent: Agent, *, after: datetime) -> dict[int, Registration]:
    """The agent's registrations for sessions that are not over, by session, each with its rank and last reason."""
    rows = read_own_registrations(agent=agent.pk, after=after, before=END_OF_TIME)
    return {row.session_id: row for row in rows}


def sessions_to_show(pks: Iterable[int]) -> list[Session]:
    """Sessions with all that their lines say, in two queries: dates with their session, then hosts."""
    dates: dict[Session, list[Sitting]] = {}
    rows = Sitting.objects.filter(session__in=list(pks))
    for sitting in rows.select_related(
        "site", "session__format", "session__programme__organisation"
    ).order_by("session__starts_at", "session", "starts_at", "pk"):
        dates.setdefault(sitting.session, []).append(sitting)
    for session, sittings in dates.items():
        read = session.sittings.all()
        read._result_cache = sittings  # noqa: SLF001 -- as prefetching leaves it
        session._prefetched_objects_cache = {"sittings": read}  # type: ignore[attr-defined]  # noqa: SLF001
    sessions = list(dates)
    prefetch_related_objects(sessions, Prefetch("hosts", hosts_with_service()))
    return sessions


def with_dates_and_hosts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    dates = Sitting.objects.select_related("site").order_by("starts_at", "pk")
    return sessions.prefetch_related(Prefetch("sittings", dates), Prefetch("hosts", hosts_with_service()))


def hosts_with_service() -> QuerySet[Host]:
    return Host.objects.select_related("agent__unit").order_by("pk")


def session_to_read(agent: Agent, slug: str) -> Session | None:
    """A session that the agent may see, with what its card and its page need."""
    if agent.may_pilot:
        return with_page(Session.objects.visible_to(agent).filter(slug=slug)).first()
    return next(iter(read_published(slug=slug, organisation=agent.organisation_id)), None)


def with_page(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related("format", "programme__organisation", "topic").order_by("pk")


def published_at_address(*, slug: str, organisation: int) -> QuerySet[Session]:
    """What `visible_to` gives to somebody who pilots nothing."""
    reader = Agent(organisation_id=organisation)
    return with_page(Session.objects.visible_to(reader).filter(slug=slug))


def dates_of(session: Session) -> list[Sitting]:
    """Its dates in order, each with its site."""
    found: list[Sitting] = read_dates(session=session.pk)
    return found


def dates_in_order(*, session: int) -> QuerySet[Sitting]:
    return Sitting.objects.filter(session=session).select_related("site").order_by("starts_at", "pk")


def people_of(session: Session) -> tuple[list[HostName], list[Colleagues]]:
    """Who leads it, and how many come from each service: both in one query, and no name of those who come."""
    rows: list[tuple[Any, ...]] = read_people(session=session.pk)
    leads = [
        HostName(agent, speaker or f"{first} {last}".strip(), unit or "")
        for kind, _pk, agent, first, last, speaker, unit in sorted(rows, key=lambda row: row[:2])
        if kind == 0
    ]
    colleagues = [Colleagues(row[6] or OTHER_UNIT, row[1]) for row in rows if row[0] == 1]
    return leads, sorted(colleagues, key=lambda pile: (-pile.count, pile.unit))


def hosts_and_services(*, session: int) -> QuerySet[Host, tuple[Any, ...]]:
    """Two readings in one: a row for each host, then one for each service or partner."""
    names = ("agent__first_name", "agent__last_name", "speaker", "agent__unit__name")
    hosts = Host.objects.filter(session=session).values_list(_number(0), "pk", "agent", *names)
    coming = (
        Registration.objects.filter(session=session, state=Registration.State.CONFIRMED)
        .order_by()
        .annotate(of=_service_or_partner())
        .values("of")
        .annotate(people=Count("pk"))
        .values_list(_number(1), "people", _number(None), *[Value("")] * 3, "of")
    )
    return hosts.union(coming, all=True)


def _service_or_partner() -> Case:
    """The service of a colleague; of somebody from elsewhere, only the name of the organisation."""
    is_ours = Q(agent__organisation=F("session__programme__organisation"))
    return Case(When(is_ours, then=F("agent__unit__name")), default=F("agent__organisation__name"))


def _number(value: int | None) -> Value:
    return Value(value, output_field=BigIntegerField())


def standing_of(agent: Agent, session: Session) -> Standing:
    """The agent's registration, with its rank and last reason, and the others that may be at the same hours."""
    rows = read_own_registrations(agent=agent.pk, after=session.starts_at, before=session.ends_at)
    own = next((row for row in rows if row.session_id == session.pk), None)
    others = [row for row in rows if row.session_id != session.pk and row.state in Registration.LIVE]
    return Standing(own, others)


def meeting_at_the_same_hours(others: list[Registration], sittings: Sequence[Sitting]) -> list[Session]:
    """Sessions of these registrations that have a date at the hours of one of the sittings."""
    if not others:
        return []
    meanwhile = reduce(or_, (Q(starts_at__lt=s.ends_at, ends_at__gt=s.starts_at) for s in sittings))
    dates = Sitting.objects.filter(meanwhile, session=OuterRef("pk"))
    sessions = Session.objects.filter(Exists(dates), pk__in=[row.session_id for row in others])
    return list(sessions.filter(cancelled_at=None).order_by("starts_at", "pk"))


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


def invited_by(session: Session, viewer: Agent) -> str:
    """The organisation that opened its session to the viewer's own; empty at home."""
    host = session.programme.organisation
    return host.name if is_guest(viewer, host.pk) else ""


def is_guest(viewer: Agent, organisation: int) -> bool:
    """Whether the viewer reads a session of that organisation as somebody from elsewhere."""
    return viewer.organisation_id != organisation and not viewer.is_platform_administrator


read_own_registrations = Prepared(own_registrations, agent=int, after=datetime, before=datetime)
read_upcoming_lines = Prepared(upcoming_lines, LineKey, agent=int, organisation=int, at=datetime)
read_published = Prepared(published_at_address, slug=str, organisation=int)
read_dates = Prepared(dates_in_order, session=int)
read_people = Prepared(hosts_and_services, session=int)
