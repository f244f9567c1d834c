"""Reading for the kiosk: which one it is, what is coming, whom a number is expected as."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Q, QuerySet

from essaim.agenda.models import Registration, Session, Sitting
from essaim.agenda.rules import Half, halves_of
from essaim.feedback.models import Invitation
from essaim.feedback.queries import Survey, find_survey, token_of
from essaim.kernel.sorting import InFrench
from essaim.kiosk.models import Kiosk
from essaim.kiosk.rules import EARLY
from essaim.people.models import Agent, Organisation
from essaim.programmes.models import Programme

SHOWN = 30


def digest_of(secret: str) -> str:
    """What the database keeps of a code or of a device."""
    return sha256(secret.encode()).hexdigest()


def kiosk_of_device(token: str) -> Kiosk | None:
    """The kiosk whose device holds this token; a revoked one is none."""
    if not token:
        return None
    return Kiosk.objects.select_related("organisation").filter(device_digest=digest_of(token)).first()


def programme_of_kiosk(kiosk: Kiosk) -> Programme | None:
    """Whose name and colours the screen wears: the oldest programme of its employer."""
    ours = Programme.objects.select_related("organisation").filter(organisation=kiosk.organisation_id)
    return ours.order_by("pk").first()


def kiosks_of(organisation: Organisation) -> QuerySet[Kiosk]:
    return Kiosk.objects.filter(organisation=organisation, revoked_at=None).order_by(InFrench("name"), "pk")


def coming_sessions(organisation: Organisation, *, at: datetime) -> QuerySet[Session]:
    """What everybody may read on a wall: the next sessions that the employer publishes."""
    shown = Session.objects.filter(
        programme__organisation=organisation, published_at__lte=at, cancelled_at=None, closed_at=None
    )
    return shown.filter(starts_at__gt=at).select_related("format").order_by("starts_at", "pk")[:SHOWN]


def agent_of_number(organisation: Organisation, number: str) -> Agent | None:
    """Whom this number or identifier stands for, at this employer."""
    number = number.strip()
    known = Agent.objects.filter(organisation=organisation, is_active=True)
    if not number or not number.isprintable():
        return None
    found = list(known.filter(Q(hr_number=number) | Q(login__iexact=number)).order_by("pk")[:2])
    return found[0] if len(found) == 1 else None  # one's number may be another's identifier


def expected_now(agent: Agent, *, at: datetime) -> Half | None:
    """The half-day of now in which a seat waits for this person."""
    seated = Registration.objects.filter(agent=agent, state=Registration.State.CONFIRMED)
    day = timedelta(days=1)
    near = Sitting.objects.filter(starts_at__lt=at + day, ends_at__gte=at - day, session__closed_at=None)
    near = near.filter(session__cancelled_at=None, session__in=seated.values("session"))
    near = near.select_related("session__programme__organisation").order_by("starts_at", "pk")
    halves = [half for one in near for half in halves_of(one, one.session.programme.organisation.zone)]
    return next((half for half in halves if half.starts_at - EARLY <= at <= half.ends_at), None)


def survey_asked(agent: Agent, number: str, *, at: datetime) -> Survey | None:
    """The open questionnaire of this number, if this person is invited to it."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    invited = Invitation.objects.filter(agent=agent, questionnaire=int(number))
    still = invited.filter(questionnaire__closed_at=None, questionnaire__closes_at__gt=at)
    invitation = still.select_related("questionnaire").first()
    return find_survey(token_of(invitation.questionnaire, agent)) if invitation else None
