"""What those who run a programme read: their sessions, the registrations."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Host, Move, Registration, Session, Sitting
from essaim.agenda.queries.room import service_of
from essaim.catalogue.models import Topic
from essaim.catalogue.rules import is_training
from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent, Site
from essaim.people.queries.agents import plain
from essaim.programmes.models import Format, Programme

State = Registration.State
MOST_CELLS = 40
VIEWS = ("a-venir", "brouillons", "a-terminer", "passees")


def in_view(view: str, *, at: datetime) -> Q:
    """Which sessions a tab holds."""
    alive = Q(cancelled_at=None, closed_at=None)
    return {
        "a-venir": alive & Q(published_at__isnull=False, ends_at__gte=at),
        "brouillons": alive & Q(published_at=None),
        "a-terminer": alive & Q(published_at__isnull=False, ends_at__lt=at),
        "passees": Q(cancelled_at__isnull=False) | Q(closed_at__isnull=False),
    }[view]


def counts_by_view(agent: Agent, *, at: datetime) -> dict[str, int]:
    """How many sessions each tab holds, in one query."""
    piloted = Session.objects.filter(programme__in=list(piloted_programmes(agent)))
    names = {view: view.replace("-", "_") for view in VIEWS}
    found = piloted.aggregate(**{names[view]: Count("pk", filter=in_view(view, at=at)) for view in VIEWS})
    return {view: found[names[view]] for view in VIEWS}


def piloted_programmes(agent: Agent) -> QuerySet[Programme]:
    """The programmes that the agent runs, by name."""
    return Programme.objects.piloted_by(agent).select_related("organisation").order_by(InFrench("name"), "pk")


def sessions_in_view(agent: Agent, view: str, *, at: datetime) -> QuerySet[Session]:
    """The sessions of a tab: soonest first, the past from the latest; with dates and hosts at hand."""
    order = ("-starts_at", "-pk") if view == "passees" else ("starts_at", "pk")
    sessions = Session.objects.filter(in_view(view, at=at), programme__in=list(piloted_programmes(agent)))
    return with_dates_and_hosts(sessions).order_by(*order)


def with_dates_and_hosts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Each with `dates` (and their sites) and `team` (and their agents), in order."""
    dates = Sitting.objects.select_related("site").order_by("starts_at", "pk")
    team = Host.objects.select_related("agent").order_by("pk")
    return sessions.select_related("format", "programme__organisation").prefetch_related(
        Prefetch("sittings", queryset=dates, to_attr="dates"),
        Prefetch("hosts", queryset=team, to_attr="team"),
    )


def piloted_sessions(agent: Agent) -> QuerySet[Session]:
    """The sessions that the agent runs; others do not exist for the pages of management."""
    return with_dates_and_hosts(Session.objects.piloted_by(agent)).order_by("pk")


def formats_of(agent: Agent) -> QuerySet[Format]:
    """The formats that the agent may plan with, in the order of their programmes."""
    formats = Format.objects.filter(programme__in=list(piloted_programmes(agent)))
    return formats.select_related("programme__organisation").order_by(
        InFrench("programme__name"), "programme", "rank", "pk"
    )


def topics_to_plan(agent: Agent) -> QuerySet[Topic]:
    """The published topics that the agent may give a session of, by programme and title."""
    published = Topic.objects.piloted_by(agent).filter(state=Topic.State.PUBLISHED)
    return published.select_related("programme", "format").order_by(
        InFrench("programme__name"), "programme", InFrench("title"), "pk"
    )


def topic_of_that_name(session: Session) -> Topic | None:
    """The published sheet whose title a session bears without giving it, accents and case forgiven."""
    if session.topic_id or session.closed_at or session.cancelled_at:
        return None
    published = Topic.objects.filter(programme=session.programme_id, state=Topic.State.PUBLISHED)
    wanted = plain(session.title)
    return next((topic for topic in published.order_by("pk") if plain(topic.title) == wanted), None)


def missing_before_publishing(session: Session) -> list[str]:
    """What a training still lacks, in words; empty for other formats. The law asks for none of it here."""
    if not is_training(session.format):
        return []
    dates: list[Sitting] = session.dates  # type: ignore[attr-defined]
    in_a_room = session.modality != Session.Modality.REMOTE
    nowhere = any(not (date.site_id or date.room) if in_a_room else not date.link for date in dates)
    lacks = {
        _("un sujet du catalogue, avec sa fiche"): session.topic_id is None,
        _("une personne qui anime"): not session.team,  # type: ignore[attr-defined]
        (_("un lieu") if in_a_room else _("un lien de visioconférence")): nowhere,
        _("une promesse"): not session.promise.strip(),
    }
    return [words for words, is_missing in lacks.items() if is_missing]


def sites_of(organisation: int) -> QuerySet[Site]:
    return Site.objects.filter(organisation=organisation).order_by(InFrench("name"), "pk")


