"""Kept seats: who gets one, who is passed over and why, and what becomes of them."""

from datetime import date, timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Move, Pool, Registration, Session
from essaim.agenda.queries.invariants import violations
from essaim.agenda.queries.proposals import PoolPlan, proposal
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Partnership
from tests.factories import (
    NOW,
    AgentFactory,
    OrganisationFactory,
    PostingFactory,
    SessionFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
RELEASES = NOW.date() + timedelta(days=14)
LATER = NOW + timedelta(days=14)


@pytest.fixture
def unit():
    return UnitFactory(name="Accueil")


@pytest.fixture
def session():
    return SessionFactory(seats=3)


def agent_of(unit=None, category="C", **fields):
    agent = AgentFactory(unit=unit, **fields)
    PostingFactory(agent=agent, unit=unit or UnitFactory(), category=category)
    return agent


def ask(session, *agents, at=NOW):
    return [operations.register(session=session, agent=agent, at=at).state for agent in agents]


def keep(session, *plans, at=NOW):
    return operations.set_pools(session=session, plans=plans, at=at, by=None)


def for_unit(unit, seats, releases_on=RELEASES):
    return PoolPlan("unit", seats, releases_on, unit=unit)


def for_category(seats, letter="A", releases_on=RELEASES):
    return PoolPlan("category", seats, releases_on, category=letter)


def states(session):
    return list(session.registrations.order_by("ticket", "pk").values_list("state", flat=True))


def pool_of(session, agent):
    return Registration.objects.get(session=session, agent=agent).pool


def test_a_kept_seat_goes_to_the_first_who_may_have_it_though_others_wait(session, unit):
    keep(session, for_unit(unit, 2))
    below = UnitFactory(parent=unit)
    others, insider = [agent_of() for _n in range(2)], agent_of(below)

    got = ask(session, *others, insider)

    assert got == ["confirmed", "waiting", "confirmed"]
    assert pool_of(session, insider).unit == unit
    assert Move.objects.get(registration__agent=others[1]).reason == "seats_kept"
    letter = Letter.objects.get(agent=others[1])
    assert "gardées pour le service « Accueil » jusqu’au" in letter.body
    assert violations(NOW) == []


def test_who_may_use_both_takes_the_kept_seat_so_that_open_ones_stay(session, unit):
    keep(session, for_unit(unit, 1))
    insider, others = agent_of(unit), [agent_of() for _n in range(2)]

    assert ask(session, insider, *others) == ["confirmed"] * 3
    assert (pool_of(session, insider).taken, pool_of(session, others[0])) == (1, None)


def test_first_timers_are_those_who_never_attended_anything(session):
    keep(session, PoolPlan("first", 2, RELEASES))
    old, new = agent_of(), agent_of()
    past = SessionFactory()
    Attendance.objects.create(session=past, agent=old, person=old.person, day=date(2030, 1, 1))

    assert ask(session, old, AgentFactory(), new) == ["confirmed"] * 3
    assert (pool_of(session, old), pool_of(session, new).kind) == (None, "first")


def test_a_kept_seat_given_back_goes_to_who_may_have_it_and_passes_the_others(session, unit):
    keep(session, for_unit(unit, 2))
    insiders, others = [agent_of(unit) for _n in range(3)], [agent_of() for _n in range(2)]
    ask(session, *insiders, *others)  # the third insider takes the open seat; others wait
    late = agent_of(unit)
    ask(session, late)

    operations.withdraw(session=session, agent=insiders[0], at=NOW)

    assert states(session) == ["withdrawn", "confirmed", "confirmed", "waiting", "waiting", "offered"]
    assert pool_of(session, late).unit == unit
    assert violations(NOW) == []


def test_an_offer_of_a_kept_seat_without_answer_goes_to_the_next_who_may_have_it(session, unit):
    keep(session, for_unit(unit, 3))
    insiders = [agent_of(unit) for _n in range(5)]
    ask(session, *insiders, agent_of())
    operations.withdraw(session=session, agent=insiders[0], at=NOW)

    operations.expire_offers(at=NOW + timedelta(days=5))

    assert states(session) == ["withdrawn", "confirmed", "confirmed", "withdrawn", "offered", "waiting"]
    assert violations(NOW) == []


def test_on_the_release_day_free_kept_seats_are_offered_to_the_list_in_order(session, unit):
    keep(session, for_unit(unit, 2))
    first, *others = [agent_of() for _n in range(4)]
    ask(session, first, *others)

    assert operations.release_pools(at=LATER - timedelta(days=1)) == 0
    assert states(session) == ["confirmed", "waiting", "waiting", "waiting"]
    assert (operations.release_pools(at=LATER), operations.release_pools(at=LATER)) == (1, 0)
    assert states(session) == ["confirmed", "offered", "offered", "waiting"]
    assert Move.objects.filter(reason="seats_opened").count() == 2
    assert violations(LATER) == []


def test_a_session_brought_forward_opens_its_kept_seats_on_the_eve_at_the_latest(session, unit):
    keep(session, for_unit(unit, 2))
    ask(session, *[agent_of() for _n in range(2)])
    sooner = NOW + timedelta(days=5)
    Session.objects.filter(pk=session.pk).update(starts_at=sooner, ends_at=sooner + timedelta(hours=2))
    eve = sooner - timedelta(days=1, hours=6)

    assert operations.release_pools(at=eve) == 1
    assert (states(session), violations(eve)) == (["confirmed", "confirmed"], [])


def test_a_late_worker_costs_nobody_a_seat(session, unit):
    """The release day has come, no chore has run: the list is served before the newcomer all the same."""
    keep(session, for_unit(unit, 2))
    ask(session, *[agent_of() for _n in range(2)])

    newcomers = ask(session, agent_of(), agent_of(), at=LATER)

    assert newcomers == ["confirmed", "waiting"]
    assert states(session) == ["confirmed", "offered", "confirmed", "waiting"]
    assert violations(LATER) == []


def test_a_seat_given_back_after_the_release_day_is_open_even_when_the_worker_is_late(session, unit):
    keep(session, for_unit(unit, 3))
    insiders, other = [agent_of(unit) for _n in range(3)], agent_of()
    ask(session, *insiders, other)

    operations.withdraw(session=session, agent=insiders[0], at=LATER)

    assert states(session) == ["withdrawn", "confirmed", "confirmed", "offered"]
    assert violations(LATER) == []


def test_undo_gives_a_kept_seat_back_to_its_holder(session, unit):
    keep(session, for_unit(unit, 2))
    insider, others = agent_of(unit), [agent_of() for _n in range(2)]
    ask(session, insider, *others)
    operations.withdraw(session=session, agent=insider, at=NOW)

    operations.undo_withdrawal(session=session, agent=insider, at=NOW)

    assert (states(session), violations(NOW)) == (["confirmed", "confirmed", "waiting"], [])
    assert pool_of(session, insider).taken == 1


def test_a_kept_seat_stays_kept_for_a_walk_in_until_its_day(session, unit):
    keep(session, for_unit(unit, 3))
    sitting, host = session.sittings.get(), agent_of()

    with pytest.raises(operations.RegistrationClosed):
        operations.mark_presence(sitting=sitting, agent=agent_of(), status="present", at=NOW, by=host)
    operations.mark_presence(sitting=sitting, agent=agent_of(unit), status="present", at=NOW, by=host)
    operations.mark_presence(sitting=sitting, agent=agent_of(), status="present", at=LATER, by=host)

    assert (states(session), violations(LATER)) == (["confirmed", "confirmed"], [])


def test_after_the_cutoff_who_waits_and_may_have_a_kept_seat_takes_it(unit):
    session = SessionFactory(seats=1, starts_at=NOW + timedelta(days=3))
    keep(session, for_unit(unit, 1, NOW.date() + timedelta(days=2)))
    near = session.starts_at - timedelta(hours=40)
    other, insider = agent_of(), agent_of(unit)
    ask(session, insider, other)
    last = session.starts_at - timedelta(hours=1)
    operations.withdraw(session=session, agent=insider, at=last)

    assert near < last
    assert ask(session, other, at=last) == ["confirmed"]
    assert violations(last) == []


def test_cancelling_opens_and_empties_every_pool(session, unit):
    keep(session, for_unit(unit, 2))
    ask(session, agent_of(unit), agent_of())

    operations.cancel_session(session=session, reason="Grève", at=NOW, by=agent_of())

    session.refresh_from_db()
    assert (session.kept, Registration.objects.exclude(pool=None).count(), violations(NOW)) == (0, 0, [])


def test_fewer_seats_than_kept_ones_are_refused_in_words(session, unit):
    keep(session, for_unit(unit, 2))

    with pytest.raises(Refused, match="2 places sont gardées"):
        operations.resize(session=session, seats=1, at=NOW, by=agent_of())
    with pytest.raises(Refused, match="avant de lever la limite"):
        operations.resize(session=session, seats=None, at=NOW, by=agent_of())


def test_fewer_seats_send_back_who_holds_an_open_seat_never_who_holds_a_kept_one(session, unit):
    keep(session, for_unit(unit, 1))
    other, second, insider = agent_of(), agent_of(), agent_of(unit)
    ask(session, other, second, insider)

    operations.resize(session=session, seats=2, at=NOW, by=other, displace=True)

    assert dict(session.registrations.values_list("agent", "state")) == {
        other.pk: "confirmed",
        second.pk: "waiting",
        insider.pk: "confirmed",
    }
    assert violations(NOW) == []


def test_more_seats_are_open_and_go_to_the_list_first(session, unit):
    keep(session, for_unit(unit, 3))
    ask(session, agent_of(), agent_of())

    operations.resize(session=session, seats=4, at=NOW, by=agent_of())

    assert (states(session), violations(NOW)) == (["offered", "waiting"], [])


def test_pools_saved_after_people_registered_take_no_seat_back(session, unit):
    others, insider = [agent_of() for _n in range(2)], agent_of(unit)
    ask(session, *others, insider)

    with pytest.raises(Refused, match="Il manque 1 place"):
        keep(session, for_unit(unit, 2))
    keep(session, for_unit(unit, 1))

    assert (states(session), pool_of(session, insider).taken) == (["confirmed"] * 3, 1)
    assert violations(NOW) == []


def test_saving_the_same_pools_twice_changes_nothing(session, unit):
    for _time in range(2):
        keep(session, for_unit(unit, 1), for_category(1))
        ask(session, agent_of(unit))

    moves = Move.objects.count()
    keep(session, for_unit(unit, 1), for_category(1))

    assert (Move.objects.count(), session.pools.count(), violations(NOW)) == (moves, 2, [])


def test_keeping_fewer_seats_calls_the_list(session, unit):
    keep(session, for_unit(unit, 3))
    ask(session, *[agent_of() for _n in range(2)])

    keep(session)

    assert (states(session), Pool.objects.count(), violations(NOW)) == (["offered", "offered"], 0, [])


def test_a_released_pool_may_be_kept_again(session, unit):
    keep(session, for_unit(unit, 2))
    operations.release_pools(at=LATER)

    keep(session, for_unit(unit, 1, RELEASES + timedelta(days=5)), at=LATER)

    assert (Pool.objects.get().released_at, Session.objects.get(pk=session.pk).kept) == (None, 1)


@pytest.mark.parametrize(("with_pools", "at"), [(True, NOW), (False, NOW), (True, LATER)])
def test_the_simulation_says_what_saving_then_does(unit, with_pools, at):
    session = SessionFactory(seats=4)
    if with_pools:
        keep(session, for_unit(unit, 2), for_category(1))
    people = [agent_of(u, c) for u in (unit, None) for c in "AC" for _n in range(2)]
    ask(session, *reversed(people))
    plans = [for_category(1, releases_on=RELEASES + timedelta(days=2))]

    told = proposal(Session.objects.get(pk=session.pk), plans, at=at)
    keep(session, *plans, at=at)

    rows = {row.agent_id: row for row in session.registrations.select_related("pool").order_by("ticket")}
    called = {one.person for one in told.settlement.called}
    assert {pk for pk, row in rows.items() if row.state == "offered"} == called
    assert [pk for pk, row in rows.items() if row.state == "waiting"] == told.settlement.waiting
    counted = {pk: pool is not None for pk, pool in told.settlement.held.items()}
    counted |= {one.person: one.seat.pool is not None for one in told.settlement.called}
    assert {pk: rows[pk].pool_id is not None for pk in counted} == counted
    assert violations(at) == []


def test_the_simulation_is_right_even_when_the_worker_is_late(unit):
    """A pool is due and nobody opened it: what is saved in that minute decides, and the page had said so."""
    session = SessionFactory(seats=2)
    keep(session, for_unit(unit, 2))
    ask(session, agent_of(), agent_of())
    plans = [for_category(1, releases_on=RELEASES + timedelta(days=2))]

    told = proposal(Session.objects.get(pk=session.pk), plans, at=LATER)
    keep(session, *plans, at=LATER)

    assert [len(told.settlement.called), len(told.settlement.waiting)] == [1, 1]
    assert (states(session), violations(LATER)) == (["offered", "waiting"], [])


def refused(session, *plans, at=NOW):
    with pytest.raises(Refused) as refusal:
        keep(session, *plans, at=at)
    return str(refusal.value)


def test_bad_pools_are_refused_in_words(session, unit):
    elsewhere = OrganisationFactory(slug="ailleurs", name="Ailleurs")
    foreign = UnitFactory(organisation=elsewhere)
    last = session.starts_at.date()

    assert "Vous gardez 4 places, et la séance en a 3" in refused(session, for_unit(unit, 2), for_category(2))
    assert "Vous gardez 100000 places" in refused(session, for_unit(unit, 100_000))
    assert "au moins une place" in refused(session, for_unit(unit, 0))
    assert "Deux lignes" in refused(session, for_unit(unit, 1), for_unit(unit, 1))
    assert "est passé" in refused(session, for_unit(unit, 1, NOW.date()))
    assert "la veille" in refused(session, for_unit(unit, 1, last))
    assert "pas de votre organisation" in refused(session, for_unit(foreign, 1))
    plan = PoolPlan("organisation", 1, RELEASES, organisation=elsewhere)
    assert "proposez d’abord un partenariat" in refused(session, plan)
    assert "pas de limite" in refused(SessionFactory(seats=None), for_unit(unit, 1))
    assert (Pool.objects.count(), Session.objects.filter(kept__gt=0).count()) == (0, 0)


@pytest.fixture
def partner():
    elsewhere = OrganisationFactory(slug="ailleurs", name="Ailleurs")
    Partnership.objects.create(
        proposer=OrganisationFactory(), partner=elsewhere, state="accepted", proposed_at=NOW
    )
    return elsewhere


def test_a_partner_whose_agents_are_registered_goes_on_seeing_the_session(session, partner):
    plan = PoolPlan("organisation", 1, RELEASES, organisation=partner)
    keep(session, plan)
    visitor = agent_of(organisation=partner)
    assert ask(session, visitor) == ["confirmed"]

    assert "1 personne de « Ailleurs » est inscrite" in refused(session)
    Partnership.objects.update(state="ended", ended_at=NOW)
    keep(session, plan)

    assert Session.objects.visible_to(visitor).get() == session


def test_categories_and_first_timers_are_those_of_the_organisation_that_invites(session, partner):
    keep(session, PoolPlan("first", 3, RELEASES), at=NOW)
    visitor = agent_of(organisation=partner)

    assert ask(session, visitor) == ["waiting"]


def test_check_invariants_finds_damaged_pools(session, unit):
    keep(session, for_unit(unit, 2))
    ask(session, agent_of(unit))
    Pool.objects.update(taken=2)
    Registration.objects.update(state="withdrawn")

    rules = {found.rule for found in violations(NOW)}

    assert {"pools_equal_the_rows", "kept_seats_equal_the_pools", "a_kept_seat_is_held"} <= rules
