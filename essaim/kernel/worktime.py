"""Working hours: when somebody may be expected to read and answer."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

DAY_STARTS, DAY_ENDS = time(9), time(18)


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_hours(start: datetime, hours: float, *, holidays: Collection[date] = ()) -> datetime:
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
