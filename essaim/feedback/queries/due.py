"""What waits for a coordinator: how many, never what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from essaim.feedback.models import Questionnaire, Word
from essaim.feedback.queries.words import words_to_read
from essaim.kernel.prepared import PreparedForMany
from essaim.programmes.models import Programme

LAST_DAYS = timedelta(days=2)
FEW_PERCENT = 30


@dataclass(frozen=True)
class Quiet:
    """An open questionnaire that few have answered, shortly before it closes."""

    questionnaire: Questionnaire
    invited: int
    answered: int

    @property
    def percent(self) -> int:
        return round(100 * self.answered / self.invited)


def quiet_questionnaires(
    programmes: Iterable[Programme], at: datetime, *, below: int = FEW_PERCENT, within: timedelta = LAST_DAYS
) -> list[Quiet]:
    """Those that close within two days, below `below` percent of answers, not reminded yet, in one query."""
    rows = read_closing([programme.pk for programme in programmes], after=at, until=at + within)
    found = [Quiet(row, row.invited, row.answered) for row in rows]
    return [quiet for quiet in found if quiet.invited and 100 * quiet.answered < below * quiet.invited]


def closing(programmes: list[int], *, after: datetime, until: datetime) -> QuerySet[Questionnaire]:
    """Those that close then and of which nobody was reminded, with who was asked and who answered."""
    rows = Questionnaire.objects.filter(
        session__programme__in=programmes,
        closed_at=None,
        reminded_at=None,
        closes_at__gt=after,
        closes_at__lte=until,
    )
    counted = rows.select_related("session").annotate(
        invited=Count("invitations"),
        answered=Count("invitations", filter=Q(invitations__has_answered=True)) + F("on_paper"),
    )
    return counted.order_by("closes_at", "pk")


def counted_words(programmes: list[int]) -> QuerySet[Word, tuple[Any, ...]]:
    rows = words_to_read(programmes).order_by().annotate(all=Value(1)).values("all")
    return rows.annotate(count=Count("pk")).values_list("count")


read_closing = PreparedForMany(closing, after=datetime, until=datetime)
read_words_count = PreparedForMany(counted_words)


def words_to_read_count(programmes: Iterable[Programme]) -> int:
    """How many free words wait to be read."""
    rows = read_words_count([programme.pk for programme in programmes])
    return rows[0][0] if rows else 0
