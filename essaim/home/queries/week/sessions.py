"""The sessions of the week, each with how ready it is."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.agenda.queries.sessions import monday_of, place_of, with_dates_and_hosts
from essaim.people.models import Agent

SATURDAY = 5


@dataclass(frozen=True)
class Ready:
    """One session of the week, and whether something is missing."""

    session: Session
    tone: str
    word: str
    page: str
    label: str

    @property
    def place(self) -> str:
        return ", ".join(dict.fromkeys(place_of(sitting) for sitting in self.session.sittings.all()))

    @property
    def filling(self) -> str:
        """« 12 sur 12, 6 en attente »."""
        session = self.session
        seats = _(" sur %(seats)s") % {"seats": session.seats} if session.seats is not None else ""
        waiting = _(", %(n)s en attente") % {"n": session.waiting} if session.waiting else ""
        return f"{session.taken}{seats}{waiting}"


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
    """The first thing that is missing, else « Prêt »."""
    manage, room = ("agenda:manage_session", _("Ouvrir la fiche")), ("agenda:room", _("Ouvrir la salle"))
    if session.closed_at:
        return Ready(session, "ok", _("Terminée"), *manage)
    if session.ends_at <= at:
        return Ready(session, "warn", _("À terminer"), *room)
    if not session.published_at:
        return Ready(session, "warn", _("Brouillon"), *manage)
    if not session.hosts.all():
        return Ready(session, "danger", _("Sans personne pour animer"), *manage)
    if not all(sitting.site_id or sitting.room or sitting.link for sitting in session.sittings.all()):
        return Ready(session, "warn", _("Sans lieu"), *manage)
    return Ready(session, "ok", _("Prêt"), *room)
