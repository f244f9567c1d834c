"""Attendance is signed per half-day: what a half-day is, the hours it gives, the pages that note it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Presence, Sitting
from essaim.agenda.operations.unmarking import unmark_presence
from essaim.agenda.queries.invariants import violations
from essaim.agenda.rules import half_days, halves_of, minutes_attended
from essaim.home.queries.mine import past_of
from tests.agenda.reading import text_of
from tests.factories import NOW, SessionFactory

PARIS = ZoneInfo("Europe/Paris")
pytestmark = pytest.mark.django_db


def at(day, hour, minute=0):
    return datetime(2030, 3, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(4, 9), at(4, 17), [180, 180]),
        (at(4, 9), at(4, 12), [180]),
        (at(4, 14), at(4, 17, 30), [210]),
        (at(4, 11, 30), at(4, 13, 30), [120]),
        (at(4, 12, 30), at(4, 14, 30), [120]),
        (at(4, 8), at(4, 14), [360]),
    ],
)
def test_a_date_that_goes_on_after_lunch_is_two_half_days(start, end, minutes):
    sitting = Sitting(starts_at=start.astimezone(UTC), ends_at=end.astimezone(UTC))

    assert [half.minutes for half in halves_of(sitting, PARIS)] == minutes


@pytest.fixture
def long_course(hosted, bob):
    """Hugo's session: one day, then one morning."""
    hosted.sittings.all().delete()
    for start, end in [(at(4, 9), at(4, 17)), (at(11, 9), at(11, 12))]:
        Sitting.objects.create(session=hosted, starts_at=start, ends_at=end)
    hosted.starts_at, hosted.ends_at = at(4, 9), at(11, 12)
    hosted.save()
    operations.register(session=hosted, agent=bob, at=NOW)
    return hosted


def halves(session):
    return half_days(session.sittings.order_by("starts_at"), PARIS)


def sign(half, agent, *, by, status="present"):
    operations.mark_presence(
        sitting=half.sitting, half=half.number, agent=agent, status=status, at=half.starts_at, by=by
    )


def test_two_half_days_of_three_are_attended_and_their_hours_frozen(long_course, bob, hugo):
    morning, _afternoon, last = halves(long_course)
    sign(morning, bob, by=hugo)
    sign(last, bob, by=hugo)

    operations.close_session(session=long_course, at=at(11, 12), by=hugo)

    noted = Presence.objects.order_by("sitting__starts_at", "half").values_list("half", "status")
    assert list(noted) == [(1, "present"), (2, "absent"), (1, "present")]
    assert Attendance.objects.get().minutes == 360
    assert [line.length_text.replace("\xa0", " ") for line in past_of(bob)] == ["6 h"]
    assert violations(NOW) == []


def test_who_attended_no_half_day_is_not_counted(long_course, bob, hugo):
    sign(halves(long_course)[0], bob, by=hugo, status="excused")

    operations.close_session(session=long_course, at=at(11, 12), by=hugo)

    assert Attendance.objects.count() == 0


def test_a_correction_moves_the_hours(long_course, bob, hugo):
    morning, afternoon, _last = halves(long_course)
    sign(morning, bob, by=hugo)
    operations.close_session(session=long_course, at=at(11, 12), by=hugo)

    operations.correct_presence(
        sitting=afternoon.sitting, half=2, agent=bob, status="present", at=at(12, 9), by=hugo
    )

    assert Attendance.objects.get().minutes == 360


def test_everybody_is_there_for_one_half_day_only(long_course, bob, hugo):
    morning, afternoon, _last = halves(long_course)

    operations.mark_everybody(sitting=afternoon.sitting, half=2, at=afternoon.starts_at, by=hugo)
    unmark_presence(sitting=morning.sitting, half=1, agent=bob, at=afternoon.starts_at, by=hugo)

    assert list(Presence.objects.values_list("half", "status")) == [(2, "present")]


def test_minutes_add_up_only_what_was_attended(long_course):
    first, second, third = halves(long_course)

    assert minutes_attended([first, second, third], [first.key, third.key]) == 360
    assert minutes_attended([first], []) == 0


def test_the_room_shows_each_half_day_and_notes_it(client, long_course, bob, hugo, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: at(4, 15))
    client.force_login(hugo)
    page = reverse("agenda:room", args=[long_course.slug])
    day = long_course.sittings.order_by("starts_at")[0]

    opened = text_of(client.get(page))
    client.post(
        reverse("agenda:room_mark", args=[long_course.slug]),
        {"date": day.pk, "half": 2, "mark": f"{bob.pk}:present"},
    )
    noted = text_of(client.get(page))

    assert "lun. 4 mars, matin" in opened
    assert "14 h – 17 h" in opened  # the room opens on the half-day of now
    assert Presence.objects.values_list("half", "status").get() == (2, "present")
    assert "3 h, 1 demi-journée sur 3" in noted


def test_a_half_day_that_does_not_exist_is_not_noted(client, long_course, bob, hugo):
    client.force_login(hugo)
    last = long_course.sittings.order_by("-starts_at")[0]

    answer = client.post(
        reverse("agenda:room_mark", args=[long_course.slug]),
        {"date": last.pk, "half": 2, "mark": f"{bob.pk}:present"},
    )

    assert (answer.status_code, Presence.objects.count()) == (404, 0)


def test_the_sheet_of_an_afternoon_is_typed_back(client, long_course, bob, alice, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: at(12, 9))
    client.force_login(alice)
    day = long_course.sittings.order_by("starts_at")[0]
    page = reverse("agenda:manage_presence", args=[long_course.slug])

    answer = client.post(page, {"date": day.pk, "half": 2, f"p-{bob.pk}": "present"})
    shown = text_of(client.get(answer["Location"]))

    assert answer["Location"] == f"{page}?date={day.pk}&demi=2"
    assert Presence.objects.values_list("half", "status").get() == (2, "present")
    assert "14 h – 17 h" in shown


def test_a_session_of_one_half_day_says_nothing_of_half_days(client, hugo, stopped_clock):
    session = SessionFactory()
    session.hosts.create(agent=hugo)
    client.force_login(hugo)

    assert "matin" not in text_of(client.get(reverse("agenda:room", args=[session.slug])))
    assert timedelta(hours=2) == session.ends_at - session.starts_at
