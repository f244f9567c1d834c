"""What happens when nobody answers: one reminder, then the programme's rule."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from essaim.agenda.models import Approval
from essaim.agenda.operations.answers import hold, settle_silence, settle_too_late
from essaim.agenda.operations.approvals import day_of, send_question, write_question
from essaim.agenda.queries.approvals import with_everything
from essaim.letters.models import Letter
from essaim.people.queries.teams import manager_of
from essaim.programmes.models import Programme

Answer, Level = Approval.State, Approval.Level
Silence = Programme.Silence


def remind_managers(*, at: datetime) -> int:
    """Write the one reminder of each question that has waited half its time; how many."""
    due = with_everything().filter(state=Answer.ASKED, remind_at__lte=at).order_by("remind_at", "pk")
    return sum(_remind(approval, at=at) for approval in due)


@transaction.atomic
def _remind(approval: Approval, *, at: datetime) -> int:
    mine = Approval.objects.filter(pk=approval.pk, state=Answer.ASKED, remind_at__isnull=False)
    if not mine.update(remind_at=None, reminded_at=at):
        return 0
    write_question(approval, kind=Letter.Kind.APPROVAL_REMINDER, at=at)
    return 1


def apply_silence(*, at: datetime) -> int:
    """Apply the rule to each question whose time is over, each in its own transaction; how many moved.

    A manager who has left is not waited for.
    """
    is_over = Q(state=Answer.ASKED, due_at__lte=at) | Q(state=Answer.ASKED, asked_of__is_active=False)
    has_begun = Q(state__in=Approval.OPEN, registration__session__starts_at__lte=at)
    due = with_everything().filter(is_over | has_begun).order_by("due_at", "pk")
    return sum(_pass_silence(approval, at=at) for approval in due)


@transaction.atomic
def _pass_silence(approval: Approval, *, at: datetime) -> int:
    fresh = hold(approval, at=at)
    session = fresh.registration.session
    rule = session.programme.on_silence
    if fresh.state not in Approval.OPEN:
        return 0
    is_over = fresh.state == Answer.ASKED and fresh.due_at <= at
    if is_over and rule == Silence.REFUSE and fresh.asked_of_is_here:
        settle_silence(fresh, refused=True, at=at)
    elif session.starts_at <= at:
        settle_too_late(fresh, at=at)
    elif fresh.state == Answer.ASKED and not fresh.asked_of_is_here:
        send_question(fresh, manager=None, level=Level.COORDINATION, at=at)
    elif not is_over:
        return 0
    elif rule == Silence.ACCEPT:
        settle_silence(fresh, refused=False, at=at)
    else:
        return _escalate(fresh, at=at)
    return 1


def _escalate(approval: Approval, *, at: datetime) -> int:
    """To the manager's manager, then to those who run the programme, who keep the question until the session."""
    session = approval.registration.session
    if approval.level == Level.COORDINATION:
        Approval.objects.filter(pk=approval.pk).update(due_at=session.starts_at)
        return 1
    above = None
    if approval.level == Level.MANAGER and approval.asked_of is not None:
        above = manager_of(approval.asked_of, on=day_of(session, at))
    if above is not None and above.pk == approval.registration.agent_id:
        above = None
    send_question(approval, manager=above, level=Level.ABOVE if above else Level.COORDINATION, at=at)
    return 1
