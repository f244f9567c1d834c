"""A coordinator writes a question, an agent answers on a phone, the coordinator reads the words first."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Questionnaire, Version, Word
from tests.browser.conftest import sign_in
from tests.factories import AgentFactory
from tests.feedback.helpers import came

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = "/pilotage/reglages/questionnaire/"


def write_a_question(page, *, javascript):
    page.goto(EDITOR)
    page.get_by_role("button", name="Un mot libre").click()
    page.locator("#id_q3-text").fill("Un mot pour les prochains ?")
    if not javascript:
        page.get_by_role("button", name="Prévisualiser").click()
    page.locator(".phone").get_by_text("Un mot pour les prochains").wait_for()
    page.get_by_role("button", name="Mettre en service").click()
    page.get_by_text("est en service. Les questionnaires").wait_for()


def answer_on_a_phone(phone, token):
    phone.goto(f"/avis/{token}/")
    phone.get_by_text("Oui, vraiment").click()
    phone.locator("textarea").fill("Samir explique bien")
    with phone.expect_response("**/reponse/"):
        phone.get_by_role("button", name="Je garde ce mot").click()
    phone.get_by_role("button", name="J’envoie").click()
    phone.get_by_role("heading", name="Merci").wait_for()


def read_the_words(page):
    page.goto("/pilotage/impact/paroles/")
    card = page.locator("article", has_text="Samir")
    card.get_by_label("Nom à masquer").fill("Samir")
    card.get_by_role("button", name="Masquer").click()
    page.get_by_text("Le nom est masqué").wait_for()
    page.locator("article", has_text="explique bien").get_by_role("button", name="Publier").click()
    page.get_by_text("La parole est publiée").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_question_is_written_answered_on_a_phone_and_read_first(
    open_page, alice, bob, just_over, javascript
):
    write_a_question(sign_in(open_page(1280, 900, javascript=javascript), alice), javascript=javascript)
    others = AgentFactory.create_batch(4)
    came(just_over, bob, *others)
    survey = operations.open_questionnaire(session=just_over, at=timezone.now())
    name = Version.objects.get().questions[3]["name"]
    for agent in others:
        token = queries.token_of(survey, agent)
        operations.answer(token=token, question=name, value="Merci", at=timezone.now())

    answer_on_a_phone(open_page(390, 844, javascript=javascript), queries.token_of(survey, bob))
    assert Answer.objects.get(useful="yes").more == {name: "Samir explique bien"}

    now = timezone.now()
    Questionnaire.objects.update(closes_at=now - timedelta(minutes=1))
    operations.close_questionnaires(now)
    page = sign_in(open_page(390, 844, javascript=javascript), alice)
    read_the_words(page)
    assert Word.objects.get(state="published").text == "[…] explique bien"

    page.goto(f"/seances/{just_over.slug}/echos/")
    page.get_by_text("explique bien").wait_for()


def test_questions_are_moved_with_the_keyboard_alone(open_page, alice):
    page = sign_in(open_page(1280, 900), alice)
    page.goto(EDITOR)
    page.get_by_role("button", name="Monter : question 3").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**question=2*")

    assert [q["name"] for q in Version.objects.get().questions] == ["useful", "next", "use"]
    assert "Question 2" in page.evaluate("document.activeElement.textContent")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_the_questionnaire(open_page, alice, bob, just_over, width):
    page = sign_in(open_page(width), alice)
    write_a_question(page, javascript=True)
    page.goto(EDITOR)
    page.get_by_role("button", name="Une échelle").click()
    others = AgentFactory.create_batch(5)
    came(just_over, bob, *others)
    survey = operations.open_questionnaire(session=just_over, at=timezone.now())
    name = Version.objects.get(in_use_at__isnull=False).questions[3]["name"]
    for agent in others:
        token = queries.token_of(survey, agent)
        operations.answer(token=token, question=name, value="Merci 🙂 " * 12, at=timezone.now())
    found = []
    token = queries.token_of(survey, bob)
    paths = [
        EDITOR,
        f"{EDITOR}versions/",
        f"{EDITOR}a-froid/",
        f"/avis/{token}/",
        f"/seances/{just_over.slug}/",
    ]
    for path in paths:
        found += trouble(page, path)
    now = timezone.now()
    Questionnaire.objects.update(closes_at=now - timedelta(minutes=1))
    operations.close_questionnaires(now)
    found += trouble(page, "/pilotage/impact/paroles/")
    Word.objects.update(state="published")
    found += trouble(page, f"/seances/{just_over.slug}/echos/")

    assert found == []


def trouble(page, path):
    """What axe says of a page, and whether it is wider than the window."""
    page.goto(path)
    violations = Axe().run(page).response["violations"]
    found = [f"{path}: {v['id']} {v['nodes'][0]['html'][:200]}" for v in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + ([f"{path}: {wide} px too wide"] if wide > 1 else [])
