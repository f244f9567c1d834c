"""Holding a letter: whoever reads « retenue » can rely on it, whatever the senders do meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction

from essaim.kernel.errors import Refused
from essaim.letters import operations, queries
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory
from tests.letters.test_operations import MINUTE, down, post, server  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def stands(letter):
    letter.refresh_from_db()
    return letter.state, letter.is_held


@pytest.fixture
def letter(bob):
    return post(bob)


@pytest.fixture
def held(letter, alice):
    operations.hold(letter=letter, by=alice, at=NOW)
    return letter


@pytest.mark.usefixtures("server")
class TestHold:
    def test_a_held_letter_does_not_leave_until_it_is_released(self, held, alice):
        assert (operations.send_due(NOW + HOUR), len(mail.outbox)) == (0, 0)
        assert (stands(held), held.held_by) == (("to_send", True), alice)

        operations.release(letter=held, at=NOW + HOUR)

        assert (operations.send_due(NOW + HOUR), len(mail.outbox)) == (1, 1)
        assert stands(held) == ("sent", False)

    def test_twice_is_harmless(self, held, maya):
        operations.hold(letter=held, by=maya, at=NOW + HOUR)
        held.refresh_from_db()
        assert held.held_at == NOW

        operations.release(letter=held, at=NOW)
        operations.release(letter=held, at=NOW)
        assert stands(held) == ("to_send", False)

    def test_a_letter_that_has_left_is_not_held(self, letter, alice):
        operations.send_due(NOW)

        with pytest.raises(Refused, match="déjà partie"):
            operations.hold(letter=letter, by=alice, at=NOW)
        assert stands(letter) == ("sent", False)

    def test_a_letter_that_a_worker_has_taken_is_not_held(self, letter, alice):
        Letter.objects.update(is_leaving=True, leased_until=NOW + operations.LEASE)

        with pytest.raises(Refused, match="en train de partir"):
            operations.hold(letter=letter, by=alice, at=NOW)
        assert stands(letter) == ("to_send", False)

    def test_a_letter_that_a_dead_worker_left_behind_is_held(self, letter, alice):
        Letter.objects.update(is_leaving=True, leased_until=NOW - MINUTE)

        operations.hold(letter=letter, by=alice, at=NOW)
        assert stands(letter) == ("to_send", True)

    @pytest.mark.usefixtures("down")
    def test_a_letter_that_waits_after_a_failure_is_held(self, letter, alice):
        operations.send_due(NOW)
        operations.hold(letter=letter, by=alice, at=NOW)

        assert stands(letter) == ("to_send", True)
        assert operations.send_due(NOW + HOUR) == 0

    def test_while_the_server_takes_it_nobody_holds_it(self, letter, alice, settings):
        settings.EMAIL_BACKEND = f"{__name__}.HoldingBackend"
        HoldingBackend.said = []
        HoldingBackend.hold = lambda: operations.hold(letter=letter, by=alice, at=NOW)

        assert operations.send_due(NOW) == 1
        assert (HoldingBackend.said, stands(letter)) == (
            ["Cette lettre est en train de partir."],
            ("sent", False),
        )


class HoldingBackend(EmailBackend):
    """Somebody presses « Retenir » while the server takes the letter."""

    def send_messages(self, messages):
        try:
            HoldingBackend.hold()
        except Refused as refused:
            HoldingBackend.said.append(str(refused))
        return super().send_messages(messages)


@pytest.mark.parametrize("state", ["sent", "failed", "bounced"])
def test_the_database_refuses_that_a_held_letter_leaves(held, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=held.pk).update(state=state, sent_at=NOW)


def test_the_database_refuses_that_a_worker_takes_a_held_letter(held):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=held.pk).update(is_leaving=True)


class TestItsReason:
    def test_a_held_letter_whose_reason_disappears_is_cancelled(self, held, bob):
        assert operations.cancel(cause="session:12", at=NOW, agent=bob) == 1

        assert stands(held) == ("cancelled", False)
        with pytest.raises(Refused, match="annulée"):
            operations.release(letter=held, at=NOW)

    def test_a_held_reminder_of_what_is_over_is_dropped(self, bob, alice):
        letter = post(bob, expires_at=NOW + HOUR)
        operations.hold(letter=letter, by=alice, at=NOW)

        with pytest.raises(Refused, match="est passé"):
            operations.release(letter=letter, at=NOW + HOUR)
        operations.send_due(NOW + HOUR)

        assert stands(letter) == ("cancelled", False)

    def test_a_letter_taken_back_for_a_while_is_held_still(self, held):
        taken = operations.take_back(cause="session:12", kinds=["confirmed"])
        operations.put_back(taken, agents=[held.agent_id])

        assert stands(held) == ("to_send", True)


def test_nobody_reads_it_meanwhile_and_no_monitor_waits_for_it(held, bob, ada):
    assert list(queries.letters_of(bob, at=NOW)) == []
    assert list(queries.kept_letters()) == []
    assert queries.oldest_due(NOW) is None
    assert queries.queue_of(ada, at=NOW).waiting == 0


@pytest.mark.rush
@pytest.mark.django_db(transaction=True)
def test_each_letter_is_held_or_left_never_both_while_a_worker_sends_them(settings, alice):
    settings.EMAIL_IS_KEPT = False
    letters = [post(agent) for agent in AgentFactory.create_batch(20)]
    refused = []

    def send():
        try:
            operations.send_due(NOW)
        finally:
            connection.close()

    def hold_them():
        try:
            for letter in reversed(letters):
                try:
                    operations.hold(letter=letter, by=alice, at=NOW)
                except Refused:
                    refused.append(letter.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(send), both.submit(hold_them)]:
            done.result()
    operations.send_due(NOW)

    keys = {message.extra_headers["X-Essaim-Key"] for message in mail.outbox}
    left = {letter.pk for letter in letters if letter.key in keys}
    held = set(Letter.objects.filter(held_at__isnull=False).values_list("pk", flat=True))
    assert (left, held) == (set(refused), {letter.pk for letter in letters} - set(refused))
    assert len(mail.outbox) == len(left)
