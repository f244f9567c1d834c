"""One's own calendar address: asked for, copied, renewed, with JavaScript and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from essaim.agenda import operations
from tests.agenda.calendars import read
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_somebody_asks_for_an_address_copies_it_and_renews_it(
    open_page, bob, soon, client, settings, javascript
):
    operations.register(session=soon, agent=bob, at=timezone.now())
    page = sign_in(open_page(390, javascript=javascript), bob)
    page.goto("/moi/")
    page.get_by_role("link", name="Mon agenda").click()
    page.get_by_role("button", name="Créer mon adresse").click()
    field = page.get_by_label("Ou copiez l’adresse").first
    first = field.input_value()

    if javascript:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copier le lien").first.click()
        page.get_by_text("Lien copié.").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == first
    else:
        assert page.get_by_role("button", name="Copier le lien").count() == 0
        field.select_text()
        assert page.evaluate("document.getSelection().toString() || document.activeElement.value") == first
    assert [one.title for one in read(client.get(path_of(first)).content)] == [soon.title]

    page.get_by_role("button", name="Renouveler l’adresse").click()
    page.get_by_text("L’adresse est renouvelée").first.wait_for()
    second = page.get_by_label("Ou copiez l’adresse").first.input_value()
    assert second != first
    assert client.get(path_of(first)).status_code == 404
    assert client.get(path_of(second)).status_code == 200


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_page_of_the_calendar(open_page, bob, soon, width):
    page = sign_in(open_page(width), bob)
    page.goto("/moi/agenda/")
    found = Axe().run(page).response["violations"]
    page.get_by_role("button", name="Créer mon adresse").click()
    page.get_by_role("button", name="Renouveler l’adresse").wait_for()
    found += Axe().run(page).response["violations"]
    page.goto("/agenda/inconnue/essaim.ics")
    found += Axe().run(page).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    page.goto("/moi/agenda/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
