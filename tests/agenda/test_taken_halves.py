"""Transmettre says on which half-days one leads another session, and when every room is taken."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from essaim.agenda.models import Host, Sitting
from essaim.agenda.operations import cancel_session
from essaim.agenda.queries.halves import taken_halves
from essaim.catalogue import operations as catalogue
from essaim.people.models import Site
from tests.factories import NOW, FormatFactory, SessionFactory
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
WHEN = "/transmettre/creneaux/"
MONDAY = date(2030, 2, 4)
DAYS = [MONDAY + timedelta(days=shift) for shift in range(5)]


def at(day, hour, minute=0):
    """A moment in the town of the tests."""
    return datetime(2030, 2, day, hour, minute, tzinfo=ZoneInfo("Europe/Paris"))


def session_on(day, hour, *, hours=2, room="", host=None, site=None):
    starts_at = at(day, hour)
    session = SessionFactory(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    session.sittings.update(site=site, room=room)
    if host:
        Host.objects.create(session=session, agent=host)
    return session


@pytest.fixture
def town_hall(bob):
    return Site.objects.create(organisation=bob.organisation, name="Mairie")


def test_leading_elsewhere_takes_the_halves_that_the_session_touches(bob, hugo):
    session_on(5, 9, host=bob)
    session_on(6, 11, hours=4, host=bob)
    session_on(7, 9, host=hugo)

    assert taken_halves(bob, DAYS) == {
        (date(2030, 2, 5), "am"): "vous animez ailleurs",
        (date(2030, 2, 6), "am"): "vous animez ailleurs",
        (date(2030, 2, 6), "pm"): "vous animez ailleurs",
    }


def test_a_cancelled_session_takes_nothing(bob, alice, town_hall):
    cancelled = session_on(5, 9, host=bob, site=town_hall, room="Salle 1")
    cancel_session(session=cancelled, reason="Grève", at=NOW, by=alice)

    assert taken_halves(bob, DAYS) == {}


def test_there_is_no_room_left_once_each_known_one_is_taken(bob, town_hall):
    session_on(5, 9, site=town_hall, room="Salle 1")
    session_on(5, 10, site=town_hall, room="Salle 2")
    session_on(6, 9, site=town_hall, room="salle 1 ")

    assert taken_halves(bob, DAYS) == {(date(2030, 2, 5), "am"): "plus de salle"}


def test_a_room_that_served_last_is_still_free(bob, town_hall):
    session_on(5, 14, site=town_hall, room="Salle 1")
    earlier = SessionFactory(starts_at=NOW - timedelta(days=90), ends_at=NOW - timedelta(days=90, hours=-1))
    earlier.sittings.update(site=town_hall, room="Salle 2")

    assert taken_halves(bob, DAYS) == {}


def test_what_needs_no_room_takes_none(bob):
    session_on(5, 14)

    assert taken_halves(bob, DAYS) == {}


def test_the_page_says_so_and_offers_the_other_half(client, bob, town_hall, django_assert_num_queries):
    catalogue.save_sketch(agent=bob, format=FormatFactory(), at=NOW, title="Lire un plan")
    session_on(5, 9, host=bob)
    session_on(6, 14, site=town_hall, room="Salle 1")
    client.force_login(bob)

    page = client.get(WHEN)

    assert "mar. 5 février, matin, </span>vous animez ailleurs" in text(page).replace("mardi", "mar.")
    assert "après-midi, </span>plus de salle" in text(page)
    assert 'value="2030-02-05-am"' not in page.content.decode()
    assert 'value="2030-02-05-pm"' in page.content.decode()
    assert Sitting.objects.count() == 2
    with django_assert_num_queries(2):
        taken_halves(bob, DAYS)
