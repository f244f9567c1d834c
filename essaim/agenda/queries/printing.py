"""What is printed: the sessions of a season to come, the seats of those whom no e-mail reaches, who is away."""

from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from essaim.agenda.models import Registration, Session, Sitting
from essaim.kernel.sorting import InFrench, by_name
from essaim.letters.models import Letter
from essaim.people.models import Agent, Leave, Unit
from essaim.people.queries.acting import team_of, units_below
from essaim.programmes.models import Programme, Season
from essaim.programmes.queries import programme_of

AWAY_SOON = timedelta(days=30)
HANDED_WITHIN = timedelta(days=30)
Kind = Letter.Kind
TOLD_BY_HAND = (
    *(Kind.WAITING, Kind.OFFERED, Kind.OFFER_ENDED, Kind.MOVED, Kind.WITHDRAWN),
    *(Kind.CANCELLED, Kind.CHANGED, Kind.ANOTHER_DATE, Kind.PENDING, Kind.REFUSED, Kind.HOSTING, Kind.NOTE),
)
"""A seat has its joining notice, which also stands for the reminders."""


def programme_to_print(agent: Agent, slug: str) -> Programme | None:
    """The one asked for among those the agent may see, else the first of one's own organisation."""
    if not slug:
        return programme_of(agent)
    return Programme.objects.visible_to(agent).filter(slug=slug).order_by("pk").first()


def sessions_to_print(programme: Programme, *, at: datetime) -> tuple[list[Session], Season | None]:
    """What is published and has not begun, up to the end of the season that the first of it belongs to."""
    coming = Session.objects.filter(
        programme=programme, published_at__isnull=False, cancelled_at=None, starts_at__gte=at
    )
    dates = Prefetch("sittings", Sitting.objects.select_related("site").order_by("starts_at", "pk"))
    rows = coming.select_related("format", "programme__organisation").prefetch_related(dates)
    found = list(rows.order_by("starts_at", "pk"))
    if not found:
        return [], None
    zone = programme.organisation.zone
    days = {session.pk: session.starts_at.astimezone(zone).date() for session in found}
    first = days[found[0].pk]
    seasons = Season.objects.filter(programme=programme, starts_on__lte=first, ends_on__gte=first)
    season = seasons.order_by("starts_on", "pk").first()
    if season is None:
        return found, None
    return [session for session in found if days[session.pk] <= season.ends_on], season


def seats_without_email(by: Agent, *, at: datetime) -> QuerySet[Registration]:
    """Seats to come of agents in post without e-mail, in what one runs or among those one acts for, by service."""
    theirs = Q(agent__in=team_of(by)) if by.acts_for_others else Q(pk=None)
    if by.may_pilot:
        theirs |= Q(session__in=Session.objects.piloted_by(by))
    return Registration.objects.filter(
        theirs,
        state=Registration.State.CONFIRMED,
        agent__email="",
        agent__is_active=True,
        session__starts_at__gt=at,
        session__published_at__isnull=False,
        session__cancelled_at=None,
    )


def people_to_tell(by: Agent, *, at: datetime) -> int:
    """How many notices wait to be handed over."""
    return seats_without_email(by, at=at).count()


def letters_to_hand_over(by: Agent, *, at: datetime) -> QuerySet[Letter]:
    """What was written lately to colleagues without e-mail whom one acts for, and is still true; by service.

    Only what says where one stands with a session: a questionnaire, a link or a list of names is nobody else's.
    """
    true = Q(expires_at=None) | Q(expires_at__gt=at)
    found = Letter.objects.filter(
        true,
        agent__in=team_of(by),
        agent__email="",
        agent__is_active=True,
        kind__in=TOLD_BY_HAND,
        due_at__lte=at,
        created_at__gt=at - HANDED_WITHIN,
    ).exclude(state=Letter.State.CANCELLED)
    service = InFrench("agent__unit__name").asc(nulls_last=True)
    return found.select_related("agent__unit").order_by(
        service, *by_name("agent__"), "agent", "-created_at", "-pk"
    )


def in_service(seats: QuerySet[Registration], unit: int) -> QuerySet[Registration]:
    """Those of a service and of the units below it."""
    owner = Unit.objects.filter(pk=unit).values_list("organisation", flat=True).order_by("pk").first()
    units = units_below([unit], organisation=owner) if owner else set()
    return seats.filter(agent__unit__in=units)


def ready_to_print(seats: QuerySet[Registration]) -> list[Registration]:
    """With what a slip says: by service, then by person, soonest first."""
    dates = Prefetch("session__sittings", Sitting.objects.select_related("site").order_by("starts_at", "pk"))
    rows = seats.select_related(
        "agent__unit", "agent__organisation", "session__programme__organisation", "session__format"
    ).prefetch_related(dates)
    name = InFrench("agent__unit__name").asc(nulls_last=True)
    return list(rows.order_by(name, *by_name("agent__"), "agent", "session__starts_at", "pk"))


def away_soon(by: Agent, *, today: date) -> list[Leave]:
    """Absences of those one acts for in the month to come, soonest first."""
    leaves = Leave.objects.filter(agent__in=team_of(by), ends_on__gte=today, starts_on__lte=today + AWAY_SOON)
    found = leaves.select_related("agent__unit")
    return list(found.order_by("starts_on", *by_name("agent__"), "pk"))
