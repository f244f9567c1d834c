"""The whole path with the keyboard alone: every focus is seen, the order is that of the page, nothing traps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Registration, Session
from essaim.feedback.models import Answer
from tests.browser.conftest import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const inside = at.matches("[type=radio], [type=checkbox]") && at.closest("label");
    const shown = [at, inside].filter(Boolean).some((each) => {
        const look = getComputedStyle(each);
        return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
    });
    const box = (inside || at).getBoundingClientRect();
    const free = [0.1, 0.5, 0.9].some((part) => {
        const over = document.elementFromPoint(box.x + box.width * part, box.y + box.height / 2);
        return over && ((inside || at).contains(over) || over.contains(at));
    });
    const said = at.ariaLabel || at.innerText || at.textContent || at.labels?.[0]?.innerText || at.name;
    const name = (said || at.id).trim();
    return { name: name.replace(/\\s+/g, " ").slice(0, 70), tag: at.tagName, shown, free };
}"""
"""Where the focus is, whether the eye sees it, and whether some of it lies free (WCAG 2.4.11)."""


def walk(page, *, most=150):
    """Tab from the top of the page until the focus leaves it: every stop, in order."""
    page.evaluate("document.activeElement?.blur(); window.getSelection().removeAllRanges()")
    stops, places = [], page.evaluate_handle("[]")
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        again = page.evaluate(
            "(seen) => { const at = document.activeElement, known = seen.includes(at);"
            " seen.push(at); return known; }",
            places,
        )
        if stop is None or again:
            return stops
        stops.append(stop)
    raise AssertionError(f"no way out after {stops[-3:]}")


def go_to(page, name, *, most=150):
    """Tab to what bears these words, as somebody would who cannot use a mouse."""
    passed = []
    for _press in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            continue
        passed.append(stop["name"])
        if name in stop["name"]:
            assert stop["shown"], f"the focus is not seen on {stop}"
            return
    raise AssertionError(f"{name} is not reached: {passed}")


def press(page, name, key="Enter"):
    go_to(page, name)
    page.keyboard.press(key)


def type_in(page, name, text):
    go_to(page, name)
    page.keyboard.type(text)


def enter(page, agent):
    agent.set_password(PASSWORD)
    agent.save()
    page.goto("/connexion/")
    type_in(page, "Identifiant", agent.login)
    type_in(page, "Mot de passe", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="que vous faut-il").wait_for()


def state(session, agent):
    return Registration.objects.get(session=session, agent=agent).state


