"""Tables composed, watched, moved and taken back, with the keyboard alone and without JavaScript."""

import pytest
from django.urls import reverse
from django.utils import timezone

from essaim.agenda import operations as agenda
from essaim.ties import jobs
from essaim.ties.models import Composition
from tests.browser.conftest import sign_in
from tests.browser.test_axe import findings
from tests.browser.test_keyboard import go_to
from tests.ties.conftest import seated, staff, tables_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNITS = ["Accueil", "Accueil", "Médiathèque", "Voirie"]


def lunch_of(alice):
    one, two, three, other = staff(*UNITS)
    return seated(alice, [[[one, two], [three, other]]], at=timezone.now())


def test_somebody_is_moved_with_the_keyboard_alone_and_without_javascript(open_page, alice):
    lunch = lunch_of(alice)
    page = sign_in(open_page(1280, javascript=False), alice)
    page.goto(reverse("ties:composition", args=[lunch.pk]))
    assert page.locator("h1").inner_text().startswith("2 tables, 1 rencontre neuve")

    page.focus("#deplacer-" + str(lunch.members.get(agent__last_name="Nom01").places.get().pk))
    page.keyboard.press("Enter")
    page.wait_for_url("**personne=*")
    focused = page.locator(":focus")
    assert focused.get_attribute("id") == "vers"
    assert focused.locator("option").all_inner_texts() == ["Table Frêne (+2)"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#deplacer-*")

    assert page.locator("h1").inner_text().startswith("2 tables, 3 rencontres neuves")
    assert "Ana Nom01 : Table Frêne." in page.locator(".toasts").inner_text().replace("\xa0", " ")
    assert page.locator(":focus").inner_text() == "Déplacer Ana Nom01"

    page.click(".toasts button[type=submit]")
    assert tables_of(lunch) == {1: {1: ["Nom01", "Nom02"], 2: ["Nom03", "Nom04"]}}


def test_a_session_is_composed_watched_and_shown_without_a_touch(open_page, alice, soon):
    for agent in staff(*UNITS):
        agenda.register(session=soon, agent=agent, at=timezone.now())
    page = sign_in(open_page(390), alice)
    page.goto("/pilotage/programme/tableaux-croises/")

    page.click("text=Composer les tables")
    page.fill("[name=table_size]", "2")
    page.click("button:has-text('Composer')")
    page.wait_for_selector("text=Les tables se composent")
    jobs.compose_tables(timezone.now())

    page.wait_for_selector("text=2 tables, 2 rencontres neuves")
    assert page.locator(".seat strong").count() == 4


def test_a_calculation_is_stopped(open_page, alice):
    lunch = lunch_of(alice)
    Composition.objects.update(state="queued", undo=None)
    page = sign_in(open_page(390, javascript=False), alice)
    page.goto(reverse("ties:composition", args=[lunch.pk]))

    go_to(page, "Arrêter")
    page.keyboard.press("Enter")

    page.wait_for_selector("text=Le calcul est arrêté")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_tables(open_page, alice, soon, width):
    people = staff(*UNITS)
    for agent in people:
        agenda.register(session=soon, agent=agent, at=timezone.now())
    lunch, waiting, refused = (seated(alice, [[people[:2], people[2:]]] * 2) for _time in range(3))
    place = lunch.members.first().places.get(round=1)
    Composition.objects.filter(pk=waiting.pk).update(state="queued", progress=40)
    facts = [{"code": "contradiction", "about": "sizes, apart", "values": {"round": 0}}]
    Composition.objects.filter(pk=refused.pk).update(state="impossible", conflicts=facts)
    pages = [
        "/pilotage/tables/",
        "/pilotage/tables/nouvelles/",
        "/pilotage/tables/seances/tableaux-croises/",
        f"/pilotage/tables/{lunch.pk}/?personne={place.pk}",
        f"/pilotage/tables/{waiting.pk}/",
        f"/pilotage/tables/{refused.pk}/",
    ]

    assert findings(sign_in(open_page(width), alice), pages) == []
