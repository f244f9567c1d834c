"""Looking for something, and taking a table away, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from essaim.agenda.operations.indexing import index_everything
from essaim.people.operations.directory import appear_in_directory
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("typed", ["tablau croises", "tableur croises"])
def test_an_agent_types_with_a_mistake_and_finds(open_page, bob, soon, javascript, typed):
    index_everything()
    page = sign_in(open_page(javascript=javascript), bob)
    page.goto("/")

    page.get_by_label("Un savoir-faire, un atelier, un collègue").fill(typed)
    page.keyboard.press("Enter")
    page.locator("#results a", has_text="Tableaux croisés").first.click()

    assert page.url.endswith(f"/seances/{soon.slug}/")


def test_results_come_as_one_types(open_page, bob, soon):
    index_everything()
    page = sign_in(open_page(), bob)
    page.goto("/recherche/")

    page.locator("#q").press_sequentially("croises tabl")

    page.locator("#results mark", has_text="Tableaux").first.wait_for()
    assert page.url.endswith("/recherche/")


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_table_is_taken_away_with_the_keyboard_alone(open_page, ada, soon, ending):
    page = sign_in(open_page(javascript=False), ada)
    page.goto("/pilotage/personnes/")

    page.locator("summary", has_text="Exporter la liste").focus()
    page.keyboard.press("Enter")
    page.locator(f"button[value={ending}]:visible").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")

    assert download.value.suggested_filename.startswith("caluire-personnes-")
    page.goto("/pilotage/reglages/exports/")
    assert "Ada Girard" in page.inner_text("main")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_search_and_exports(open_page, ada, hugo, soon, width):
    index_everything()
    appear_in_directory(agent=hugo, know_how="Tableaux de suivi")
    page = sign_in(open_page(width=width), ada)
    found = []
    for path in (
        "/recherche/",
        "/recherche/?q=tableaux",
        "/recherche/?q=zzzz",
        "/moi/",
        "/pilotage/programme/",
        "/pilotage/reglages/exports/",
    ):
        page.goto(path)
        for menu in page.locator("details.menu > summary").all()[:1]:
            menu.click()
        violations = Axe().run(page).response["violations"]
        found += [(path, violation["id"], violation["nodes"][0]["html"]) for violation in violations]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((path, "wider than the window", ""))

    assert found == []
