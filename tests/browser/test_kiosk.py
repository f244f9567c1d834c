"""The kiosk in a real browser: the countdown, more time, the return; axe; and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Registration
from essaim.feedback.models import Answer
from essaim.kiosk import operations
from essaim.people.operations.cards import issue_cards
from tests.browser.test_axe import findings, findings_here
from tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kiosk(open_page, ada, soon):
    """A function that opens a page and enrols it as a kiosk, by typing the code."""

    def open_(width=1080, height=1920, **kinds):
        page = open_page(width, height, **kinds)
        page.goto("/borne/")
        _kiosk, code = operations.add_kiosk(
            organisation=ada.organisation, name="Hall", by=ada, at=timezone.now()
        )
        page.get_by_label("Le code de la borne").fill(code)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Je suis là").wait_for()
        return page

    return open_


def test_after_ninety_seconds_the_kiosk_is_back_at_its_tiles(kiosk):
    page = kiosk()
    now = timezone.now()
    page.clock.install(time=now)
    page.goto("/borne/je-suis-la/")
    page.get_by_label("Votre matricule").fill("0421")
    page.clock.pause_at(now + timedelta(seconds=60))
    said, more = page.get_by_role("timer"), page.get_by_role("button", name="J’ai besoin de plus de temps")

    more.click()
    assert said.inner_text() == "Retour à l’accueil dans 90 s"
    page.clock.run_for(48_000)
    assert said.inner_text() == "Retour à l’accueil dans 42 s"
    more.click()
    page.clock.run_for(89_000)
    assert said.inner_text() == "Retour à l’accueil dans 1 s"
    page.clock.run_for(1_000)

    page.get_by_role("link", name="Je suis là").wait_for()
    page.goto("/borne/je-suis-la/")
    assert page.get_by_label("Votre matricule").input_value() == ""


def test_the_time_left_is_seen_however_long_the_page_is(kiosk):
    for day in range(20):
        at = timezone.now() + timedelta(days=day + 1)
        SessionFactory(title=f"Atelier {day}.", starts_at=at, published_at=at - timedelta(days=90))
    page = kiosk()
    page.goto("/borne/programme/")
    page.get_by_text("Atelier 3.").wait_for()

    assert page.evaluate("document.documentElement.scrollHeight") > 1920
    box = page.locator(".countdown").bounding_box()
    assert box["y"] + box["height"] <= 1920


def test_a_key_is_time_enough(kiosk):
    page = kiosk()
    now = timezone.now()
    page.clock.install(time=now)
    page.goto("/borne/je-suis-la/")

    page.clock.pause_at(now + timedelta(seconds=60))
    page.keyboard.press("4")

    assert page.get_by_role("timer").inner_text() == "Retour à l’accueil dans 90 s"


def test_without_script_a_number_is_answered_and_one_stops_by_the_button(kiosk):
    page = kiosk(javascript=False)
    page.get_by_role("link", name="Je suis là").click()
    page.get_by_label("Votre matricule").fill("inconnu")
    page.keyboard.press("Enter")

    page.get_by_text("Aucune séance n’attend ce numéro").wait_for()
    assert not page.get_by_role("button", name="J’ai besoin de plus de temps").is_visible()
    page.get_by_role("button", name="J’arrête").click()
    page.get_by_role("link", name="Voir le programme").wait_for()


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (390, 844)])
def test_axe_finds_nothing_and_every_target_is_large(kiosk, width, height):
    page = kiosk(width, height)
    paths = ["/borne/", "/borne/programme/", "/borne/je-suis-la/", "/borne/carte/"]

    assert findings(page, paths) == []
    for path in paths:
        page.goto(path)
        targets = page.locator(".kiosk a:visible, .kiosk button:visible, .kiosk input:visible")
        assert [
            box["height"] for box in (one.bounding_box() for one in targets.all()) if box["height"] < 64
        ] == []


@pytest.fixture
def nearly(soon):
    """The hosted session, which begins in twenty minutes and still takes people."""
    return shift(soon, timezone.now() + timedelta(minutes=20))


@pytest.fixture
def card(bob, alice):
    """The six digits of Bob's card."""
    [(_agent, digits)] = issue_cards([bob], alice, timezone.now())
    return digits


def shift(session, starts_at):
    session.starts_at, session.ends_at = starts_at, starts_at + timedelta(hours=2)
    session.save()
    session.sittings.update(starts_at=session.starts_at, ends_at=session.ends_at)
    return session


