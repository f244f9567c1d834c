"""The kiosk in a real browser: the countdown, more time, the return; axe; and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.kiosk import operations
from tests.browser.test_axe import findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kiosk(open_page, ada, soon):
    """A function that opens a page and enrols it as a kiosk, by typing the code."""

    def open_(width=1080, height=1920, **kinds):
        page = open_page(width, height, **kinds)
        page.goto("/borne/")
        _kiosk, code = operations.add_kiosk(
            organisation=ada.organisation, name="Hall", by=ada, at=timezone.now()
        )
        page.get_by_label("Le code de la borne").fill(code)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Je suis là").wait_for()
        return page

    return open_


def test_after_ninety_seconds_the_kiosk_is_back_at_its_tiles(kiosk):
    page = kiosk()
    now = timezone.now()
    page.clock.install(time=now)
    page.goto("/borne/je-suis-la/")
    page.get_by_label("Votre matricule").fill("0421")
    page.clock.pause_at(now + timedelta(seconds=60))
    said, more = page.get_by_role("timer"), page.get_by_role("button", name="J’ai besoin de plus de temps")

    more.click()
    assert said.inner_text() == "Retour à l’accueil dans 90 s"
    page.clock.run_for(48_000)
    assert said.inner_text() == "Retour à l’accueil dans 42 s"
    more.click()
    page.clock.run_for(89_000)
    assert said.inner_text() == "Retour à l’accueil dans 1 s"
    page.clock.run_for(1_000)

    page.get_by_role("link", name="Je suis là").wait_for()
    page.goto("/borne/je-suis-la/")
    assert page.get_by_label("Votre matricule").input_value() == ""


def test_a_key_is_time_enough(kiosk):
    page = kiosk()
    now = timezone.now()
    page.clock.install(time=now)
    page.goto("/borne/je-suis-la/")

    page.clock.pause_at(now + timedelta(seconds=60))
    page.keyboard.press("4")

    assert page.get_by_role("timer").inner_text() == "Retour à l’accueil dans 90 s"


def test_without_script_a_number_is_answered_and_one_stops_by_the_button(kiosk):
    page = kiosk(javascript=False)
    page.get_by_role("link", name="Je suis là").click()
    page.get_by_label("Votre matricule").fill("inconnu")
    page.keyboard.press("Enter")

    page.get_by_text("Aucune séance n’attend ce numéro").wait_for()
    assert not page.get_by_role("button", name="J’ai besoin de plus de temps").is_visible()
    page.get_by_role("button", name="J’arrête").click()
    page.get_by_role("link", name="Voir le programme").wait_for()


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (390, 844)])
def test_axe_finds_nothing_and_every_target_is_large(kiosk, width, height):
    page = kiosk(width, height)
    paths = ["/borne/", "/borne/programme/", "/borne/je-suis-la/"]

    assert findings(page, paths) == []
    for path in paths:
        page.goto(path)
        targets = page.locator(".kiosk a:visible, .kiosk button:visible, .kiosk input:visible")
        assert [
            box["height"] for box in (one.bounding_box() for one in targets.all()) if box["height"] < 64
        ] == []
