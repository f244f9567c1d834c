"""One more word to a manager who has not answered, asked for by who runs the programme."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda.models import Approval
from essaim.agenda.operations.answers import NotYours
from essaim.agenda.operations.approvals import write_question
from essaim.agenda.queries.approvals import asked_name
from essaim.agenda.rules import can_remind, may_remind_again
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent


@transaction.atomic
def remind(*, approval: Approval, by: Agent, at: datetime) -> None:
    """Write to those who may answer, in place of the reminder that was to come; once per working day at most.

    Of two clicks at once, the second changes nothing and is told so.
    """
    if not can_remind(by, approval):
        raise NotYours(_("Cette demande n’attend plus la réponse d’un responsable."))
    waiting = Approval.objects.filter(
        pk=approval.pk, state=Approval.State.ASKED, reminded_at=approval.reminded_at
    )
    if not may_remind_again(approval, at) or not waiting.update(reminded_at=at, remind_at=None):
        raise Refused(
            _("%(name)s a déjà reçu un rappel : un par jour ouvré.") % {"name": asked_name(approval)}
        )
    write_question(approval, kind=Letter.Kind.APPROVAL_REMINDER, at=at)
