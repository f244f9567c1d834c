"""A letter as it travels."""

import pytest

from essaim.letters import messages
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
    message = messages.message(letter)

    kinds = [part.get_content_type() for part in message.message().walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]


def test_headers_are_those_that_the_outside_relies_on(letter, bob):
    message = messages.message(letter).message()

    assert message["X-Essaim-Key"] == f"confirmed:session:12:{bob.pk}:"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == messages.message(letter).message()["Message-ID"]
    assert message["Message-ID"].endswith("@caluire.example>")
    assert message["From"] == "=?utf-8?b?VFJVQ8Ky?= <ne-pas-repondre@caluire.example>"
    assert message["To"] == "Bob Perrin <bob@caluire.example>"


def test_links_are_absolute_in_the_text_and_in_the_html(letter):
    message = messages.message(letter)
    html = message.alternatives[0][0]

    address = "https://essaim.example/seances/tableaux-croises/"
    assert (message.body.count(address), html.count(f'href="{address}"')) == (1, 1)
    assert "https://essaim.example/moi/messages/" in message.body


def test_the_html_has_one_button_in_the_colour_of_the_programme(letter):
    html = messages.message(letter).alternatives[0][0]

    assert "background:#5b2a5e" in html
    assert html.count("Voir ma place") == 1


def test_what_people_typed_is_escaped_in_the_html_and_plain_in_the_text(letter):
    message = messages.message(letter)

    assert "Salle 2 <rez-de-chaussée>\nCode TCD-48" in message.body
    assert "Salle 2 &lt;rez-de-chaussée&gt;<br>Code TCD-48" in message.alternatives[0][0]


def test_a_letter_without_a_button_has_none(bob):
    post(bob, action_label="", action_path="")
    letter = Letter.objects.select_related("agent__organisation").get()

    message = messages.message(letter)

    assert "border-radius:999px" not in message.alternatives[0][0]
    assert " :\n" not in message.body


def test_a_subject_is_one_line_whatever_was_typed(bob):
    post(bob, subject="Place réservée :\r\nBcc: tous@caluire.example")
    letter = Letter.objects.select_related("agent__organisation").get()

    assert messages.message(letter).message()["Subject"].count("\n") == 0
    assert messages.message(letter).subject == "Place réservée\u00a0: Bcc\u00a0: tous@caluire.example"


def test_nothing_in_the_letter_is_fetched_from_elsewhere(letter):
    html = messages.message(letter).alternatives[0][0]

    assert [sign for sign in ("<img", "src=", "@import", "<script", "<link") if sign in html] == []


def test_letters_are_dated_by_the_caller_not_by_the_clock(letter):
    assert letter.created_at == NOW


ABOUT = {
    "fact": "Place réservée",
    "text": "Tableaux <croisés>\njeu. 14 février, 10 h – Salle 2",
    "title": "Tableaux <croisés>",
    "dates": [
        {"weekday": "jeu.", "day": "14", "month": "février", "hours": "10 h – 12 h", "place": "Salle 2"},
        {"weekday": "ven.", "day": "15", "month": "février", "hours": "14 h – 16 h", "place": "Salle 3"},
    ],
}


def html_about(agent, **given):
    post(agent, about=ABOUT, **given)
    letter = Letter.objects.select_related("agent__organisation").get()
    return messages.message(letter).alternatives[0][0], messages.message(letter).body


def test_the_html_draws_each_date_in_place_of_the_paragraph_that_says_it(bob):
    html, text = html_about(bob, body=f"Votre place est réservée.\n\n{ABOUT['text']}\n\nÀ bientôt.")

    assert ">Place réservée</h1>" in html
    assert (html.count('class="tile"'), html.count("Tableaux &lt;croisés&gt;</strong>")) == (2, 1)
    assert html.count("jeu. 14 février, 10 h") == 0
    assert html.index("Votre place") < html.index('class="tile"') < html.index("À bientôt.")
    assert ABOUT["text"].split("\n")[0] in text


def test_a_letter_that_does_not_say_the_dates_has_its_block_after_the_first_words(bob):
    html, text = html_about(bob, body="Votre place est rendue.\n\nMerci.")

    assert html.index("est rendue") < html.index('class="tile"') < html.index("Merci.")
    assert "Salle 3" not in text


@pytest.mark.parametrize(
    ("kind", "is_warm", "is_struck"),
    [("confirmed", False, False), ("day_before", True, False), ("cancelled", False, True)],
)
def test_a_reminder_is_warm_and_what_is_called_off_is_struck(bob, kind, is_warm, is_struck):
    html, _text = html_about(bob, kind=kind)

    assert ("#fff1cc" in html, "line-through" in html) == (is_warm, is_struck)


def test_a_letter_has_one_button_and_asks_for_light_colours(bob):
    html, _text = html_about(bob)

    assert html.count('class="btn"') == 1
    assert '<meta name="color-scheme" content="light">' in html
    assert [word for word in ("<img", "<script", "url(", "@import", "<link") if word in html] == []
