"""Reading registrations and presences for the files that leave the house: one query each, whatever the size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.text import slugify

from essaim.agenda.models import Presence, Registration, Session
from essaim.kernel.numbers import sent_number
from essaim.kernel.sorting import InFrench, by_name
from essaim.people.models import Agent
from essaim.programmes.models import Programme, Season
from essaim.ui.words import gettext as _

AT_ONCE = 500
State = Registration.State
STATES_IN_ORDER = (
    State.CONFIRMED,
    State.PENDING,
    State.OFFERED,
    State.WAITING,
    State.REFUSED,
    State.WITHDRAWN,
    State.CANCELLED,
)


@dataclass(frozen=True)
class Scope:
    """Sessions whose people may be taken away together, and how that is said."""

    programme: Programme
    sessions: QuerySet[Session]
    words: str
    name: str


def scope_of_session(session: Session) -> Scope:
    """One session."""
    name = f"{session.programme.slug}-{session.slug}"
    return Scope(session.programme, Session.objects.filter(pk=session.pk), session.title, name)


def scope_choices(agent: Agent) -> list[tuple[str, str]]:
    """Each programme that the agent runs: its seasons from the latest, then all of it; values and words."""
    programmes = Programme.objects.piloted_by(agent).order_by(InFrench("name"), "pk", "-seasons__starts_on")
    rows = programmes.values_list("slug", "name", "seasons__pk", "seasons__name")
    choices: dict[str, list[tuple[str, str]]] = {}
    for slug, name, season, season_name in rows:
        everything = (slug, _("%(name)s, toutes les séances") % {"name": name})
        mine = choices.setdefault(slug, [everything])
        if season:
            mine.insert(-1, (f"{slug}:{season}", f"{name}, {season_name}"))
    return [choice for mine in choices.values() for choice in mine]


def scope_asked(agent: Agent, asked: str) -> Scope | None:
    """What one of these choices means; the first of the agent's programmes when nothing is asked."""
    slug, _colon, number = asked.partition(":")
    mine = Programme.objects.piloted_by(agent).select_related("organisation").order_by(InFrench("name"), "pk")
    programme = (mine.filter(slug=slug) if slug else mine).first() if "\x00" not in slug else None
    if programme is None:
        return None
    everything = Session.objects.filter(programme=programme)
    if not number:
        return Scope(programme, everything, _("toutes les séances"), programme.slug)
    season = programme.seasons.filter(pk=sent_number(number)).first()
    if season is None:
        return None
    return Scope(
        programme, sessions_of_season(everything, season), season.name, f"{slug}-{slugify(season.name)}"
    )


def sessions_of_season(sessions: QuerySet[Session], season: Season) -> QuerySet[Session]:
    """Those whose first date falls on one of its days, both included, where the programme lives."""
    zone = season.programme.organisation.zone
    begins = datetime.combine(season.starts_on, time(), tzinfo=zone)
    ends = datetime.combine(season.ends_on + timedelta(days=1), time(), tzinfo=zone)
    return sessions.filter(starts_at__gte=begins, starts_at__lt=ends)


def of_person(host: str) -> dict[str, Case]:
    """Number and service of a colleague; of somebody from elsewhere, the name of the organisation and no number."""
    is_ours = Q(agent__organisation=F(host))
    return {
        "number": Case(When(is_ours, then=F("agent__hr_number")), default=Value("")),
        "service": Case(When(is_ours, then=F("agent__unit__name")), default=F("agent__organisation__name")),
    }


def registration_rows(sessions: QuerySet[Session], *columns: str) -> Iterator[tuple[Any, ...]]:
    """One line per registration, session by session: those with a seat, those who wait in their order, the rest."""
    order = Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(STATES_IN_ORDER)),
        default=Value(len(STATES_IN_ORDER)),
        output_field=IntegerField(),
    )
    registrations = Registration.objects.filter(session__in=sessions.values("pk"))
    found = registrations.annotate(standing=order, **of_person("session__programme__organisation"))
    ordered = found.order_by("session__starts_at", "session", "standing", "ticket", "pk")
    return ordered.values_list(*columns).iterator(chunk_size=AT_ONCE)


def presence_rows(sessions: QuerySet[Session], *columns: str) -> Iterator[tuple[Any, ...]]:
    """One line per person and half-day, date by date, then by name."""
    presences = Presence.objects.filter(sitting__session__in=sessions.values("pk"))
    found = presences.annotate(**of_person("sitting__session__programme__organisation"))
    ordered = found.order_by("sitting__starts_at", "sitting", "half", *by_name("agent__"), "pk")
    return ordered.values_list(*columns).iterator(chunk_size=AT_ONCE)
