"""A week before or the day before: a reminder to those who come, the list to those who lead, each once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration
from essaim.agenda.operations import SittingPlan, cancel_session, edit_session, register, withdraw
from essaim.agenda.operations.changing import undo_change
from essaim.agenda.queries.nearing import REMINDERS, leave_token, moment_before
from essaim.kernel.ticks import run_due
from essaim.letters.models import BEFORE, FAMILY_OF, PLACE_OF, Letter
from essaim.letters.operations import resume, send_due, stop
from tests.factories import NOW, AgentFactory, OrganisationFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("week_before", "day_before", "host_brief")
WEEK_MOMENT = NOW + 21 * DAY - HOUR  # Friday 22 February, 9 h in Paris; the session is on Friday 1 March
EVE_MOMENT = NOW + 27 * DAY - HOUR


def automatic():
    return list(Letter.objects.filter(kind__in=KINDS).order_by("pk"))


def kinds_of(agent):
    return [letter.kind for letter in automatic() if letter.agent == agent]


def tell(*moments):
    return [operations.tell_of_nearing_sessions(at=at) for at in moments]


def moved(session, starts_at, *, by, at):
    plan = SittingPlan(starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    return edit_session(session=session, sittings=[plan], at=at, by=by)


@pytest.fixture
def seated(hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    send_due(NOW)
    return hosted


@pytest.fixture
def early(seated, bob):
    """Bob asked to be reminded a week before."""
    resume(agent=bob, family="early", at=NOW)
    return seated


MOMENTS = (
    *(WEEK_MOMENT - HOUR, WEEK_MOMENT, WEEK_MOMENT + 2 * HOUR),
    *(EVE_MOMENT - DAY, EVE_MOMENT, EVE_MOMENT + HOUR),
)


def test_the_reminder_leaves_once_at_nine_on_the_last_working_day_before(seated, bob, hugo):
    assert tell(*MOMENTS) == [0, 0, 0, 0, 2, 0]  # Hugo, who leads, is written to as well
    assert (kinds_of(bob), kinds_of(hugo)) == (["day_before"], ["host_brief"])


def test_who_asked_for_it_is_reminded_a_week_before_and_not_on_the_eve(early, bob, hugo):
    assert tell(*MOMENTS) == [0, 1, 0, 0, 1, 0]
    assert (kinds_of(bob), kinds_of(hugo)) == (["week_before"], ["host_brief"])


def test_who_changes_the_wish_between_the_two_has_one_reminder_all_the_same(early, bob):
    tell(WEEK_MOMENT)
    stop(agent=bob, family="early", at=WEEK_MOMENT)

    tell(EVE_MOMENT)

    assert kinds_of(bob) == ["week_before"]


def test_who_asked_for_a_week_and_came_later_is_reminded_on_the_eve(hosted, bob):
    resume(agent=bob, family="early", at=NOW)
    register(session=hosted, agent=bob, at=WEEK_MOMENT)

    tell(WEEK_MOMENT + HOUR, EVE_MOMENT)

    assert kinds_of(bob) == ["day_before"]


def test_who_gave_the_seat_back_and_took_it_again_is_reminded_on_the_eve(early, bob):
    tell(WEEK_MOMENT)
    withdraw(session=early, agent=bob, at=WEEK_MOMENT)
    register(session=early, agent=bob, at=WEEK_MOMENT + HOUR)

    tell(EVE_MOMENT)

    assert [(one.kind, one.state) for one in automatic() if one.agent == bob] == [
        ("week_before", "cancelled"),
        ("day_before", "to_send"),
    ]


def test_the_eve_of_a_monday_is_friday_and_that_of_a_holiday_the_day_before_it(bob):
    monday = SessionFactory(starts_at=datetime(2030, 4, 15, 8, tzinfo=UTC))
    after_easter = SessionFactory(starts_at=datetime(2030, 4, 23, 8, tzinfo=UTC))

    days = [moment_before(session, REMINDERS["day_before"]).date() for session in (monday, after_easter)]
    assert days == [date(2030, 4, 12), date(2030, 4, 19)]


@pytest.mark.parametrize("hours", [-2, 9, 20, 24 + 5, 48 + 5])
def test_nobody_is_written_to_at_night_nor_on_a_weekend(seated, hours):
    assert tell(WEEK_MOMENT + hours * HOUR) == [0]


def test_a_worker_that_slept_writes_late_but_never_both_nor_once_the_session_began(seated, bob):
    assert tell(EVE_MOMENT + 2 * HOUR) == [2]
    assert kinds_of(bob) == ["day_before"]

    send_due(seated.starts_at)
    assert {letter.state for letter in automatic()} == {"cancelled"}
    assert tell(seated.starts_at + HOUR) == [0]


def test_whoever_had_the_seat_for_less_than_two_days_is_not_reminded(seated, bob):
    late, just = AgentFactory(), AgentFactory()
    register(session=seated, agent=late, at=WEEK_MOMENT - 2 * DAY + HOUR)
    register(session=seated, agent=just, at=EVE_MOMENT - DAY)

    tell(WEEK_MOMENT, EVE_MOMENT)

    assert (kinds_of(late), kinds_of(just)) == (["day_before"], [])


def test_who_waits_or_gave_the_seat_back_is_not_reminded(seated, bob, alice):
    operations.resize(session=seated, seats=1, at=NOW, by=alice)
    waits = AgentFactory()
    register(session=seated, agent=waits, at=NOW)
    withdraw(session=seated, agent=bob, at=NOW + DAY)

    tell(WEEK_MOMENT, EVE_MOMENT)

    assert (kinds_of(waits), kinds_of(bob)) == ([], [])


@pytest.mark.parametrize("how", ["withdrawn", "cancelled"])
def test_a_reminder_that_has_not_left_disappears_with_its_reason(seated, bob, alice, how):
    tell(EVE_MOMENT)
    if how == "withdrawn":
        withdraw(session=seated, agent=bob, at=EVE_MOMENT)
        gone = {"day_before"}
    else:
        cancel_session(session=seated, reason="Salle fermée", at=EVE_MOMENT, by=alice)
        gone = {"day_before", "host_brief"}

    assert {letter.kind for letter in automatic() if letter.state == "cancelled"} == gone


def test_a_session_that_moves_is_recalled_for_its_new_date(early, bob, alice):
    tell(WEEK_MOMENT)
    moved(early, early.starts_at + 28 * DAY, by=alice, at=WEEK_MOMENT)
    assert [letter.state for letter in automatic()] == ["cancelled"]

    tell(EVE_MOMENT, WEEK_MOMENT + 28 * DAY, EVE_MOMENT + 28 * DAY)

    assert kinds_of(bob) == ["week_before", "week_before"]


def test_a_session_that_moves_once_its_reminder_has_left_is_recalled_all_the_same(early, bob, alice):
    tell(WEEK_MOMENT)
    send_due(WEEK_MOMENT)
    moved(early, early.starts_at + 28 * DAY, by=alice, at=WEEK_MOMENT)

    tell(WEEK_MOMENT + 28 * DAY)

    assert [one.state for one in automatic()] == ["sent", "to_send"]


def test_a_session_moved_to_the_day_after_tomorrow_is_not_recalled_on_top(seated, bob, alice):
    moved(seated, NOW + 7 * DAY, by=alice, at=NOW + 5 * DAY)

    tell(*(NOW + n * DAY for n in range(5, 7)))

    assert kinds_of(bob) == []


def test_undoing_a_move_lets_the_reminder_go(early, bob, alice):
    tell(WEEK_MOMENT)
    moved(early, early.starts_at + 28 * DAY, by=alice, at=WEEK_MOMENT)
    undo_change(session=early, at=WEEK_MOMENT, by=alice)

    assert [letter.state for letter in automatic()] == ["to_send"]


def test_the_hosts_read_who_comes_in_the_order_of_the_alphabet(seated, bob, hugo):
    for first, last in (("Zoé", "Adam"), ("Élie", "Eluard")):
        register(session=seated, agent=AgentFactory(first_name=first, last_name=last), at=NOW)
    Host.objects.create(session=seated, speaker="Mme Loup")

    tell(EVE_MOMENT)

    (letter,) = (letter for letter in automatic() if letter.kind == "host_brief")
    assert letter.agent == hugo
    names = letter.body.split("\n\n")[1].splitlines()
    assert names[0] == "3 personnes viennent :"
    assert [name.split(",")[0] for name in names[1:]] == ["Zoé Adam", "Élie Eluard", "Bob Perrin"]
    assert "TCD48" in letter.body
    assert letter.action_path == reverse("agenda:room", args=[seated.slug])
    assert letter.family == ""


def test_a_host_who_leads_no_more_is_not_sent_who_comes(seated, hugo, alice):
    tell(EVE_MOMENT)
    other = AgentFactory(login="nadia")
    edit_session(session=seated, hosts=[other], at=EVE_MOMENT, by=alice)
    tell(EVE_MOMENT + HOUR)

    states = {letter.agent: letter.state for letter in automatic() if letter.kind == "host_brief"}
    assert states == {hugo: "cancelled", other: "to_send"}


def test_the_reminder_says_where_when_with_whom_and_may_be_stopped(seated, bob):
    tell(EVE_MOMENT)

    letter = next(letter for letter in automatic() if letter.agent == bob)
    assert letter.subject.startswith("C’est demain : Tableaux croisés, ven. 1er")
    assert "Hugo Haddad" in letter.body
    assert "TCD48" in letter.body
    assert (letter.action_label, letter.family) == ("Je ne peux plus venir", "reminders")


def test_both_reminders_want_the_same_place_and_each_may_be_stopped():
    assert {kind: PLACE_OF[kind] for kind in REMINDERS} == {"week_before": BEFORE, "day_before": BEFORE}
    assert {FAMILY_OF[kind] for kind in REMINDERS} == {"reminders"}


def test_its_link_gives_the_seat_back_by_a_button_only(seated, bob, client, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: EVE_MOMENT)
    address = reverse("agenda:seat_leave", args=[leave_token(Registration.objects.get())])
    for _scan in range(10):
        assert client.get(address).status_code == 200
        client.head(address)
    assert Registration.objects.get().state == "confirmed"

    for _press in range(2):
        assert client.post(address).status_code == 302
    assert Registration.objects.get().state == "withdrawn"
    assert "Votre place est rendue" in client.get(address).content.decode()

    client.post(address, {"again": ""})
    assert Registration.objects.get().state == "confirmed"


def test_its_link_ends_when_the_session_begins_or_is_forged(seated, bob, client, monkeypatch):
    address = reverse("agenda:seat_leave", args=[leave_token(Registration.objects.get())])
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: seated.starts_at)

    assert client.get(address).status_code == client.post(address).status_code == 410
    assert client.post(reverse("agenda:seat_leave", args=["1.forged"])).status_code == 404
    assert Registration.objects.get().state == "confirmed"


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Martinique", "Indian/Reunion"])
def test_over_both_changes_of_hour_each_letter_is_written_once_at_nine(bob, hugo, zone):
    """A session a week on days that surround both changes of hour; the worker looks every hour."""
    organisation = OrganisationFactory()
    organisation.time_zone = zone
    organisation.save()
    ahead = AgentFactory()
    resume(agent=ahead, family="early", at=NOW)
    starts = [datetime(2030, month, day, 13, tzinfo=UTC) for month, day in CHANGES]
    sessions = [SessionFactory(starts_at=at, registration_opens_at=None) for at in starts]
    for session in sessions:
        Host.objects.create(session=session, agent=hugo)
        register(session=session, agent=bob, at=NOW)
        register(session=session, agent=ahead, at=NOW)
    Letter.objects.all().delete()

    for at in starts:
        for step in range(-10 * 24, 1):
            operations.tell_of_nearing_sessions(at=at + step * HOUR)

    found = Counter((letter.cause, letter.kind) for letter in automatic())
    assert found == {(session.cause, kind): 1 for session in sessions for kind in KINDS}
    hours = {letter.created_at.astimezone(organisation.zone).hour for letter in automatic()}
    assert hours == {9}


CHANGES = ((3, 29), (4, 1), (4, 4), (10, 25), (10, 28), (10, 31))
"""Around 31 March and 27 October 2030, far from any public holiday that would bring two moments together."""


def test_the_worker_does_it_by_itself(early, bob):
    done = run_due(WEEK_MOMENT)

    assert done["agenda.tell_of_nearing_sessions"] == 1
