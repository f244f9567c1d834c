"""The link by which one stops a family of letters, without signing in: signed, the same at each sending, ending."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from essaim.letters.models import Letter
from essaim.people.models import Agent

LIFE = timedelta(days=365)
signer = Signer(salt="essaim.letters.stop")


@dataclass(frozen=True)
class StopLink:
    """Whose letters, and of which family."""

    agent: Agent
    family: str


def stop_token(letter: Letter) -> str:
    """Of a letter that may be stopped; the day it was written stands in it, so that the link ends."""
    return signer.sign_object([letter.agent_id, letter.family, letter.created_at.date().isoformat()])


def stop_path(letter: Letter) -> str:
    """The address of the page with the button; empty for a letter that always leaves."""
    return reverse("letters:stop", args=[stop_token(letter)]) if letter.family else ""


def stop_link(token: str, *, at: datetime) -> StopLink | None:
    """What a link opens; None when it is forged, over, or of somebody who has left."""
    try:
        pk, family, day = signer.unsign_object(token)
    except BadSignature:
        return None
    agent = Agent.objects.filter(pk=pk, is_active=True).select_related("organisation").first()
    if agent is None or family not in Letter.Family.values or date.fromisoformat(day) + LIFE < at.date():
        return None
    return StopLink(agent, family)
