"""What a person does, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Registration, Session
from essaim.catalogue.models import BLOCKS, Topic
from essaim.feedback.models import Answer, Invitation
from essaim.people.models import Agent
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def state(session, agent):
    return Registration.objects.get(session=session, agent=agent).state


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_an_agent_registers_in_one_tap_and_undoes_it_in_one(open_page, bob, soon, javascript):
    page = sign_in(open_page(javascript=javascript), bob)
    page.goto("/programme/")

    page.get_by_role("button", name="Je m’inscris").first.click()
    page.get_by_text("Votre place est réservée").first.wait_for()
    registered = state(soon, bob)
    page.goto(f"/seances/{soon.slug}/")
    page.locator("button:visible", has_text="Je me désiste").first.click()
    page.locator("[data-state=withdrawn], [data-state=open]").first.wait_for(state="attached")

    assert (registered, state(soon, bob)) == ("confirmed", "withdrawn")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_full_session_puts_one_in_line_with_the_same_tap(open_page, bob, maya, soon, javascript):
    operations.resize(session=soon, seats=1, at=timezone.now(), by=maya)
    operations.register(session=soon, agent=maya, at=timezone.now())
    page = sign_in(open_page(javascript=javascript), bob)
    page.goto(f"/seances/{soon.slug}/")

    page.locator("button:visible", has_text="Je me mets en attente").first.click()

    card = page.locator("[data-state=waiting]").first
    card.wait_for(state="attached")
    assert card.get_attribute("data-rank") == "1"


def test_the_page_works_with_the_keyboard_alone(open_page, bob, soon):
    page = sign_in(open_page(1280, 900), bob)
    page.goto(f"/seances/{soon.slug}/")

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    button = page.locator("button:visible", has_text="Je m’inscris").first
    for _press in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.locator("[data-state=confirmed]").first.wait_for(state="attached")

    assert "contenu" in skip
    assert state(soon, bob) == "confirmed"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_host_notes_everybody_and_closes_then_the_agent_answers(
    open_page, bob, hugo, just_over, javascript
):
    operations.register(session=just_over, agent=bob, at=just_over.starts_at - timedelta(days=9))
    page = sign_in(open_page(javascript=javascript), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")
    page.get_by_role("button", name="Tout le monde").click()
    page.locator(".mark.is-on").first.wait_for()
    page.get_by_role("button", name="Terminer la séance").click()
    page.get_by_role("heading", name="La séance est terminée").wait_for()

    page = sign_in(open_page(javascript=javascript), bob)
    page.goto(f"/seances/{just_over.slug}/avis/")
    for choice in ("Oui, vraiment", "Plus tard", "Cela me suffit"):
        page.locator("label, button", has_text=choice).first.click()
    page.locator("main button[type=submit]:visible").last.click()
    page.wait_for_url("**/merci/")

    answer = Answer.objects.get()
    assert (answer.useful, answer.use, answer.next) == ("yes", "later", "enough")
    assert (Attendance.objects.count(), Invitation.objects.get().has_answered) == (1, True)


FILE = """Matricule;Nom;Prénom;Courriel;Service;Catégorie
900001;Koné;Awa;awa.kone@caluire.example;Petite enfance;C
900002;;Lucas;;Police municipale;C
900003;Roux;Inès;;CCAS;B
"""


def test_a_coordinator_reads_the_mistakes_of_a_file_before_anything_is_written(open_page, alice, tmp_path):
    path = tmp_path / "agents.csv"
    path.write_text(FILE, encoding="utf-8")
    Agent.objects.exclude(pk=alice.pk).delete()
    page = sign_in(open_page(1280, 900), alice)
    page.goto("/pilotage/personnes/import/")

    page.set_input_files("input[type=file]", path)
    page.locator("main button[type=submit]").first.click()
    page.get_by_text("Ligne 3").or_(page.get_by_role("cell", name="3", exact=True)).first.wait_for()

    assert "nom" in page.inner_text("main").lower()
    assert Agent.objects.filter(hr_number="900001").count() == 0


def test_a_first_visit_is_light(open_page, bob, soon):
    page = open_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer.url))

    page.goto("/connexion/", wait_until="networkidle")

    assert len(answers) <= 6


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_an_agent_proposes_in_three_screens_on_a_phone_and_a_coordinator_publishes(
    open_page, bob, alice, soon, javascript
):
    page = sign_in(open_page(javascript=javascript), bob)
    page.goto("/transmettre/")
    page.locator("[name=title]").fill("Lire un plan ancien")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_text("1 h 30").click()
    page.get_by_role("button", name="Continuer").click()
    for slot in (0, 3):
        page.locator(".slot").nth(slot).click()
    page.locator("button:visible", has_text="Je propose ce sujet").last.click()
    page.get_by_text("Merci, c’est parti").wait_for()
    proposed = Topic.objects.get()
    Topic.objects.update(**dict.fromkeys(BLOCKS, "Écrit."))

    desk = sign_in(open_page(1280, 900, javascript=javascript), alice)
    desk.goto("/pilotage/")
    desk.get_by_role("button", name="Publier").click()
    desk.get_by_text("est publié").first.wait_for()

    assert (proposed.state, proposed.minutes, len(proposed.half_days)) == ("proposed", 90, 2)
    assert Topic.objects.get().state == "published"


def test_an_agent_filters_withdraws_and_undoes_without_script(open_page, bob, soon):
    page = sign_in(open_page(javascript=False), bob)
    page.goto("/programme/")
    page.get_by_label(soon.format.name).check()
    page.locator("main form[method=get] button[type=submit]").first.click()
    filtered = page.url
    page.get_by_role("button", name="Je m’inscris").first.click()
    page.get_by_role("button", name="Je me désiste").first.click()
    left = state(soon, bob)
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    page.get_by_text("Votre place est réservée").first.wait_for()

    assert f"format={soon.format.slug}" in filtered
    assert (left, state(soon, bob)) == ("withdrawn", "confirmed")


def test_a_coordinator_writes_a_session_without_script_and_reads_what_is_missing(open_page, alice, soon):
    page = sign_in(open_page(1280, 900, javascript=False), alice)
    page.goto("/pilotage/")
    page.get_by_role("link", name="Nouvelle séance").first.click()
    page.locator("main").get_by_role("link", name=soon.format.name).first.click()
    page.get_by_role("button", name="Relire la séance").click()
    page.locator(".error-summary:focus").wait_for()
    title = page.title()
    page.get_by_label("Titre").fill("Lire un plan")
    page.get_by_label("Jour").first.fill("2030-02-04")
    page.get_by_label("Début").first.fill("09:00")
    page.get_by_label("Fin").first.fill("10:30")
    page.get_by_role("button", name="Relire la séance").click()
    page.get_by_role("heading", name="Lire un plan").first.wait_for()

    assert title.startswith("Erreur")
    assert Session.objects.get(title="Lire un plan").published_at is None
