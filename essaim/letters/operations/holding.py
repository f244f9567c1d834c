"""Keeping one letter from leaving, and letting it go: each is one conditional update, so that no sender is missed."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent

State = Letter.State


class TooLate(Refused):
    """The letter has left, is leaving, or will never leave."""


def hold(*, letter: Letter, by: Agent, at: datetime) -> None:
    """The letter waits until somebody lets it go; twice is harmless.

    A letter that a worker has taken is not held: whoever reads « retenue » can rely on it. One that waits after a
    failure can be.
    """
    in_hand = Q(is_leaving=True, leased_until__gt=at)
    free = Letter.objects.filter(~in_hand, pk=letter.pk, state=State.TO_SEND, held_at=None)
    if free.update(held_at=at, held_by=by, is_leaving=False, leased_until=None):
        return
    letter.refresh_from_db()
    if not letter.is_held:
        leaves = letter.state == State.TO_SEND
        raise TooLate(_("Cette lettre est en train de partir.") if leaves else _too_late(letter))


def release(*, letter: Letter, at: datetime) -> None:
    """The letter leaves at its moment, or with the next turn when that is past; twice is harmless."""
    still_useful = Q(expires_at=None) | Q(expires_at__gt=at)
    held = Letter.objects.filter(still_useful, pk=letter.pk, state=State.TO_SEND, held_at__isnull=False)
    if held.update(held_at=None, held_by=None):
        return
    letter.refresh_from_db()
    if letter.is_held:
        raise TooLate(_("Ce que dit cette lettre est passé : elle ne partira pas."))
    if letter.state == State.CANCELLED:
        raise TooLate(_too_late(letter))


def _too_late(letter: Letter) -> str:
    if letter.state == State.CANCELLED:
        return _("Cette lettre est annulée : elle ne partira pas.")
    return _("Cette lettre est déjà partie.")
