"""Closed days and school holidays, for their page, for plans and for the cockpit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Max, QuerySet

from essaim.kernel.sorting import InFrench
from essaim.people.models import DayPeriod, Organisation
from essaim.people.school import ZONES, published
from essaim.ui.dates import day_name


@dataclass(frozen=True)
class Year:
    """The periods that begin in a calendar year."""

    number: int
    periods: list[DayPeriod]


def years_of(organisation: Organisation) -> list[Year]:
    """Every period, by year, in the order of the days; the years come in order too."""
    rows = DayPeriod.objects.filter(organisation=organisation).order_by(
        "starts_on", InFrench("name"), "zone", "pk"
    )
    grouped = groupby(rows, key=lambda period: period.starts_on.year)
    return [Year(year, list(periods)) for year, periods in grouped]


def zones_to_offer(*, today: date) -> tuple[str, ...]:
    """The zones whose published calendar still says something of the time to come."""
    return tuple(zone for zone in ZONES if any(span.ends_on >= today for span in published(zone)))


def periods_on(organisation: Organisation, days: Collection[date]) -> QuerySet[DayPeriod]:
    """Those that touch the time from the first of these days to the last."""
    rows = DayPeriod.objects.filter(
        organisation=organisation, starts_on__lte=max(days), ends_on__gte=min(days)
    )
    return rows.order_by("starts_on", "pk")


def knows_about(organisation: Organisation, days: Collection[date]) -> bool:
    """Whether some period may touch these days, told without reading any."""
    until = organisation.school_until
    return bool(organisation.closed_days) or (until is not None and until >= min(days))


def school_days(organisation: Organisation, days: Collection[date]) -> set[date]:
    """Those of these days that fall in school holidays."""
    if not days or organisation.school_until is None or organisation.school_until < min(days):
        return set()
    rows = periods_on(organisation, days).filter(kind=DayPeriod.Kind.SCHOOL)
    return {day for row in rows for day in days if row.starts_on <= day <= row.ends_on}


def periods_by_day(organisation: Organisation, days: Collection[date]) -> dict[date, list[DayPeriod]]:
    """The periods of each of these days, in one query; in none when nothing is known of them."""
    if not days or not knows_about(organisation, days):
        return {}
    rows = list(periods_on(organisation, days))
    return {day: [row for row in rows if row.starts_on <= day <= row.ends_on] for day in days}


def days_as_kept(organisation: Organisation) -> tuple[str, date | None]:
    """What the organisation's own row must say: the spans of its closed days, the last day of school holidays."""
    rows = DayPeriod.objects.filter(organisation=organisation)
    closed = rows.filter(kind=DayPeriod.Kind.CLOSED).order_by("starts_on", "pk")
    spans = closed.values_list("starts_on", "ends_on")
    school = rows.filter(kind=DayPeriod.Kind.SCHOOL).aggregate(last=Max("ends_on"))
    return " ".join(f"{first}/{last}" for first, last in spans), school["last"]


def late_letter(organisation: Organisation) -> tuple[datetime, str, datetime]:
    """For an example: a letter of a Friday evening in an ordinary week, the day and the hour at which it leaves."""
    friday = date(2030, 5, 24)
    written = datetime.combine(friday, organisation.day_ends) + timedelta(minutes=30)
    leaves = organisation.hours.next_open_moment(written)
    return written, day_name(leaves), leaves
