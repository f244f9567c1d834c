"""Working hours: 9 h to 18 h, Monday to Friday."""

import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from essaim.kernel.worktime import PublicHolidays, add_working_hours, is_working_day, next_working_day
from essaim.people.models import Organisation

PARIS = ZoneInfo("Europe/Paris")


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
    assert add_working_hours(start, hours) == end


def test_a_public_holiday_does_not_count():
    assert add_working_hours(at(30, 17, month=4), 2, holidays=[date(2030, 5, 1)]) == at(2, 10, month=5)


def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_summer_time():
    friday = at(29, 17)  # the clocks change on Sunday, 31 March 2030

    assert add_working_hours(friday, 2).isoformat() == "2030-04-01T10:00:00+02:00"


def test_no_hours_at_all_end_at_once_when_it_is_working_time():
    assert add_working_hours(at(4, 10), 0) == at(4, 10)


def test_weekends_and_holidays_are_not_working_days():
    assert [is_working_day(date(2030, 3, day)) for day in (1, 2, 3, 4)] == [True, False, False, True]
    assert not is_working_day(date(2030, 3, 1), [date(2030, 3, 1)])


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
    assert is_working_day(day, PublicHolidays(part)) != is_off


def test_every_part_that_an_employer_may_choose_has_its_days():
    for part in Organisation.Holidays.values:
        assert date(2027, 7, 14) in PublicHolidays(part)


def test_hours_and_days_pass_over_easter_monday():
    saturday = datetime(2027, 3, 27, 10, tzinfo=PARIS)
    france = PublicHolidays()

    assert add_working_hours(saturday, 1, holidays=france) == datetime(2027, 3, 30, 10, tzinfo=PARIS)
    assert next_working_day(saturday.date(), france) == date(2027, 3, 30)


def test_the_library_of_holidays_loads_with_the_first_question_only():
    """It weighs more than all of the start-up."""
    seen = subprocess.run(
        [sys.executable, "-c", "import essaim.kernel.worktime, sys; print('holidays' in sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert seen.stdout.strip() == "False"
