"""Paper typed back with the keyboard alone: questionnaires one after the other, then an attendance sheet."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence
from essaim.feedback import operations
from essaim.feedback.models import Answer, Paper
from tests.browser.conftest import sign_in
from tests.factories import AgentFactory
from tests.feedback.helpers import came

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def papers(just_over):
    """Five printed sheets of a session that five people attended, its questionnaire open."""
    came(just_over, *AgentFactory.create_batch(5))
    operations.open_questionnaire(session=just_over, at=timezone.now())
    return operations.print_papers(session=just_over, number=5, at=timezone.now())


def ready_to_type(page) -> None:
    """Waits until the page itself has put the cursor where the next sheet's code goes."""
    page.locator("#id_code:focus").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_sheets_are_typed_with_the_keyboard_alone(open_page, hugo, just_over, papers, javascript):
    page = sign_in(open_page(1280, 900, javascript=javascript), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/papier/")

    for number, paper in enumerate(papers[:3], start=1):
        ready_to_type(page)
        page.keyboard.type(paper.code.lower())
        page.keyboard.press("Tab")
        page.keyboard.type("132")
        page.keyboard.press("Enter")
        words = "feuille saisie" if number == 1 else "feuilles saisies"
        page.get_by_text(f"{number} {words} sur 5").wait_for()
    ready_to_type(page)
    page.keyboard.type(papers[2].code)
    page.keyboard.press("Tab")
    page.keyboard.type("111")
    page.keyboard.press("Enter")
    page.locator("#refus", has_text="déjà saisie").wait_for()
    ready_to_type(page)

    page.get_by_role("button", name="Reprendre la feuille").press("Enter")
    page.get_by_text("2 feuilles saisies sur 5").wait_for()
    assert Answer.objects.filter(useful="yes", use="no", next="explain").count() == 2


def test_an_attendance_sheet_is_typed_with_the_keyboard_alone(open_page, hugo, just_over):
    for name in ("Abadie", "Bernard", "Costa"):
        agent = AgentFactory(last_name=name, first_name="Lou")
        agenda.register(session=just_over, agent=agent, at=just_over.starts_at - timedelta(days=1))
    page = sign_in(open_page(390, 844), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/feuille/")
    page.get_by_label("Lou Abadie").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    page.get_by_text("2 personnes notées là").wait_for()

    found = Presence.objects.order_by("agent__last_name").values_list("agent__last_name", "status")
    assert list(found) == [("Abadie", "present"), ("Bernard", "absent"), ("Costa", "present")]


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_pages_of_paper(open_page, hugo, just_over, papers, width):
    page = sign_in(open_page(width), hugo)
    for path in ("papier", "feuille"):
        page.goto(f"/seances/{just_over.slug}/salle/{path}/")
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
    assert Paper.objects.count() == 5
