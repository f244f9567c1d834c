"""A coordinator writes a sheet: the count follows, dotted slots go, a document loses nothing."""

import pytest

from essaim.programmes.models import Format
from tests.browser.conftest import sign_in
from tests.catalogue.test_documents import PDF
from tests.catalogue.test_sheets import written
from tests.factories import FormatFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CAFE = {"slug": "cafe", "name": "Café", "nature": Format.Nature.NOT_TRAINING, "rank": 5}
FILE = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sheet_is_written_and_a_document_joined_on_the_way(open_page, alice, javascript):
    topic = written("Le tri", aims="Trier.")
    page = sign_in(open_page(javascript=javascript), alice)
    page.goto(f"/pilotage/sujets/{topic.slug}/")
    slot = page.locator(".field", has=page.locator("#id_steps")).locator(".slot-off")
    assert slot.is_visible()
    assert not page.locator(".field", has=page.locator("#id_aims")).locator(".slot-off").is_visible()

    page.fill("#id_steps", "Un, puis deux.")
    assert not slot.is_visible()
    if javascript:
        page.get_by_text("2/6 blocs écrits").wait_for()
    page.set_input_files("[name=file]", FILE)
    page.get_by_role("button", name="Joindre", exact=True).click()

    page.get_by_role("link", name="a.pdf").wait_for()
    assert page.input_value("#id_steps") == "Un, puis deux."
    page.get_by_role("button", name="Retirer : a.pdf").click()
    page.get_by_text("Aucun document").wait_for()
    page.get_by_role("button", name="Enregistrer la fiche").click()
    page.get_by_text("La fiche est enregistrée").wait_for()
    page.get_by_text("2/6 blocs écrits").wait_for()
    topic.refresh_from_db()
    assert topic.steps == "Un, puis deux."


def test_a_format_without_sheet_asks_for_no_block(open_page, alice):
    topic, _cafe = written("Le tri"), FormatFactory(**CAFE)
    page = sign_in(open_page(javascript=False), alice)
    page.goto(f"/pilotage/sujets/{topic.slug}/")
    assert page.locator(".slot-off:visible").count() == 6

    page.select_option("#id_format", label="Café")

    assert page.locator(".slot-off:visible").count() == 0
    assert not page.get_by_text("blocs écrits").is_visible()
