"""The sessions of the week, each with how ready it is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.cache import caches
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from essaim.agenda.models import Host, Session, Sitting
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.sessions import monday_of
from essaim.home.queries.week.tasks import Scope
from essaim.kernel.language import spoken
from essaim.kernel.prepared import PreparedForMany, as_it_is
from essaim.people.models import Agent

SATURDAY = 5
KEPT_SECONDS = 300


@dataclass(frozen=True)
class Ready:
    """One session of the week as its line shows it, and whether something is missing."""

    title: str
    slug: str
    format: tuple[str, str, str]
    """Name, colour and icon."""
    starts_at: datetime
    place: str
    seats: int | None
    taken: int
    waiting: int
    tone: str
    word: str
    page: str
    label: str

    @property
    def filling(self) -> str:
        """« 12 sur 12, 6 en attente »."""
        seats = _(" sur %(seats)s") % {"seats": self.seats} if self.seats is not None else ""
        waiting = _(", %(n)s en attente") % {"n": self.waiting} if self.waiting else ""
        return f"{self.taken}{seats}{waiting}"


def is_weekend(agent: Agent, at: datetime) -> bool:
    return at.astimezone(agent.organisation.zone).weekday() >= SATURDAY


def sessions_of_week(scope: Scope) -> list[Ready]:
    """From Monday to Sunday, and the week after as soon as the weekend comes, each with what it lacks.

    What a version of a session says is kept: only those that have changed are read.
    """
    at, zone = scope.at, scope.agent.organisation.zone
    monday, length = monday_of(at.astimezone(zone).date()), 14 if is_weekend(scope.agent, at) else 7
    first, last = (
        datetime.combine(monday + timedelta(days=days), time(), tzinfo=zone) for days in (0, length)
    )
    language = spoken()
    keys: dict[int, tuple[Any, ...]] = {
        pk: ("ready", language, ends_at <= at, pk, *rest)
        for pk, ends_at, *rest in read_week(scope.keys, first=first, last=last)
    }
    kept: dict[Any, Ready] = caches["pages"].get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in kept]
    places = places_of(missing)
    for session in read_sessions(missing):
        key = keys[session.pk]
        kept[key] = readiness(session, places.get(session.pk, []), at)
        caches["pages"].set(key, kept[key], KEPT_SECONDS)
    return [kept[key] for key in keys.values()]


def of_week(programmes: list[int], *, first: datetime, last: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    """What tells a line that is kept already from one to be read."""
    hosts = Exists(Host.objects.filter(session=OuterRef("pk")))
    rows = Session.objects.filter(
        programme__in=programmes, cancelled_at=None, starts_at__gte=first, starts_at__lt=last
    )
    look = "format__name", "format__colour", "format__icon"
    return rows.order_by("starts_at", "pk").values_list("pk", "ends_at", "version", "waiting", *look, hosts)


def with_format(sessions: list[int]) -> QuerySet[Session]:
    has_hosts = Exists(Host.objects.filter(session=OuterRef("pk")))
    found: QuerySet[Session] = Session.objects.filter(pk__in=sessions).annotate(has_hosts=has_hosts)
    return found.select_related("format")


def with_site(sessions: list[int]) -> QuerySet[Sitting]:
    dates = Sitting.objects.filter(session__in=sessions)
    return dates.select_related("site").order_by("starts_at", "pk")


read_week = PreparedForMany(of_week, as_it_is, first=datetime, last=datetime)
read_sessions = PreparedForMany(with_format)
read_dates = PreparedForMany(with_site)


def places_of(sessions: list[int]) -> dict[int, list[Sitting]]:
    found: dict[int, list[Sitting]] = {}
    for sitting in read_dates(sessions):
        found.setdefault(sitting.session_id, []).append(sitting)
    return found


def readiness(session: Any, sittings: list[Sitting], at: datetime) -> Ready:
    tone, word, page, label = _state(session, sittings, at)
    places = dict.fromkeys(place_of(sitting) for sitting in sittings)
    return Ready(
        title=session.title,
        slug=session.slug,
        format=(session.format.name, session.format.colour, session.format.icon),
        starts_at=session.starts_at,
        place=", ".join(places),
        seats=session.seats,
        taken=session.taken,
        waiting=session.waiting,
        tone=tone,
        word=word,
        page=page,
        label=label,
    )


def _state(session: Any, sittings: list[Sitting], at: datetime) -> tuple[str, str, str, str]:
    """The first thing that is missing, else « Prêt »."""
    manage, room = ("agenda:manage_session", _("Ouvrir la fiche")), ("agenda:room", _("Ouvrir la salle"))
    if session.closed_at:
        return ("ok", _("Terminée"), *manage)
    if session.ends_at <= at:
        return ("warn", _("À terminer"), *room)
    if not session.published_at:
        return ("warn", _("Brouillon"), *manage)
    if not session.has_hosts:
        return ("danger", _("Sans personne pour animer"), *manage)
    if not all(sitting.site_id or sitting.room or sitting.link for sitting in sittings):
        return ("warn", _("Sans lieu"), *manage)
    return ("ok", _("Prêt"), *room)
