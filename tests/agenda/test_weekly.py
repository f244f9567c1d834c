"""The programme of the week: to who asked for it, once a week, when something is open to them."""

from datetime import timedelta

import pytest

from essaim.agenda.models import Host
from essaim.agenda.operations import register, tell_the_week
from essaim.letters.models import Letter
from essaim.letters.operations import resume, stop
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MONDAY = NOW + 3 * DAY


def letters():
    return list(Letter.objects.filter(kind="programme_week").order_by("pk"))


@pytest.fixture
def wishing(bob):
    resume(agent=bob, family="programme", at=NOW)
    return bob


def soon(title, days=5, **fields):
    return SessionFactory(title=title, starts_at=MONDAY + days * DAY, **fields)


def test_nobody_has_it_who_did_not_ask(bob):
    soon("Tableaux croisés")

    assert (tell_the_week(at=MONDAY), letters()) == (0, [])


def test_it_says_what_is_open_soonest_first_once_a_week(wishing):
    soon("Publipostage", 9)
    soon("Tableaux croisés", 5)

    written = [tell_the_week(at=MONDAY + hours * timedelta(hours=1)) for hours in (0, 1, 24, 7 * 24)]

    assert written == [1, 0, 0, 1]
    first, _second = letters()
    assert first.subject == "2 séances au programme d’ici trois semaines"
    assert [part.splitlines()[0] for part in first.body.split("\n\n")] == ["Tableaux croisés", "Publipostage"]
    assert (first.family, first.agent) == ("programme", wishing)
    assert first.about is None  # nothing is drawn beside one of many dates


def test_nothing_open_is_no_letter(wishing, alice):
    soon("Trop loin", 40)
    soon("Brouillon", published_at=None)
    soon("Fermée", registration_closes_at=NOW)
    soon("Pas encore", registration_opens_at=MONDAY + DAY)
    soon("Annulée", cancelled_at=NOW, cancel_reason="Salle fermée")
    full = soon("Complète", seats=1)
    register(session=full, agent=AgentFactory(), at=NOW)
    register(session=soon("La mienne"), agent=wishing, at=NOW)
    Host.objects.create(session=soon("Je l’anime"), agent=wishing)

    assert (tell_the_week(at=MONDAY), letters()) == (0, [])


def test_ones_own_seats_of_the_week_come_last(wishing):
    register(session=soon("La mienne", 3), agent=wishing, at=NOW)
    soon("Ouverte")

    tell_the_week(at=MONDAY)

    (letter,) = letters()
    parts = [part.splitlines()[0] for part in letter.body.split("\n\n")]
    assert parts == ["Ouverte", "Cette semaine, votre place est réservée :", "La mienne"]


def test_ten_are_shown_and_the_others_counted(wishing):
    for number in range(12):
        soon(f"Numéro {number}")

    tell_the_week(at=MONDAY)

    (letter,) = letters()
    assert letter.subject.startswith("12 séances")
    assert letter.body.endswith("Et 2 autres au programme.")


def test_it_is_said_in_the_words_of_the_programme_and_the_language_of_who_reads(wishing):
    session = soon("Tableaux croisés")
    own = {"session": "atelier", "sessions": "ateliers", "session_gender": "m"}
    session.programme.words = {**session.programme.words, **own}
    session.programme.save()
    english = AgentFactory(language="en")
    resume(agent=english, family="programme", at=NOW)

    tell_the_week(at=MONDAY)

    subjects = {one.agent: one.subject for one in letters()}
    assert subjects[wishing] == "1 atelier au programme d’ici trois semaines"
    assert subjects[english] == "1 session in the programme over the next three weeks"


def test_who_takes_it_back_or_has_left_gets_no_more(wishing):
    soon("Tableaux croisés")
    gone = AgentFactory(is_active=False)
    resume(agent=gone, family="programme", at=NOW)
    stop(agent=wishing, family="programme", at=NOW)

    assert tell_the_week(at=MONDAY) == 0


def test_sessions_of_another_organisation_are_not_told(zoe):
    resume(agent=zoe, family="programme", at=NOW)
    soon("Tableaux croisés")

    assert tell_the_week(at=MONDAY) == 0


@pytest.mark.parametrize("sessions", [1, 3])
def test_a_letter_costs_the_same_whatever_it_holds(wishing, sessions, django_assert_max_num_queries):
    for number in range(sessions):
        soon(f"Numéro {number}")

    with django_assert_max_num_queries(9 + sessions):
        assert tell_the_week(at=MONDAY) == 1
