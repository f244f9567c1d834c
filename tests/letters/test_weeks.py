"""When letters of the week are written: on its first working morning, once, in the time of the town hall."""

from datetime import UTC, datetime, timedelta

import pytest

from essaim.letters.rules import week_ends, week_to_tell
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MONDAY = datetime(2030, 2, 4, 8, tzinfo=UTC)  # 9 h in Paris


@pytest.mark.parametrize(
    ("hours", "week"),
    [
        *((-1, ""), (0, "2030-W06"), (8.9, "2030-W06"), (9, "")),
        *((24, "2030-W06"), (48, ""), (-72, "")),
    ],
)
def test_from_nine_on_monday_and_still_on_tuesday(hours, week):
    assert week_to_tell(OrganisationFactory(), MONDAY + hours * HOUR) == week


def test_easter_monday_waits_for_tuesday():
    easter = datetime(2030, 4, 22, 8, tzinfo=UTC)

    weeks = [week_to_tell(OrganisationFactory(), easter + days * timedelta(days=1)) for days in range(4)]

    assert weeks == ["", "2030-W17", "2030-W17", ""]


@pytest.mark.parametrize(("zone", "hour"), [("America/Martinique", 13), ("Indian/Reunion", 5)])
def test_nine_is_that_of_the_town_hall(zone, hour):
    organisation = OrganisationFactory()
    organisation.time_zone = zone

    assert week_to_tell(organisation, MONDAY.replace(hour=hour)) == "2030-W06"
    assert week_to_tell(organisation, MONDAY.replace(hour=hour) - HOUR) == ""


def test_the_first_days_of_january_belong_to_the_week_of_their_monday():
    assert week_to_tell(OrganisationFactory(), datetime(2030, 12, 30, 9, tzinfo=UTC)) == "2031-W01"


def test_it_is_of_no_use_from_saturday_on():
    assert week_ends(OrganisationFactory(), MONDAY) == datetime(2030, 2, 8, 23, tzinfo=UTC)
