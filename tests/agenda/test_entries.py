"""The entry that a letter brings to a calendar: it appears, moves and goes as the seat does."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from icalendar import Calendar

from essaim.agenda.models import Entry, Registration, Session, Sitting
from essaim.agenda.operations import (
    SittingPlan,
    accept_offer,
    cancel_session,
    edit_session,
    register,
    resize,
    undo_withdrawal,
    withdraw,
)
from essaim.letters.emails import Draft, Wording
from essaim.letters.models import Letter
from essaim.letters.operations import post, send_due
from tests.agenda.calendars import Diary, read
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_IS_KEPT = False
    settings.SITE_URL = "https://essaim.example"
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@caluire.example"


@pytest.fixture
def diary():
    return Diary()


def leave(diary, *, at=NOW, to="bob@caluire.example"):
    """Let everything leave that is due; what the letters brought to the calendar of that person."""
    mail.outbox.clear()
    send_due(at)
    return [methods for one in mail.outbox if to in one.to[0] for methods in diary.take(one)]


def part_of(one):
    return next(p for p in one.message().walk() if p.get_content_type() == "text/calendar")


def told(number=0):
    return part_of(mail.outbox[number]).get_payload(decode=True).decode()


def plans(session, *, by=DAY, only=None, **place):
    dates = list(session.sittings.order_by("starts_at"))[:only]
    return [SittingPlan(one.starts_at + by, one.ends_at + by, **place) for one in dates]


def test_a_seat_brings_its_date_accepted_already_and_asks_for_no_reply(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)

    assert leave(diary) == ["REQUEST"]
    assert diary.hours == [hosted.starts_at]
    event = Calendar.from_ical(told()).walk("VEVENT")[0]
    attendee, organizer = event["ATTENDEE"], event["ORGANIZER"]
    assert attendee == "mailto:bob@caluire.example"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert (organizer, organizer.params["CN"]) == ("mailto:ne-pas-repondre@caluire.example", "TRUC²")
    assert event["URL"] == "https://essaim.example/seances/tableaux-croises/"


def test_it_stands_beside_the_text_where_mail_programs_look_for_it(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)

    kinds = [part.get_content_type() for part in mail.outbox[0].message().walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert part_of(mail.outbox[0]).get_content_charset() == "utf-8"


def test_who_waits_or_is_offered_a_seat_is_told_no_date(hosted, bob, alice, diary):
    nadia = AgentFactory(login="nadia")
    resize(session=hosted, seats=1, at=NOW, by=alice)
    register(session=hosted, agent=nadia, at=NOW)
    register(session=hosted, agent=bob, at=NOW)

    assert leave(diary) == []
    withdraw(session=hosted, agent=nadia, at=NOW + MINUTE)
    assert leave(diary, at=NOW + MINUTE) == []  # offered
    accept_offer(session=hosted, agent=bob, at=NOW + HOUR)
    assert leave(diary, at=NOW + HOUR) == ["REQUEST"]


def test_a_date_that_moves_moves_in_the_calendar(hosted, bob, alice, diary):
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)
    first = next(iter(diary.dates.values()))

    edit_session(session=hosted, at=NOW + HOUR, by=alice, sittings=plans(hosted, room="Salle bleue"))

    assert leave(diary, at=NOW + 2 * HOUR) == ["REQUEST"]
    [now] = diary.dates.values()
    assert (now.uid, now.starts_at) == (first.uid, first.starts_at + DAY)
    assert now.sequence > first.sequence
    assert now.place == "Salle bleue"


@pytest.mark.parametrize("end", ["withdrawal", "cancelled session", "fewer seats"])
def test_a_seat_that_is_no_more_leaves_the_calendar(hosted, bob, alice, diary, end):
    register(session=hosted, agent=AgentFactory(login="nadia"), at=NOW)
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)
    assert diary.hours

    if end == "withdrawal":
        withdraw(session=hosted, agent=bob, at=NOW + HOUR)
    elif end == "cancelled session":
        cancel_session(session=hosted, reason="Travaux", at=NOW + HOUR, by=alice)
    else:
        resize(session=hosted, seats=1, at=NOW + HOUR, by=alice, displace=True)

    assert leave(diary, at=NOW + HOUR) == ["CANCEL"]
    assert diary.hours == []


def test_a_seat_taken_again_comes_back_to_the_calendar(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)
    withdraw(session=hosted, agent=bob, at=NOW + MINUTE)
    leave(diary, at=NOW + MINUTE)
    undo_withdrawal(session=hosted, agent=bob, at=NOW + 2 * MINUTE)

    assert leave(diary, at=NOW + 2 * MINUTE) == ["REQUEST"]
    assert diary.hours == [hosted.starts_at]
    assert list(Entry.objects.order_by("pk").values_list("sequence", flat=True)) == sorted(
        Entry.objects.values_list("sequence", flat=True)
    )


def test_who_never_was_told_is_told_of_no_cancellation(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    withdraw(session=hosted, agent=bob, at=NOW)

    assert leave(diary) == []


def test_several_dates_are_one_file_and_a_date_taken_away_is_cancelled_alone(hosted, bob, alice, diary):
    later = hosted.starts_at + 7 * DAY
    Sitting.objects.create(session=hosted, starts_at=later, ends_at=later + HOUR)
    register(session=hosted, agent=bob, at=NOW)

    assert leave(diary) == ["REQUEST"]
    assert diary.hours == [hosted.starts_at, later]
    assert [one.title for one in read(told())] == [f"Tableaux croisés ({n} sur 2)" for n in (1, 2)]

    edit_session(session=hosted, at=NOW + HOUR, by=alice, sittings=plans(hosted, by=0 * DAY, only=1))
    assert leave(diary, at=NOW + 2 * HOUR) == ["REQUEST", "CANCEL"]
    assert diary.hours == [hosted.starts_at]


def test_two_people_have_each_their_own_entry_in_a_calendar_that_they_share(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    register(session=hosted, agent=AgentFactory(login="nadia"), at=NOW)
    leave(diary, to="@caluire.example")

    assert len(diary.dates) == 2


def test_the_link_is_told_with_the_seat_and_goes_with_it(hosted, bob, diary):
    hosted.sittings.update(link="https://visio.example/secret")
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)
    assert "https://visio.example/secret" in read(told())[0].text

    withdraw(session=hosted, agent=bob, at=NOW + MINUTE)
    leave(diary, at=NOW + MINUTE)
    assert "visio.example" not in told()


class RefusingBackend(EmailBackend):
    """Takes the letter, and is cut off before it says so."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise ConnectionResetError


