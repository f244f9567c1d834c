"""Letters that left and came back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.letters import messages
from essaim.letters.bounces import Notice
from essaim.letters.models import Letter

State = Letter.State


@dataclass(frozen=True)
class Bounced:
    """What became of a notice: the key of its letter, whether that was news, or why nothing was written."""

    key: str = ""
    is_new: bool = False
    why_not: str = ""


def record_bounce(*, notice: Notice) -> Bounced:
    """Write on the letter that its address refuses it, in the server's words; the same notice again changes nothing.

    Only a letter that left can come back: a forged notice stops none that is still to leave. Who administers then
    reads whom no letter reaches, and sends anew once the address is mended.
    """
    if notice.why_not:
        return Bounced(why_not=notice.why_not)
    key = notice.key if Letter.objects.filter(key=notice.key).exists() else _key_of(notice.message_id)
    if not key:
        return Bounced(why_not=_("Aucune lettre d’ici ne répond à cet avis."))
    words = (_("L’adresse a rendu la lettre : %(words)s") % {"words": notice.words})[:300]
    left = Letter.objects.filter(key=key, state=State.SENT)
    if left.update(state=State.BOUNCED, error=words, leased_until=None):
        return Bounced(key, is_new=True)
    if Letter.objects.filter(key=key, state=State.BOUNCED).exists():
        return Bounced(key)
    return Bounced(key, why_not=_("Cette lettre n’est pas partie : elle ne peut pas être revenue."))


def _key_of(message_id: str) -> str:
    """Identities are worked out from keys: the letter is the one whose key gives this one."""
    if not message_id:
        return ""
    sent = Letter.objects.filter(state__in=(State.SENT, State.BOUNCED)).order_by("-pk")
    keys = sent.values_list("key", flat=True).iterator(chunk_size=2000)
    return next((key for key in keys if messages.message_id_of(key) == message_id), "")
