"""The kiosk: enrolled and revoked, a number gives presence only, nothing is kept."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from essaim.agenda.models import Presence, Registration
from essaim.kernel.errors import Refused
from essaim.kiosk import operations
from essaim.kiosk.models import Kiosk
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def say(monkeypatch, device, number, *, at):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: at)
    return device.post("/borne/je-suis-la/", {"number": number})


def test_a_screen_without_its_code_says_how_to_get_one(client):
    text = client.get("/borne/").content.decode()

    assert "Réglages, « Bornes »" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "Je suis là" not in text


def test_a_code_serves_once(kiosk):
    operations.enrol(code=kiosk[1], at=NOW)

    with pytest.raises(Refused):
        operations.enrol(code=kiosk[1], at=NOW)


def test_a_code_serves_for_an_hour(kiosk):
    with pytest.raises(Refused):
        operations.enrol(code=kiosk[1], at=NOW + 60 * MINUTE)


@pytest.mark.parametrize("code", ["", "----", "ZZZZZZZZ", "x" * 5000])
def test_a_wrong_code_gets_a_sentence(client, kiosk, code):
    response = client.post("/borne/mise-en-service/", {"code": code})

    assert "Ce code ne sert pas" in response.content.decode()
    assert "essaim_borne" not in response.cookies


def test_neither_code_nor_device_can_be_read_in_the_database(kiosk):
    token = operations.enrol(code=kiosk[1], at=NOW)
    kept = str(Kiosk.objects.values_list())

    assert token not in kept
    assert kiosk[1] not in kept


def test_a_revoked_kiosk_opens_nothing_from_its_next_tap(device, kiosk):
    assert "Je suis là" in device.get("/borne/").content.decode()

    operations.revoke(kiosk=kiosk[0], at=NOW)

    assert device.get("/borne/programme/").status_code == 302
    assert "Cette borne a été retirée" in device.get("/borne/").content.decode()


@pytest.mark.parametrize("early", [30, 0, -60])
def test_a_number_says_somebody_with_a_seat_is_there(device, seated, bob, monkeypatch, early):
    response = say(monkeypatch, device, f" {bob.hr_number} ", at=seated.starts_at - early * MINUTE)

    assert Presence.objects.get().agent == bob
    assert "Tableaux croisés" in response.content.decode()


def test_a_number_never_signs_in_and_never_shows_a_name(device, seated, bob, monkeypatch):
    text = say(monkeypatch, device, bob.login, at=seated.starts_at).content.decode()

    assert bob.last_name not in text
    assert bob.first_name not in text
    assert "_auth_user_id" not in device.session


def test_a_number_never_gives_a_seat(device, hosted, bob, monkeypatch):
    say(monkeypatch, device, bob.hr_number, at=hosted.starts_at)

    assert not Presence.objects.exists()
    assert not Registration.objects.exists()


def test_an_unknown_number_reads_as_one_that_nobody_expects(device, hosted, bob, monkeypatch):
    answers = [
        say(monkeypatch, device, number, at=hosted.starts_at).context["refusal"]
        for number in (bob.hr_number, "inconnu", "", "\x00", "x" * 5000)
    ]

    assert len(set(answers)) == 1
    assert answers[0].startswith("Aucune séance n’attend ce numéro")


def test_guesses_of_numbers_are_slowed_on_a_kiosk_and_start_again_a_minute_later(
    device, seated, bob, monkeypatch
):
    cache.clear()
    for number in range(operations.WRONG_A_MINUTE):
        say(monkeypatch, device, f"x{number}", at=seated.starts_at)

    slowed = say(monkeypatch, device, bob.hr_number, at=seated.starts_at)
    assert slowed.context["refusal"].startswith("Trop de numéros inconnus")
    assert not Presence.objects.exists()

    say(monkeypatch, device, bob.hr_number, at=seated.starts_at + MINUTE)
    assert Presence.objects.get().agent == bob


@pytest.mark.parametrize("minutes", [-31, 121])
def test_a_number_counts_only_around_the_session(device, seated, bob, monkeypatch, minutes):
    say(monkeypatch, device, bob.hr_number, at=seated.starts_at + minutes * MINUTE)

    assert not Presence.objects.exists()


def test_a_kiosk_knows_no_number_of_another_employer(device, kiosk, seated, bob, zoe, monkeypatch):
    Kiosk.objects.update(organisation=zoe.organisation)

    say(monkeypatch, device, bob.hr_number, at=seated.starts_at)

    assert not Presence.objects.exists()


def test_a_number_that_two_people_have_is_nobody_s(device, seated, bob, alice, monkeypatch):
    type(alice).objects.filter(pk=alice.pk).update(login=bob.hr_number)

    say(monkeypatch, device, bob.hr_number, at=seated.starts_at)

    assert not Presence.objects.exists()


def test_the_programme_on_a_wall_names_nobody(device, seated, bob):
    text = device.get("/borne/programme/").content.decode()

    assert "Tableaux croisés" in text
    assert bob.last_name not in text
    assert "Haddad" not in text


@pytest.mark.parametrize("path", ["", "programme/", "je-suis-la/"])
def test_no_answer_of_a_kiosk_is_stored(device, path):
    assert "no-store" in device.get(f"/borne/{path}")["Cache-Control"]


def test_the_end_forgets_whoever_was_signed_in_and_keeps_the_device(device, bob):
    device.force_login(bob)
    before = device.session.session_key

    response = device.post("/borne/fin/", follow=True)

    assert "_auth_user_id" not in device.session
    assert device.session.session_key != before
    assert "Je suis là" in response.content.decode()


def test_an_administrator_adds_a_kiosk_and_reads_its_code_once(client, ada):
    client.force_login(ada)

    first = client.post("/pilotage/reglages/bornes/", {"name": "Hall"})
    code = first.context["code"]

    assert operations.enrol(code=code, at=Kiosk.objects.get().added_at)
    assert code not in client.get("/pilotage/reglages/bornes/").content.decode()


def test_a_kiosk_needs_a_place(client, ada):
    client.force_login(ada)

    client.post("/pilotage/reglages/bornes/", {"name": " "})

    assert not Kiosk.objects.exists()


def test_a_kiosk_forgets_english_with_its_visitor(device):
    device.post("/langue/", {"language": "en"})
    chosen = device.get("/borne/").content.decode()
    device.post("/borne/fin/")

    assert "Hello, what would you like to do?" in chosen
    assert 'data-idle="90"' in chosen  # left alone, it goes back to French
    assert "Bonjour, que voulez-vous faire" in device.get("/borne/").content.decode()
