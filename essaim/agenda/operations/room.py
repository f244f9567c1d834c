"""In the room: the running order, and taps that count once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from essaim.agenda.models import Session, Step, Tap
from essaim.agenda.operations.seats import lock
from essaim.kernel.errors import Refused
from essaim.ui.words import gettext as _


class PlannedStep(NamedTuple):
    """What is written on one line of the running order."""

    title: str
    minutes: int


@transaction.atomic
def set_running_order(*, session: Session, steps: Sequence[PlannedStep]) -> None:
    """Write the steps anew, in this order; those that began stay begun."""
    _refuse_when_over(lock(session))
    began = dict(Step.objects.filter(session=session).values_list("position", "began_at"))
    Step.objects.filter(session=session).delete()
    Step.objects.bulk_create(
        Step(
            session=session,
            position=position,
            title=step.title,
            minutes=step.minutes,
            began_at=began.get(position),
        )
        for position, step in enumerate(steps, start=1)
    )


@transaction.atomic
def go_to_step(*, session: Session, position: int, at: datetime) -> None:
    """Make this step the current one: it begins now unless it had begun, and those after it have not.

    A second tap on the same button finds it done; position 0 is before the first.
    """
    _refuse_when_over(lock(session))
    steps = Step.objects.filter(session=session)
    steps.filter(position=position, began_at=None).update(began_at=at)
    steps.filter(position__gt=position).update(began_at=None)


def count_tap(*, session: Session, key: str, at: datetime) -> bool:
    """Whether this tap was never counted; from now on it is. A tap without a key is always new."""
    if not key:
        return True
    _tap, is_new = Tap.objects.get_or_create(session=session, key=key, defaults={"at": at})
    return is_new


def _refuse_when_over(session: Session) -> None:
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Une séance terminée ou annulée n’a plus de déroulé à suivre."))
