"""Letters that one press wrote to several people: taken back and put back together, as long as they have not left."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from essaim.letters.models import Letter
from essaim.letters.operations.holding import TooLate
from essaim.letters.queries import letters_of_version
from essaim.people.models import Agent

State = Letter.State


def take_back_version(*, cause: str, kind: str, version: str, at: datetime) -> int:
    """None of them leaves any more; how many had left already. Refused when all had, harmless twice."""
    letters = letters_of_version(cause=cause, kind=kind, version=version)
    in_hand = Q(is_leaving=True, leased_until__gt=at)
    letters.filter(~in_hand, state=State.TO_SEND).update(
        state=State.CANCELLED, is_leaving=False, leased_until=None
    )
    left = letters.exclude(state=State.CANCELLED).count()
    if not letters.filter(state=State.CANCELLED).exists():
        raise TooLate(_("Ce message est déjà parti."))
    return left


def put_back_version(
    *,
    cause: str,
    kind: str,
    version: str,
    agents: Collection[Agent],
    due_at: datetime,
    expires_at: datetime,
) -> int:
    """Those to these people that were taken back leave after all, at this moment."""
    letters = letters_of_version(cause=cause, kind=kind, version=version)
    taken_back = letters.filter(state=State.CANCELLED, agent__in=agents)
    return taken_back.update(
        state=State.TO_SEND, due_at=due_at, expires_at=expires_at, held_at=None, held_by=None
    )
