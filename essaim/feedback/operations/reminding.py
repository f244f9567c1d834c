"""Two reminders of a questionnaire to those who have not answered: half-way, and before the end."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.feedback import emails, queries, rules
from essaim.feedback.models import Invitation, Questionnaire
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter

SECOND_THOUGHTS = timedelta(minutes=1)


def remind_by_itself(*, at: datetime) -> int:
    """Write the reminders whose moment has come, in working hours, each once; of how many questionnaires."""
    reminded = 0
    for questionnaire in queries.to_remind(at):
        due = queries.due_reminder(questionnaire, at)
        reminded += bool(due) and _remind(questionnaire, is_last=due == queries.LAST, at=at) is not None
    return reminded


@transaction.atomic
def remind_silent(*, questionnaire: Questionnaire, at: datetime) -> int:
    """Write for the last time to those who have not answered, before it would leave by itself; how many, never who.

    Only the first call writes: two coordinators, or two clicks, send one reminder. It reads who answered as yes
    or no, and its letters disappear when the questionnaire closes: nothing tells later who had kept silent.
    """
    count = _remind(questionnaire, is_last=True, at=at)
    if count is None:
        raise Refused(_("Ce questionnaire est fermé, ou le rappel est déjà parti."))
    return count


@transaction.atomic
def _remind(questionnaire: Questionnaire, *, is_last: bool, at: datetime) -> int | None:
    """How many were written to; None when somebody else has done it, or the questionnaire is over."""
    written = "reminded_at" if is_last else "first_reminded_at"
    mine = Questionnaire.objects.filter(pk=questionnaire.pk, closed_at=None, closes_at__gt=at)
    if not mine.filter(**{"reminded_at": None, written: None}).update(**{written: at}):
        return None
    rows = Questionnaire.objects.select_related("version", "session__programme__organisation")
    fresh = rows.get(pk=questionnaire.pk)
    has_papers = bool(fresh.on_paper)
    asked = rules.asked_by(fresh)
    wording = emails.reminder(fresh.session, fresh.closes_at, asked, is_last=is_last, has_papers=has_papers)
    silent = _silent(fresh)
    for invitation in silent:
        agent = invitation.agent
        if agent is None:
            continue
        path = reverse("feedback:survey", args=[queries.token_of(fresh, agent)])
        letters.post(
            agent=agent,
            kind=Letter.Kind.SURVEY_REMINDER,
            cause=fresh.cause,
            version=at.isoformat() if is_last else "first",
            wording=wording.leading_to(path),
            at=at,
            due_at=at + SECOND_THOUGHTS,
            expires_at=fresh.closes_at,
        )
    return len(silent)


def _silent(questionnaire: Questionnaire) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(questionnaire=questionnaire, has_answered=False, agent__is_active=True)
    return rows.select_related("agent__organisation").order_by("pk")


@transaction.atomic
def take_back_reminder(*, questionnaire: Questionnaire, at: datetime) -> None:
    """Hold the last reminder as long as none of its letters has left; taking it back twice is harmless."""
    fresh = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if fresh.reminded_at is None:
        return
    mine = Letter.objects.filter(
        cause=fresh.cause, kind=Letter.Kind.SURVEY_REMINDER, created_at=fresh.reminded_at
    )
    if mine.filter(state=Letter.State.SENT).exists():
        raise Refused(_("Le rappel est déjà parti."))
    mine.filter(state=Letter.State.TO_SEND).update(state=Letter.State.CANCELLED)
    Questionnaire.objects.filter(pk=fresh.pk).update(reminded_at=None)
