"""Several people at work on one session, in real browsers."""

import pytest

from essaim.agenda.models import Registration
from tests.browser.conftest import sign_in
from tests.factories import AgentFactory, PostingFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team(maya):
    people = [AgentFactory(first_name=name, last_name="Équipe") for name in ("Ali", "Béa", "Cléo")]
    for agent in people:
        PostingFactory(agent=agent, line_manager=maya)
    return people


def states(session, people):
    found = dict(Registration.objects.filter(session=session).values_list("agent", "state"))
    return [found.get(agent.pk) for agent in people]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_head_of_service_registers_three_people_on_a_phone_and_undoes_one(
    open_page, soon, maya, team, javascript
):
    page = sign_in(open_page(javascript=javascript), maya)
    page.goto(f"/seances/{soon.slug}/")
    page.get_by_role("link", name="Inscrire des collègues").click()
    for agent in team:
        page.locator("label", has_text=agent.full_name).click()
    page.get_by_role("button", name="Relire avant d’inscrire").click()
    page.get_by_role("heading", name="3 personnes à inscrire").wait_for()
    before = states(soon, team)

    page.get_by_role("button", name="Inscrire ces 3 personnes").click()
    page.get_by_role("heading", name="3 inscriptions faites par vous").wait_for()
    registered = states(soon, team)
    page.get_by_role("button", name="Annuler : Béa Équipe").click()
    page.get_by_role("heading", name="2 inscriptions faites par vous").wait_for()

    assert before == [None] * 3
    assert registered == ["confirmed"] * 3
    assert states(soon, team) == ["confirmed", "withdrawn", "confirmed"]


@pytest.mark.parametrize("choice", ["Garder la mienne", "Prendre la leur"])
def test_two_coordinators_edit_one_session_in_two_browsers(open_page, soon, alice, ada, choice):
    first, second = sign_in(open_page(1280, 900), alice), sign_in(open_page(1280, 900), ada)
    for page in (first, second):
        page.goto(f"/pilotage/programme/{soon.slug}/modifier/")
    first.fill("[name=title]", "Le titre d’Alice")
    second.fill("[name=title]", "Le titre d’Ada")
    second.fill("[name=promise]", "La promesse d’Ada.")
    first.locator(".formend button").click()
    first.wait_for_url(f"**/pilotage/programme/{soon.slug}/")

    second.locator(".formend button").click()
    second.get_by_role("heading", name="Cette séance a changé entre-temps").wait_for()
    second.locator("label", has_text=choice).click()
    second.get_by_role("button", name="Enregistrer ces choix").click()
    second.wait_for_url(f"**/pilotage/programme/{soon.slug}/")

    soon.refresh_from_db()
    wanted = "Le titre d’Ada" if choice == "Garder la mienne" else "Le titre d’Alice"
    assert (soon.title, soon.promise) == (wanted, "La promesse d’Ada.")
