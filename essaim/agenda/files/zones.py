"""Time zones as calendars carry them, with every change of hour of some years, to the minute.

The library's own give the spring change an hour late. One line per change, without rules or lists of dates, is what
every calendar program understands.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@lru_cache(maxsize=64)
def zone_of(name: str, first: int, last: int) -> Timezone:
    """The zone from a year before the first to a year after the last: the hour of the first date is known too."""
    zone = ZoneInfo(name)
    begins, ends = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 2, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", name)
    component.add_component(_observance(zone, begins, before=begins))
    for change in _changes(zone, begins, ends):
        component.add_component(_observance(zone, change, before=change - MINUTE))
    return component


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The first minute of each new offset."""
    day = begins
    while day < ends:
        if _offset(zone, day) != _offset(zone, day + DAY):
            before, after = day, day + DAY
            while after - before > MINUTE:
                middle = before + (after - before) // MINUTE // 2 * MINUTE
                if _offset(zone, middle) == _offset(zone, before):
                    before = middle
                else:
                    after = middle
            yield after
        day += DAY


def _observance(zone: ZoneInfo, moment: datetime, *, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What the clocks do from that moment on, which is told in the hour of the moment before."""
    local = moment.astimezone(zone)
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    component.add("dtstart", (moment + _offset(zone, before)).replace(tzinfo=None))
    component.add("tzoffsetfrom", _offset(zone, before))
    component.add("tzoffsetto", _offset(zone, moment))
    component.add("tzname", local.tzname())
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
