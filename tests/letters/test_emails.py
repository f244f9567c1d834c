"""A letter as it travels."""

import pytest

from essaim.letters import emails
from essaim.letters.models import Letter
from tests.factories import NOW, ProgrammeFactory
from tests.letters.test_operations import post


@pytest.fixture
def letter(bob, settings):
    settings.SITE_URL = "https://essaim.example"
    settings.DEFAULT_FROM_EMAIL = "ne-pas-repondre@caluire.example"
    ProgrammeFactory(colour="#5b2a5e")
    post(bob, body="Bonjour Bob,\n\nSalle 2 <rez-de-chaussée>\nCode TCD-48")
    return Letter.objects.select_related("agent__organisation").get()


def test_the_text_comes_first_and_the_html_second(letter):
    message = emails.message(letter)

    kinds = [part.get_content_type() for part in message.message().walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_headers_are_those_that_the_outside_relies_on(letter, bob):
    message = emails.message(letter).message()

    assert message["X-Essaim-Key"] == f"confirmed:session:12:{bob.pk}:"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == emails.message(letter).message()["Message-ID"]
    assert message["Message-ID"].endswith("@caluire.example>")
    assert message["From"] == "=?utf-8?b?VFJVQ8Ky?= <ne-pas-repondre@caluire.example>"
    assert message["To"] == "Bob Perrin <bob@caluire.example>"


def test_links_are_absolute_in_the_text_and_in_the_html(letter):
    message = emails.message(letter)
    html = message.alternatives[0][0]

    address = "https://essaim.example/seances/tableaux-croises/"
    assert (message.body.count(address), html.count(f'href="{address}"')) == (1, 1)
    assert "https://essaim.example/moi/messages/" in message.body


def test_the_html_has_one_button_in_the_colour_of_the_programme(letter):
    html = emails.message(letter).alternatives[0][0]

    assert "background:#5b2a5e" in html
    assert html.count("Voir ma place") == 1


def test_what_people_typed_is_escaped_in_the_html_and_plain_in_the_text(letter):
    message = emails.message(letter)

    assert "Salle 2 <rez-de-chaussée>\nCode TCD-48" in message.body
    assert "Salle 2 &lt;rez-de-chaussée&gt;<br>Code TCD-48" in message.alternatives[0][0]


def test_a_letter_without_a_button_has_none(bob):
    post(bob, action_label="", action_path="")
    letter = Letter.objects.select_related("agent__organisation").get()

    message = emails.message(letter)

    assert "border-radius:999px" not in message.alternatives[0][0]
    assert " :\n" not in message.body


def test_a_subject_is_one_line_whatever_was_typed(bob):
    post(bob, subject="Place réservée :\r\nBcc: tous@caluire.example")
    letter = Letter.objects.select_related("agent__organisation").get()

    assert emails.message(letter).message()["Subject"].count("\n") == 0
    assert emails.message(letter).subject == "Place réservée\u00a0: Bcc\u00a0: tous@caluire.example"


def test_nothing_in_the_letter_is_fetched_from_elsewhere(letter):
    html = emails.message(letter).alternatives[0][0]

    assert [sign for sign in ("<img", "src=", "@import", "<script", "<link") if sign in html] == []


def test_letters_are_dated_by_the_caller_not_by_the_clock(letter):
    assert letter.created_at == NOW
