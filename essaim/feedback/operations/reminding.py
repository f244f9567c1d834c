"""One reminder of a questionnaire to those who have not answered, asked for by who runs the programme."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.feedback import emails, queries, rules
from essaim.feedback.models import Invitation, Questionnaire
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter

SECOND_THOUGHTS = timedelta(minutes=1)


@transaction.atomic
def remind_silent(*, questionnaire: Questionnaire, at: datetime) -> int:
    """Write once more to those who have not answered; how many, never who.

    Only the first call writes: two coordinators, or two clicks, send one reminder. It reads who answered as yes
    or no, and its letters disappear when the questionnaire closes: nothing tells later who had kept silent.
    """
    mine = Questionnaire.objects.filter(pk=questionnaire.pk, reminded_at=None, closed_at=None)
    if not mine.filter(closes_at__gt=at).update(reminded_at=at):
        raise Refused(_("Ce questionnaire est fermé, ou le rappel est déjà parti."))
    rows = Questionnaire.objects.select_related("version", "session__programme__organisation")
    fresh = rows.get(pk=questionnaire.pk)
    wording = emails.reminder(
        fresh.session, fresh.closes_at, rules.asked_by(fresh), has_papers=bool(fresh.on_paper)
    )
    silent = Invitation.objects.filter(questionnaire=fresh, has_answered=False, agent__is_active=True)
    for invitation in silent.select_related("agent").order_by("pk"):
        agent = invitation.agent
        if agent is None:
            continue
        path = reverse("feedback:survey", args=[queries.token_of(fresh, agent)])
        letters.post(
            agent=agent,
            kind=Letter.Kind.SURVEY_REMINDER,
            cause=fresh.cause,
            version=at.isoformat(),
            wording=replace(wording, action_path=path),
            at=at,
            due_at=at + SECOND_THOUGHTS,
        )
    return len(silent)


@transaction.atomic
def take_back_reminder(*, questionnaire: Questionnaire, at: datetime) -> None:
    """Hold the reminder as long as none of its letters has left; taking it back twice is harmless."""
    fresh = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    sent = Letter.objects.filter(cause=fresh.cause, kind=Letter.Kind.SURVEY_REMINDER)
    if sent.filter(state=Letter.State.SENT).exists():
        raise Refused(_("Le rappel est déjà parti."))
    letters.cancel(cause=fresh.cause, at=at, kinds=[Letter.Kind.SURVEY_REMINDER])
    Questionnaire.objects.filter(pk=fresh.pk).update(reminded_at=None)
