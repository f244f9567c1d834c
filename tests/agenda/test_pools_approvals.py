"""Kept seats where managers are asked, where others register, and where files leave the house."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Pool, Registration
from essaim.agenda.queries.approvals import other_dates
from essaim.agenda.queries.exports import registration_rows
from essaim.agenda.queries.others import candidates, entitled_to_kept_seats, place_in, with_standing
from essaim.agenda.queries.proposals import PoolPlan
from tests.agenda.approving import question, refuse, register
from tests.factories import NOW, AgentFactory, OrganisationFactory, SessionFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


@pytest.fixture
def session(session, bob, maya, alice):
    """Two seats, one of them kept for Bob's service; Maya is asked."""
    plan = PoolPlan("unit", 1, NOW.date() + 14 * DAY, unit=bob.unit)
    return operations.set_pools(session=session, plans=[plan], at=NOW, by=alice)


def seat_of(agent):
    registration = Registration.objects.get(agent=agent)
    return registration.state, registration.pool.kind if registration.pool else None


def counted(session):
    session.refresh_from_db()
    return session.taken, session.kept, session.waiting, Pool.objects.get(session=session).taken


def test_a_request_holds_the_kept_seat_while_the_manager_is_asked(session, bob):
    register(session, bob)

    assert (seat_of(bob), counted(session)) == (("pending", "unit"), (1, 0, 0, 1))


def test_a_refused_kept_seat_goes_to_the_next_of_its_service_not_to_the_first_in_line(session, bob, maya):
    register(session, bob)
    register(session, AgentFactory())
    first, colleague = AgentFactory(unit=UnitFactory()), AgentFactory(unit=bob.unit)
    register(session, first)
    register(session, colleague)

    refuse(bob, maya)

    assert (seat_of(bob), seat_of(first)) == (("refused", None), ("waiting", None))
    assert seat_of(colleague) == ("offered", "unit")
    assert counted(session) == (2, 0, 1, 1)


def test_who_changes_their_mind_holds_the_kept_seat_again(session, bob, maya):
    register(session, bob)
    answered = refuse(bob, maya)

    operations.change_mind(approval=answered, by=maya, at=NOW)

    assert (seat_of(bob), counted(session)) == (("pending", "unit"), (1, 0, 0, 1))


def test_an_accord_keeps_the_seat_of_the_pool(session, bob, maya):
    register(session, bob)

    operations.accept(approval=question(bob), by=maya, at=NOW)

    assert (seat_of(bob), counted(session)) == (("confirmed", "unit"), (1, 0, 0, 1))


def test_a_screen_that_registers_others_tells_each_the_seat_that_the_rules_would_give(session, bob):
    first, second, colleague = AgentFactory(), AgentFactory(), AgentFactory(unit=bob.unit)
    found = candidates(session, [first, second, colleague], reader=colleague)

    place, entitled = place_in(session, NOW), entitled_to_kept_seats(session, found, at=NOW)

    said = [one.standing for one in with_standing(found, place, entitled=entitled)]
    assert said == ["Une place", "En attente, rang 1", "Une place"]


def test_a_refused_guest_reads_no_date_that_is_not_open_to_them(session):
    guest = AgentFactory(organisation=OrganisationFactory(slug="hopital"))
    SessionFactory(title=session.title, slug="autre-date", starts_at=NOW + 40 * DAY, format=session.format)

    assert other_dates(session, reader=guest, at=NOW) == []


def test_a_file_tells_the_organisation_of_a_guest_and_neither_number_nor_service(session, bob, alice):
    partner = OrganisationFactory(slug="hopital", name="Hôpital")
    guest = AgentFactory(organisation=partner, hr_number="SECRET", unit=UnitFactory(organisation=partner))
    bob.hr_number = "000042"
    bob.save()
    register(session, bob)
    register(session, guest)

    rows = set(registration_rows(type(session).objects.all(), "number", "service"))

    assert rows == {("000042", bob.unit.name), ("", "Hôpital")}
