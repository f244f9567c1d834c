"""A coordinator writes to a session's people: looked at, sent, kept back, on a phone and without JavaScript."""

import os

import pytest
from django.utils import timezone

from essaim.agenda.operations import register
from essaim.letters.models import Letter
from tests.browser.conftest import sign_in
from tests.browser.test_axe import findings_here
from tests.conftest import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/pilotage/programme/tableaux-croises/message/"
KIND = Letter.Kind.NOTE


@pytest.fixture
def full(soon, alice, bob, maya):
    """Bob and Awa, who has no e-mail, have the two seats; Maya waits."""
    soon.seats = 2
    soon.save()
    awa = person("awa", "Koné", "Propreté", first_name="Awa", email="")
    for agent in (bob, awa, maya):
        register(session=soon, agent=agent, at=timezone.now())
    return soon


def shoot(page, name, width):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def states():
    return sorted(Letter.objects.filter(kind=KIND).values_list("state", flat=True))


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (1280, True)])
def test_a_message_is_looked_at_sent_and_kept_back(open_page, full, alice, width, javascript):
    page = sign_in(open_page(width, javascript=javascript), alice)
    page.goto("/pilotage/programme/tableaux-croises/")
    page.get_by_role("link", name="Message", exact=True).first.click()
    page.wait_for_url(f"**{PAGE}")
    found = findings_here(page) if javascript else []
    page.get_by_label("Objet").fill("Venez avec une situation vécue")
    page.get_by_label("Votre message").fill("Bonjour,\n\nTrois lignes suffisent, sans nom.\n\nAlice")
    page.get_by_text("À la personne qui attend").click()
    if not javascript:
        page.get_by_role("button", name="Voir l’aperçu").last.click()
    page.locator("#apercu").get_by_text("Trois lignes suffisent").wait_for()
    shoot(page, "message", width)

    page.get_by_role("button", name="Envoyer à 1 personne").click()
    page.get_by_role("button", name="Retenir l’envoi").wait_for()
    shoot(page, "message-parti", width)
    sent = states()
    found += findings_here(page) if javascript else []
    page.get_by_role("button", name="Retenir l’envoi").first.click()
    page.get_by_text("Envoi retenu").first.wait_for()

    assert (sent, states(), found) == (["to_send"], ["cancelled"], [])
    assert page.get_by_label("Objet").input_value() == "Venez avec une situation vécue"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_when_a_fault_is_told(open_page, full, alice, width):
    page = sign_in(open_page(width), alice)
    page.goto(PAGE)
    page.get_by_role("button", name="Envoyer à 2 personnes").click()
    page.get_by_text("Il y a un problème").wait_for()
    shoot(page, "message-faute", width)

    assert findings_here(page) == []
