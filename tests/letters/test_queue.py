"""Réglages, Courriels: what waits, whom no letter reaches, in words; and one button to send anew."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory
from tests.letters.test_operations import post
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
QUEUE, RETRY = reverse("letters:queue"), reverse("letters:retry")
REFUSED = "Le serveur refuse cette adresse : 550 Boite inconnue"


def stuck(agent, state="bounced", **given):
    letter = post(agent, **given)
    Letter.objects.filter(key=letter.key).update(state=state, error=REFUSED)


@pytest.fixture
def administering(client, ada):
    client.force_login(ada)
    return client


def test_says_how_many_wait_since_when_and_why(administering, bob, maya):
    post(bob, at=NOW - timedelta(hours=2))
    post(maya)
    post(maya, version="2", due_at=NOW + timedelta(hours=1))
    Letter.objects.filter(agent=bob).update(attempts=3, error="Le serveur de courriel ne répond pas : refus")

    page = text(administering.get(QUEUE))

    assert "2 lettres attendent de partir" in page
    assert "La plus ancienne depuis le vendredi 1er février, 8 h" in page.replace("\u00a0", " ")
    assert "ne répond pas" in page


def test_nothing_to_tell_is_told(administering):
    page = text(administering.get(QUEUE))

    assert "Aucune lettre n’attend" in page
    assert "Chaque lettre est arrivée à son serveur." in page


def test_names_each_person_once_with_the_reason_and_never_the_letter(administering, bob):
    stuck(bob, subject="Rappel : votre avis", kind=Letter.Kind.SURVEY_REMINDER)
    stuck(bob, version="2", state="failed")

    response = administering.get(QUEUE)

    assert [person.login for person in response.context["page"]] == ["bob"]
    page = text(response)
    assert "Boite inconnue" in page
    assert [word for word in ("Rappel", "votre avis", "questionnaire") if word in page] == []


def test_one_button_sends_anew_the_letters_of_one_person(administering, bob, maya):
    stuck(bob)
    stuck(maya)

    page = text(administering.post(RETRY, {"agent": bob.pk}, follow=True))

    assert "1 lettre repart." in page.replace("\u00a0", " ")
    assert dict(Letter.objects.values_list("agent__login", "state")) == {"bob": "to_send", "maya": "bounced"}


def test_one_button_sends_everything_anew(administering, bob, maya):
    stuck(bob)
    stuck(maya, state="failed")
    post(maya, version="2")

    administering.post(RETRY)

    assert set(Letter.objects.values_list("state", flat=True)) == {"to_send"}


def test_letters_of_another_organisation_are_neither_shown_nor_moved(administering, zoe):
    stuck(zoe)
    post(zoe, version="2")

    response = administering.get(QUEUE)
    administering.post(RETRY)
    administering.post(RETRY, {"agent": zoe.pk})

    assert (list(response.context["page"]), response.context["queue"].waiting) == ([], 0)
    assert Letter.objects.filter(state="bounced").count() == 1


@pytest.mark.parametrize("people", [1, 6])
def test_costs_the_same_whatever_the_number_of_people(administering, people, django_assert_max_num_queries):
    for _person in range(people):
        stuck(AgentFactory())

    with django_assert_max_num_queries(9):
        administering.get(QUEUE)
