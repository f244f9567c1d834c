"""A session's code: typed in many ways, the public page that it opens, where it leads."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.agenda.operations import cancel_session, register
from essaim.agenda.operations.sessions import CODE_SIGNS, free_code
from essaim.agenda.queries.codes import ALIKE, likely_codes, plain_code
from essaim.people.operations.cards import issue_cards
from essaim.programmes.models import Programme
from tests.agenda.reading import address
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db


def words_of(response):
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def test_any_case_and_dash_lead_to_the_session(client, bob, hosted):
    client.force_login(bob)

    answers = {client.get(f"/s/{code}/").url for code in ("TCD48", "tcd48", "tcd-48")}

    assert answers == {address("session_detail", hosted)}


def test_the_host_enters_the_room_on_the_day(client, hugo, hosted):
    client.force_login(hugo)
    before = client.get("/s/tcd48/").url
    with time_machine.travel(hosted.starts_at - timedelta(hours=1), tick=False):
        client.force_login(hugo)
        on_the_day = client.get("/s/tcd48/").url

    assert [before, on_the_day] == [address("session_detail", hosted), address("room", hosted)]


def test_a_closed_session_asks_for_the_opinion(client, bob, hosted):
    Session.objects.update(closed_at=NOW)
    client.force_login(bob)

    assert client.get("/s/tcd48/").url == reverse("feedback:survey_mine", args=[hosted.slug])


@pytest.mark.parametrize("code", ["TCD48", "tcd48", "tcd-48", " T C D 4 8 ", "tcd 4b", "TC048", "tco.4B"])
def test_case_spaces_and_signs_that_look_alike_are_forgiven(client, hosted, code):
    typed = client.get("/s/", {"code": code}, follow=True)

    assert typed.status_code == 200
    assert "Tableaux croisés" in words_of(typed)


def test_two_sessions_that_a_slip_could_mean_open_neither(client, hosted):
    SessionFactory(title="Publipostage", code="TC048")

    assert client.get("/s/TCO48/").status_code == 404
    assert "Tableaux croisés" in words_of(client.get("/s/TCD48/"))
    assert "Publipostage" in words_of(client.get("/s/tc048/"))


def test_a_new_code_holds_no_two_signs_that_look_alike():
    assert [group for group in ALIKE if len(set(group) & set(CODE_SIGNS)) > 1] == []
    assert set(plain_code(free_code())) <= set(CODE_SIGNS)


def test_a_new_code_can_be_read_for_no_other(monkeypatch, hosted):
    drawn = iter("TCQ48" + "TCD48" + "ACE34")
    monkeypatch.setattr("secrets.choice", lambda signs: next(drawn))

    assert free_code() == "ACE34"
    assert "TCD48" in likely_codes("TCQ4B")


def test_a_visitor_reads_what_the_poster_says_and_how_to_register(client, hosted, bob, alice):
    Programme.objects.update(phone="04 72 00 00 00")
    Session.objects.update(promise="Lire mille lignes d’un coup d’œil.")
    issue_cards([bob], alice, NOW)
    register(session=hosted, agent=bob, at=NOW)

    page = words_of(client.get("/s/TCD48/"))

    for said in (
        "Tableaux croisés",
        "Lire mille lignes",
        "vendredi 1er mars",
        "10 h – 12 h",
        "Lieu à préciser",
        "Il reste 11 places",
        "04 72 00 00 00",
        "relais de votre service",
        "J’ai une carte avec un code",
        "Je me connecte pour m’inscrire",
    ):
        assert said in page, said
    assert f"/connexion/?next={address('session_detail', hosted)}" in page
    assert [name for name in ("Perrin", "Bob", "Haddad") if name in page] == []


def test_the_link_of_a_remote_session_is_for_those_who_registered(client, hosted):
    hosted.sittings.update(link="https://visio.example/secret")

    page = words_of(client.get("/s/TCD48/"))

    assert "À distance" in page
    assert "visio.example" not in page


def test_a_draft_has_no_public_page(client, hosted):
    Session.objects.update(published_at=None)

    assert client.get("/s/TCD48/").status_code == 404


def test_a_cancelled_session_says_so_to_visitors(client, hosted, alice):
    cancel_session(session=hosted, reason="La salle est en travaux", at=NOW, by=alice)

    page = words_of(client.get("/s/TCD48/"))

    assert "Séance annulée" in page
    assert "La salle est en travaux" in page
    assert "m’inscrire" not in page


def test_in_its_hour_the_code_leads_visitors_to_the_room(client, hosted):
    room = reverse("agenda:guest_room", args=["TCD48"])
    with time_machine.travel(hosted.starts_at - timedelta(minutes=31), tick=False):
        before = client.get("/s/tcd48/").status_code
    with time_machine.travel(hosted.starts_at - timedelta(minutes=30), tick=False):
        within = client.get("/s/tcd48/").url
        read = client.get("/s/tcd48/?lire=1").status_code
    with time_machine.travel(hosted.ends_at + timedelta(minutes=31), tick=False):
        after = client.get("/s/tcd48/").status_code

    assert [before, within, read, after] == [200, room, 200, 200]


def test_in_its_hour_the_code_leads_who_has_a_seat_to_the_room(client, hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    other = AgentFactory()
    with time_machine.travel(hosted.starts_at, tick=False):
        client.force_login(bob)
        seated = client.get("/s/tcd48/").url
        client.force_login(other)
        unseated = client.get("/s/tcd48/").url

    assert [seated, unseated] == [
        reverse("agenda:guest_room", args=["TCD48"]),
        address("session_detail", hosted),
    ]


def test_an_unknown_code_says_so_and_leads_on(client, bob):
    client.force_login(bob)

    response = client.get("/s/xxxxx/")
    page = words_of(response)

    assert response.status_code == 404
    assert "Aucune séance ne porte le code « xxxxx »" in page
    assert reverse("agenda:session_list") in page


@pytest.mark.parametrize("code", ["", "TCD", "x" * 900, "\x00", "é€ß", "TCD48TCD48"])
def test_what_cannot_be_a_code_gets_a_sentence_and_keeps_what_was_typed(client, hosted, code):
    response = client.get("/s/", {"code": code})

    assert response.status_code == 200
    assert "Vous avez le code d’une séance ?" in words_of(response)
    if code.strip("\x00"):
        assert "Un code compte cinq lettres et chiffres" in words_of(response)
        assert code[:40] in words_of(response)


def test_wrong_codes_wait_and_a_crowd_with_the_right_one_never_does(client, hosted):
    for _visitor in range(150):
        assert client.get("/s/TCD48/").status_code == 200
    answers = [client.get(f"/s/{number:05}/").status_code for number in range(101)]

    assert set(answers[:100]) == {404}
    assert answers[100] == 429
    assert "Réessayez dans une minute" in words_of(client.get("/s/TCD48/"))
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert client.get("/s/TCD48/").status_code == 200


def test_wrong_codes_from_the_same_place_hold_up_nobody_who_is_signed_in(client, hosted, bob):
    for number in range(101):
        client.get(f"/s/{number:05}/")
    client.force_login(bob)

    assert client.get("/s/TCD48/").status_code == 302
