"""When letters leave: at once, or in the working hours of their reader's organisation."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from essaim.letters.rules import AT_ONCE, IN_HOURS, LEAVING, NEAR, moment_in_hours, moment_to_leave
from essaim.people.models import Agent, Organisation
from tests.letters.test_operations import post

Kind = Letter.Kind
PARIS = ZoneInfo("Europe/Paris")
FRIDAY_NIGHT = datetime(2030, 2, 1, 20, 30, tzinfo=PARIS)
MONDAY = datetime(2030, 2, 4, 9, tzinfo=PARIS)
DAY = timedelta(days=1)


def reader(**fields):
    return Agent(organisation=Organisation(**fields))


def test_every_kind_says_when_it_leaves():
    assert set(LEAVING) == set(Kind)


@pytest.mark.parametrize("kind", Kind.values)
def test_of_a_friday_night_each_kind_leaves_as_the_table_says(kind):
    leaves = moment_to_leave(kind, reader(), FRIDAY_NIGHT)

    assert leaves == {AT_ONCE: FRIDAY_NIGHT, IN_HOURS: MONDAY}[LEAVING[kind]]


def test_those_that_answer_a_gesture_or_guard_the_account_leave_at_once():
    at_once = {kind for kind, leaving in LEAVING.items() if leaving is AT_ONCE}

    assert at_once >= {Kind.SIGN_IN_LINK, Kind.PASSWORD, Kind.CONFIRMED, Kind.WAITING, Kind.WITHDRAWN}


@pytest.mark.parametrize(
    ("about", "leaves"),
    [
        (MONDAY + DAY + timedelta(minutes=1), MONDAY),
        (MONDAY + DAY, FRIDAY_NIGHT),  # it would be read with 24 hours left, no more
        (MONDAY - timedelta(hours=3), FRIDAY_NIGHT),
        (None, MONDAY),
    ],
)
def test_a_change_waits_for_the_opening_unless_its_session_is_near(about, leaves):
    assert moment_to_leave(Kind.CHANGED, reader(), FRIDAY_NIGHT, about=about) == leaves


def test_a_letter_does_not_wait_past_its_own_end():
    end = MONDAY - timedelta(hours=1)

    assert moment_to_leave(Kind.SURVEY, reader(), FRIDAY_NIGHT, expires_at=end) == FRIDAY_NIGHT


@pytest.mark.parametrize(
    ("asked", "zone", "leaves"),
    [
        ("2030-03-29T20:00:00+01:00", "Europe/Paris", "2030-04-01T09:00:00+02:00"),  # summer time on 31 March
        (
            "2030-10-25T20:00:00+02:00",
            "Europe/Paris",
            "2030-10-28T09:00:00+01:00",
        ),  # winter time on 27 October
        ("2030-02-01T20:00:00+01:00", "America/Martinique", "2030-02-01T15:00:00-04:00"),  # not night there
        ("2030-02-01T23:30:00+01:00", "America/Martinique", "2030-02-04T09:00:00-04:00"),
        ("2030-02-01T14:30:00+01:00", "Indian/Reunion", "2030-02-01T17:30:00+04:00"),
        ("2030-02-01T15:00:00+01:00", "Indian/Reunion", "2030-02-04T09:00:00+04:00"),
    ],
)
def test_hours_are_those_of_the_readers_organisation_over_changes_of_hour(asked, zone, leaves):
    found = moment_to_leave(Kind.CHANGED, reader(time_zone=zone), datetime.fromisoformat(asked))

    assert found == datetime.fromisoformat(leaves)


@given(
    asked=st.datetimes(datetime(2030, 1, 1), datetime(2030, 12, 20), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["Europe/Paris", "America/Martinique", "Indian/Reunion"]),
    week=st.sampled_from(["12345", "1245", "6", "1234567"]),
    opens=st.sampled_from([time(5), time(8, 30), time(12)]),
    closes=st.sampled_from([time(13), time(17, 15), time(22)]),
    days_before=st.one_of(st.none(), st.integers(0, 20)),
)
def test_a_letter_leaves_in_hours_on_a_working_day_never_earlier_than_asked(
    asked, zone, week, opens, closes, days_before
):
    town = Organisation(time_zone=zone, work_days=week, day_starts=opens, day_ends=closes, holidays_of="974")
    about = None if days_before is None else asked + timedelta(days=days_before)

    leaves = moment_in_hours(town, asked, about=about)

    assert leaves >= asked
    local = leaves.astimezone(town.zone)
    in_hours = town.calendar.works_on(local.date()) and opens <= local.time() < closes
    opening = town.calendar.next_open_moment(asked.astimezone(town.zone))
    is_near = about is not None and opening >= about - NEAR
    assert (leaves == asked) if is_near else in_hours


@pytest.mark.django_db
def test_the_sender_takes_no_letter_before_its_moment(bob):
    night = FRIDAY_NIGHT
    post(bob, kind=Kind.OPENED, at=night)
    post(bob, kind=Kind.SIGN_IN_LINK, at=night)

    sent = [send_due(at) for at in (night, night + DAY, MONDAY - timedelta(seconds=1), MONDAY, MONDAY)]

    assert sent == [1, 0, 0, 1, 0]


@pytest.mark.django_db
def test_a_letter_of_an_evening_leaves_after_the_closed_days_of_the_reader(bob):
    Organisation.objects.update(closed_days="2030-02-04/2030-02-05", day_starts=time(8, 30))
    bob.refresh_from_db()

    letter = post(Agent.objects.get(pk=bob.pk), kind=Kind.OPENED, at=FRIDAY_NIGHT)

    assert letter.due_at == datetime(2030, 2, 6, 8, 30, tzinfo=PARIS)
