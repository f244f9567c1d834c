"""Sending one letter again: itself when it never arrived, a new version when it did."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.letters import origins
from essaim.letters.models import Letter
from essaim.letters.operations.sending import try_again
from essaim.letters.seals import OPEN, is_open

State = Letter.State
SECOND_THOUGHTS = timedelta(minutes=1)


def retry(*, letter: Letter, at: datetime) -> None:
    """What a server refused leaves anew, the same letter under the same key; harmless when it already does.

    Refused when it says what is over or no longer true: nothing cancelled it while it was stuck.
    """
    why_not = _why_useless(letter, at=at)
    if why_not:
        raise Refused(why_not)
    try_again(Letter.objects.filter(pk=letter.pk), at=at)


@transaction.atomic
def send_again(*, letter: Letter, at: datetime) -> Letter:
    """Write a letter that has left once more, as a version of its own, to leave in a minute; the copy.

    A new key, so that no mailbox takes it for a letter that came twice, and the same cause, so that it disappears
    with it. A second click finds the copy of the first. Refused when the letter may not be read by who asks, has
    not left, is no longer the last word on its cause, or says what is over.
    """
    origins.origin_of(letter.cause).settle(letter)
    why_not = refusal_of(letter, at=at)
    if why_not:
        raise Refused(why_not)
    copy, is_new = Letter.objects.get_or_create(
        key=letter.next_key,
        defaults={name: getattr(letter, name) for name in COPIED}
        | {"created_at": at, "due_at": at + SECOND_THOUGHTS},
    )
    if not is_new:
        taken_back = Letter.objects.filter(pk=copy.pk, state=State.CANCELLED)
        taken_back.update(state=State.TO_SEND, due_at=at + SECOND_THOUGHTS, held_at=None, held_by=None)
    return copy


def take_back_copy(*, letter: Letter) -> None:
    """The version written after this letter does not leave; refused once it has, harmless twice."""
    copy = Letter.objects.filter(key=letter.next_key)
    waiting = copy.filter(state=State.TO_SEND, is_leaving=False)
    if not waiting.update(state=State.CANCELLED) and copy.exclude(state=State.CANCELLED).exists():
        raise Refused(_("Cette lettre est déjà partie."))


COPIED = (
    *("agent", "kind", "cause", "subject", "body"),
    *("action_label", "action_path", "about", "expires_at"),
)


def refusal_of(letter: Letter, *, at: datetime) -> str:
    """Why it cannot be sent again, in words; empty when it can."""
    if not is_open(letter.kind):
        return _("Cette lettre est personnelle : elle ne repart pas d’ici.")
    if letter.state != State.SENT:
        return _("Cette lettre n’est pas partie : elle ne peut pas partir de nouveau.")
    return _why_useless(letter, at=at)


def _why_useless(letter: Letter, *, at: datetime) -> str:
    """Why nobody should read it now for the first time; empty while it holds."""
    if letter.expires_at and letter.expires_at <= at:
        return _("Ce que dit cette lettre est passé.")
    if not letter.agent.is_active:
        return _("Cette personne est partie : on ne lui écrit plus.")
    told = Letter.objects.filter(cause=letter.cause, agent=letter.agent_id, kind__in=OPEN)
    later = told.filter(created_at__gt=letter.created_at).exclude(state=State.CANCELLED)
    if later.exclude(key=letter.next_key).exists():
        return _("Une lettre plus récente dit la suite à cette personne.")
    return origins.why_untrue(letter, at=at)
