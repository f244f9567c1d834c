"""What waits for a coordinator: how many, never what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from essaim.feedback.models import Paper, Questionnaire, Wave, Word
from essaim.feedback.queries.words import words_to_read
from essaim.kernel.plans import not_a_way_in
from essaim.kernel.prepared import PreparedForMany, SeldomForMany
from essaim.programmes.models import Programme

LAST_DAYS = timedelta(days=2)
TYPING_DELAY = timedelta(days=1)
"""Whoever led has a day to type the pile before the coordination hears of it."""
FEW_PERCENT = 30
FIRST, LAST = "first", "last"
APART = timedelta(days=1)
"""Two reminders that would come closer to one another are one."""


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


def piles_to_type(programmes: Iterable[Programme], at: datetime) -> list[Questionnaire]:
    """Sheets of paper that were printed for sessions over since a day, and of which nobody has typed one."""
    keys = [programme.pk for programme in programmes]
    return list(read_idle_papers(keys, before=at - TYPING_DELAY, at=at))


def to_remind(at: datetime) -> list[Questionnaire]:
    """Open ones of sessions just held whose last reminder is still to come, soonest end first."""
    rows = Questionnaire.objects.filter(wave=Wave.HOT, closed_at=None, reminded_at=None, closes_at__gt=at)
    return list(rows.select_related("session__programme__organisation").order_by("closes_at", "pk"))


def due_reminder(questionnaire: Questionnaire, at: datetime) -> str:
    """`FIRST` from half-way on, `LAST` as the last working day before the end opens; only in working hours."""
    organisation = questionnaire.session.programme.organisation
    calendar, zone = organisation.calendar, organisation.zone
    if not calendar.is_open_at(at.astimezone(zone)):
        return ""
    day = calendar.last_working_day(questionnaire.closes_at.astimezone(zone).date() - timedelta(days=1))
    last = datetime.combine(day, calendar.opens, tzinfo=zone)
    opened = questionnaire.opened_at
    half_way = opened + (questionnaire.closes_at - opened) / 2
    if at >= last:
        return LAST if last - opened >= APART else ""
    is_first = questionnaire.first_reminded_at is None and half_way <= at
    return FIRST if is_first and last - at >= APART else ""


def open_of(programmes: list[int]) -> QuerySet[Questionnaire]:
    """Those still open: found by their end, however many sessions a programme had."""
    still_open = Questionnaire.objects.filter(closed_at=None)
    return still_open.alias(of=not_a_way_in("session__programme_id")).filter(of__in=programmes)


def closing(programmes: list[int], *, after: datetime, until: datetime) -> QuerySet[Questionnaire]:
    """Those that close then and of which nobody was reminded, with who was asked and who answered."""
    rows = open_of(programmes).filter(
        reminded_at=None,
        closes_at__gt=after,
        closes_at__lte=until,
    )
    counted = rows.select_related("session").annotate(
        invited=Count("invitations"),
        answered=Count("invitations", filter=Q(invitations__has_answered=True)) + F("on_paper"),
    )
    return counted.order_by("closes_at", "pk")


def with_idle_papers(programmes: list[int], *, before: datetime, at: datetime) -> QuerySet[Questionnaire]:
    """Those still open of sessions that ended by then, whose sheets were printed and of which none was typed."""
    sheets = Paper.objects.filter(session=OuterRef("session"))
    rows = open_of(programmes).filter(
        Exists(sheets.filter(state=Paper.State.BLANK)),
        ~Exists(sheets.filter(state=Paper.State.TYPED)),
        session__closed_at__lte=before,
        wave=Wave.HOT,
        closes_at__gt=at,
    )
    return rows.select_related("session__programme__organisation").order_by("closes_at", "pk")


def counted_words(programmes: list[int]) -> QuerySet[Word, tuple[Any, ...]]:
    rows = words_to_read(programmes).order_by().annotate(all=Value(1)).values("all")
    return rows.annotate(count=Count("pk")).values_list("count")


read_closing = PreparedForMany(closing, after=datetime, until=datetime)
read_idle_papers = SeldomForMany(with_idle_papers, before=datetime, at=datetime)
read_words_count = PreparedForMany(counted_words)


def words_to_read_count(programmes: Iterable[Programme]) -> int:
    """How many free words wait to be read."""
    rows = read_words_count([programme.pk for programme in programmes])
    return rows[0][0] if rows else 0
