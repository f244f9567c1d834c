"""A partner to which a session is opened learns it by a letter: once, in time, and only if it is so."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.operations.changing import undo_change
from essaim.agenda.queries.proposals import PoolPlan
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from essaim.people.models import Partnership
from tests.factories import (
    NOW,
    AgentFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SessionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
RELEASES = NOW.date() + timedelta(days=14)
LATER = NOW + timedelta(hours=1)


def partner_named(name, slug):
    elsewhere = OrganisationFactory(slug=slug, name=name)
    Partnership.objects.create(
        proposer=OrganisationFactory(), partner=elsewhere, state="accepted", proposed_at=NOW
    )
    return elsewhere


@pytest.fixture
def partner():
    return partner_named("Hôpital de la Saône", "hopital")


@pytest.fixture
def carla(partner):
    """Coordinates at the partner's."""
    return AgentFactory(login="carla", organisation=partner, is_coordinator=True)


@pytest.fixture
def session():
    return SessionFactory(title="Tableaux croisés", slug="tableaux", seats=6)


def open_to(session, *organisations, seats=2, at=NOW, releases_on=RELEASES):
    plans = [PoolPlan("organisation", seats, releases_on, organisation=there) for there in organisations]
    return operations.set_pools(session=session, plans=plans, at=at, by=None)


def letters(**where):
    return Letter.objects.filter(kind="opened", **where)


def told(**where):
    return sorted(letters(**where).exclude(state="cancelled").values_list("agent__login", flat=True))


def test_those_who_coordinate_at_the_partner_s_are_told_what_when_and_how_many(session, partner, carla):
    AgentFactory(login="head", organisation=partner, is_administrator=True)
    AgentFactory(login="agent", organisation=partner)
    AgentFactory(login="gone", organisation=partner, is_coordinator=True, is_active=False)

    open_to(session, partner)

    letter = letters().get()
    assert (letter.agent, letter.action_path) == (carla, "/seances/tableaux/")
    assert letter.subject.startswith("Pour vos agents : Tableaux croisés, ")
    assert "« Ville de Caluire-et-Cuire » ouvre cette séance à vos agents." in letter.body
    assert "2 places sont gardées pour vos agents jusqu’au" in letter.body


def test_while_nobody_coordinates_there_those_who_administer_are_told(session, partner):
    AgentFactory(login="head", organisation=partner, is_administrator=True)

    open_to(session, partner)

    assert told() == ["head"]


def test_seats_kept_for_our_own_services_are_told_to_no_partner(session, partner, carla):
    plan = PoolPlan("unit", 2, RELEASES, unit=UnitFactory(name="Accueil"))
    operations.set_pools(session=session, plans=[plan], at=NOW, by=None)

    assert told() == []


def test_a_partner_is_told_once_whatever_becomes_of_the_number_of_seats(session, partner, carla):
    open_to(session, partner, seats=2)
    send_due(NOW)
    AgentFactory(login="new", organisation=partner, is_coordinator=True)

    for seats in (2, 3, 1):
        open_to(session, partner, seats=seats, at=LATER)

    assert told() == ["carla"]


def test_another_partner_is_told_when_it_is_its_turn(session, partner, carla):
    other = partner_named("Métropole", "metropole")
    AgentFactory(login="malo", organisation=other, is_coordinator=True)
    open_to(session, partner)
    assert told() == ["carla"]

    open_to(session, partner, other)

    assert told() == ["carla", "malo"]


def test_what_is_closed_before_the_letter_left_is_told_to_nobody(session, partner, carla):
    other = partner_named("Métropole", "metropole")
    AgentFactory(login="malo", organisation=other, is_coordinator=True)
    open_to(session, partner, other)

    open_to(session, other)

    assert (told(), send_due(NOW)) == (["malo"], 1)


def test_what_is_opened_again_after_a_letter_that_never_left_is_told(session, partner, carla):
    open_to(session, partner)
    open_to(session)
    assert told() == []

    open_to(session, partner)

    assert told() == ["carla"]


def test_what_is_opened_again_after_the_letter_left_is_not_told_twice(session, partner, carla):
    open_to(session, partner)
    send_due(NOW)

    open_to(session, at=LATER)
    open_to(session, partner, at=LATER)

    assert told() == ["carla"]


def test_a_draft_is_told_to_nobody_until_it_is_published(partner, carla):
    draft = open_to(SessionFactory(seats=6, published_at=None), partner)
    assert told() == []

    for _twice in range(2):
        operations.publish(session=draft, at=NOW)

    assert told() == ["carla"]


def test_seats_that_are_kept_no_more_are_not_promised(partner, carla):
    draft = open_to(SessionFactory(seats=6, published_at=None), partner)

    operations.publish(session=draft, at=NOW + timedelta(days=15))  # the worker has not opened them yet

    assert "vos agents" in letters().get().body
    assert "gardée" not in letters().get().body


def test_a_letter_that_waits_says_what_is_true_when_it_leaves(session, partner, carla, alice):
    before = open_to(session, partner, seats=2).starts_at
    open_to(session, partner, seats=3)
    plans = [
        operations.SittingPlan(sitting.starts_at + timedelta(days=1), sitting.ends_at + timedelta(days=1))
        for sitting in session.sittings.all()
    ]
    operations.edit_session(session=session, at=NOW, by=alice, title="Tableaux de bord", sittings=plans)

    letter = letters().get()
    assert "3 places sont gardées" in letter.body
    assert "Tableaux de bord, sam. 2\xa0mars" in letter.subject
    undo_change(session=session, at=NOW, by=alice)
    letter.refresh_from_db()
    session.refresh_from_db()
    assert (session.starts_at, "ven. 1er\xa0mars" in letter.subject) == (before, True)


def test_a_session_cancelled_before_the_letter_left_is_told_to_no_partner(session, partner, carla, alice):
    open_to(session, partner)

    operations.cancel_session(session=session, reason="Pluie", at=NOW, by=alice)

    assert (told(), send_due(NOW)) == ([], 0)


def test_the_letter_speaks_the_words_of_the_programme_that_invites(partner, carla):
    programme = ProgrammeFactory(words={"session": "atelier", "sessions": "ateliers", "session_gender": "m"})

    open_to(SessionFactory(programme=programme, seats=6), partner)

    body = letters().get().body
    assert "ouvre cet atelier à vos agents" in body
    assert "depuis la page de l’atelier" in body
