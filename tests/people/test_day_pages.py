"""Réglages, Jours et horaires: hours, days noted, changed, removed and undone, files brought in."""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.people.models import DayPeriod, Organisation
from tests.people.test_dayfile import OFFICIAL
from tests.reading import text

pytestmark = pytest.mark.django_db
PAGE = "/pilotage/reglages/jours/"
TODAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Paris"))
BRIDGE = {
    "change": "period",
    "kind": "closed",
    "name": "Pont",
    "starts_on": "2027-05-07",
    "ends_on": "2027-05-08",
}


@pytest.fixture(autouse=True)
def _on_a_monday():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


def said(client, sent, **more):
    return text(client.post(PAGE, sent, follow=True, **more))


def noted():
    rows = DayPeriod.objects.order_by("starts_on", "pk")
    return [(row.name, f"{row.starts_on}", f"{row.ends_on}") for row in rows]


def undo_of(client, sent):
    """Press « Annuler » in the message that a change brings."""
    page = client.post(PAGE, sent, follow=True).content.decode()
    client.post(re.search(rf'action="({PAGE}annuler/[^"]+)"', page)[1])


def test_the_empty_page_says_what_counts_and_offers_the_published_calendar(desk):
    page = text(desk.get(PAGE))

    assert "Aucun jour noté encore" in page
    assert "écrite un vendredi à 18 h 30, part le lundi à 9 h" in page.replace("\u00a0", " ")
    assert [zone in page for zone in ("Zone A", "Zone B", "Zone C")] == [True, True, True]


@pytest.mark.parametrize("count", [1, 3])
def test_days_are_listed_by_year_in_a_fixed_number_of_queries(desk, ada, count, django_assert_num_queries):
    for year in range(count):
        day = date(2027 + year, 5, 7)
        DayPeriod.objects.create(
            organisation=ada.organisation, kind="closed", name="Pont", starts_on=day, ends_on=day
        )
    desk.get(PAGE)

    with django_assert_num_queries(3):
        page = desk.get(PAGE).content.decode()

    assert re.findall(r"<h3>(\d{4})</h3>", page) == [str(2027 + year) for year in range(count)]


def test_days_are_noted_and_undone(desk):
    undo_of(desk, BRIDGE)
    assert noted() == []

    assert "« Pont » est noté." in said(desk, BRIDGE)
    assert noted() == [("Pont", "2027-05-07", "2027-05-08")]
    assert "« Pont » est déjà noté." in said(desk, BRIDGE)


def test_a_period_is_changed_in_the_form_of_the_page_and_undone(desk):
    desk.post(PAGE, BRIDGE, follow=True)
    row = DayPeriod.objects.get()
    filled = desk.get(f"{PAGE}?periode={row.pk}")
    assert "Changer « Pont »" in text(filled)
    assert 'value="2027-05-08"' in filled.content.decode()

    undo_of(desk, BRIDGE | {"periode": row.pk, "ends_on": "2027-05-09"})
    assert noted() == [("Pont", "2027-05-07", "2027-05-08")]

    said(desk, BRIDGE | {"periode": row.pk, "ends_on": "2027-05-09"})
    assert noted() == [("Pont", "2027-05-07", "2027-05-09")]


