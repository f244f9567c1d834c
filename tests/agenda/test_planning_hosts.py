"""Who hosts, on the page that plans: Enter searches, one person found comes ticked, a name left over is said."""

import re

import pytest
from django.urls import reverse

from essaim.agenda.models import Session
from tests.agenda.reading import address, text_of
from tests.agenda.test_planning_pages import a_plan, plan, sent_by_the_edit_page
from tests.factories import AgentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def ticked(html):
    return {int(pk) for pk in re.findall(r'name="hosts"\s+value="(\d+)"\s+checked', html)}


@pytest.fixture
def twins():
    return [AgentFactory(first_name=name, last_name="Dupont") for name in ("Alix", "Basile")]


def test_enter_searches_the_name_that_was_typed(piloting, hugo):
    html = plan(piloting, save=None, enter="1", host_text="hadd", searched="").content.decode()

    assert Session.objects.count() == 0
    assert f'value="{hugo.pk}"' in html
    assert "error-summary" not in html


@pytest.mark.parametrize("searched", ["", "hadd"])
def test_enter_with_nothing_to_search_saves_nothing_and_leads_to_the_button_that_does(
    piloting, hugo, searched
):
    sent = {"host_text": searched, "searched": searched, "hosts": [hugo.pk], "title": "Gardé"}

    html = plan(piloting, save=None, enter="1", **sent).content.decode()

    assert Session.objects.count() == 0
    assert "Rien n’est encore enregistré" in html
    assert re.search(r'name="save"\s+value="1"\s+autofocus', html)
    assert 'value="Gardé"' in html
    assert ticked(html) == {hugo.pk}


def test_enter_on_the_page_of_a_change_searches_too(piloting, hosted, bob):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Autre titre", "host_text": bob.last_name}
    del sent["save"]

    page = piloting.post(address("manage_edit", hosted), sent | {"enter": "1"})

    hosted.refresh_from_db()
    assert hosted.title == "Tableaux croisés"
    assert "Autre titre" in page.content.decode()


@pytest.mark.parametrize("button", ["search", "enter"])
def test_one_person_found_comes_ticked_and_the_page_opens_there(piloting, hugo, button):
    html = plan(piloting, save=None, host_text="hadd", searched="", **{button: "1"}).content.decode()

    assert ticked(html) == {hugo.pk}
    assert re.search(rf'value="{hugo.pk}"\s+checked\s+autofocus', html)


def test_several_people_found_are_not_ticked(piloting, twins):
    html = plan(piloting, save=None, search="1", host_text="dupont").content.decode()

    assert ticked(html) == set()
    assert html.count("autofocus") == 1


def test_the_other_of_two_is_not_ticked_by_searching_again(piloting, twins):
    html = plan(piloting, save=None, search="1", host_text="dupont", hosts=[twins[0].pk]).content.decode()

    assert ticked(html) == {twins[0].pk}


def test_a_person_found_is_not_ticked_again_by_another_button(piloting, hugo):
    html = plan(piloting, save=None, add_date="1", host_text="hadd", searched="hadd").content.decode()

    assert ticked(html) == set()


def test_nobody_found_opens_the_page_on_the_search(piloting):
    html = plan(piloting, save=None, search="1", host_text="Zzyzx").content.decode()

    assert re.search(r'id="host_text"[^>]*autofocus', html)


def test_a_name_typed_and_not_ticked_is_said_and_not_dropped(piloting, hugo):
    response = plan(piloting, host_text="hadd", title="Gardé")

    assert Session.objects.count() == 0
    assert "« hadd » n’est pas dans l’équipe" in text_of(response)
    assert 'href="#host_text"' in response.content.decode()
    assert "Gardé" in response.content.decode()


def test_a_name_typed_and_ticked_goes_on(piloting, hugo):
    assert plan(piloting, host_text="hadd", hosts=[hugo.pk]).status_code == 302


def test_the_first_button_of_the_page_is_the_one_that_enter_presses(piloting, hosted):
    new = piloting.get(reverse("agenda:manage_new"), {"format": a_plan()["format"]})
    for page in (new, piloting.get(address("manage_edit", hosted))):
        form = page.content.decode().split('<form class="stack gap-6"')[1]
        assert 'name="enter"' in re.search(r"<button[^>]*>", form)[0]
