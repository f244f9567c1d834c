"""Working time: on which days an organisation works, and when somebody may be expected to read and answer."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import import_module

DAY = timedelta(days=1)
MONDAY_TO_FRIDAY = "12345"
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


@lru_cache(maxsize=256)
def days_written(spans: str) -> frozenset[date]:
    """Each day of spans kept as text, both ends included.

    >>> sorted(day.isoformat() for day in days_written("2027-05-07/2027-05-08 2027-12-24/2027-12-24"))
    ['2027-05-07', '2027-05-08', '2027-12-24']
    """
    found: set[date] = set()
    for span in spans.split():
        first, last = map(date.fromisoformat, span.split("/"))
        found.update(first + DAY * shift for shift in range((last - first).days + 1))
    return frozenset(found)


@dataclass(frozen=True)
class WorkCalendar:
    """When one organisation works: the only place that tells a working day.

    A moment that is given must be in the organisation's own time (its time zone says what 9 h is). The day opens
    and closes between 5 h and 22 h, where no change of hour happens, so that hours there can be added up.
    """

    holidays: Container[date] = frozenset()
    closed: Container[date] = frozenset()
    """The organisation's own closed days."""
    week: str = MONDAY_TO_FRIDAY
    """Days of the week that are worked, Monday is 1; never empty."""
    opens: time = DAY_STARTS
    closes: time = DAY_ENDS

    @property
    def day_hours(self) -> float:
        """How many hours a working day has."""
        return (self.closes.hour - self.opens.hour) + (self.closes.minute - self.opens.minute) / 60

    def works_on(self, day: date) -> bool:
        """Whether this is a working day."""
        return str(day.isoweekday()) in self.week and day not in self.holidays and day not in self.closed

    def is_open_at(self, moment: datetime) -> bool:
        """Whether somebody may be written to without being disturbed."""
        return self.works_on(moment.date()) and self.opens <= moment.time() < self.closes

    def last_working_day(self, day: date) -> date:
        """The day itself if one works then, else the last before it."""
        while not self.works_on(day):
            day -= DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after this one."""
        day += DAY
        while not self.works_on(day):
            day += DAY
        return day

    def opening(self, day: date, like: datetime) -> datetime:
        """When that day opens, in the time zone of another moment."""
        return datetime.combine(day, self.opens, tzinfo=like.tzinfo)

    def next_open_moment(self, moment: datetime) -> datetime:
        """The moment itself within working hours, else the next opening: never earlier than asked."""
        if self.is_open_at(moment):
            return moment
        day = moment.date()
        is_still_to_open = self.works_on(day) and moment.time() < self.opens
        return self.opening(day if is_still_to_open else self.next_working_day(day), moment)

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """The moment at which so many working hours have passed since `start`.

        >>> from datetime import UTC
        >>> WorkCalendar().add_hours(datetime(2030, 3, 1, 17, tzinfo=UTC), 9).isoformat()  # a Friday
        '2030-03-04T17:00:00+00:00'
        """
        left = timedelta(hours=hours)
        moment = self.next_open_moment(start)
        while left > (rest := datetime.combine(moment.date(), self.closes, tzinfo=moment.tzinfo) - moment):
            left -= rest
            moment = self.opening(self.next_working_day(moment.date()), moment)
        return moment + left


EVERYWHERE = WorkCalendar(holidays=PublicHolidays())
"""That of an organisation of metropolitan France that has set nothing."""
