"""From the poster's code to the thanks on a phone: a name, a presence, an opinion, with and without JavaScript."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Presence, Session
from essaim.agenda.operations.room import PlannedStep, go_to_step, set_running_order
from essaim.feedback.models import Answer, Invitation
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


@pytest.fixture
def now_on(hosted, bob, hugo):
    """Hugo's session began ten minutes ago; Bob has a seat."""
    cache.clear()
    start = timezone.now() - timedelta(minutes=10)
    operations.register(session=hosted, agent=bob, at=hosted.published_at)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    Session.objects.update(**times, published_at=start - timedelta(days=20))
    hosted.sittings.update(**times)
    hosted.refresh_from_db()
    set_running_order(
        session=hosted, steps=[PlannedStep("Tour de table", 10), PlannedStep("Votre fichier", 40)]
    )
    go_to_step(session=hosted, position=1, at=start)
    return hosted


def well_made(page):
    """What axe finds on this page, and whether it scrolls sideways."""
    found = [f"{one['id']} {one['nodes'][0]['html'][:200]}" for one in Axe().run(page).response["violations"]]
    return [*found, "too wide"] if page.evaluate(TOO_WIDE) > 1 else found


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_from_the_code_to_the_thanks(open_page, now_on, hugo, javascript):
    page = open_page(javascript=javascript)
    page.goto("/connexion/")
    page.get_by_text("J’ai le code d’une séance").click()
    page.fill("#id_session_code", "tcd 48")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="dites que vous êtes là").wait_for()
    page.fill("[name=nom]", "per")
    page.get_by_role("button", name="Me trouver dans la liste").click()
    page.get_by_role("button", name="Bob P.").click()
    page.get_by_role("heading", name="Votre présence est notée").wait_for()
    page.locator("[aria-current=step]").get_by_text("Tour de table").wait_for()
    assert Presence.objects.get().status == "present"
    operations.close_session(session=now_on, at=timezone.now(), by=hugo)

    page.reload()
    page.get_by_role("heading", name="Avant de partir, Bob…").wait_for()
    page.get_by_text("Oui, vraiment").click()
    page.get_by_role("button", name="J’envoie").click()

    page.get_by_role("heading", name="Merci, c’est noté sans votre nom").wait_for()
    assert Answer.objects.get().useful == "yes"
    assert Invitation.objects.get().has_answered


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_not_me_is_one_tap(open_page, now_on, javascript):
    page = open_page(javascript=javascript)
    page.goto("/salle/TCD48/")
    page.fill("[name=nom]", "bob")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bob P.").click()

    page.get_by_role("button", name="Ce n’est pas moi").click()

    page.get_by_text("C’est annulé").wait_for()
    assert not Presence.objects.exists()


def test_the_page_kept_open_becomes_the_opinion_by_itself(open_page, now_on, hugo):
    page = open_page()
    page.clock.install()
    page.goto("/salle/TCD48/")
    page.fill("[name=nom]", "bob")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bob P.").click()
    page.get_by_role("heading", name="Votre présence est notée").wait_for()
    operations.close_session(session=now_on, at=timezone.now(), by=hugo)

    page.clock.run_for(21_000)

    page.get_by_role("heading", name="Avant de partir, Bob…").wait_for()


def test_the_screen_of_the_room_turns_to_the_opinion_by_itself(open_page, now_on, hugo):
    page = sign_in(open_page(1280, 720), hugo)
    page.goto(f"/seances/{now_on.slug}/projecteur/")
    page.get_by_text("Dites que vous êtes là").wait_for()

    operations.close_session(session=now_on, at=timezone.now(), by=hugo)

    page.get_by_text("Donnez votre avis avant de partir").wait_for()


@pytest.fixture
def looking():
    """What is wrong with each page of a phone that was looked at."""
    found = []

    def look(page, where):
        page.wait_for_load_state()
        found.extend(f"{where}: {one}" for one in well_made(page))

    look.found = found
    return look


def seek(page, text):
    page.fill("[name=nom]", text)
    page.get_by_role("button", name="Me trouver dans la liste").click()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_from_the_code_to_the_presence(open_page, now_on, looking, width):
    page = open_page(width)
    for path in ("/s/", "/s/AAAAA/", "/s/TCD48/?lire=1", "/salle/TCD48/"):
        page.goto(path)
        looking(page, path)
    seek(page, "zz")
    looking(page, "nobody")
    seek(page, "bob")
    looking(page, "found")
    page.get_by_role("button", name="Bob P.").click()
    looking(page, "present")

    assert looking.found == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_from_the_name_to_the_thanks(open_page, now_on, hugo, looking, width):
    page = open_page(width)
    operations.mark_everybody(sitting=now_on.sittings.get(), at=timezone.now(), by=hugo)
    operations.close_session(session=now_on, at=timezone.now(), by=hugo)
    page.goto("/salle/TCD48/")
    looking(page, "names")
    seek(page, "bob")
    page.get_by_role("button", name="Bob P.").click()
    looking(page, "questions")
    page.get_by_role("button", name="J’envoie").click()
    looking(page, "nothing touched")
    page.get_by_text("Oui, vraiment").click()
    page.get_by_role("button", name="J’envoie").click()
    looking(page, "thanks")
    page.goto("/salle/TCD48/avis/")
    looking(page, "answered")

    assert looking.found == []


def test_the_bar_of_the_room_leads_to_its_four_places(open_page, now_on, hugo):
    page = sign_in(open_page(), hugo)
    page.goto(f"/seances/{now_on.slug}/salle/")
    bar = page.get_by_role("navigation", name="Dans la salle")

    for name, place in {
        "Code": "code-salle",
        "Arrivées": "arrivees",
        "Déroulé": "deroule",
        "Fin": "fin",
    }.items():
        bar.get_by_role("link", name=name).click()
        assert page.locator(f"#{place}").is_visible()
        assert page.url.endswith(f"#{place}")
