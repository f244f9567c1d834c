"""Free words: those to read before anyone else does, and those published."""

import secrets
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from essaim.feedback import rules
from essaim.feedback.models import Bundle, Word
from essaim.programmes.models import Programme

_random = secrets.SystemRandom()
SHOWN = 6


def readable_words(programmes: Iterable[Programme | int]) -> QuerySet[Word]:
    """Words of complete batches, in the order of their random keys."""
    words = Word.objects.filter(bundle__format__programme__in=list(programmes), bundle__made_at__isnull=False)
    return words.select_related("bundle__format__programme", "bundle__topic").order_by("key")


def words_to_read(programmes: Iterable[Programme | int]) -> QuerySet[Word]:
    """Those that nobody has decided about."""
    return readable_words(programmes).filter(state=Word.State.WAITING)


def published_words(format: int, topic: int | None, *, threshold: int) -> list[Word]:
    """Some published words on a topic, or on a format's sessions that have none, in random order.

    Only from batches in which at least `threshold` people wrote; neither date nor session goes with them.
    """
    about = Q(format=format, asked__startswith=rules.words_on(topic))
    batches = Bundle.objects.filter(about, made_at__isnull=False).annotate(size=Count("free_words"))
    words = Word.objects.filter(
        bundle__in=batches.filter(size__gte=threshold).values("pk"), state=Word.State.PUBLISHED
    )
    found = list(words.order_by("key"))
    return _random.sample(found, min(SHOWN, len(found)))
