"""The sessions of the week, each with how ready it is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.sessions import monday_of, with_dates_and_hosts
from essaim.people.models import Agent

SATURDAY = 5


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


def sessions_of_week(agent: Agent, *, at: datetime) -> list[Ready]:
    """From Monday to Sunday, and the week after as soon as the weekend comes, each with what it lacks."""
    zone = agent.organisation.zone
    monday, length = monday_of(at.astimezone(zone).date()), 14 if is_weekend(agent, at) else 7
    first, last = (
        datetime.combine(monday + timedelta(days=days), time(), tzinfo=zone) for days in (0, length)
    )
    rows = Session.objects.piloted_by(agent).filter(
        cancelled_at=None, starts_at__gte=first, starts_at__lt=last
    )
    joined = rows.select_related("format", "programme__organisation").order_by("starts_at", "pk")
    return [readiness(session, at) for session in with_dates_and_hosts(joined)]


def readiness(session: Session, at: datetime) -> Ready:
    tone, word, page, label = _state(session, at)
    places = dict.fromkeys(place_of(sitting) for sitting in session.sittings.all())
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


def _state(session: Session, at: datetime) -> tuple[str, str, str, str]:
    """The first thing that is missing, else « Prêt »."""
    manage, room = ("agenda:manage_session", _("Ouvrir la fiche")), ("agenda:room", _("Ouvrir la salle"))
    if session.closed_at:
        return ("ok", _("Terminée"), *manage)
    if session.ends_at <= at:
        return ("warn", _("À terminer"), *room)
    if not session.published_at:
        return ("warn", _("Brouillon"), *manage)
    if not session.hosts.all():
        return ("danger", _("Sans personne pour animer"), *manage)
    if not all(sitting.site_id or sitting.room or sitting.link for sitting in session.sittings.all()):
        return ("warn", _("Sans lieu"), *manage)
    return ("ok", _("Prêt"), *room)