def test_the_same_letter_leaves_again_with_the_same_entry(hosted, bob, diary, settings):
    register(session=hosted, agent=bob, at=NOW)
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.RefusingBackend"
    leave(diary)
    first = told()
    Session.objects.filter(pk=hosted.pk).update(title="Autre titre", version=99)
    settings.EMAIL_BACKEND = usual

    leave(diary, at=NOW + HOUR)

    assert told() == first
    assert Entry.objects.count() == 1


def test_what_leaves_is_true_when_it_leaves(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    Session.objects.filter(pk=hosted.pk).update(title="Titre corrigé")
    leave(diary)

    assert [one.title for one in diary.dates.values()] == ["Titre corrigé"]


def test_a_letter_whose_seat_went_while_it_left_brings_no_date(hosted, bob, diary):
    register(session=hosted, agent=bob, at=NOW)
    Registration.objects.update(state=Registration.State.WITHDRAWN)

    assert leave(diary) == []
    assert Letter.objects.get().state == Letter.State.SENT


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Indian/Reunion"])
@pytest.mark.parametrize(
    "local",
    [
        "2030-03-30T09:00",  # the eve of the spring change
        "2030-03-31T01:30",
        "2030-03-31T03:30",  # the first half-hour of summer
        "2030-03-31T09:00",
        "2030-04-01T09:00",
        "2030-10-26T09:00",  # the eve of the autumn change
        "2030-10-27T01:30",
        "2030-10-27T03:30",
        "2030-10-27T09:00",
        "2030-10-28T09:00",
        "2030-12-31T23:00",  # ends in another year
    ],
)
def test_hours_are_right_across_both_changes_of_hour(hosted, bob, diary, zone, local):
    organisation = hosted.programme.organisation
    type(organisation).objects.filter(pk=organisation.pk).update(time_zone=zone)
    organisation.refresh_from_db()
    starts_at = datetime.fromisoformat(local).replace(tzinfo=organisation.zone).astimezone(UTC)
    hosted.sittings.update(starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    Session.objects.filter(pk=hosted.pk).update(starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    hosted.refresh_from_db()
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)

    assert diary.hours == [starts_at]  # both programs agree, one of them by the VTIMEZONE alone
    assert f"DTSTART;TZID={zone}:{re.sub('[-:]', '', local)}00" in told()
    assert f"TZID:{zone}" in told()


def test_what_people_write_survives_the_way(hosted, bob, diary):
    title = "Déjà vu ; l’été, à 14 h : « œuvre » \\ fin" + " très long" * 12
    Session.objects.filter(pk=hosted.pk).update(
        title=title, promise="Un, deux ;\ntrois\nBEGIN:VEVENT\n😀é" * 9
    )
    hosted.sittings.update(room="Salle; bleue, 2e\nétage")
    register(session=hosted, agent=bob, at=NOW)
    leave(diary)

    [date] = diary.dates.values()
    assert date.title == title
    assert date.place == "Salle; bleue, 2e\nétage"
    assert date.text.startswith("Un, deux ;\ntrois\nBEGIN:VEVENT\n😀é")
    assert all(len(line.encode()) <= 75 for line in told().split("\r\n"))


def test_a_name_with_commas_and_quotes_stays_one_name(hosted, diary):
    agent = AgentFactory(login="x", first_name='Jo "Jo"', last_name="d’Été, aîné;x:y")
    register(session=hosted, agent=agent, at=NOW)
    leave(diary, to="x@caluire.example")

    event = Calendar.from_ical(told()).walk("VEVENT")[0]
    assert event["ATTENDEE"] == "mailto:x@caluire.example"
    assert event["ATTENDEE"].params["CN"] == "Jo ’Jo’ d’Été, aîné;x:y"


def test_a_letter_some_weeks_after_the_session_brings_no_entry_and_leaves(hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    post(
        agent=bob,
        kind=Letter.Kind.SURVEY,
        cause=f"{hosted.cause}:cold",
        wording=Draft(lambda: Wording("Question", "Bonjour.")),
        at=NOW,
    )
    assert send_due(NOW) == 2
