"""What closed days, school holidays and hours of an organisation change in plans, reminders and letters."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from essaim.agenda.models import DateChange, Session
from essaim.agenda.operations import SittingPlan, cancel_session, edit_session, register
from essaim.agenda.operations.changing import DELAY, undo_change
from essaim.agenda.queries.free import free_weeks
from essaim.agenda.queries.invariants import violations
from essaim.agenda.queries.nearing import REMINDERS, moment_before
from essaim.catalogue.queries import weeks_to_choose
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from essaim.people.models import Organisation
from essaim.people.operations.days import bring_in, note_period
from essaim.people.school import Span
from tests.agenda.reading import address, text_of
from tests.agenda.test_planning_pages import a_plan, plan, sent_by_the_edit_page
from tests.factories import NOW, OrganisationFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
PARIS = ZoneInfo("Europe/Paris")
NIGHT = datetime(2030, 2, 4, 21, tzinfo=PARIS)  # a Monday
MORNING = datetime(2030, 2, 5, 9, tzinfo=PARIS)
DAY = timedelta(days=1)


def close(first, last, *, organisation=None, name="Pont"):
    town = organisation or Organisation.objects.get(slug="caluire")
    note_period(organisation=town, kind="closed", name=name, zone="", starts_on=first, ends_on=last)


def off_school(first, last):
    town = Organisation.objects.get(slug="caluire")
    bring_in(organisation=town, kind="school", spans=[Span("Vacances d’hiver", "A", first, last)])


# Plans ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_off", "day", "sentence"),
    [
        (close, "2030-03-12", "Le mardi 12 mars 2030 est un jour fermé : Pont."),
        (off_school, "2030-03-12", "tombe pendant les vacances scolaires : Vacances d’hiver, zone A."),
        (None, "2030-05-01", "Le mercredi 1er mai 2030 est un jour férié."),
    ],
    ids=["closed", "school", "public"],
)
def test_a_day_off_warns_and_is_planned_once_that_is_meant(piloting, days_off, day, sentence):
    if days_off:
        days_off(date(2030, 3, 11), date(2030, 3, 12))

    page = plan(piloting, **{"dates-0-day": day})
    assert (sentence in text_of(page), Session.objects.count()) == (True, 0)

    plan(piloting, voulu=page.context["doubts"][0].key, **{"dates-0-day": day})
    assert Session.objects.count() == 1


def test_an_ordinary_day_asks_nothing_nor_does_a_day_off_of_another_organisation(piloting):
    close(date(2030, 3, 12), date(2030, 3, 12), organisation=OrganisationFactory(slug="ailleurs"))
    off_school(date(2030, 3, 13), date(2030, 3, 20))

    assert piloting.post(reverse("agenda:manage_new"), a_plan()).status_code == 302


def test_a_date_that_was_kept_on_a_day_off_is_not_asked_about_again(piloting, hosted):
    close(hosted.starts_at.date(), hosted.starts_at.date())
    sent = sent_by_the_edit_page(piloting, hosted)

    assert piloting.post(address("manage_edit", hosted), sent).status_code == 302


# Working days -----------------------------------------------------------------------------------------------


def test_the_reminder_of_the_eve_leaves_before_the_closed_days_as_the_day_opens(bob):
    Organisation.objects.update(day_starts=time(8, 30))
    close(date(2030, 4, 10), date(2030, 4, 12))
    session = SessionFactory(starts_at=datetime(2030, 4, 15, 10, tzinfo=PARIS))

    moment = moment_before(Session.objects.get(pk=session.pk), REMINDERS["day_before"])

    assert moment == datetime(2030, 4, 9, 8, 30, tzinfo=PARIS)


def test_the_first_free_week_of_a_host_is_not_a_closed_one(hosted):
    close(date(2030, 3, 4), date(2030, 3, 8))
    session = Session.objects.get(pk=hosted.pk)

    assert free_weeks([session], at=NOW)[session.pk].date() == date(2030, 3, 15)


def test_who_transmits_reads_why_a_day_cannot_be_and_which_are_school_holidays(bob):
    close(date(2030, 2, 5), date(2030, 2, 5))
    off_school(date(2030, 2, 6), date(2030, 2, 7))
    Organisation.objects.update(work_days="1234")
    bob.organisation.refresh_from_db()

    first, second, _third = weeks_to_choose(bob, [], at=NOW)

    assert [day.why_not for day in first.days] == ["", "jour fermé", "", "", "jour non travaillé"]
    assert (first.note, second.note) == ("Vacances scolaires : mer. 6, jeu. 7.", "")


def test_the_invariants_find_a_copy_that_is_behind(bob):
    close(date(2030, 2, 5), date(2030, 2, 5))
    assert violations(NOW) == []

    Organisation.objects.update(closed_days="")

    assert [(one.rule, one.detail) for one in violations(NOW)] == [("days_equal_the_periods", "caluire")]


# Letters ----------------------------------------------------------------------------------------------------


def move(session, *, to, at, by):
    edit_session(session=session, at=at, by=by, sittings=[SittingPlan(to, to + timedelta(hours=2))])


@pytest.fixture
def seated(hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    send_due(NOW)
    return hosted


def test_a_change_of_the_evening_is_told_in_the_morning_and_undone_until_then(seated, alice):
    was = seated.starts_at
    move(seated, to=was + DAY, at=NIGHT, by=alice)
    assert set(Letter.objects.filter(kind="changed").values_list("due_at", flat=True)) == {MORNING}
    assert send_due(MORNING - timedelta(seconds=1)) == 0

    undo_change(session=seated, at=MORNING - timedelta(minutes=1), by=alice)

    assert Session.objects.get(pk=seated.pk).starts_at == was
    assert send_due(MORNING) == 0
    with pytest.raises(Refused):
        undo_change(session=seated, at=MORNING, by=alice)


def test_two_changes_of_one_evening_are_one_letter(seated, alice, bob):
    move(seated, to=seated.starts_at + DAY, at=NIGHT, by=alice)
    seated.refresh_from_db()
    move(seated, to=seated.starts_at + DAY, at=NIGHT + timedelta(hours=1), by=alice)

    (letter,) = Letter.objects.filter(kind="changed", agent=bob, state="to_send")
    assert ("ven. 1er\xa0mars" in letter.body, "dim. 3\xa0mars" in letter.body) == (True, True)


def test_a_change_for_the_day_after_leaves_at_once_even_when_it_moves_far_away(seated, alice):
    near = NIGHT + timedelta(hours=30)
    Session.objects.filter(pk=seated.pk).update(starts_at=near, ends_at=near + timedelta(hours=2))
    seated.sittings.update(starts_at=near, ends_at=near + timedelta(hours=2))
    seated.refresh_from_db()

    move(seated, to=near + 30 * DAY, at=NIGHT, by=alice)

    assert DateChange.objects.get().letters_leave_at == NIGHT + DELAY
    assert send_due(NIGHT + DELAY) == 2  # Bob, and Hugo who leads


@pytest.mark.parametrize(("ahead", "leaves"), [(timedelta(days=20), MORNING), (timedelta(hours=20), NIGHT)])
def test_a_cancellation_waits_for_the_morning_unless_the_session_is_near(bob, alice, ahead, leaves):
    session = SessionFactory(starts_at=NIGHT + ahead)
    register(session=session, agent=bob, at=NOW)

    cancel_session(session=session, reason="Grève", at=NIGHT, by=alice)

    assert Letter.objects.get(kind="cancelled").due_at == leaves


def test_the_page_says_when_the_letters_of_the_evening_leave(piloting, seated, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NIGHT)
    sent = sent_by_the_edit_page(piloting, seated) | {"dates-0-day": "2030-03-05", "voulu": "tell"}

    answer = piloting.post(address("manage_edit", seated), sent, follow=True)

    assert "Les lettres partent à l’ouverture : mar. 5 février, 9 h." in text_of(answer)
