"""The page of components shows the real templates, in all their states, and acts on nothing."""

import re

import pytest
from django.urls import reverse

from essaim.agenda import specimens as agenda
from essaim.agenda.models import Registration, Session
from essaim.ui.specimens import inert
from tests.factories import NOW

CARD_STATES = {
    "open",
    "full",
    "waiting",
    "offered",
    "pending",
    "refused",
    "confirmed",
    "withdrawn",
    "hosting",
    "closed",
    "cancelled",
    "past",
}


@pytest.fixture
def shown(client, root):
    client.force_login(root)
    return client.get(reverse("ui:components")).content.decode()


def test_every_state_of_the_card_is_shown_by_the_card_itself():
    names = {card.name for _name, _session, card in agenda.every_state(NOW)}

    assert names == CARD_STATES
    assert {*Registration.State.values} <= names


def test_few_seats_and_no_limit_are_shown_too():
    cards = [card for _name, _session, card in agenda.every_state(NOW)]

    assert any(card.few for card in cards)
    assert any(card.name == "open" and card.free is None for card in cards)


@pytest.mark.django_db
def test_nothing_on_the_page_acts_and_nothing_is_written(shown):
    assert Session.objects.count() == 0
    body = shown.split("</main>")[0]  # the foot changes the language, as on every page
    assert re.findall(r"<form[^>]*method=\"post\"", body) == []
    assert "formaction" not in shown
    assert "hx-post" not in shown


@pytest.mark.django_db
def test_every_name_on_the_page_is_its_own(shown):
    names = re.findall(r'\sid="([^"]+)"', shown)

    assert sorted(names) == sorted(set(names))


def test_what_is_inert_keeps_its_labels_tied():
    made = inert('<form method="post" action="/x/"><label for="a b">A</label><i id="a"></i></form>', 7)

    assert made == '<form method="get" action=""><label for="a-s7 b-s7">A</label><i id="a-s7"></i></form>'


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "colour"), [("vert", "14574f"), ("prune", "6a2c63")])
def test_a_second_theme_is_one_link_away(client, root, asked, colour):
    client.force_login(root)

    text = client.get(reverse("ui:components"), {"theme": asked}).content.decode()

    assert f'<link rel="stylesheet" href="/theme.css?v={colour}">' in text.split("</head>")[0]


@pytest.mark.django_db
def test_an_unknown_theme_is_the_one_of_the_site(client, root):
    client.force_login(root)

    text = client.get(reverse("ui:components"), {"theme": "x"}).content.decode()

    assert text.count('aria-current="true"') == 1
