"""A coordinator finds a letter in two taps, holds it and lets it go by keyboard; axe finds nothing."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda.operations import register
from essaim.letters.models import Letter
from tests.browser.conftest import sign_in
from tests.browser.test_axe import findings
from tests.letters.test_operations import post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 390, 1280]


def shoot(page, name, width):
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.fixture
def letter(soon, bob):
    """What Bob reads about his seat, still to leave."""
    register(session=soon, agent=bob, at=timezone.now())
    return Letter.objects.get()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("/pilotage/", "nav >> text=Messages"),
        ("/pilotage/programme/tableaux-croises/", "nav.tabs >> text=Lettres"),
        ("/pilotage/personnes/{bob}/", "text=Ses messages"),
    ],
)
def test_two_taps_lead_to_a_letter(open_page, letter, alice, bob, start, first, width):
    page = sign_in(open_page(width, javascript=width != 390), alice)
    page.goto(start.format(bob=bob.pk))

    page.click(first)
    page.click("th >> text=Place réservée")

    assert page.url.endswith(f"/pilotage/messages/{letter.pk}/")
    assert "Votre place est réservée." in page.inner_text("main")


def focus(page, name):
    """Reach a button by the tab key alone."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith(name):
            return
    raise AssertionError(f"{name}: not reached")


def test_a_letter_is_held_and_let_go_by_keyboard(open_page, letter, alice):
    page = sign_in(open_page(1280), alice)
    page.goto("/pilotage/messages/?etat=a-venir")

    focus(page, "Retenir")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    letter.refresh_from_db()
    assert letter.is_held

    page.goto(f"/pilotage/messages/{letter.pk}/")
    focus(page, "Laisser partir")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    letter.refresh_from_db()
    assert not letter.is_held


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_the_pages_of_messages(open_page, letter, alice, maya, bob, width):
    now = timezone.now()
    held = post(maya, cause=letter.cause, due_at=now + timedelta(days=1))
    Letter.objects.filter(pk=held.pk).update(held_at=now, held_by=alice)
    stuck = post(bob, cause=letter.cause, version="2")
    Letter.objects.filter(pk=stuck.pk).update(state="bounced", error="Le serveur refuse : 550 Boite inconnue")
    sealed = post(maya, kind="approval_asked", cause=letter.cause)
    Letter.objects.filter(pk=sealed.pk).update(state="sent", sent_at=now)
    page = sign_in(open_page(width), alice)
    letters = "/pilotage/messages/"

    queries = ["", "?etat=retenues", "?q=perrin", "?q=personne", f"?personne={bob.pk}"]
    pages = [letters + query for query in queries]
    pages += [f"{letters}{one.pk}/" for one in (letter, held, stuck, sealed)]

    assert findings(page, pages) == []
    for number, path in enumerate(pages):
        page.goto(path)
        shoot(page, f"messages-{number}", width)
