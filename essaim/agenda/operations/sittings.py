"""Changing the dates of a session without losing what was noted on them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.agenda.models import Presence, Session, Sitting
from essaim.kernel.errors import Refused

if TYPE_CHECKING:
    from essaim.agenda.operations.sessions import SittingPlan


def change_sittings(session: Session, plans: "Sequence[SittingPlan]") -> None:
    """Give the session these dates: one that stays or moves keeps its presences.

    A date on which somebody was noted cannot be taken away. The row of the session must be locked.
    """
    before = {sitting.starts_at: sitting for sitting in session.sittings.order_by("starts_at", "pk")}
    ordered = sorted(plans, key=lambda plan: plan.starts_at)
    starts = {plan.starts_at for plan in ordered}
    moved = [sitting for start, sitting in before.items() if start not in starts]
    for plan in ordered:
        sitting = before.get(plan.starts_at) or (moved.pop(0) if moved else Sitting(session=session))
        sitting.starts_at, sitting.ends_at = plan.starts_at, plan.ends_at
        sitting.site, sitting.room, sitting.link = plan.site, plan.room, plan.link
        sitting.save()
    if Presence.objects.filter(sitting__in=moved).exists():
        raise Refused(
            _("Des présences sont notées sur une date que vous retirez : gardez-la, ou déplacez-la.")
        )
    session.sittings.filter(pk__in=[sitting.pk for sitting in moved]).delete()
