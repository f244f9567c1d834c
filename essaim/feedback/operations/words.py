"""Reading free words before anyone else: publish, hide, strike a name; and forgetting them after a year."""

import re
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.feedback.models import Bundle, Word
from essaim.feedback.operations.refusals import AnswerUnknown

YEAR = timedelta(days=365)
STRUCK = "[…]"


def decide(*, word: Word, state: str) -> bool:
    """Publish a word, keep it hidden, or put it back among those to read. Twice is harmless."""
    return bool(Word.objects.filter(pk=word.pk).exclude(state=state).update(state=state))


@transaction.atomic
def strike(*, word: Word, names: str) -> Word:
    """Replace these words, however written, by « […] ». What stood there is not kept anywhere."""
    fresh = Word.objects.select_for_update().get(pk=word.pk)
    wanted = [name for name in re.split(r"[,;\s]+", names) if name]
    text = fresh.text
    for name in wanted:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", STRUCK, text, flags=re.IGNORECASE)
    if not wanted or text == fresh.text:
        raise AnswerUnknown(_("Ces mots n’y sont pas : recopiez-les comme ils sont écrits."))
    Word.objects.filter(pk=fresh.pk).update(text=text)
    fresh.text = text
    return fresh


def forget_old_words(at: datetime, *, kept: timedelta = YEAR) -> int:
    """Delete the free words so long after the oldest of their batch; how many they were."""
    old = Bundle.objects.filter(asked__startswith="words:", begun_on__lte=(at - kept).date())
    count, _per_model = Word.objects.filter(bundle__in=old.values("pk")).delete()
    old.delete()
    return count
