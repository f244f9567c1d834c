"""What is taken away: the plan of the tables, the cards, the spreadsheet."""

import re

import pytest
from django.urls import reverse

from essaim.people.models import ExportRecord
from essaim.ties import files
from essaim.ties.queries.tables import board_of
from tests.factories import NOW, SessionFactory
from tests.ties.conftest import seated, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def pages_of(content):
    assert content.startswith(b"%PDF-")
    return len(re.findall(rb"/Type ?/Page\b", content))


@pytest.fixture
def twice(alice, four):
    one, two, three, other = four
    return seated(alice, [[[one, two], [three, other]], [[one, three], [two, other]]])


def test_the_plan_shows_each_round_then_everybody_by_name(twice):
    data = files.plan_data(board_of(twice), at=NOW)

    assert (data["event"], data["count"], data["day"]) == ("Déjeuner", "4 personnes", "")
    assert [
        (
            turn["name"],
            [(table["name"], [one["name"] for one in table["people"]]) for table in turn["tables"]],
        )
        for turn in data["rounds"]
    ] == [
        (
            "Tour 1",
            [("Table Tilleul", ["Ana Nom01", "Ana Nom02"]), ("Table Frêne", ["Ana Nom03", "Ana Nom04"])],
        ),
        (
            "Tour 2",
            [("Table Tilleul", ["Ana Nom01", "Ana Nom03"]), ("Table Frêne", ["Ana Nom02", "Ana Nom04"])],
        ),
    ]
    assert data["columns"] == ["Nom", "Tour 1", "Tour 2"]
    assert data["people"][1] == {"name": "Nom02 Ana", "tables": ["Table Tilleul", "Table Frêne"]}


def test_the_plan_of_a_session_says_its_day(alice, four):
    one, two, three, other = four
    session = SessionFactory(title="Séminaire")
    tables = seated(alice, [[[one, two], [three, other]]])
    tables.session = session

    assert files.plan_data(board_of(tables), at=NOW)["day"] == "vendredi 1er\xa0mars"


def test_the_plan_of_a_hall_is_numbered_and_takes_the_pages_it_needs(alice):
    people = staff(*[f"Service {n}" for n in range(40)])
    hall = seated(alice, [[people[start : start + 2] for start in range(0, 40, 2)]])
    board = board_of(hall)

    assert files.plan_data(board, at=NOW)["rounds"][0]["tables"][12]["name"] == "Table 13"
    assert pages_of(files.plan(board, at=NOW)) >= 3


def test_cards_carry_the_tables_of_each_round(twice):
    cards = files.name_cards_data(board_of(twice))["cards"]

    assert cards[1] == {
        "first": "Ana",
        "rest": "Nom02",
        "unit": "Accueil",
        "tables": "1. Table Tilleul · 2. Table Frêne",
    }


def test_somebody_who_will_not_come_has_neither_card_nor_line(lunch, four):
    lunch.members.filter(agent=four[0]).update(is_away=True)
    board = board_of(lunch)

    assert [card["rest"] for card in files.name_cards_data(board)["cards"]] == ["Nom02", "Nom03", "Nom04"]
    assert len(files.plan_data(board, at=NOW)["people"]) == 3


def test_both_are_printed_and_kept_nowhere(piloting, twice):
    for name in ("composition_plan", "composition_cards"):
        answer = piloting.get(reverse(f"ties:{name}", args=[twice.pk]))

        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert pages_of(answer.content) == {"composition_plan": 3, "composition_cards": 1}[name]


def test_there_is_nothing_to_print_while_the_worker_composes(piloting, twice):
    twice.state = "queued"
    twice.save()

    assert piloting.get(reverse("ties:composition_plan", args=[twice.pk])).status_code == 404


def test_the_table_has_a_row_per_person_and_leaves_a_trace(piloting, twice):
    answer = piloting.post(reverse("ties:composition_export", args=[twice.pk]), {"fichier": "csv"})

    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[:3] == [
        "Nom;Prénom;Service;Tour 1;Tour 2",
        "Nom01;Ana;Accueil;Table Tilleul;Table Tilleul",
        "Nom02;Ana;Accueil;Table Tilleul;Table Frêne",
    ]
    record = ExportRecord.objects.get()
    assert (record.content, record.filters, record.rows) == ("Tables, TRUC²", "Déjeuner", 4)
