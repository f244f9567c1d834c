"""Choosing a password: by whom, what is refused, and who is signed out."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from essaim.letters.models import Letter
from essaim.people.models import SignInLink
from essaim.people.operations.sign_in import make_link
from tests.factories import NOW

PAGE = reverse("people:password")
GOOD = "girafe-vélo-demain"

pytestmark = pytest.mark.django_db


@pytest.fixture
def without(bob):
    """Bob came from the HR file: he never had a password."""
    bob.set_unusable_password()
    bob.save()
    return bob


@pytest.fixture
def known(bob):
    """Bob signs in with a password."""
    bob.set_password("le-mot-ancien-de-bob")
    bob.save()
    return bob


def choose(client, new=GOOD, again=None, **more):
    return client.post(PAGE, {"new": new, "again": new if again is None else again} | more)


def test_the_first_password_is_chosen_without_another_one(client, without):
    client.force_login(without)

    assert choose(client).status_code == 302

    without.refresh_from_db()
    assert without.check_password(GOOD)
    assert client.get(PAGE).status_code == 200  # this browser stays signed in


def test_the_first_password_leads_to_where_one_begins_and_the_next_ones_to_moi(client, without, ada):
    ada.set_unusable_password()
    ada.save()
    for agent, start in ((without, "home:index"), (ada, "home:week")):
        client.force_login(agent)
        assert choose(client).url == reverse(start)
        assert choose(client, "cheval-vapeur-mardi", current=GOOD).url == reverse("home:me")


def test_another_password_needs_the_present_one(client, known):
    client.force_login(known)

    missing, wrong = choose(client), choose(client, current="pas celui-là")

    known.refresh_from_db()
    assert known.check_password("le-mot-ancien-de-bob")
    assert "Écrivez votre mot de passe actuel" in missing.content.decode()
    assert "pas votre mot de passe actuel" in wrong.content.decode()
    assert choose(client, current="le-mot-ancien-de-bob").status_code == 302


def test_who_forgot_it_comes_in_by_a_link_and_is_not_asked_for_it(client, known):
    with time_machine.travel(NOW, tick=False) as clock:
        token, _link = make_link(agent=known, at=NOW)
        client.post(reverse("people:link_open", args=[token]))
        assert "current" not in client.get(PAGE).context["form"].fields

        clock.shift(15 * 60)
        assert "current" in client.get(PAGE).context["form"].fields


def test_other_browsers_are_signed_out_and_links_that_wait_enter_no_more(client, known):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(known)
    make_link(agent=known, at=NOW)

    choose(client, current="le-mot-ancien-de-bob")

    assert (client.get(PAGE).status_code, elsewhere.get(PAGE).status_code) == (200, 302)
    assert SignInLink.objects.count() == 0


def test_a_letter_tells_the_person(client, without):
    client.force_login(without)

    choose(client)

    letter = Letter.objects.get()
    assert (letter.agent, letter.kind, letter.subject) == (without, "password", "Votre mot de passe a changé")
    assert GOOD not in letter.body


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("court", "au moins 12 caractères"),
        ("826401937465", "des chiffres seuls"),
        ("bob@caluire.example", "ressemble trop"),
        ("", "Écrivez le mot de passe"),
    ],
)
def test_what_is_easy_to_guess_is_refused_in_words(client, without, new, said):
    client.force_login(without)

    answer = choose(client, new=new)

    without.refresh_from_db()
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not without.has_usable_password()


def test_two_that_differ_are_refused_and_nothing_typed_is_shown(client, without):
    client.force_login(without)

    answer = choose(client, again="autre chose encore").content.decode()

    assert "Les deux ne sont pas pareils" in answer
    assert GOOD not in answer


def test_guessing_the_present_password_is_slowed_down(client, known):
    client.force_login(known)

    answers = [choose(client, current=f"essai {n}").status_code for n in range(7)]

    assert answers == [200] * 5 + [429] * 2
    assert choose(client, current="le-mot-ancien-de-bob").status_code == 429


def test_moi_leads_to_it(client, without):
    client.force_login(without)

    assert "Choisir mon mot de passe" in client.get(reverse("home:me")).content.decode()
