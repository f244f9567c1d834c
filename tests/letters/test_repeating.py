"""Sending a letter again: itself when it never arrived, a new version when it did; never what is over."""

from datetime import timedelta

import pytest

from essaim.agenda.operations import register, withdraw
from essaim.kernel.errors import Refused
from essaim.letters import operations
from essaim.letters.models import Letter
from tests.factories import NOW
from tests.letters.test_operations import post

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def confirmed(hosted, bob):
    """Bob has a seat, and the letter that says so has left."""
    register(session=hosted, agent=bob, at=NOW)
    operations.send_due(NOW)
    return Letter.objects.get(kind="confirmed")


def rows():
    return list(Letter.objects.order_by("pk").values_list("kind", "state"))


def test_the_copy_says_the_same_under_another_key_and_leaves_in_a_minute(confirmed):
    copy = operations.send_again(letter=confirmed, at=NOW + DAY)

    same = ("agent_id", "kind", "cause", "subject", "body", "action_label", "action_path")
    assert [getattr(copy, name) for name in same] == [getattr(confirmed, name) for name in same]
    assert (copy.key, copy.state, copy.due_at) == (f"{confirmed.key}:again-1", "to_send", NOW + DAY + MINUTE)
    assert operations.send_due(NOW + DAY) == 0
    assert operations.send_due(NOW + DAY + MINUTE) == 1


def test_a_second_click_finds_the_copy_of_the_first(confirmed):
    first = operations.send_again(letter=confirmed, at=NOW + DAY)

    assert operations.send_again(letter=confirmed, at=NOW + DAY) == first
    assert rows() == [("confirmed", "sent"), ("confirmed", "to_send")]


def test_a_copy_that_has_left_is_sent_again_in_its_turn(confirmed):
    copy = operations.send_again(letter=confirmed, at=NOW + DAY)
    operations.send_due(NOW + DAY + MINUTE)
    copy.refresh_from_db()

    assert operations.send_again(letter=copy, at=NOW + 2 * DAY).key == f"{confirmed.key}:again-2"


def test_taken_back_the_copy_does_not_leave_and_may_be_asked_for_anew(confirmed):
    operations.send_again(letter=confirmed, at=NOW + DAY)
    operations.take_back_copy(letter=confirmed)
    operations.take_back_copy(letter=confirmed)
    assert operations.send_due(NOW + DAY + MINUTE) == 0

    operations.send_again(letter=confirmed, at=NOW + DAY)
    assert operations.send_due(NOW + DAY + MINUTE) == 1
    with pytest.raises(Refused, match="déjà partie"):
        operations.take_back_copy(letter=confirmed)


def test_a_copy_that_was_held_and_taken_back_leaves_when_it_is_asked_for_anew(confirmed, alice):
    copy = operations.send_again(letter=confirmed, at=NOW + DAY)
    operations.hold(letter=copy, by=alice, at=NOW + DAY)
    operations.take_back_copy(letter=confirmed)

    operations.send_again(letter=confirmed, at=NOW + DAY)

    assert operations.send_due(NOW + DAY + MINUTE) == 1


def test_the_copy_disappears_with_its_reason(confirmed, hosted, bob):
    operations.send_again(letter=confirmed, at=NOW + DAY)
    withdraw(session=hosted, agent=bob, at=NOW + DAY)

    assert rows() == [("confirmed", "sent"), ("confirmed", "cancelled"), ("withdrawn", "to_send")]


class TestRefusals:
    def refused(self, letter, *, at=NOW + DAY):
        with pytest.raises(Refused) as refusal:
            operations.send_again(letter=letter, at=at)
        return str(refusal.value)

    def test_what_is_over(self, confirmed, hosted):
        assert self.refused(confirmed, at=hosted.ends_at) == "Ce que dit cette lettre est passé."

    def test_what_has_expired(self, hosted, bob):
        letter = post(bob, cause=hosted.cause, expires_at=NOW + DAY)
        operations.send_due(NOW)
        letter.refresh_from_db()
        assert self.refused(letter) == "Ce que dit cette lettre est passé."

    def test_what_another_letter_has_contradicted(self, confirmed, hosted, bob):
        withdraw(session=hosted, agent=bob, at=NOW + MINUTE)
        assert self.refused(confirmed) == "Une lettre plus récente dit la suite à cette personne."

    def test_what_is_no_longer_true_even_when_no_letter_said_so(self, confirmed, hosted):
        hosted.registrations.update(state="withdrawn")
        assert self.refused(confirmed) == "Ce que dit la lettre n’est plus vrai pour cette personne."

    def test_what_has_not_left(self, hosted, bob):
        register(session=hosted, agent=bob, at=NOW)
        said = "Cette lettre n’est pas partie : elle ne peut pas partir de nouveau."
        assert self.refused(Letter.objects.get()) == said

    def test_what_is_sealed(self, hosted, bob):
        letter = post(bob, kind="survey", cause=hosted.cause)
        operations.send_due(NOW)
        assert self.refused(letter).startswith("Cette lettre est personnelle")

    def test_who_has_left(self, confirmed, bob):
        type(bob).objects.filter(pk=bob.pk).update(is_active=False)
        confirmed.agent.refresh_from_db()
        assert self.refused(confirmed) == "Cette personne est partie : on ne lui écrit plus."


def test_what_never_arrived_leaves_as_itself(confirmed):
    Letter.objects.update(state="bounced", sent_at=None)
    operations.retry(letter=confirmed, at=NOW + DAY)

    assert rows() == [("confirmed", "to_send")]
    assert operations.send_due(NOW + DAY) == 1


def test_what_never_arrived_and_is_no_longer_true_stays(confirmed, hosted, bob):
    Letter.objects.update(state="bounced", sent_at=None)
    withdraw(session=hosted, agent=bob, at=NOW + MINUTE)

    with pytest.raises(Refused, match="plus récente"):
        operations.retry(letter=confirmed, at=NOW + DAY)
    assert rows() == [("confirmed", "bounced"), ("withdrawn", "to_send")]


@pytest.mark.parametrize(("kind", "cause"), [("survey", "session:1"), ("approval_asked", "approval:1")])
def test_a_question_that_is_over_is_not_asked_again(bob, kind, cause):
    letter = post(bob, kind=kind, cause=cause, action_path="")
    Letter.objects.update(state="failed")

    with pytest.raises(Refused):
        operations.retry(letter=letter, at=NOW)


def test_a_questionnaire_that_is_open_is_tried_again_after_the_session(bob, hosted):
    letter = post(bob, kind="survey", cause=hosted.cause, at=hosted.ends_at)
    Letter.objects.update(state="failed")
    operations.retry(letter=letter, at=hosted.ends_at)

    assert rows() == [("survey", "to_send")]


def test_what_never_arrived_and_is_over_stays(bob):
    letter = post(bob, expires_at=NOW + DAY)
    Letter.objects.update(state="failed")

    with pytest.raises(Refused, match="est passé"):
        operations.retry(letter=letter, at=NOW + DAY)
    assert rows() == [("confirmed", "failed")]
