"""English, as somebody meets it: one tap at the foot of a page, then all the way to a place, and back."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from essaim.agenda.models import Registration
from essaim.letters.models import Letter
from tests.browser.conftest import sign_in
from tests.browser.test_axe import OF_A_COORDINATOR, OF_AN_AGENT, PUBLIC, a_life  # noqa: F401 -- a fixture
from tests.browser.test_reflow import troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def language(page):
    return page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_somebody_chooses_english_registers_and_comes_back_to_french(open_page, bob, soon, javascript):
    page = sign_in(open_page(javascript=javascript), bob)
    page.goto("/programme/")

    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/programme/")
    chosen = language(page)
    page.get_by_role("button", name="Sign me up").first.click()
    page.get_by_text("Your place is booked").first.wait_for()
    page.goto(f"/seances/{soon.slug}/")
    page.locator("button:visible", has_text="Give up my place").first.wait_for()
    page.get_by_role("button", name="Français").click()
    page.locator("button:visible", has_text="Je me désiste").first.wait_for()

    assert (chosen, language(page)) == ("en", "fr")
    assert Registration.objects.get(session=soon, agent=bob).state == "confirmed"
    assert Letter.objects.get(agent=bob).subject.startswith("Place booked: ")


def test_a_visitor_chooses_by_keyboard_before_signing_in(open_page, bob):
    page = open_page(1280, 800)
    page.goto("/connexion/")
    button = page.get_by_role("button", name="English")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign in").first.wait_for()
    bob.set_password("essaim-essai")
    bob.save()
    page.fill("[name=login]", bob.login)
    page.fill("[name=password]", "essaim-essai")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="What’s on").first.wait_for()

    assert language(page) == "en"


@pytest.mark.parametrize("width", [320, 1280])
def test_english_pages_are_accessible_and_nothing_overflows(open_page, a_life, alice, width):  # noqa: F811
    page = sign_in(open_page(width), alice)
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for(state="attached")
    paths = [*PUBLIC, *OF_AN_AGENT, *OF_A_COORDINATOR]

    found = troubles(page, paths, wide_text=False)
    for path in paths[::2]:
        page.goto(path)
        found += [f"{path}: {rule['id']}" for rule in Axe().run(page).response["violations"]]

    assert found == []
