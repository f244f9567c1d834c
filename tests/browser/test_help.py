"""The question mark of a page, under a thumb and under a keyboard."""

import pytest

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEAST = 44


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_question_mark_opens_by_the_keyboard_and_fits_a_small_phone(open_page, bob, soon, width):
    page = sign_in(open_page(width), bob)
    page.goto("/programme/")
    button, box = page.locator(".page-help summary"), page.locator(".page-help .menu-list")

    button.focus()
    page.keyboard.press("Enter")
    box.wait_for()
    place, link, mark = box.bounding_box(), box.locator("a").bounding_box(), button.bounding_box()

    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    assert min(link["height"], mark["height"], mark["width"]) >= LEAST
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    assert button.evaluate("node => node === document.activeElement")


def test_it_opens_without_script_and_leads_to_the_guide(open_page, alice):
    page = sign_in(open_page(390, javascript=False), alice)
    page.goto("/pilotage/")

    page.locator(".page-help summary").click()
    page.get_by_role("link", name="Guide de la coordination").click()

    page.wait_for_url("**/aide/coordination/#semaine")
    assert page.get_by_role("heading", name="Commencer la semaine").is_visible()
