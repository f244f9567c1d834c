"""What a respondent's token is, and when answers are enough to be shown."""

import hashlib
import hmac
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.feedback.models import Answer, Invitation, Questionnaire

QUESTIONS: dict[str, type[Answer.Useful | Answer.Use | Answer.Next]] = {
    "useful": Answer.Useful,
    "use": Answer.Use,
    "next": Answer.Next,
}
"""The three questions, in order, each with the values it may take."""

QUESTION_TEXTS = {
    "useful": _("Avez-vous appris quelque chose d’utile pour votre travail ?"),
    "use": _("Allez-vous vous en servir ce mois-ci ?"),
    "next": _("Et maintenant ?"),
}


def make_token(questionnaire: Questionnaire, agent_id: int) -> str:
    """The address that only this person receives; it can be made only while the secret lives."""
    if not questionnaire.secret:
        return ""
    digest = hmac.digest(questionnaire.secret.encode(), str(agent_id).encode(), hashlib.sha256)
    return f"{questionnaire.pk}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


def make_key(token: str) -> uuid.UUID:
    """Where the answers of a token are kept while the questionnaire is open."""
    return uuid.UUID(bytes=hashlib.sha256(token.encode()).digest()[:16])


def owner_of(
    token: str, questionnaire: Questionnaire, invitations: Iterable[Invitation]
) -> Invitation | None:
    """The invitation that a token belongs to; every one is compared, in constant time."""
    found = None
    for invitation in invitations:
        if invitation.agent_id is None:
            continue
        if hmac.compare_digest(make_token(questionnaire, invitation.agent_id).encode(), token.encode()):
            found = invitation
    return found


def is_open(questionnaire: Questionnaire, at: datetime) -> bool:
    return questionnaire.closed_at is None and at < questionnaire.closes_at


def are_enough(counts: Mapping[str, int], threshold: int) -> bool:
    """Every question has as many answers as the organisation demands."""
    return all(counts[question] >= threshold for question in QUESTIONS)
