"""Letters: written with their cause, cancelled with it, sent once."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from essaim.letters import operations
from essaim.letters.emails import Draft, Wording
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WORDING = Wording(
    "Place réservée : Tableaux croisés",
    "Bonjour,\n\nVotre place est réservée.",
    "Voir ma place",
    "/seances/tableaux-croises/",
)


def post(agent, **given):
    """Post a letter; `given` changes its words, or what comes with them."""
    words = {name: given.pop(name) for name in asdict(WORDING) if name in given}
    parts = {"kind": Letter.Kind.CONFIRMED, "cause": "session:12", "at": NOW}
    return operations.post(agent=agent, wording=Draft(lambda: replace(WORDING, **words)), **parts | given)


def states():
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def server(settings):
    """A mail server is set; what it receives is in `mail.outbox`."""
    settings.EMAIL_IS_KEPT = False


class DownBackend(EmailBackend):
    """A server that answers nobody."""

    opened = 0

    def open(self):
        DownBackend.opened += 1
        raise ConnectionRefusedError("le serveur ne répond pas")


@pytest.fixture
def down(server, settings, monkeypatch):
    monkeypatch.setattr(DownBackend, "opened", 0)
    settings.EMAIL_BACKEND = f"{__name__}.DownBackend"


class TestPost:
    def test_a_letter_costs_one_insert(self, bob, django_assert_num_queries):
        with transaction.atomic(), django_assert_num_queries(1):
            post(bob)

        letter = Letter.objects.get()
        assert (letter.agent, letter.state, letter.due_at) == (bob, "to_send", NOW)
        assert letter.key == f"confirmed:session:12:{bob.pk}:"

    def test_the_same_letter_is_written_once(self, bob):
        post(bob)
        post(bob, body="Autre texte")

        assert Letter.objects.get().body == "Bonjour,\n\nVotre place est réservée."

    def test_another_version_person_kind_or_cause_is_another_letter(self, bob, maya):
        post(bob)
        post(bob, version="2")
        post(maya)
        post(bob, kind=Letter.Kind.WAITING)
        post(bob, cause="session:13")

        assert Letter.objects.count() == 5

    def test_a_letter_disappears_with_the_transaction_of_its_cause(self, bob):
        with transaction.atomic():
            post(bob)
            transaction.set_rollback(True)

        assert Letter.objects.count() == 0

    def test_a_long_title_does_not_break_the_letter(self, bob):
        post(bob, subject="é" * 400)

        assert len(Letter.objects.get().subject) == 250

    def test_nothing_is_written_while_letters_are_muted(self, bob):
        with operations.muted():
            assert post(bob) is None

        assert Letter.objects.count() == 0
        assert post(bob) is not None

    def test_letters_speak_again_after_an_error(self, bob):
        with pytest.raises(ZeroDivisionError), operations.muted():
            _ = 1 / 0

        assert post(bob) is not None


class TestCancel:
    def test_the_letters_of_a_cause_never_leave(self, bob, maya):
        post(bob)
        post(maya)
        post(bob, cause="session:13")

        assert operations.cancel(cause="session:12", at=NOW) == 2
        assert operations.send_due(NOW) == 1
        assert states() == ["cancelled", "cancelled", "sent"]

    def test_only_those_of_a_person_or_of_a_kind(self, bob, maya):
        post(bob)
        post(maya)
        post(bob, kind=Letter.Kind.WAITING)

        operations.cancel(cause="session:12", at=NOW, agent=bob, kinds=[Letter.Kind.WAITING])

        assert states() == ["to_send", "to_send", "cancelled"]

    def test_what_has_left_stays_sent(self, bob):
        post(bob)
        operations.send_due(NOW)

        assert operations.cancel(cause="session:12", at=NOW) == 0
        assert states() == ["sent"]


def test_redact_forgets_the_address_behind_the_button(bob):
    post(bob, kind=Letter.Kind.SURVEY, action_path="/avis/secret/")
    post(bob)

    operations.redact(cause="session:12", kinds=[Letter.Kind.SURVEY])

    assert list(Letter.objects.order_by("pk").values_list("action_path", flat=True)) == [
        "",
        "/seances/tableaux-croises/",
    ]


class TestSend:
    def test_a_letter_leaves_once(self, bob, server):
        post(bob)

        assert [operations.send_due(NOW), operations.send_due(NOW + MINUTE)] == [1, 0]
        assert len(mail.outbox) == 1
        assert Letter.objects.get().sent_at == NOW

    def test_a_letter_for_later_waits(self, bob, server):
        post(bob, due_at=NOW + MINUTE)

        assert [operations.send_due(NOW), operations.send_due(NOW + MINUTE)] == [0, 1]

    def test_without_a_server_the_letter_is_kept_for_the_mailbox(self, bob):
        post(bob)

        assert operations.send_due(NOW) == 1
        assert (states(), mail.outbox) == (["sent"], [])

    def test_somebody_without_email_reads_it_in_moi(self, server):
        post(AgentFactory(email=""))

        assert operations.send_due(NOW) == 1
        assert (states(), mail.outbox) == (["sent"], [])

    def test_who_has_left_is_not_written_to(self, bob, server):
        post(bob)
        bob.is_active = False
        bob.save()

        assert operations.send_due(NOW) == 0
        assert (states(), mail.outbox) == (["cancelled"], [])

    def test_a_letter_held_by_a_worker_is_left_alone(self, bob, server):
        post(bob)
        Letter.objects.update(leased_until=NOW + MINUTE)

        assert operations.send_due(NOW) == 0

    def test_a_worker_that_dies_leaves_the_letter_to_the_next(self, bob, server, monkeypatch):
        post(bob)

        def die(self, messages):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", die)
            with pytest.raises(KeyboardInterrupt):
                operations.send_due(NOW)

        assert operations.send_due(NOW + MINUTE) == 0
        assert operations.send_due(NOW + operations.LEASE) == 1
        assert len(mail.outbox) == 1

    def test_a_letter_sent_twice_is_recognised_by_its_message_id(self, bob, server, monkeypatch):
        post(bob)
        send = EmailBackend.send_messages

        def send_then_die(self, messages):
            send(self, messages)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", send_then_die)
            with pytest.raises(KeyboardInterrupt):
                operations.send_due(NOW)
        operations.send_due(NOW + operations.LEASE)

        first, second = mail.outbox
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]

    def test_a_failing_server_is_tried_again_later_and_later(self, bob, down):
        post(bob)
        moments = [NOW + minutes * MINUTE for minutes in (0, 1, 3, 7, 15, 31, 61, 91)]

        for number, moment in enumerate(moments):
            operations.send_due(moment - timedelta(seconds=1))
            assert DownBackend.opened == number
            operations.send_due(moment)

        letter = Letter.objects.get()
        assert (letter.attempts, letter.state, letter.due_at) == (8, "to_send", NOW)
        assert letter.error == "Le serveur de courriel ne répond pas : le serveur ne répond pas"

    def test_a_server_down_for_a_day_loses_nothing(self, bob, maya, down, settings):
        post(bob)
        post(maya)
        for half_hours in range(49):
            operations.send_due(NOW + half_hours * timedelta(minutes=30))
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert operations.send_due(NOW + timedelta(hours=25)) == 2
        assert (states(), len(mail.outbox)) == (["sent", "sent"], 2)

    def test_after_four_days_of_silence_it_is_a_failure_to_look_at(self, bob, down):
        post(bob)
        for hours in range(97):
            operations.send_due(NOW + timedelta(hours=hours))

        assert states() == ["failed"]

    def test_a_worker_that_slept_for_a_week_still_tries_several_times(self, bob, down):
        post(bob)

        operations.send_due(NOW + timedelta(days=7))

        assert states() == ["to_send"]

    def test_what_is_over_is_not_reminded_of(self, bob, server):
        post(bob, expires_at=NOW + MINUTE)
        post(bob, version="2", expires_at=NOW + 2 * MINUTE)

        operations.send_due(NOW + MINUTE)

        assert (states(), len(mail.outbox)) == (["cancelled", "sent"], 1)

    def test_a_dead_server_is_not_rung_for_every_letter(self, bob, down):
        for number in range(10):
            post(bob, version=str(number))

        operations.send_due(NOW)

        assert DownBackend.opened == operations.PATIENCE

    def test_letters_leave_after_the_server_came_back(self, bob, down, settings):
        post(bob)
        operations.send_due(NOW)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

        assert operations.send_due(NOW + MINUTE) == 1
        assert (states(), Letter.objects.get().error) == (["sent"], "")


def test_old_sign_in_links_are_forgotten_and_do_not_travel_late(bob):
    kind = Letter.Kind.SIGN_IN_LINK
    post(bob, kind=kind, cause="sign_in_link:1", action_path="/connexion/lien/abc/")
    post(bob, kind=kind, cause="sign_in_link:2", action_path="/connexion/lien/def/", at=NOW + MINUTE)
    post(bob)

    operations.forget_old_links(NOW + operations.LINK_LIFE)

    assert states() == ["cancelled", "to_send", "to_send"]
    assert list(Letter.objects.order_by("pk").values_list("action_path", flat=True)) == [
        "",
        "/connexion/lien/def/",
        "/seances/tableaux-croises/",
    ]
