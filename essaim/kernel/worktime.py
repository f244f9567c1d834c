"""Working hours: when somebody may be expected to read and answer."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module

DAY_STARTS, DAY_ENDS = time(9), time(18)


@dataclass(frozen=True)
class PublicHolidays:
    """The days on which nobody is expected, in a part of France: `day in PublicHolidays("57")`.

    A part is named as its département is; nothing is metropolitan France without Alsace-Moselle.
    """

    part: str = ""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _days_off(self.part, day.year)


@lru_cache(maxsize=128)
def _days_off(part: str, year: int) -> frozenset[date]:
    """Those of one year, counted once; the library is heavy, and loads when a day is first asked for."""
    calendars = import_module("holidays")
    return frozenset(calendars.country_holidays("FR", subdiv=part or None, years=year))


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    return day.weekday() < 5 and day not in holidays


def next_working_day(day: date, holidays: Container[date] = ()) -> date:
    """The first working day after this one."""
    day += timedelta(days=1)
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_hours(start: datetime, hours: float, *, holidays: Container[date] = ()) -> datetime:
    """The moment at which so many working hours (9 h – 18 h, Monday to Friday) have passed since `start`.

    `start` must be aware; its own time zone says what 9 h is. Public holidays are the caller's.

    >>> from datetime import UTC
    >>> add_working_hours(datetime(2030, 3, 1, 17, tzinfo=UTC), 9).isoformat()  # a Friday
    '2030-03-04T17:00:00+00:00'
    """
    left = timedelta(hours=hours)
    moment = start
    while True:
        opens = moment.replace(hour=DAY_STARTS.hour, minute=0, second=0, microsecond=0)
        closes = opens.replace(hour=DAY_ENDS.hour)
        moment = max(moment, opens)
        if is_working_day(moment.date(), holidays) and moment < closes:
            if left <= closes - moment:
                return moment + left
            left -= closes - moment
        moment = (opens + timedelta(days=1)).replace(hour=DAY_STARTS.hour)