def possible_hosts(organisation: int) -> QuerySet[Agent]:
    """Agents in post of the organisation, by name."""
    agents: QuerySet[Agent] = Agent.objects.filter(organisation=organisation, is_active=True)
    return agents.select_related("unit").order_by(*by_name(), "pk")


@dataclass(frozen=True)
class Line:
    """One registration as the page shows it; `rank` is 0 unless the person waits."""

    registration: Registration
    name: str
    unit: str
    rank: int
    moves: list[Move]


@dataclass(frozen=True)
class Registrations:
    """Everybody who ever asked for a seat, sorted by where they stand."""

    queue: list[Line]
    """Those to whom a seat is offered, then those who wait, in order of arrival."""
    confirmed: list[Line]
    gone: list[Line]
    pending: list[Line] = field(default_factory=list)
    """Those whose seat is held while their manager is asked."""

    @property
    def offered(self) -> int:
        return sum(line.registration.state == State.OFFERED for line in self.queue)

    @property
    def waiting(self) -> int:
        return len(self.queue) - self.offered


def registrations_of(session: Session) -> Registrations:
    """Two queries: the registrations with their people, and the ledger."""
    ledger = Move.objects.select_related("by").order_by("at", "pk")
    found = (
        Registration.objects.filter(session=session)
        .select_related("agent__unit", "agent__organisation", "session__programme", "pool")
        .prefetch_related(Prefetch("moves", queryset=ledger, to_attr="ledger"))
        .order_by("ticket", "pk")
    )
    by_state: dict[str, list[Registration]] = {state: [] for state in State.values}
    for registration in found:
        by_state[registration.state].append(registration)
    waiting = [
        _line(registration, rank) for rank, registration in enumerate(by_state[State.WAITING], start=1)
    ]
    return Registrations(
        queue=_lines(by_state[State.OFFERED]) + waiting,
        confirmed=_by_name(_lines(by_state[State.CONFIRMED])),
        gone=_by_name(
            _lines(by_state[State.WITHDRAWN] + by_state[State.CANCELLED] + by_state[State.REFUSED])
        ),
        pending=_by_name(_lines(by_state[State.PENDING])),
    )


def _line(registration: Registration, rank: int = 0) -> Line:
    agent, session = registration.agent, registration.session
    ledger: list[Move] = registration.ledger  # type: ignore[attr-defined]
    return Line(registration, agent.full_name, service_of(agent, session), rank, ledger)


def _lines(registrations: list[Registration]) -> list[Line]:
    return [_line(registration) for registration in registrations]


def _by_name(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (plain(line.registration.agent.last_name), plain(line.name)))


def cells(session: Session, *, offered: int = 0) -> list[str]:
    """One cell per seat (taken, offered to somebody, free and kept, free), or none when they are too many to draw."""
    if session.seats is None or session.seats > MOST_CELLS:
        return []
    open_to_all = session.seats - session.taken - session.kept
    counts = {"": session.taken - offered, "held": offered, "kept": session.kept, "free": open_to_all}
    return [state for state, count in counts.items() for _seat in range(count)]


def places_text(session: Session) -> str:
    """« 9 sur 12, 2 gardées, 3 en attente »."""
    words = [_("%(taken)s sur %(seats)s") % {"taken": session.taken, "seats": session.seats}]
    if session.seats is None:
        words = _without_limit(session)
    words += _kept(session)
    if session.waiting:
        words.append(_("%(n)s en attente") % {"n": session.waiting})
    return ", ".join(words)


def seats_heading(session: Session, *, offered: int) -> str:
    """« 10 places, 7 prises, dont 1 proposée, 2 gardées »."""
    words = _without_limit(session)
    if session.seats is not None:
        seats = ngettext("%(n)s place", "%(n)s places", session.seats) % {"n": session.seats}
        words = [seats, ngettext("%(n)s prise", "%(n)s prises", session.taken) % {"n": session.taken}]
    if offered:
        words.append(ngettext("dont %(n)s proposée", "dont %(n)s proposées", offered) % {"n": offered})
    return ", ".join(words + _kept(session))


def _kept(session: Session) -> list[str]:
    """Free seats that are not open to everybody."""
    if not session.kept:
        return []
    return [ngettext("%(n)s gardée", "%(n)s gardées", session.kept) % {"n": session.kept}]


def _without_limit(session: Session) -> list[str]:
    taken = ngettext("%(n)s place prise", "%(n)s places prises", session.taken) % {"n": session.taken}
    return [taken, _("sans limite")]


def values_of_topic(topic: Topic) -> dict[str, Any]:
    """What a session that gives this topic says first: its words, and who said they can give it."""
    hosts = topic.possible_hosts.filter(agent__is_active=True).order_by("pk")
    names = ("title", "promise", "outcomes", "audience")
    return {name: getattr(topic, name) for name in names} | {
        "hosts": list(hosts.values_list("agent", flat=True))
    }
