"""A manager answers from a letter's link, on a phone, without signing in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration, Session
from essaim.agenda.queries.approvals import token_for
from essaim.letters.models import Letter
from essaim.people.models import Deputy
from essaim.programmes.models import Programme
from tests.browser.conftest import sign_in
from tests.browser.test_axe import findings
from tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_an_agent_asks_the_manager_refuses_from_the_letter_and_the_agent_reads_why(
    open_page, bob, maya, soon, javascript
):
    Programme.objects.update(manager_rule="asked")
    agent = sign_in(open_page(javascript=javascript), bob)
    agent.goto(f"/seances/{soon.slug}/")
    agent.locator("button:visible", has_text="Je m’inscris").first.click()
    agent.locator("[data-state=pending]").first.wait_for(state="attached")

    manager = open_page(javascript=javascript)
    manager.goto(Letter.objects.get(agent=maya, kind="approval_asked").action_path)
    manager.locator("summary", has_text="Pas cette fois").click()
    manager.get_by_label("Nécessités de service").check()
    manager.get_by_label("Un mot pour cette personne").fill("Trois absences ce jour-là.")
    manager.get_by_role("button", name="J’envoie mon refus").click()
    manager.get_by_role("heading", name="C’est noté : pas cette fois").wait_for()

    agent.goto(f"/seances/{soon.slug}/")
    card = agent.locator("#inscription").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    assert "Refus de Maya Marchand : nécessités de service. « Trois absences ce jour-là. »" in card
    assert Registration.objects.get().state == "refused"


def test_one_button_agrees_and_one_takes_it_back(open_page, bob, maya, soon):
    Programme.objects.update(manager_rule="asked")
    agent = sign_in(open_page(), bob)
    agent.goto("/programme/")
    agent.get_by_role("button", name="Je m’inscris").first.click()
    agent.get_by_text("Accord demandé").first.wait_for()

    manager = open_page()
    manager.goto(Letter.objects.get(agent=maya, kind="approval_asked").action_path)
    manager.get_by_role("button", name="D’accord").click()
    manager.get_by_role("heading", name="C’est accepté").wait_for()
    accepted = Registration.objects.get().state
    manager.get_by_role("button", name="Changer d’avis").click()
    manager.get_by_role("button", name="D’accord").wait_for()

    assert (accepted, Registration.objects.get().state) == ("confirmed", "pending")
    assert Registration.objects.get().changed_at <= timezone.now()


@pytest.fixture
def a_team(bob, maya, ada, alice, soon):
    """A request to answer, a deputy, and a second refusal that waits for its opinion."""
    Programme.objects.update(manager_rule="asked")
    now = timezone.now()
    for title, days in (("Publipostage", 9), ("Publipostage", 12)):
        session = SessionFactory(title=title, starts_at=now + timedelta(days=days), published_at=now)
        operations.register(session=session, agent=bob, at=now)
        asked = Approval.objects.latest("pk")
        operations.refuse(approval=asked, by=maya, at=now, reason="date", words="Jour de paie.")
    operations.register(session=Session.objects.get(pk=soon.pk), agent=bob, at=now)
    today = now.date()
    Deputy.objects.create(manager=maya, agent=alice, starts_on=today, ends_on=today + timedelta(days=3))
    return Approval.objects.latest("pk")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_a_manager(open_page, a_team, bob, maya, ada, width):
    refused, proposed, asked = Approval.objects.order_by("pk")
    token = reverse("agenda:approval", args=[token_for(asked, maya)])
    visitor = findings(open_page(width), [token, "/accord/inconnu/"])
    team = findings(
        sign_in(open_page(width), maya),
        [
            "/mon-equipe/?chercher=haddad",
            "/mon-equipe/imprimer/",
            "/relais/",
            f"/mon-equipe/demandes/{asked.pk}/",
            f"/mon-equipe/demandes/{refused.pk}/",
        ],
    )
    hr = findings(sign_in(open_page(width), ada), ["/pilotage/demandes/"])
    sessions = [f"/seances/{one.registration.session.slug}/" for one in (refused, proposed, asked)]
    agent = findings(sign_in(open_page(width), bob), sessions)

    assert visitor + team + hr + agent == []


def test_the_requests_of_the_team_are_answered_with_the_keyboard_alone(open_page, a_team, bob, maya):
    page = sign_in(open_page(1280, 900), maya)
    page.goto("/mon-equipe/")

    button = page.get_by_role("button", name="D’accord").first
    for _press in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("C’est accepté").first.wait_for()

    assert Registration.objects.get(pk=a_team.registration_id).state == "confirmed"
