"""A certificate is told: in the letter of thanks, or in one of its own, and after a correction."""

from datetime import timedelta

import pytest

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Session
from essaim.letters.models import Letter
from essaim.letters.operations import muted, send_due
from essaim.recognition import operations
from essaim.recognition.models import Certificate
from tests.factories import NOW
from tests.recognition.conftest import correct

pytestmark = pytest.mark.django_db
READY = "Votre attestation est prête, que vous donniez votre avis ou non"
PRESENT, ABSENT = Presence.Status.PRESENT, Presence.Status.ABSENT
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://essaim.example"


def own():
    """Letters of certificates: to whom, their fact, their state."""
    rows = Letter.objects.filter(kind="certificate").order_by("pk")
    return [(letter.agent.login, letter.subject.split(" :")[0], letter.state) for letter in rows]


def thanks():
    return Letter.objects.get(kind="survey")


def test_whoever_came_reads_it_in_the_letter_of_thanks_and_whoever_led_in_one_of_its_own(closed, bob):
    assert thanks().agent == bob
    assert thanks().body.split("\n\n")[-1] == (
        f"{READY} : Moi, Mes attestations.\nhttps://essaim.example/moi/attestations/"
    )
    assert own() == [("hugo", "Votre attestation est prête", "to_send")]


def test_after_a_session_nobody_gets_two_letters(closed):
    written = Letter.objects.filter(cause=closed.cause, created_at=closed.closed_at)

    assert sorted(letter.agent.login for letter in written) == ["bob", "hugo"]


def test_it_never_waits_for_an_answer(closed):
    assert Certificate.objects.filter(kind="attendance", state="valid").count() == 1
    assert READY in thanks().body


def test_a_second_look_adds_nothing(closed, over):
    for _twice in range(2):
        operations.bring_up_to_date(session=closed, at=over + DAY)

    assert thanks().body.count(READY) == 1
    assert len(own()) == 1


def test_a_correction_that_comes_before_the_letter_needs_no_other(closed, bob, alice):
    correct(closed, bob, ABSENT, by=alice)

    assert READY not in thanks().body
    correct(closed, bob, PRESENT, by=alice)
    assert thanks().body.count(READY) == 1
    assert [one for one in own() if one[0] == "bob"] == []


def test_a_correction_after_the_letter_is_told_and_takes_no_place(closed, bob, alice, over):
    send_due(over)
    correct(closed, bob, ABSENT, by=alice)
    correct(closed, bob, PRESENT, by=alice)

    (letter,) = Letter.objects.filter(kind="certificate", agent=bob)
    assert letter.subject == "Votre attestation est corrigée : Tableaux croisés"
    assert letter.action_path == "/moi/attestations/"
    assert letter.place is None


def test_what_is_ended_before_it_was_told_is_not_told(closed, bob, alice, over):
    send_due(over)
    correct(closed, bob, ABSENT, by=alice)
    correct(closed, bob, PRESENT, by=alice)
    correct(closed, bob, ABSENT, by=alice)

    assert [state for login, _fact, state in own() if login == "bob"] == ["cancelled"]


def test_whoever_is_counted_once_the_questionnaire_is_closed_has_a_letter_of_its_own(
    closed, maya, alice, over
):
    send_due(over)
    Letter.objects.filter(kind="survey").delete()
    agenda.correct_presence(
        sitting=closed.sittings.get(), agent=maya, status=PRESENT, at=over + 20 * DAY, by=alice, half=1
    )

    assert ("maya", "Votre attestation est prête", "to_send") in own()


def test_sessions_of_another_time_are_given_theirs_without_a_word(closed, over):
    Certificate.objects.all().delete()
    Letter.objects.all().delete()
    late = over + 31 * DAY

    assert operations.issue_what_is_missing(late) == 2
    assert own() == []


def test_nothing_is_written_while_letters_are_muted(attended, hugo, over):
    with muted():
        agenda.close_session(session=attended, at=over, by=hugo)

    assert (Certificate.objects.count(), list(Letter.objects.filter(created_at__gt=NOW))) == (2, [])


def test_the_way_it_is_told_costs_the_same_for_one_and_for_many(closed, over, django_assert_max_num_queries):
    Certificate.objects.all().delete()
    session = Session.objects.get(pk=closed.pk)

    with django_assert_max_num_queries(17):
        operations.bring_up_to_date(session=session, at=over)