def test_an_agent_comes_in_filters_registers_withdraws_and_undoes_with_the_keyboard(open_page, bob, soon):
    page = open_page(1280, 900)
    enter(page, bob)
    press(page, "Programme")
    page.wait_for_url("**/programme/")
    page.keyboard.press("Tab")
    assert "contenu" in page.evaluate(FOCUSED)["name"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    press(page, soon.format.name, "Space")
    page.wait_for_url("**format=**")

    press(page, "Je m’inscris")
    page.get_by_text("Votre place est réservée").first.wait_for()
    assert state(soon, bob) == "confirmed"
    page.goto(f"/seances/{soon.slug}/")
    press(page, "Je me désiste")
    page.locator("[data-state=withdrawn]").wait_for()
    assert state(soon, bob) == "withdrawn"
    press(page, "Annuler")
    page.locator("[data-state=confirmed]").wait_for()

    assert state(soon, bob) == "confirmed"


def test_a_host_closes_and_an_agent_answers_with_the_keyboard(open_page, bob, hugo, just_over):
    operations.register(session=just_over, agent=bob, at=just_over.starts_at - timedelta(days=9))
    page = open_page(1280, 900)
    enter(page, hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")
    press(page, "Tout le monde")
    page.locator(".mark.is-on").first.wait_for()
    press(page, "Terminer la séance")
    page.get_by_role("heading", name="La séance est terminée").wait_for()
    assert Attendance.objects.count() == 1

    page = open_page(1280, 900)
    enter(page, bob)
    page.goto(f"/seances/{just_over.slug}/avis/")
    for words in ("Oui, vraiment", "Plus tard", "Cela me suffit"):
        answer(page, words)
    press(page, "J’envoie")
    page.wait_for_url("**/merci/")

    given = Answer.objects.get()
    assert (given.useful, given.use, given.next) == ("yes", "later", "enough")


def answer(page, words, *, most=60):
    """One Tab stop for each question, then the arrows, as with any group of choices."""
    for _press in range(most):
        page.keyboard.press("Tab")
        for _arrow in range(6):
            if words in (page.evaluate(FOCUSED) or {"name": ""})["name"]:
                page.keyboard.press("Space")
                return
            if not page.evaluate("document.activeElement.matches('[type=radio]')"):
                break
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"{words} is not reached")


def test_a_coordinator_opens_the_week_and_begins_a_session_with_the_keyboard(open_page, alice, soon):
    page = open_page(1280, 900)
    enter(page, alice)
    press(page, "Pilotage")
    page.wait_for_url("**/pilotage/")
    press(page, "Programme")
    page.wait_for_url("**/pilotage/programme/")
    press(page, "Nouvelle séance")
    page.wait_for_url("**/nouvelle/")
    press(page, soon.format.name)
    page.wait_for_url("**nouvelle/*?*")
    type_in(page, "Titre", "Lire un plan")
    type_in(page, "Jour", "02042030")
    type_in(page, "Début", "0900AM")
    type_in(page, "Fin", "1030AM")
    press(page, "Relire la séance")
    page.get_by_role("heading", name="Lire un plan").first.wait_for()

    assert Session.objects.get(title="Lire un plan").published_at is None


AGENT = ["/", "/programme/", "/seances/tableaux-croises/", "/moi/", "/transmettre/"]
COORDINATOR = [
    "/pilotage/",
    "/pilotage/programme/",
    "/pilotage/programme/tableaux-croises/",
    "/pilotage/reglages/",
]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("who", "paths"), [("bob", AGENT), ("alice", COORDINATOR)])
def test_every_stop_is_seen_free_and_named_from_the_skip_link_to_the_foot(
    open_page, request, soon, who, paths, width
):
    page = sign_in(open_page(width), request.getfixturevalue(who))
    if who == "bob":
        operations.register(session=soon, agent=request.getfixturevalue("bob"), at=timezone.now())
    troubles = []
    for path in paths:
        page.goto(path)
        stops = walk(page)
        names = [stop["name"] for stop in stops]
        if names[0] != "Aller au contenu" or not any(name.startswith("Accessibilité") for name in names):
            troubles.append(f"{path}: {names}")
        troubles += [
            f"{path}: {stop}" for stop in stops if not (stop["shown"] and stop["free"] and stop["name"])
        ]

    assert troubles == []


def test_a_form_that_is_wrong_takes_the_focus_to_the_summary_and_its_link_to_the_field(open_page, ada):
    page = sign_in(open_page(1280, 900), ada)
    page.goto("/pilotage/reglages/accessibilite/")
    type_in(page, "Critères", "400")
    page.keyboard.press("Enter")
    page.locator(".error-summary:focus").wait_for()
    title = page.title()
    press(page, "Critères")

    assert title.startswith("Erreur")
    assert page.evaluate("document.activeElement.id") == "id_audit_rate"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_the_summary_has_the_focus_with_and_without_script(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/connexion/")
    page.click("text=Je me connecte")

    page.locator(".error-summary:focus").wait_for()


def test_the_bar_of_a_phone_keeps_its_button_on_one_line(open_page, bob, maya, soon):
    operations.resize(session=soon, seats=1, at=timezone.now(), by=maya)
    operations.register(session=soon, agent=maya, at=timezone.now())
    operations.register(session=soon, agent=bob, at=timezone.now())
    operations.withdraw(session=soon, agent=maya, at=timezone.now())
    page = sign_in(open_page(390), bob)
    page.goto(f"/seances/{soon.slug}/")
    button = page.locator(".sticky-do .btn")
    lines = """(each) => { const range = document.createRange(); range.selectNodeContents(each);
                           return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size; }"""

    assert button.inner_text() in {"Je prends la place", "Je me désiste"}
    assert button.evaluate(lines) == 1
