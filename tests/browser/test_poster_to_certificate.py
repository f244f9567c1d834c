"""With a poster, a card and a kiosk, and neither e-mail nor password: found, registered, there, heard, and proven."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Registration
from essaim.feedback.models import Answer
from essaim.people.models import Card
from essaim.recognition.models import Certificate
from tests.browser.test_kiosk import card, kiosk, shift  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def roadman(bob):
    """Nobody can write to Bob, and he has no password."""
    bob.email = ""
    bob.set_unusable_password()
    bob.save()
    return bob


def come_in(page, digits, *, tile):
    page.get_by_role("link", name=tile).click()
    page.get_by_label("Numéro de la carte").fill(Card.objects.get().number)
    page.keyboard.press("Enter")
    page.get_by_label("Code à six chiffres").press_sequentially(digits)


def registers(page, digits):
    come_in(page, digits, tile="Je m’inscris")
    page.get_by_role("button", name="Je m’inscris").click()
    page.get_by_role("status").get_by_text("Votre place est réservée").wait_for()
    page.get_by_role("button", name="J’ai fini").click()


def is_there(page, digits):
    page.get_by_role("link", name="Je suis là").click()
    page.get_by_role("link", name="carte").first.click()
    page.get_by_label("Numéro de la carte").fill(Card.objects.get().number)
    page.keyboard.press("Enter")
    page.get_by_label("Code à six chiffres").press_sequentially(digits)
    page.get_by_role("button", name="Je suis là").click()
    page.get_by_role("heading", name="C’est noté").wait_for()
    page.get_by_role("button", name="J’ai fini").click()


def says_what_it_was_worth(page, digits):
    come_in(page, digits, tile="Je donne mon avis")
    page.get_by_role("button", name="Oui, vraiment").click()
    page.get_by_text("C’est noté. Question 2").wait_for()


def holds_the_proof(page, digits, title):
    """On any computer: the card opens Moi, and Moi the certificate."""
    page.goto("/connexion/code/")
    page.get_by_label("Numéro de la carte").fill(Card.objects.get().number)
    page.get_by_label("Code à six chiffres").fill(digits)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Bonjour").wait_for()
    page.goto("/moi/attestations/")
    page.get_by_text(title).first.wait_for()
    return page.request.get(page.get_by_role("link", name="PDF").first.get_attribute("href"))


def test_a_poster_a_card_and_a_kiosk_are_enough(kiosk, open_page, soon, roadman, hugo, card):  # noqa: F811
    phone = open_page()
    phone.goto(f"/s/{soon.code}/")
    phone.get_by_role("heading", name=soon.title).wait_for()

    shift(soon, timezone.now() + timedelta(minutes=20))
    hall = kiosk()
    registers(hall, card)
    assert Registration.objects.get(agent=roadman).state == "confirmed"
    is_there(hall, card)
    assert Presence.objects.get().agent == roadman

    shift(soon, timezone.now() - timedelta(hours=2, minutes=1))
    soon.refresh_from_db()
    agenda.close_session(session=soon, at=timezone.now(), by=hugo)
    says_what_it_was_worth(hall, card)
    assert Answer.objects.count() == 1

    proof = holds_the_proof(open_page(1280, 900), card, soon.title)
    assert (proof.status, proof.body()[:4]) == (200, b"%PDF")
    phone.goto(f"/badges/{Certificate.objects.get(agent=roadman).code}/")
    phone.get_by_text(soon.title).first.wait_for()
    assert roadman.last_name not in phone.content()
