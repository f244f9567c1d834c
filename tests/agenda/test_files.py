"""Calendars of sessions, read back as a calendar program would."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from essaim.agenda import files
from essaim.agenda.models import Sitting
from tests.factories import NOW, SessionFactory


@pytest.fixture
def session(db):
    return SessionFactory(title="Tableaux croisés, pas à pas", version=7, promise="Compter ; trier, filtrer")


def events(session) -> list:
    sittings = list(session.sittings.order_by("starts_at", "pk"))
    return Calendar.from_ical(files.session_calendar(session, sittings, at=NOW)).walk("VEVENT")


def test_session_calendar_gives_hours_in_the_zone_of_the_employer(session):
    text = files.session_calendar(session, list(session.sittings.all()), at=NOW).decode()

    assert "BEGIN:VTIMEZONE" in text
    assert "DTSTART;TZID=Europe/Paris:20300301T100000" in text
    assert "SUMMARY:Tableaux croisés\\, pas à pas" in text


def test_session_calendar_holds_every_date_with_the_number_of_changes(session):
    later = session.starts_at + timedelta(days=7)
    Sitting.objects.create(session=session, starts_at=later, ends_at=later + timedelta(hours=2))

    assert [int(event["SEQUENCE"]) for event in events(session)] == [7, 7]
    assert [event["SUMMARY"].endswith(f"({n} sur 2)") for n, event in enumerate(events(session), 1)] == [
        True,
        True,
    ]


def test_session_calendar_keeps_its_identity_when_the_date_moves(session):
    before = [str(event["UID"]) for event in events(session)]
    session.sittings.all().delete()
    Sitting.objects.create(session=session, starts_at=NOW, ends_at=NOW + timedelta(hours=1))

    assert [str(event["UID"]) for event in events(session)] == before


def test_session_calendar_takes_a_cancelled_session_out(session):
    session.cancelled_at = NOW

    assert [str(event["STATUS"]) for event in events(session)] == ["CANCELLED"]
