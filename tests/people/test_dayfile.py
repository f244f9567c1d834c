"""Reading files of dates: the official calendar as .ics and .csv, and a table of one's own."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from essaim.kernel.errors import Refused
from essaim.people.dayfile import read_days
from essaim.people.school import Span

PARIS = ZoneInfo("Europe/Paris")
OFFICIAL = """Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire
Vacances d'Hiver;-;2027-02-12T23:00:00+00:00;2027-02-28T23:00:00+00:00;Lyon;Zone A;2026-2027
Vacances d'Hiver;-;2027-02-12T23:00:00+00:00;2027-02-28T23:00:00+00:00;Dijon;Zone A;2026-2027
Vacances d'Hiver;-;2027-02-05T23:00:00+00:00;2027-02-21T23:00:00+00:00;Paris;Zone C;2026-2027
Prérentrée;Enseignants;2027-08-30T22:00:00+00:00;2027-08-31T22:00:00+00:00;Lyon;Zone A;2026-2027
Vacances d'Hiver;-;2017-02-17T23:00:00+00:00;2017-03-05T23:00:00+00:00;Lyon;Zone A;2016-2017
"""
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//y//FR\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Vacances d'hiver - Zone A\r
DTSTART;VALUE=DATE:20270213\r
DTEND;VALUE=DATE:20270301\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
SUMMARY:Vacances de la Toussaint - Zones A, B et C\r
DTSTART;VALUE=DATE:20271023\r
DTEND;VALUE=DATE:20271108\r
END:VEVENT\r
END:VCALENDAR\r
"""
HIVER_A = Span("Vacances d'Hiver", "A", date(2027, 2, 13), date(2027, 2, 28))


def read(text, zone="", since=date(2026, 11, 22), time_zone=PARIS):
    return read_days(text.encode(), zone=zone, time_zone=time_zone, since=since)


@pytest.mark.parametrize("zone", ["A", "a", "zone A", " Zone A "])
def test_the_official_table_gives_the_days_without_class_of_one_zone(zone):
    assert read(OFFICIAL, zone) == [HIVER_A]


def test_an_academie_may_be_named_instead():
    assert read(OFFICIAL, "Paris") == [
        Span("Vacances d'Hiver", "Paris", date(2027, 2, 6), date(2027, 2, 21)),
    ]


def test_midnight_is_that_of_the_organisation():
    reunion = (
        "Description;Date de début;Date de fin;Zones\n"
        "Vacances;2027-03-05T20:00:00+00:00;2027-03-21T20:00:00+00:00;Réunion\n"
    )

    assert read(reunion, "réunion", time_zone=ZoneInfo("Indian/Reunion")) == [
        Span("Vacances", "réunion", date(2027, 3, 6), date(2027, 3, 21))
    ]


def test_a_calendar_gives_its_events_and_a_zone_out_of_their_names():
    assert read(CALENDAR, "A") == [
        Span("Vacances d'hiver", "A", date(2027, 2, 13), date(2027, 2, 28)),
        Span("Vacances de la Toussaint", "A", date(2027, 10, 23), date(2027, 11, 7)),
    ]
    assert [one.zone for one in read(CALENDAR, "B")] == ["B"]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_of_plain_days_keeps_both_ends(mark):
    lines = [
        "Nom;Du;Au",
        "Pont;07/05/2027;08/05/2027",
        "Fermeture;2027-08-02;2027-08-13",
        "Foire;05/06/2027;",
    ]

    assert read("\n".join(lines).replace(";", mark)) == [
        Span("Pont", "", date(2027, 5, 7), date(2027, 5, 8)),
        Span("Foire", "", date(2027, 6, 5), date(2027, 6, 5)),
        Span("Fermeture", "", date(2027, 8, 2), date(2027, 8, 13)),
    ]


@pytest.mark.parametrize(
    ("text", "zone", "sentence"),
    [
        (OFFICIAL, "", "plusieurs zones : A, C. Écrivez la vôtre"),
        (OFFICIAL, "Z", "ne dit rien de « Z ». Il décrit : A, C"),
        ("Nom;Du;Au\nPont;7 mai;8 mai\n", "", "Ligne 2 : « 7 mai » n’est pas une date"),
        ("Nom;Du;Au\nPont;31/02/2027;01/03/2027\n", "", "Ligne 2 : « 31/02/2027 »"),
        ("un;deux\n1;2\n", "", "doit nommer trois colonnes"),
        ("Nom;Du;Au\nPont;07/05/2020;08/05/2020\n", "", "aucune date à venir"),
        ("BEGIN:VCALENDAR\r\nfoo", "", "abîmé|aucune date à venir"),
        ("Nom;Du;Au\nPont;0001-01-01T00:00:00+14:00;\n", "", "Ligne 2"),
        (f"Nom;Du;Au\nPont;{'x' * 200_000};\n", "", "abîmé"),
        (CALENDAR.replace("DTSTART;VALUE=DATE:20270213\r\n", ""), "", "n’a pas de jours lisibles"),
        (
            CALENDAR.replace("DTSTART;VALUE=DATE:20270213", "DTSTART;VALUE=TIME:101010"),
            "",
            "n’a pas de jours lisibles",
        ),
        ("", "", "vide"),
        ("x" * 1_100_000, "", "plus de 1 Mo"),
        ("%PDF-1.7 ", "", "PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(text, zone, sentence):
    with pytest.raises(Refused, match=sentence):
        read(text, zone)
