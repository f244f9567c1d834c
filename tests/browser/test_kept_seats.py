"""Two organisations share one session, in a real browser."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Pool, Registration
from essaim.people.models import Partnership
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def partners(ada, zoe):
    return Partnership.objects.create(
        proposer=ada.organisation, partner=zoe.organisation, state="accepted", proposed_at=timezone.now()
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_coordinator_keeps_seats_for_a_partner_whose_agent_registers(
    open_page, alice, zoe, soon, partners, javascript
):
    page = sign_in(open_page(1280, 900, javascript=javascript), alice)
    page.goto(f"/pilotage/programme/{soon.slug}/")
    page.get_by_role("link", name="Garder des places").click()
    page.select_option("[name=pools-0-audience]", label=zoe.organisation.name)
    page.fill("[name=pools-0-seats]", "3")
    page.fill("[name=pools-0-releases_on]", (timezone.localdate() + timedelta(days=4)).isoformat())
    page.locator("button[name=look]:visible").last.click()
    page.get_by_text("Personne n’est inscrit").wait_for()
    simulated = Pool.objects.count()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("3 places gardées").first.wait_for()

    guest = sign_in(open_page(javascript=javascript), zoe)
    guest.goto("/programme/")
    guest.get_by_text("Invitation de Ville de Caluire").wait_for()
    guest.get_by_role("button", name="Je m’inscris").first.click()
    guest.get_by_text("Votre place est réservée").first.wait_for()

    assert simulated == 0
    assert Registration.objects.get(agent=zoe).pool.organisation == zoe.organisation


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_kept_seats(open_page, alice, ada, bob, soon, partners, width):
    alice.is_administrator = True
    operations.register(session=soon, agent=bob, at=timezone.now())
    page = sign_in(open_page(width), alice)
    found = []
    for path in ("/pilotage/reglages/partenaires/", f"/pilotage/programme/{soon.slug}/places/gardees/"):
        page.goto(path)
        if "gardees" in path:
            page.select_option("[name=pools-0-audience]", "first")
            page.fill("[name=pools-0-seats]", "2")
            page.fill("[name=pools-0-releases_on]", (timezone.localdate() + timedelta(days=4)).isoformat())
            page.locator("button[name=look]:visible").last.click()
            page.locator("[data-fate=keep]").wait_for()
        found += [violation["id"] for violation in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 1:
            found.append(f"{path} is too wide")

    assert found == []