def test_a_period_is_removed_and_undone(desk):
    desk.post(PAGE, BRIDGE, follow=True)

    undo_of(desk, {"change": "remove", "remove": DayPeriod.objects.get().pk})
    assert noted() == [("Pont", "2027-05-07", "2027-05-08")]

    assert "« Pont » est retiré." in said(desk, {"change": "remove", "remove": DayPeriod.objects.get().pk})
    assert noted() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Donnez un nom à ces jours."),
        ({"ends_on": "2027-05-06"}, "échangez-les"),
        ({"starts_on": "hier"}, "Écrivez un jour, par exemple"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_written_is_kept(desk, wrong, sentence):
    page = desk.post(PAGE, BRIDGE | wrong)

    assert sentence in text(page)
    assert 'value="2027-05-08"' in page.content.decode() or "ends_on" in wrong
    assert noted() == []


def test_the_published_calendar_of_a_zone_is_brought_in_at_one_touch(desk, ada):
    page = said(desk, {"change": "published", "zone": "C"})

    assert "5 périodes ajoutées." in page
    assert noted()[:2] == [
        ("Vacances de Noël", "2026-12-19", "2027-01-03"),
        ("Vacances d’hiver", "2027-02-06", "2027-02-21"),
    ]
    assert "connues jusqu’au 31 août 2027" in page.replace("\u00a0", " ")
    assert "0 période ajoutée, 5 déjà là." in said(desk, {"change": "published", "zone": "C"})
    assert "0 période" in said(desk, {"change": "published", "zone": "Z"})


def test_a_file_is_brought_in_and_undone(desk):
    file = SimpleUploadedFile("calendrier.csv", OFFICIAL.encode())
    undo_of(desk, {"change": "file", "kind": "school", "zone": "A", "file": file})
    assert noted() == []

    file = SimpleUploadedFile("calendrier.csv", OFFICIAL.encode())
    assert "1 période ajoutée." in said(desk, {"change": "file", "kind": "school", "zone": "A", "file": file})
    assert noted() == [("Vacances d’Hiver", "2027-02-13", "2027-02-28")]


def test_a_file_that_does_not_go_says_why(desk):
    file = SimpleUploadedFile("calendrier.csv", OFFICIAL.encode())

    assert "plusieurs zones : A, C" in said(desk, {"change": "file", "kind": "school", "file": file})
    assert "Choisissez d’abord le fichier." in said(desk, {"change": "file", "kind": "school"})


def test_hours_and_days_of_the_week_are_set_and_their_example_follows(desk, ada):
    sent = {"change": "hours", "day_starts": "08:30", "day_ends": "17:00", "work_days": ["1", "2", "4", "5"]}

    page = said(desk, sent)

    town = Organisation.objects.get(pk=ada.organisation_id)
    assert (town.day_starts, town.day_ends, town.work_days) == (time(8, 30), time(17), "1245")
    assert "écrite un vendredi à 17 h 30, part le lundi à 8 h 30" in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"work_days": []}, "Cochez au moins un jour travaillé."),
        ({"day_starts": "03:00"}, "La journée commence entre 5 h et 12 h"),
        ({"day_ends": "tard"}, "Écrivez une heure, par exemple 08:30."),
    ],
)
def test_hours_that_cannot_be_are_told(desk, ada, wrong, sentence):
    sent = {"change": "hours", "day_starts": "08:00", "day_ends": "19:00", "work_days": ["1"]}

    assert sentence in said(desk, sent | wrong).replace("\u00a0", " ")
    assert Organisation.objects.get(pk=ada.organisation_id).day_starts == time(9)


def test_two_organisations_do_not_see_each_others_days(desk, client, zoe):
    desk.post(PAGE, BRIDGE, follow=True)
    row = DayPeriod.objects.get()
    client.force_login(zoe)

    assert "Pont" not in text(client.get(PAGE)).replace("pont de l’Ascension", "")
    assert client.get(f"{PAGE}?periode={row.pk}").status_code == 404
    assert client.post(PAGE, BRIDGE | {"periode": row.pk, "name": "Pris"}).status_code == 404
    assert client.post(PAGE, {"change": "remove", "remove": row.pk}).status_code == 404
    assert noted() == [("Pont", "2027-05-07", "2027-05-08")]


def test_the_undo_of_another_organisation_changes_nothing(desk, client, zoe):
    page = desk.post(PAGE, BRIDGE, follow=True).content.decode()
    client.force_login(zoe)

    answer = text(client.post(re.search(rf'action="({PAGE}annuler/[^"]+)"', page)[1], follow=True))

    assert ("Trop tard" in answer, len(noted())) == (True, 1)


def test_an_undo_that_comes_late_or_is_forged_changes_nothing(desk):
    page = desk.post(PAGE, BRIDGE, follow=True).content.decode()
    address = re.search(rf'action="({PAGE}annuler/[^"]+)"', page)[1]

    with time_machine.travel(TODAY.replace(hour=11), tick=False):
        late = text(desk.post(address, follow=True))
    forged = text(desk.post(reverse("people:day_undo", args=["faux"]), follow=True))

    assert ("Trop tard" in late, "Trop tard" in forged) == (True, True)
    assert len(noted()) == 1
