"""Stopping letters from the link of one, and sending anew what failed, in a real browser."""

import os
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from essaim.letters import links
from essaim.letters.models import Formulation, Letter, Stop
from essaim.people.models import Agent, Relay
from tests.browser.conftest import sign_in
from tests.browser.test_axe import findings, findings_here
from tests.factories import SessionFactory
from tests.letters.test_operations import post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 390, 1280]


def shoot(page, name, width):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.fixture
def path(bob, alice):
    post(bob, kind=Letter.Kind.TEAM_DIGEST, at=timezone.now())
    return links.stop_path(Letter.objects.get())


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_stops_digests_from_a_letter_and_changes_their_mind(open_page, path, width):
    page = open_page(width, javascript=width != 390)
    page.goto(path)
    shoot(page, "stop", width)

    page.click("text=Je les arrête")
    assert Stop.objects.count() == 1
    shoot(page, "stopped", width)

    page.click("text=Les recevoir")
    assert Stop.objects.count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_pages_of_letters(open_page, path, bob, ada, width):
    post(bob, kind=Letter.Kind.CONFIRMED, at=timezone.now())
    Letter.objects.filter(kind="confirmed").update(
        state="bounced", error="Le serveur refuse cette adresse : 550 5.1.1 Boite inconnue"
    )
    page = open_page(width)
    assert findings(page, [path, "/lettres/desabonnement/inconnu/"]) == []
    sign_in(page, bob)
    assert findings(page, ["/moi/messages/", "/moi/messages/choix/"]) == []
    shoot(page, "choices", width)
    page = sign_in(open_page(width), ada)
    assert findings(page, ["/pilotage/reglages/courriels/"]) == []
    shoot(page, "queue", width)

    page.click("button:has-text('Réessayer')")

    assert "1 lettre repart." in page.inner_text("main").replace("\xa0", " ")
    shoot(page, "retried", width)


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (1280, True)])
def test_a_coordinator_words_a_letter_and_goes_back(open_page, alice, width, javascript):
    SessionFactory(title="Tableaux croisés", starts_at=timezone.now() + timedelta(days=9))
    page = sign_in(open_page(width, javascript=javascript), alice)
    page.goto("/pilotage/messages/formulations/confirmed/")
    page.fill("[name=body]", "Bonjour {prénom}.\n\n{rendez-vous}\n\n")
    page.click("button[name=mark][value=lieu]")
    expect(page.locator("[name=body]")).to_have_value(re.compile(r"\{lieu\}$"))

    page.fill("[name=body]", "Bonjour {prénom}.\n\n{salle}")
    page.click("text=Enregistrer cette formulation")
    assert not javascript or findings_here(page) == []
    expect(page.locator(".error-summary")).to_contain_text("« {salle} » n’existe pas")

    page.fill("[name=body]", "Bonjour {prénom}.\n\n{rendez-vous}")
    page.click("text=Montrer ce texte en courriel")
    expect(page.frame_locator("iframe[name=courriel]").locator("body")).to_contain_text("Bonjour Alice.")
    page.click("text=Enregistrer cette formulation")
    expect(page.locator("body")).to_contain_text("C’est enregistré.")
    assert Formulation.objects.filter(is_used=True).count() == 1
    shoot(page, "formulation", width)

    page.click("text=Reprendre le texte d’Essaim")
    assert Formulation.objects.filter(is_used=True).count() == 0
    assert not javascript or findings_here(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_mailbox_nor_on_letters_to_hand_over(open_page, settings, hugo, bob, width):
    settings.DEMO = True
    Relay.objects.create(agent=hugo, unit=bob.unit, since=timezone.now())
    Agent.objects.filter(pk=bob.pk).update(email="")
    post(bob, kind=Letter.Kind.OFFERED, at=timezone.now())
    page = sign_in(open_page(width), hugo)
    pages = ["/relais/", "/relais/lettres/", f"/demo/courrier/{Letter.objects.get().pk}/"]

    assert findings(page, pages) == []
