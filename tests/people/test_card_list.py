"""Personnes, Cartes: one sheet for a service, codes that are read nowhere else, cards taken back."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import strip_tags

from essaim.people import files
from essaim.people.models import Card
from essaim.people.operations import cards
from tests.factories import NOW, AgentFactory

LIST, PRINT = reverse("people:card_list"), reverse("people:card_print")


@pytest.fixture
def pilot(client, alice, stopped_clock):
    cache.clear()
    client.force_login(alice)
    return client


def words(response):
    return " ".join(strip_tags(response.content.decode()).split())


def of_unit(agent):
    return f"{LIST}?service={agent.unit_id}"


@pytest.fixture
def printed(monkeypatch):
    """The codes of the last sheet, by identifier."""
    codes, really = {}, files.card_sheet_data

    def read(organisation, given):
        given = list(given)
        codes.update({agent.login: code for agent, code in given})
        return really(organisation, given)

    monkeypatch.setattr(files, "card_sheet_data", read)
    return codes


def test_a_service_gets_its_cards_in_one_sheet_whose_codes_open(pilot, bob, printed):
    mate = AgentFactory(organisation=bob.organisation, unit=bob.unit)

    sheet = pilot.post(PRINT, {"agent": [bob.pk, mate.pk]})

    assert sheet.content.startswith(b"%PDF")
    assert "no-store" in sheet["Cache-Control"]
    assert set(printed) == {bob.login, mate.login}
    assert cards.agent_of_card(login="bob", code=printed["bob"], place="x", at=NOW) == bob


def test_the_sheet_bears_numbers_and_no_address(pilot, bob, alice):
    bob.login = bob.email = "bob.martin@caluire.example"
    bob.save()
    given = cards.issue_cards([bob], alice, NOW)

    [card] = files.card_sheet_data(bob.organisation, given)["cards"]

    assert card["number"].replace(" ", "") == Card.objects.get().number
    assert "@" not in str(card)


def test_who_has_none_is_ticked_and_who_has_one_is_told_since_when(pilot, bob, alice):
    before = pilot.get(of_unit(bob)).content.decode()
    assert re.search(rf'value="{bob.pk}"\s+checked', before)

    [(_agent, code)] = cards.issue_cards([bob], alice, NOW)
    given = pilot.get(of_unit(bob))
    assert not re.search(rf'value="{bob.pk}"\s+checked', given.content.decode())
    assert "pas encore utilisée" in words(given)

    cards.agent_of_card(login="bob", code=code, place="x", at=NOW)
    used = pilot.get(of_unit(bob))
    assert "utilisée le" in words(used)
    assert code not in used.content.decode()


def test_printing_twice_gives_no_second_card_and_says_so(pilot, bob, printed):
    pilot.post(PRINT, {"agent": bob.pk})
    again = pilot.post(PRINT, {"agent": bob.pk, "service": bob.unit_id}, follow=True)

    assert "déjà sa carte" in words(again)
    assert Card.objects.count() == 1


def test_a_button_pressed_twice_prints_the_same_codes_again(pilot, bob, printed):
    mate = AgentFactory(organisation=bob.organisation, unit=bob.unit)
    press = {"agent": [bob.pk, mate.pk], "press": "k3j4h5"}

    pilot.post(PRINT, press)
    first = dict(printed)
    again = pilot.post(PRINT, press)

    assert again.content.startswith(b"%PDF")
    assert printed == first
    assert Card.objects.count() == 2
    assert cards.agent_of_card(login="bob", code=printed["bob"], place="x", at=NOW) == bob


def test_new_codes_pressed_twice_are_drawn_once(pilot, bob, printed):
    pilot.post(PRINT, {"agent": bob.pk, "press": "k3j4h5"})
    first = printed["bob"]
    for _press in range(2):
        pilot.post(PRINT, {"agent": bob.pk, "again": "1", "press": "k3j4h5"})

    assert Card.objects.count() == 2
    assert printed["bob"] != first
    assert cards.agent_of_card(login="bob", code=printed["bob"], place="x", at=NOW) == bob


def test_later_or_from_another_page_it_is_another_press(bob, alice):
    [(_agent, code)] = cards.issue_cards([bob], alice, NOW, press="k3j4h5")

    assert cards.issue_cards([bob], alice, NOW, press="other") == []
    assert cards.issue_cards([bob], alice, NOW + 2 * cards.TWICE, press="k3j4h5") == []
    [(_agent, renewed)] = cards.renew_cards([bob], alice, NOW + 2 * cards.TWICE, press="k3j4h5")
    assert renewed != code


def test_a_refused_print_keeps_what_was_ticked(pilot, bob, alice):
    mate = AgentFactory(organisation=bob.organisation, unit=bob.unit)
    cards.issue_cards([bob], alice, NOW)

    page = pilot.post(PRINT, {"agent": bob.pk, "service": bob.unit_id}).content.decode()

    assert re.search(rf'value="{bob.pk}"\s+checked', page)
    assert not re.search(rf'value="{mate.pk}"\s+checked', page)


def test_a_new_code_stops_the_one_before(pilot, bob, printed):
    pilot.post(PRINT, {"agent": bob.pk})
    first = Card.objects.get()

    pilot.post(PRINT, {"agent": bob.pk, "again": "1"})

    first.refresh_from_db()
    assert first.revoked_at == NOW
    assert cards.agent_of_card(login="bob", code=printed["bob"], place="x", at=NOW) == bob


def test_a_new_code_is_for_who_has_a_card(pilot, bob):
    answer = pilot.post(PRINT, {"agent": bob.pk, "again": "1"}, follow=True)

    assert "imprimez d’abord une carte" in words(answer)
    assert not Card.objects.exists()


@pytest.mark.parametrize("sent", [[], ["x"], ["9" * 30], ["\x00"], ["1"] * 201])
def test_odd_or_missing_choices_get_a_sentence(pilot, sent):
    answer = pilot.post(PRINT, {"agent": sent}, follow=True)

    assert answer.status_code == 400
    assert "Cochez" in words(answer)


def test_an_odd_press_is_refused_in_words(pilot, bob):
    answer = pilot.post(PRINT, {"agent": bob.pk, "press": "x" * 999})

    assert answer.status_code == 400
    assert not Card.objects.exists()


def test_people_of_another_employer_and_pilots_are_never_printed(pilot, zoe, ada):
    pilot.post(PRINT, {"agent": [zoe.pk, ada.pk]})

    assert not Card.objects.exists()


def test_a_card_is_taken_back_from_the_list(pilot, bob, alice):
    cards.issue_cards([bob], alice, NOW)

    pilot.post(reverse("people:card_revoke", args=[bob.pk]), {"service": bob.unit_id})

    assert not Card.objects.filter(revoked_at=None).exists()


def test_the_services_say_how_many_cards_each_has(pilot, bob, alice):
    cards.issue_cards([bob], alice, NOW)

    text = words(pilot.get(LIST))

    assert bob.unit.name in text
    assert "1 carte" in text


@pytest.mark.parametrize("service", ["x", "999999", "\x00", "sans"])
def test_a_service_that_is_none_still_answers(pilot, service):
    assert pilot.get(LIST, {"service": service}).status_code == 200


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_of_a_service_reads_the_same_number_of_times(
    pilot, bob, others, django_assert_max_num_queries
):
    AgentFactory.create_batch(others, organisation=bob.organisation, unit=bob.unit)
    pilot.get(of_unit(bob))

    with django_assert_max_num_queries(10):
        pilot.get(of_unit(bob))


@pytest.mark.parametrize(
    "name", ["Élodie " + "N" * 113, "محمد العربي", "Nguyễn Thị Phương Thảo", "Władysław Żółć"]
)
def test_long_names_and_names_of_other_scripts_print(bob, alice, name):
    [(_agent, code)] = cards.issue_cards([bob], alice, NOW)
    bob.first_name, bob.last_name = name, ""

    assert files.card_sheet(bob.organisation, [(bob, code)] * 9, at=NOW).startswith(b"%PDF")
