"""Coming in by card: identifier and six digits, on any device."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.urls import reverse

from essaim.people.operations import cards
from tests.factories import NOW

ADDRESS = reverse("people:card_sign_in")


@pytest.fixture
def code(bob, alice, stopped_clock):
    cache.clear()
    [(_agent, plain)] = cards.issue_cards([bob], alice, NOW)
    return plain


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_identifier_and_code_open_the_page_that_was_wanted(client, bob, code):
    response = client.post(ADDRESS, {"login": "bob", "code": code, "next": "/programme/"})

    assert (response.status_code, response.url) == (302, "/programme/")
    assert client.session[SESSION_KEY] == str(bob.pk)
    assert client.session.get_expiry_age() <= 24 * 3600


def test_the_way_back_stays_on_this_site(client, code):
    response = client.post(ADDRESS, {"login": "bob", "code": code, "next": "//ailleurs.example/"})

    assert response.url == "/"


def test_a_phone_shows_its_keyboard_of_numbers(client, code):
    assert 'inputmode="numeric"' in client.get(ADDRESS).content.decode()


def test_a_wrong_code_is_told_in_words_then_waits(client, code):
    answers = [client.post(ADDRESS, {"login": "bob", "code": wrong(code)}) for _try in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Relisez votre carte" in answers[0].content.decode()
    assert "Attendez un peu" in answers[5].content.decode()
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "sent", [{}, {"login": "\x00", "code": "\x00"}, {"login": "é" * 999, "code": "1" * 999}]
)
def test_what_is_missing_or_odd_is_told(client, code, sent):
    response = client.post(ADDRESS, sent)

    assert response.status_code == 200
    assert "Il y a un problème" in response.content.decode()


def test_the_sign_in_page_names_cards_once_somebody_holds_one(client, bob, alice):
    assert ADDRESS not in client.get(reverse("people:sign_in")).content.decode()
    assert client.get(ADDRESS).status_code == 404

    cards.issue_cards([bob], alice, NOW)

    assert client.get(ADDRESS).status_code == 200
    assert ADDRESS in client.get(reverse("people:sign_in")).content.decode()
