"""Registrations and presences as files: of a session, of a season; whose they may be."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import python_calamine
from django.urls import reverse

from essaim.agenda.models import Registration
from essaim.agenda.operations import mark_presence, register
from essaim.people.models import ExportRecord
from essaim.programmes.models import Season
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def fill(session, *first_names, seats):
    session.seats = seats
    session.save()
    agents = [AgentFactory(first_name=name) for name in first_names]
    for agent in agents:
        register(session=session, agent=agent, at=NOW)
    return agents


def lines(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def take(client, what, session=None, **sent):
    name = f"manage_{what}_export" if session else f"{what}_export"
    return client.post(reverse(f"agenda:{name}", args=[session.slug] if session else []), sent)


def test_registrations_of_a_session_say_who_stands_where(piloting, hosted):
    fill(hosted, "Anne", "Bela", "Cleo", seats=1)

    found = lines(take(piloting, "registrations", hosted))

    assert [(row["Prénom"], row["État"], row["Rang"]) for row in found] == [
        ("Anne", "place réservée", ""),
        ("Bela", "en attente", "1"),
        ("Cleo", "en attente", "2"),
    ]
    assert found[0]["Date"] == "01/03/2030 10:00"


def test_presences_give_one_row_per_person_and_date_with_its_hours(piloting, alice, hosted):
    anne, bela = fill(hosted, "Anne", "Bela", seats=5)
    mark_presence(sitting=hosted.sittings.get(), agent=anne, status="present", at=NOW, by=alice)
    mark_presence(sitting=hosted.sittings.get(), agent=bela, status="excused", at=NOW, by=alice)

    found = lines(take(piloting, "presences", hosted))

    assert [(row["Prénom"], row["Présence"], row["Heures"]) for row in found] == [
        ("Anne", "présent", "2,0"),
        ("Bela", "excusé", "0"),
    ]


def test_a_day_gives_one_row_per_half_day_with_its_own_hours(piloting, alice):
    start = datetime(2030, 3, 4, 8, tzinfo=UTC)  # 9 h in Paris
    day = SessionFactory(starts_at=start, ends_at=start + timedelta(hours=8), seats=5)
    (anne,) = fill(day, "Anne", seats=5)
    for half, status in ((1, "present"), (2, "absent")):
        mark_presence(sitting=day.sittings.get(), agent=anne, status=status, at=NOW, by=alice, half=half)

    found = lines(take(piloting, "presences", day))

    assert [(row["Demi-journée"], row["Présence"], row["Heures"]) for row in found] == [
        ("matin", "présent", "3,0"),
        ("après-midi", "absent", "0"),
    ]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_dates_and_hours_are_real_in_spreadsheets(piloting, alice, hosted, ending):
    (anne,) = fill(hosted, "Anne", seats=5)
    mark_presence(sitting=hosted.sittings.get(), agent=anne, status="present", at=NOW, by=alice)

    response = take(piloting, "presences", hosted, fichier=ending)

    book = python_calamine.load_workbook(io.BytesIO(response.getvalue()))
    header, row = book.get_sheet_by_name("Présences").to_python()
    cells = dict(zip(header, row, strict=True))
    assert (cells["Début"].isoformat(), cells["Heures"]) == ("2030-03-01T10:00:00", 2.0)
    assert response["Content-Disposition"].endswith(
        f'filename="truc2-tableaux-croises-presences-2030-02-01.{ending}"'
    )


def test_no_cell_is_a_formula(piloting, hosted):
    fill(hosted, "=cmd|' /C calc'!A0", seats=5)

    assert lines(take(piloting, "registrations", hosted))[0]["Prénom"] == "'=cmd|' /C calc'!A0"


def test_a_season_holds_its_own_sessions_and_each_list_its_own_ranks(piloting, hosted):
    season = Season.objects.create(
        programme=hosted.programme, name="Printemps", starts_on=date(2030, 1, 1), ends_on=date(2030, 6, 30)
    )
    late = SessionFactory(title="Plus tard", starts_at=NOW + timedelta(days=300))
    soon = SessionFactory(title="Bientôt", starts_at=NOW + timedelta(days=40))
    for session in (hosted, late, soon):
        fill(session, "Anne", "Bela", seats=1)

    found = lines(take(piloting, "registrations", perimetre=f"truc2:{season.pk}"))

    assert [(row["Séance"], row["Rang"]) for row in found] == [
        ("Tableaux croisés", ""),
        ("Tableaux croisés", "1"),
        ("Bientôt", ""),
        ("Bientôt", "1"),
    ]
    assert ExportRecord.objects.get().filters == "Printemps"


def test_the_list_offers_the_seasons_and_the_files(piloting, hosted):
    Season.objects.create(
        programme=hosted.programme, name="Printemps", starts_on=date(2030, 1, 1), ends_on=date(2030, 6, 30)
    )
    shown = piloting.get("/pilotage/programme/").content.decode()

    assert "TRUC², Printemps" in shown
    assert reverse("agenda:presences_export") in shown


@pytest.mark.parametrize("asked", ["ix", "ix:1", "truc2:999", "truc2:x", "\x00"])
def test_what_one_does_not_run_does_not_exist(piloting, zoe, asked):
    ProgrammeFactory(slug="ix", name="iX")

    assert take(piloting, "registrations", perimetre=asked).status_code == 404
    assert ExportRecord.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("what", "cost"), [("registrations", 6), ("presences", 6)])
def test_one_and_three_rows_cost_the_same(piloting, hosted, what, cost, rows, django_assert_num_queries):
    fill(hosted, *"abc"[:rows], seats=9)

    with django_assert_num_queries(cost):  # two to know who asks, one for the programme’s words
        take(piloting, what).getvalue()
    assert Registration.objects.count() == rows
