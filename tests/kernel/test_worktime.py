"""Working hours: 9 h to 18 h, Monday to Friday."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.kernel.worktime import EVERYWHERE, PublicHolidays, WorkCalendar, days_written
from essaim.people.models import Organisation

PARIS = ZoneInfo("Europe/Paris")
PLAIN = WorkCalendar()


def at(day, hour, minute=0, month=3):
    return datetime(2030, month, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(4, 10), 2, at(4, 12)),  # a Monday morning
        (at(4, 17), 2, at(5, 10)),  # over the night
        (at(1, 17), 9, at(4, 17)),  # over the weekend
        (at(2, 12), 1, at(4, 10)),  # asked on a Saturday
        (at(4, 6), 1, at(4, 10)),  # before the day begins
        (at(4, 21), 1, at(5, 10)),  # after it ended
        (at(4, 9), 9, at(4, 18)),  # exactly one day
        (at(4, 10, 30), 0.5, at(4, 11)),  # half an hour
        (at(4, 9), 45, at(8, 18)),  # a week
    ],
)
def test_working_hours_pass_only_when_somebody_may_answer(start, hours, end):
    assert PLAIN.add_hours(start, hours) == end


def test_a_public_holiday_does_not_count():
    holiday = WorkCalendar(holidays=[date(2030, 5, 1)])

    assert holiday.add_hours(at(30, 17, month=4), 2) == at(2, 10, month=5)


def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_summer_time():
    friday = at(29, 17)  # the clocks change on Sunday, 31 March 2030

    assert PLAIN.add_hours(friday, 2).isoformat() == "2030-04-01T10:00:00+02:00"


def test_no_hours_at_all_end_at_once_when_it_is_working_time():
    assert PLAIN.add_hours(at(4, 10), 0) == at(4, 10)


def test_weekends_and_holidays_are_not_working_days():
    assert [PLAIN.works_on(date(2030, 3, day)) for day in (1, 2, 3, 4)] == [True, False, False, True]
    assert not WorkCalendar(holidays=[date(2030, 3, 1)]).works_on(date(2030, 3, 1))
    assert not WorkCalendar(closed=[date(2030, 3, 1)]).works_on(date(2030, 3, 1))


@pytest.mark.parametrize(
    ("day", "part", "is_off"),
    [
        (date(2026, 5, 1), "", True),  # 1 May
        (date(2027, 3, 29), "", True),  # Easter Monday
        (date(2027, 5, 6), "", True),  # Ascension
        (date(2027, 5, 7), "", False),  # the bridge is not a holiday
        (date(2027, 3, 26), "", False),
        (date(2027, 3, 26), "57", True),  # Good Friday, in Alsace and Moselle
        (date(2027, 12, 20), "974", True),  # the end of slavery, in La Réunion
        (date(2027, 12, 20), "971", False),
    ],
)
def test_public_holidays_are_those_of_the_part_of_france(day, part, is_off):
    assert (day in PublicHolidays(part)) == is_off
    assert WorkCalendar(holidays=PublicHolidays(part)).works_on(day) != is_off


def test_every_part_that_an_employer_may_choose_has_its_days():
    for part in Organisation.Holidays.values:
        assert date(2027, 7, 14) in PublicHolidays(part)


def test_hours_and_days_pass_over_easter_monday():
    saturday = datetime(2027, 3, 27, 10, tzinfo=PARIS)

    assert EVERYWHERE.add_hours(saturday, 1) == datetime(2027, 3, 30, 10, tzinfo=PARIS)
    assert EVERYWHERE.next_working_day(saturday.date()) == date(2027, 3, 30)


def test_another_week_and_other_hours_count_as_they_are_set():
    school = WorkCalendar(week="1246", opens=time(8, 30), closes=time(16))

    assert school.day_hours == 7.5
    assert [school.works_on(date(2030, 3, day)) for day in range(4, 11)] == [
        True,
        True,
        False,
        True,
        False,
        True,
        False,
    ]
    assert school.add_hours(at(5, 15), 2) == at(7, 9, 30)  # a Tuesday; Wednesdays are free
    assert school.last_working_day(date(2030, 3, 8)) == date(2030, 3, 7)


def test_closed_days_are_read_from_their_spans_both_ends_included():
    bridge = days_written("2030-05-30/2030-05-31 2030-08-05/2030-08-05")

    assert sorted(bridge) == [date(2030, 5, 30), date(2030, 5, 31), date(2030, 8, 5)]
    assert days_written("") == frozenset()


def clock_times(first, last):
    return st.times(min_value=first, max_value=last).map(lambda one: one.replace(second=0, microsecond=0))


CALENDARS = st.builds(
    WorkCalendar,
    holidays=st.sampled_from([frozenset(), PublicHolidays(), PublicHolidays("972"), PublicHolidays("974")]),
    closed=st.frozensets(st.dates(date(2030, 1, 1), date(2030, 12, 31)), max_size=40),
    week=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda days: "".join(sorted(days))),
    opens=clock_times(time(5), time(12)),
    closes=clock_times(time(13), time(22)),
)
ZONES = st.sampled_from([PARIS, ZoneInfo("America/Martinique"), ZoneInfo("Indian/Reunion")])
AROUND_CHANGES_OF_HOUR = st.one_of(
    st.datetimes(datetime(2030, 3, 29), datetime(2030, 4, 2), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2030, 10, 25), datetime(2030, 10, 29), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2030, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(calendar=CALENDARS, zone=ZONES, asked=AROUND_CHANGES_OF_HOUR)
def test_the_next_open_moment_is_open_never_earlier_and_the_first(calendar, zone, asked):
    local = asked.astimezone(zone)

    found = calendar.next_open_moment(local)

    assert found.astimezone(UTC) >= asked
    assert calendar.is_open_at(found)
    assert calendar.works_on(found.date())
    assert calendar.opens <= found.time() < calendar.closes
    assert found == local or (found.time() == calendar.opens and not calendar.is_open_at(local))
    between = (local.date() + timedelta(days=shift) for shift in range((found.date() - local.date()).days))
    assert not any(calendar.works_on(day) for day in between if day > local.date())


@given(calendar=CALENDARS, zone=ZONES, asked=AROUND_CHANGES_OF_HOUR, hours=st.integers(1, 60))
def test_hours_end_on_a_working_day_and_as_many_have_passed(calendar, zone, asked, hours):
    local = asked.astimezone(zone)

    end = calendar.add_hours(local, hours)

    assert calendar.works_on(end.date())
    assert calendar.opens <= end.time() <= calendar.closes
    assert (end.astimezone(UTC) - asked) >= timedelta(hours=hours)


def test_the_library_of_holidays_loads_with_the_first_question_only():
    """It weighs more than all of the start-up."""
    seen = subprocess.run(
        [sys.executable, "-c", "import essaim.kernel.worktime, sys; print('holidays' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert seen.stdout.strip() == "False"
