"""Letters meet a real mail server, which may refuse an address, a text, or to go on."""

import pytest

from essaim.letters import operations
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory
from tests.letters.smtp import Mailbox, listening
from tests.letters.test_operations import MINUTE, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_IS_KEPT = False
    mailbox = Mailbox()
    with listening(mailbox) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield mailbox


def letter_to(login):
    return Letter.objects.get(agent__login=login)


@pytest.fixture
def three(db):
    for login in ("un", "deux", "trois"):
        post(AgentFactory(login=login))


def test_one_connection_carries_the_whole_turn(mailbox, three):
    assert operations.send_due(NOW) == 3
    assert (mailbox.connections, len(mailbox.accepted)) == (1, 3)


def test_a_bad_address_bounces_in_the_words_of_the_server_and_stops_no_other(mailbox, three):
    mailbox.on_rcpt = lambda address: "550 5.1.1 Boite inconnue" if address.startswith("un@") else None

    assert operations.send_due(NOW) == 2

    bad = letter_to("un")
    assert (bad.state, bad.leased_until) == ("bounced", None)
    assert bad.error == "Le serveur refuse cette adresse : 550 5.1.1 Boite inconnue"
    assert mailbox.connections == 1
    assert operations.send_due(NOW + 60 * MINUTE) == 0


def test_many_bad_addresses_stop_no_other(mailbox):
    mailbox.on_rcpt = lambda address: "550 non" if address.startswith("bad") else None
    for number in range(8):
        post(AgentFactory(login=f"bad{number}"))
    post(AgentFactory(login="good"))

    assert operations.send_due(NOW) == 1


def test_an_address_that_the_server_does_not_take_now_is_tried_again(mailbox, three):
    mailbox.on_rcpt = lambda address: "450 4.2.1 Trop de lettres" if address.startswith("un@") else None
    operations.send_due(NOW)
    assert letter_to("un").error.endswith("pour l’instant : 450 4.2.1 Trop de lettres")
    mailbox.on_rcpt = lambda address: None

    assert operations.send_due(NOW + MINUTE) == 1
    assert (letter_to("un").state, letter_to("un").error) == ("sent", "")


def test_a_text_that_the_server_refuses_for_good_is_a_failure_in_its_words(mailbox, three):
    mailbox.on_data = lambda message: "554 Message refuse" if "un@" in message["To"] else None

    assert operations.send_due(NOW) == 2
    assert letter_to("un").state == "failed"
    assert letter_to("un").error == "Le serveur refuse cette lettre : 554 Message refuse"


def test_a_server_that_hangs_up_is_called_again_for_the_next_letter(mailbox, three):
    mailbox.on_data = lambda message: "421 Je ferme" if "un@" in message["To"] else None

    assert operations.send_due(NOW) == 2
    assert mailbox.connections == 2


@pytest.mark.parametrize("address", ["é@caluire.example", "un\nBcc: tous@caluire.example", "sans-arobase@"])
def test_an_address_that_cannot_be_written_stops_no_other(mailbox, address):
    post(AgentFactory(login="odd", email=address))
    post(AgentFactory(login="good"))

    operations.send_due(NOW)

    assert letter_to("good").state == "sent"
    assert len(mailbox.accepted) <= 2


def test_a_letter_that_cannot_be_made_stops_no_other(mailbox, three, monkeypatch):
    from essaim.letters import messages  # noqa: PLC0415 -- only this test breaks it

    make = messages.message

    def break_one(letter, **given):
        if letter.agent.login == "un":
            raise LookupError("bug")
        return make(letter, **given)

    monkeypatch.setattr(messages, "message", break_one)

    assert operations.send_due(NOW) == 2
    assert letter_to("un").error == "La lettre n’a pas pu être préparée : LookupError"


def test_a_bounced_letter_leaves_once_the_address_is_mended(mailbox, three):
    mailbox.on_rcpt = lambda address: "550 non" if address.startswith("un@") else None
    operations.send_due(NOW)
    mailbox.on_rcpt = lambda address: None

    assert operations.try_again(Letter.objects.all(), at=NOW + MINUTE) == 1
    assert operations.try_again(Letter.objects.all(), at=NOW + MINUTE) == 0
    assert operations.send_due(NOW + MINUTE) == 1
    assert sorted(mailbox.keys) == sorted(set(mailbox.keys))
