"""Reading for the kiosk: which one it is, what is coming, whom a number is expected as."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Q, QuerySet

from essaim.agenda.models import Registration, Session, Sitting
from essaim.agenda.rules import Half, halves_of
from essaim.kiosk.models import Kiosk
from essaim.kiosk.rules import EARLY
from essaim.people.models import Agent, Organisation

SHOWN = 30


class Expected(NamedTuple):
    """Somebody, and the half-day that waits for them now."""

    agent: Agent
    half: Half


def digest_of(secret: str) -> str:
    """What the database keeps of a code or of a device."""
    return sha256(secret.encode()).hexdigest()


def kiosk_of_device(token: str) -> Kiosk | None:
    """The kiosk whose device holds this token; a revoked one is none."""
    if not token:
        return None
    return Kiosk.objects.select_related("organisation").filter(device_digest=digest_of(token)).first()


def kiosks_of(organisation: Organisation) -> QuerySet[Kiosk]:
    return Kiosk.objects.filter(organisation=organisation, revoked_at=None).order_by("name", "pk")


def coming_sessions(organisation: Organisation, *, at: datetime) -> QuerySet[Session]:
    """What everybody may read on a wall: the next sessions that the employer publishes."""
    shown = Session.objects.filter(
        programme__organisation=organisation, published_at__lte=at, cancelled_at=None, closed_at=None
    )
    return shown.filter(starts_at__gt=at).select_related("format").order_by("starts_at", "pk")[:SHOWN]


def expected_now(organisation: Organisation, number: str, *, at: datetime) -> Expected | None:
    """Whom this number or identifier stands for, if a seat of theirs is in a half-day of now."""
    number = number.strip()
    known = Agent.objects.filter(organisation=organisation, is_active=True)
    if not number or not number.isprintable():
        return None
    found = list(known.filter(Q(hr_number=number) | Q(login__iexact=number)).order_by("pk")[:2])
    if len(found) != 1:  # one's number may be another's identifier
        return None
    agent = found[0]
    seated = Registration.objects.filter(agent=agent, state=Registration.State.CONFIRMED)
    day = timedelta(days=1)
    near = Sitting.objects.filter(starts_at__lt=at + day, ends_at__gte=at - day, session__closed_at=None)
    near = near.filter(session__cancelled_at=None, session__in=seated.values("session"))
    near = near.select_related("session__programme__organisation").order_by("starts_at", "pk")
    halves = [half for one in near for half in halves_of(one, one.session.programme.organisation.zone)]
    return next((Expected(agent, h) for h in halves if h.starts_at - EARLY <= at <= h.ends_at), None)
