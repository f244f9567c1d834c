"""Public holidays and the time that managers and people in line have to answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration
from essaim.agenda.rules import offer_end
from essaim.catalogue.queries import weeks_to_choose
from essaim.people.models import Organisation
from essaim.programmes.models import Programme
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
EVE_OF_ASCENSION = datetime(2027, 5, 5, 10, tzinfo=PARIS)


@pytest.fixture
def session(alice):
    Programme.objects.update(manager_rule="asked")
    return SessionFactory(
        starts_at=EVE_OF_ASCENSION + timedelta(days=30),
        ends_at=EVE_OF_ASCENSION + timedelta(days=30, hours=2),
    )


@pytest.mark.parametrize(
    ("asked_at", "part", "due_at"),
    [
        (EVE_OF_ASCENSION, "", datetime(2027, 5, 11, 10, tzinfo=PARIS)),
        (datetime(2027, 4, 30, 10, tzinfo=PARIS), "", datetime(2027, 5, 5, 10, tzinfo=PARIS)),
        (datetime(2027, 3, 26, 10, tzinfo=PARIS), "", datetime(2027, 4, 1, 10, tzinfo=PARIS)),
        (datetime(2027, 3, 26, 10, tzinfo=PARIS), "57", datetime(2027, 4, 1, 18, tzinfo=PARIS)),
    ],
    ids=["ascension", "1 May on a Saturday", "easter", "good friday in alsace"],
)
def test_silence_counts_three_days_on_which_somebody_works(session, bob, maya, asked_at, part, due_at):
    Organisation.objects.update(holidays_of=part)
    operations.register(session=session, agent=bob, at=asked_at)

    early = operations.apply_silence(at=due_at - timedelta(minutes=1))
    then = operations.apply_silence(at=due_at)

    assert Approval.objects.get().due_at == due_at
    assert (early, then, Registration.objects.get().state) == (0, 1, "confirmed")


def test_an_offered_seat_is_kept_over_the_holiday(session):
    assert offer_end(session, EVE_OF_ASCENSION) == datetime(2027, 5, 7, 10, tzinfo=PARIS)


def test_no_half_day_of_a_holiday_is_proposed_to_who_transmits(bob):
    assert "2027-05-06" not in half_days(bob, at=EVE_OF_ASCENSION - timedelta(days=7))
    assert "2027-05-07" in half_days(bob, at=EVE_OF_ASCENSION - timedelta(days=7))


def half_days(agent, *, at):
    return " ".join(str(week) for week in weeks_to_choose(agent, [], at=at))
