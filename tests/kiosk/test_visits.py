"""A visit by card on a kiosk: what it opens, and how it ends by itself, on the server."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from essaim.agenda import operations as agenda
from essaim.agenda.models import Presence, Registration
from essaim.feedback.models import Answer, Invitation
from essaim.kiosk import operations
from essaim.kiosk.visits import IDLE
from essaim.people.http import KIOSK_SEEN
from essaim.people.models import Card
from essaim.people.operations.cards import issue_cards
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PAGES = ["", "programme/", "je-suis-la/", "carte/", "je-m-inscris/", "mon-avis/"]
PERSONAL = ["/moi/", "/", "/moi/mot-de-passe/", "/moi/attestations/", "/programme/", "/pilotage/semaine/"]


@pytest.fixture(autouse=True)
def now():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def stopped_clock():
    """Time is stopped above, for sessions of browsers too."""


@pytest.fixture
def over(hosted, bob):
    """The hosted session, closed with Bob present: his opinion is asked."""
    agenda.register(session=hosted, agent=bob, at=NOW)
    agenda.mark_everybody(sitting=hosted.sittings.get(), at=hosted.starts_at, by=bob)
    agenda.close_session(session=hosted, at=hosted.ends_at, by=bob)
    return hosted


def is_in(client):
    return "_auth_user_id" in client.session


def text_of(response):
    """What the page says; the token against forgery is another one each time."""
    response.content = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


# Coming in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "wish"), [("je-m-inscris/", "inscription"), ("mon-avis/", "avis")])
def test_a_tile_asks_for_the_card_then_opens(device, card, path, wish):
    asked = device.get(f"/borne/{path}")
    second = device.post("/borne/carte/", {"pour": wish, "login": "bob"})
    opened = device.post("/borne/carte/", {"pour": wish, "login": "bob", "code": card})

    assert asked.url == f"/borne/carte/?pour={wish}"
    assert "Étape 2 sur 2" in text_of(second)
    assert opened.url == f"/borne/{path}"
    assert is_in(device)


def test_the_first_step_does_not_say_who_has_a_card(device, card):
    known, unknown = (
        text_of(device.post("/borne/carte/", {"login": login})).replace(login, "X")
        for login in ("bob", "qui")
    )

    assert known == unknown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"login": ""}, "Écrivez le numéro"),
        ({"login": "x" * 200}, "150"),
        ({"login": "bob", "code": ""}, "Écrivez les six chiffres"),
        ({"login": "bob", "code": "12"}, "ne va pas"),
        ({"login": "bob\x00", "code": "1"}, ""),
        ({"login": "qui", "code": "123456"}, "ne va pas"),
    ],
)
def test_a_wrong_card_gets_a_sentence_and_never_the_code_back(device, card, sent, said):
    response = device.post("/borne/carte/", sent)

    assert said in text_of(response)
    assert 'value="12' not in text_of(response)
    assert not is_in(device)


def test_wrong_codes_make_the_card_wait_on_a_kiosk_too(device, card):
    wrong = "000000" if card != "000000" else "111111"
    for _try in range(5):
        device.post("/borne/carte/", {"login": "bob", "code": wrong})

    response = device.post("/borne/carte/", {"login": "bob", "code": card})

    assert response.status_code == 429
    assert "Trop d’essais" in text_of(response)
    assert not is_in(device)


def test_a_card_taken_back_ends_the_visit_s_sign_in(device, card):
    Card.objects.update(revoked_at=NOW)

    device.post("/borne/carte/", {"login": "bob", "code": card})

    assert not is_in(device)


# What a visit opens --------------------------------------------------------------------------------------


def test_one_touch_registers_says_so_and_one_touch_gives_the_seat_back(visit, hosted, bob):
    done = visit.post("/borne/je-m-inscris/", {"seance": hosted.slug})
    assert "Votre place est réservée" in text_of(done)
    assert Registration.objects.get(agent=bob).state == "confirmed"

    gone = visit.post("/borne/je-m-inscris/", {"seance": hosted.slug, "quitter": "1"})
    assert 'role="status"' in text_of(gone)
    assert Registration.objects.get(agent=bob).state == "withdrawn"


@pytest.mark.parametrize("slug", ["", "inconnue", "a\x00b", "x" * 500])
def test_a_session_that_is_not_there_changes_nothing(visit, hosted, slug):
    assert visit.post("/borne/je-m-inscris/", {"seance": slug}, follow=True).status_code == 200
    assert not Registration.objects.exists()


def test_a_refused_registration_says_why(visit, hosted, now):
    agenda.cancel_session(session=hosted, reason="Salle fermée", at=NOW, by=None)

    response = visit.post("/borne/je-m-inscris/", {"seance": hosted.slug})

    assert 'role="alert"' in text_of(response)
    assert not Registration.objects.exists()


def test_a_card_says_one_is_there_where_a_seat_waits(device, card, seated, bob, now):
    now.move_to(seated.starts_at)
    device.post("/borne/carte/", {"login": "bob", "code": card})

    assert seated.title in text_of(device.get("/borne/je-suis-la/"))
    done = device.post("/borne/je-suis-la/")

    assert Presence.objects.get().agent == bob
    assert "C’est noté" in text_of(done)


def test_a_card_gives_no_seat(visit, hosted):
    response = visit.post("/borne/je-suis-la/", follow=True)

    assert "Aucune séance ne vous attend" in text_of(response)
    assert not Presence.objects.exists()


def test_opinions_are_asked_one_touch_each_then_thanked(device, card, over, bob, now):
    now.move_to(over.ends_at + timedelta(minutes=1))
    device.post("/borne/carte/", {"login": "bob", "code": card})
    page = device.get("/borne/mon-avis/")

    while page.context["survey"] is not None:
        survey = page.context["survey"]
        question = survey.next_question
        touch = {"avis": survey.questionnaire.pk, question.name: question.tiles[0].value}
        page = device.post("/borne/mon-avis/", touch)

    assert "Merci" in text_of(page)
    assert Answer.objects.count() == 1
    assert Invitation.objects.get(agent=bob).has_answered
    assert "Aucun questionnaire ne vous attend" in text_of(device.get("/borne/mon-avis/"))


@pytest.mark.parametrize("sent", [{"avis": "0"}, {"avis": "x"}, {"avis": "9" * 30}, {}])
def test_an_answer_to_nothing_counts_nothing(visit, over, sent):
    assert visit.post("/borne/mon-avis/", sent | {"useful": "yes"}).status_code == 200
    assert not Answer.objects.exists()


def test_nobody_answers_what_another_is_asked(device, over, hugo, alice, now):
    now.move_to(over.ends_at + timedelta(minutes=1))
    [(_agent, digits)] = issue_cards([hugo], alice, NOW)
    device.post("/borne/carte/", {"login": "hugo", "code": digits})

    number = Invitation.objects.get().questionnaire_id
    device.post("/borne/mon-avis/", {"avis": number, "useful": "yes"})

    assert not Answer.objects.exists()


def test_an_answer_that_does_not_exist_gets_a_sentence(device, card, over, now):
    now.move_to(over.ends_at + timedelta(minutes=1))
    device.post("/borne/carte/", {"login": "bob", "code": card})

    number = Invitation.objects.get().questionnaire_id
    page = device.post("/borne/mon-avis/", {"avis": number, "useful": "bof"})

    assert "Cette réponse n’existe pas" in text_of(page)
    assert not Answer.objects.exists()


# What it does not open, and how it ends ------------------------------------------------------------------


@pytest.mark.parametrize("path", PERSONAL)
def test_a_visit_reaches_nothing_of_one_s_own_outside_the_kiosk(visit, path):
    response = visit.get(path)

    assert response.status_code in {302, 404}
    assert response.status_code == 404 or "/connexion/" in response.url
    assert is_in(visit)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_a_visit_is_stored(visit, path):
    assert "no-store" in visit.get(f"/borne/{path}")["Cache-Control"]


def test_each_touch_gives_two_minutes_more(visit, now):
    for minutes in (2, 4, 6):
        now.move_to(NOW + timedelta(minutes=minutes))
        assert "Je m’inscris" in text_of(visit.get("/borne/je-m-inscris/"))


@pytest.mark.parametrize("path", PAGES)
def test_after_two_minutes_the_server_forgets_and_sends_to_the_first_page(visit, hosted, now, path):
    now.move_to(NOW + timedelta(minutes=2, seconds=1))

    response = visit.get(f"/borne/{path}", follow=True)

    assert response.redirect_chain == [("/borne/?oubli=1", 302)]
    assert "la borne a tout oublié" in text_of(response)
    assert not is_in(visit)


def test_a_late_touch_writes_nothing(visit, hosted, now):
    now.move_to(NOW + timedelta(minutes=3))

    visit.post("/borne/je-m-inscris/", {"seance": hosted.slug})

    assert not Registration.objects.exists()


def test_a_late_request_outside_the_kiosk_signs_out_too(visit, now):
    now.move_to(NOW + timedelta(minutes=3))

    visit.get("/aide/")

    assert not is_in(visit)


def test_done_ends_the_visit_and_keeps_the_device(visit):
    before = visit.session.session_key

    response = visit.post("/borne/fin/", follow=True)

    assert not is_in(visit)
    assert visit.session.session_key != before
    assert "Bob" not in text_of(response)


def test_revoking_the_kiosk_ends_the_visit_on_it(visit, kiosk):
    operations.revoke(kiosk=kiosk[0], at=NOW)

    visit.get("/borne/je-m-inscris/", follow=True)

    assert not is_in(visit)


def test_whoever_signed_in_elsewhere_is_nobody_for_the_kiosk(device, bob):
    device.force_login(bob)

    assert KIOSK_SEEN not in device.session
    assert device.get("/borne/mon-avis/").url == "/borne/carte/?pour=avis"
    assert bob.first_name not in text_of(device.get("/borne/"))


def test_the_page_of_personal_data_says_how_long_a_kiosk_remembers(client):
    assert timedelta(minutes=2) == IDLE
    assert "deux minutes sans geste sur une borne" in text_of(client.get("/donnees-personnelles/"))