def reach(page, name, *, key="Enter"):
    """With the Tab key alone, as far as the link or button of that name, and press it."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip().startswith(name):
            page.keyboard.press(key)
            return
    raise AssertionError(f"no way by keyboard to « {name} »")


def troubles(page):
    """What axe finds, and what the browser keeps."""
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    return findings_here(page) + kept


def come_in(page, card):
    """By the tile of registering, with the keyboard alone; the sixth figure opens the page."""
    reach(page, "Je m’inscris")
    page.get_by_label("Numéro de la carte").wait_for()
    assert troubles(page) == []
    page.keyboard.type("bob")
    page.keyboard.press("Enter")
    page.get_by_label("Code à six chiffres").wait_for()
    assert troubles(page) == []
    page.keyboard.type(card)
    page.get_by_role("heading", name="Je m’inscris").wait_for()
    assert troubles(page) == []


def answer_and_end(page):
    reach(page, "Faire autre chose")
    page.get_by_role("heading", name="que voulez-vous faire").wait_for()
    reach(page, "Je donne mon avis")
    page.get_by_text("Une touche suffit").wait_for()
    assert troubles(page) == []
    reach(page, "Oui, vraiment")
    page.get_by_text("C’est noté. Question 2").wait_for()
    reach(page, "Cela suffit")
    page.get_by_role("heading", name="Merci").wait_for()
    assert troubles(page) == []
    reach(page, "J’ai fini")
    page.get_by_role("heading", name="Bonjour, que voulez-vous faire").wait_for()


def test_a_card_registers_says_one_is_there_and_answers_by_keyboard_alone(kiosk, nearly, bob, hugo, card):
    page = kiosk()
    come_in(page, card)
    reach(page, "Je m’inscris")
    page.get_by_role("status").get_by_text("Votre place est réservée").wait_for()
    assert troubles(page) == []
    assert Registration.objects.get(agent=bob).state == "confirmed"

    reach(page, "Faire autre chose")
    page.get_by_role("heading", name="que voulez-vous faire").wait_for()
    reach(page, "Je suis là")
    page.get_by_role("heading", name="Je suis là").wait_for()
    assert troubles(page) == []
    reach(page, "Je suis là")
    page.get_by_role("heading", name="C’est noté").wait_for()
    assert Presence.objects.get().agent == bob

    shift(nearly, timezone.now() - timedelta(hours=2, minutes=1))
    nearly.refresh_from_db()
    agenda.close_session(session=nearly, at=timezone.now(), by=hugo)
    answer_and_end(page)
    assert Answer.objects.count() == 1
    page.go_back()
    assert bob.first_name not in page.content()


def test_fingers_type_the_code_on_large_keys_and_correct_it(kiosk, card):
    page = kiosk()
    page.goto("/borne/carte/?pour=avis")
    page.get_by_label("Numéro de la carte").fill("bob")
    page.get_by_role("button", name="Continuer").click()
    keys, code = page.get_by_role("group", name="Clavier"), page.get_by_label("Code à six chiffres")
    keys.wait_for()
    assert min(key.bounding_box()["height"] for key in keys.get_by_role("button").all()) >= 64

    for digit in "99":
        keys.get_by_role("button", name=digit).click()
    keys.get_by_role("button", name="Corriger").click()
    assert code.input_value() == "9"
    assert page.get_by_text("Chiffres tapés : 1 sur 6").count() == 1
    keys.get_by_role("button", name="Effacer tout").click()
    assert code.input_value() == ""
    for digit in card:
        keys.get_by_role("button", name=digit).click()

    page.get_by_role("heading", name="Aucun questionnaire ne vous attend").wait_for()


def test_without_script_a_card_comes_in_registers_and_ends(kiosk, nearly, bob, card):
    page = kiosk(javascript=False)
    page.get_by_role("link", name="Je m’inscris").click()
    page.get_by_label("Numéro de la carte").fill("bob")
    page.keyboard.press("Enter")
    assert not page.get_by_role("group", name="Clavier").is_visible()
    page.get_by_label("Code à six chiffres").fill(f"{card[:3]} {card[3:]}")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Je m’inscris").click()
    page.get_by_text("Votre place est réservée").first.wait_for()
    assert Registration.objects.get(agent=bob).state == "confirmed"
    page.get_by_role("button", name="J’ai fini").click()
    page.get_by_role("heading", name="Bonjour, que voulez-vous faire").wait_for()


def test_more_time_is_told_to_the_server(kiosk, card):
    page = kiosk()
    page.goto("/borne/carte/")
    page.get_by_label("Numéro de la carte").fill("bob")
    page.keyboard.press("Enter")
    page.get_by_label("Code à six chiffres").fill(card)
    page.get_by_role("heading", name="Bonjour Bob").wait_for()
    now = timezone.now()
    page.clock.install(time=now)
    page.goto("/borne/je-m-inscris/")
    page.clock.pause_at(now + timedelta(seconds=40))

    with page.expect_request(lambda request: request.method == "HEAD"):
        page.get_by_role("button", name="J’ai besoin de plus de temps").click()
