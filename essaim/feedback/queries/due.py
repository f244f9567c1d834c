"""What waits for a coordinator: how many, never what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from essaim.feedback.models import Questionnaire
from essaim.feedback.queries.words import words_to_read
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
    rows = Questionnaire.objects.filter(
        session__programme__in=list(programmes),
        closed_at=None,
        reminded_at=None,
        closes_at__gt=at,
        closes_at__lte=at + within,
    )
    counted = rows.select_related("session").annotate(
        invited=Count("invitations"), answered=Count("invitations", filter=Q(invitations__has_answered=True))
    )
    found = [Quiet(row, row.invited, row.answered) for row in counted.order_by("closes_at", "pk")]
    return [quiet for quiet in found if quiet.invited and 100 * quiet.answered < below * quiet.invited]


def words_to_read_count(programmes: Iterable[Programme]) -> int:
    """How many free words wait to be read."""
    return words_to_read(programmes).count()
