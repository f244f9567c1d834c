"""Pieces of the page of a session that are kept: the right one for each reader, drawn again only when it changes."""

import pytest
from django.middleware.csrf import _does_token_match

from essaim.agenda import operations
from essaim.agenda.queries import sessions as queries
from essaim.agenda.views import details
from tests.agenda.arranging import address, colleague, in_days, registered
from tests.conftest import person
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("at_now")


def card_token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"', maxsplit=1)[0]


def test_kept_card_carries_the_token_of_whoever_reads(client, bob, hugo):
    session = in_days(3)
    tokens = []
    for agent in (bob, hugo, bob):
        client.force_login(agent)
        response = client.get(address("session_detail", session))
        tokens.append(card_token(response.content.decode()))
        secret = response.cookies["essaim_csrf"].value if "essaim_csrf" in response.cookies else ""
        assert not secret or _does_token_match(tokens[-1], secret)

    assert len(set(tokens)) == 3


def test_kept_card_shows_nobody_the_state_of_another(client, bob, hugo, maya):
    session = in_days(3, seats=1)
    registered(session, bob)
    registered(session, hugo)
    found = []
    for agent in (bob, hugo, maya, bob):
        client.force_login(agent)
        page = client.get(address("session_detail", session)).content.decode()
        found.append(page.split('data-state="')[1].split('"')[0])

    assert found == ["confirmed", "waiting", "full", "confirmed"]


def test_article_follows_a_swap_that_leaves_the_counters_alone(client, bob, hugo, visit):
    session = in_days(30, seats=1)
    registered(session, hugo)
    assert "Système d’information" in visit(address("session_detail", session))
    operations.withdraw(session=session, agent=hugo, at=NOW)
    registered(session, person("lea", "Leroy", "Archives"))

    page = visit(address("session_detail", session))

    assert ("Système d’information" in page, "Archives" in page) == (False, True)


def test_article_is_not_drawn_again_for_who_joins_the_waiting_list(bob):
    session = in_days(3, seats=1)
    registered(session, bob)
    before = queries.session_to_read(bob, session.slug)
    drawn = details.kept_article(before, for_guests=False).html
    registered(session, colleague(1))

    fresh = queries.session_to_read(bob, session.slug)
    assert fresh.waiting > before.waiting
    assert details.kept_article(fresh, for_guests=False).html is drawn
