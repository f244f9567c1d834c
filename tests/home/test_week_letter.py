"""On Monday morning who coordinates reads what waits; nothing waits, no letter."""

from datetime import timedelta

import pytest

from essaim.home.operations import tell_coordinators
from essaim.letters.models import FAMILY_OF, Letter
from tests.conftest import person
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = NOW + 3 * DAY


def letters():
    return list(Letter.objects.filter(kind="coordinator_week").order_by("pk"))


def draft(title, days=4):
    """A session that nobody leads, which has to be settled this week."""
    return SessionFactory(title=title, starts_at=MONDAY + days * DAY)


def test_it_says_what_waits_with_its_page_once_a_week(alice, settings):
    settings.SITE_URL = "https://essaim.example"
    draft("Tableaux croisés")

    written = [tell_coordinators(at=MONDAY + hours * HOUR) for hours in (-2, 0, 1, 24)]

    assert written == [0, 1, 0, 0]
    (letter,) = letters()
    assert (letter.agent, letter.subject) == (alice, "Une chose vous attend")
    decision, week = letter.body.split("\n\n")
    assert "Tableaux croisés" in decision.splitlines()[0]
    assert decision.splitlines()[-1].startswith("https://essaim.example/pilotage/")
    assert week.splitlines()[0] == "Cette semaine, 1 séance :"
    assert "ven. 8\u00a0février, 10\u00a0h, Tableaux croisés : 0 sur 12" in week.splitlines()[1]
    assert FAMILY_OF[letter.kind] == "digests"
    assert letter.action_path == "/pilotage/"


def test_nothing_waits_no_letter(alice):
    assert (tell_coordinators(at=MONDAY), letters()) == (0, [])


def test_only_who_coordinates_reads_it_in_their_language(alice, ada, bob):
    alice.language = "en"
    alice.save()
    carla = person("carla", "Costa", "Culture", is_coordinator=True)
    draft("Tableaux croisés")
    AgentFactory(is_active=False)

    tell_coordinators(at=MONDAY)

    assert [(one.agent, one.subject) for one in letters()] == [(alice, "One thing is waiting for you")]
    assert carla not in [one.agent for one in letters()]


def test_five_are_shown_and_the_others_counted(alice):
    for number in range(8):
        draft(f"Numéro {number}", days=2 + number / 24)

    tell_coordinators(at=MONDAY)

    (letter,) = letters()
    assert letter.subject == "Huit choses vous attendent"
    parts = letter.body.split("\n\n")
    assert (len(parts), parts[5]) == (7, "Et 3 autres.")
    assert parts[6].splitlines()[0] == "Cette semaine, 8 séances :"
    assert len(parts[6].splitlines()) == 6
