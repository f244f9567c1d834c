"""Registering, waiting, withdrawing, undoing."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Registration
from essaim.agenda.operations import RegistrationClosed, SeatGone
from essaim.agenda.queries.rosters import roster
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


def crowd(count):
    return [AgentFactory(login=f"a{n}") for n in range(1, count + 1)]


def fill(session, agents, at=NOW):
    for agent in agents:
        operations.register(session=session, agent=agent, at=at)


def moves_of(session, agent):
    rows = Registration.objects.get(session=session, agent=agent).moves.order_by("pk")
    return list(rows.values_list("state", "reason"))


def test_register_gives_seats_while_there_are_some_then_ranks_in_order_of_arrival():
    session = SessionFactory(seats=2)

    fill(session, crowd(4))

    assert roster(session) == {"confirmed": ["a1", "a2"], "waiting": ["a3", "a4"]}


def test_register_twice_keeps_the_first_registration():
    session = SessionFactory(seats=1)
    first, second = crowd(2)

    fill(session, [first, first, second, second])

    assert roster(session) == {"confirmed": ["a1"], "waiting": ["a2"]}
    assert moves_of(session, first) == [("confirmed", "seat_free")]


def test_register_without_limit_never_makes_anybody_wait():
    session = SessionFactory(seats=None)

    fill(session, crowd(5))

    assert roster(session)["waiting"] == []


@pytest.mark.parametrize(
    ("fields", "at", "sentence"),
    [
        ({"published_at": None}, NOW, "ne prend plus"),
        ({"registration_opens_at": NOW + DAY}, NOW, "pas encore ouvertes"),
        ({"registration_closes_at": NOW - DAY}, NOW, "ne prend plus"),
        ({"cancelled_at": NOW, "cancel_reason": "grève"}, NOW, "grève"),
        ({}, NOW + 30 * DAY, "ne prend plus"),
    ],
)
def test_register_is_refused_outside_its_period(fields, at, sentence):
    session = SessionFactory(**fields)

    with pytest.raises(RegistrationClosed, match=sentence):
        operations.register(session=session, agent=AgentFactory(), at=at)

    assert session.registrations.count() == 0


def test_withdraw_offers_the_seat_to_the_first_in_line_until_some_working_hours_later():
    session = SessionFactory(seats=1)
    first, second, third = crowd(3)
    fill(session, [first, second, third])

    operations.withdraw(session=session, agent=first, at=NOW)

    offered = Registration.objects.get(agent=second)
    assert (offered.state, offered.offered_until) == ("offered", NOW + 3 * DAY)  # Friday 10 h to Monday 10 h
    assert roster(session) == {"confirmed": [], "waiting": ["a3"]}


def test_withdraw_near_the_session_gives_the_seat_without_asking():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])

    operations.withdraw(session=session, agent=first, at=session.starts_at - timedelta(hours=40))

    assert roster(session) == {"confirmed": ["a2"], "waiting": []}


def test_withdraw_after_the_cutoff_calls_nobody_and_the_free_seat_is_for_who_asks_first():
    session = SessionFactory(seats=1)
    first, second, third = crowd(3)
    fill(session, [first, second])
    late = session.starts_at - timedelta(hours=3)

    operations.withdraw(session=session, agent=first, at=late)
    assert roster(session) == {"confirmed": [], "waiting": ["a2"]}
    operations.register(session=session, agent=third, at=late)

    assert roster(session) == {"confirmed": ["a3"], "waiting": ["a2"]}


def test_who_waits_may_take_a_free_seat_after_the_cutoff_in_one_tap():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])
    late = session.starts_at - timedelta(hours=3)
    operations.withdraw(session=session, agent=first, at=late)

    operations.register(session=session, agent=second, at=late)

    assert roster(session) == {"confirmed": ["a2"], "waiting": []}


def test_a_newcomer_never_passes_the_list_while_a_seat_is_offered():
    session = SessionFactory(seats=1)
    first, second, newcomer = crowd(3)
    fill(session, [first, second])
    operations.withdraw(session=session, agent=first, at=NOW)

    operations.register(session=session, agent=newcomer, at=NOW)

    assert Registration.objects.get(agent=newcomer).state == "waiting"


def test_an_offer_is_accepted_by_the_same_tap_as_a_registration():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])
    operations.withdraw(session=session, agent=first, at=NOW)

    operations.register(session=session, agent=second, at=NOW)

    assert moves_of(session, second)[-1] == ("confirmed", "offer_taken")


def test_an_offer_without_answer_goes_to_the_next_and_says_so():
    session = SessionFactory(seats=1)
    first, second, third = crowd(3)
    fill(session, [first, second, third])
    operations.withdraw(session=session, agent=first, at=NOW)

    assert operations.expire_offers(at=NOW + 3 * DAY) == 1

    assert moves_of(session, second)[-1] == ("withdrawn", "offer_expired")
    assert Registration.objects.get(agent=third).state == "offered"
    assert Letter.objects.filter(agent=second, kind="offer_ended").count() == 1


def test_an_offer_that_is_over_cannot_be_taken():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])
    operations.withdraw(session=session, agent=first, at=NOW)

    with pytest.raises(SeatGone):
        operations.accept_offer(session=session, agent=second, at=NOW + 4 * DAY)


def test_expire_offers_twice_does_it_once():
    session = SessionFactory(seats=1)
    first, second, third = crowd(3)
    fill(session, [first, second, third])
    operations.withdraw(session=session, agent=first, at=NOW)

    counts = [operations.expire_offers(at=NOW + 3 * DAY) for _ in range(2)]

    assert counts == [1, 0]


def test_undo_gives_the_seat_back_when_nobody_holds_it():
    session = SessionFactory(seats=1)
    (first,) = crowd(1)
    fill(session, [first])
    operations.withdraw(session=session, agent=first, at=NOW)

    operations.undo_withdrawal(session=session, agent=first, at=NOW)

    assert roster(session)["confirmed"] == ["a1"]


def test_undo_is_refused_once_the_seat_is_offered_to_somebody():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])
    operations.withdraw(session=session, agent=first, at=NOW)

    with pytest.raises(SeatGone, match="trouvé quelqu’un"):
        operations.undo_withdrawal(session=session, agent=first, at=NOW)

    assert Registration.objects.get(agent=second).state == "offered"


def test_undo_of_leaving_the_list_gives_the_old_rank_back():
    session = SessionFactory(seats=1)
    agents = crowd(4)
    fill(session, agents)
    operations.withdraw(session=session, agent=agents[1], at=NOW)

    operations.undo_withdrawal(session=session, agent=agents[1], at=NOW)

    assert roster(session)["waiting"] == ["a2", "a3", "a4"]


def test_registering_again_after_a_withdrawal_starts_at_the_end_of_the_list():
    session = SessionFactory(seats=1)
    agents = crowd(3)
    fill(session, agents)
    operations.withdraw(session=session, agent=agents[1], at=NOW)

    operations.register(session=session, agent=agents[1], at=NOW)

    assert roster(session)["waiting"] == ["a3", "a2"]


def test_resize_below_the_seats_taken_is_refused_and_names_the_last_in_order():
    session = SessionFactory(seats=3)
    fill(session, crowd(3))

    with pytest.raises(operations.SeatsBelowTaken) as refusal:
        operations.resize(session=session, seats=1, at=NOW, by=AgentFactory())

    assert [registration.agent.login for registration in refusal.value.last_in_order] == ["a2", "a3"]
    session.refresh_from_db()
    assert session.seats == 3


def test_resize_sends_the_last_to_the_head_of_the_list_only_when_told_to():
    session = SessionFactory(seats=3)
    fill(session, crowd(5))

    operations.resize(session=session, seats=1, at=NOW, by=AgentFactory(), displace=True)

    assert roster(session) == {"confirmed": ["a1"], "waiting": ["a2", "a3", "a4", "a5"]}


def test_resize_up_offers_the_new_seats_in_order():
    session = SessionFactory(seats=1)
    fill(session, crowd(4))

    operations.resize(session=session, seats=3, at=NOW, by=AgentFactory())

    states = Registration.objects.order_by("ticket").values_list("state", flat=True)
    assert list(states) == ["confirmed", "offered", "offered", "waiting"]


def test_resize_is_refused_once_the_session_is_cancelled():
    session = SessionFactory(seats=1)
    operations.cancel_session(session=session, reason="Grève", at=NOW, by=AgentFactory())

    with pytest.raises(Refused, match="annulée"):
        operations.resize(session=session, seats=3, at=NOW, by=AgentFactory())


def test_cancel_ends_every_state_with_its_reason_and_takes_back_unsent_letters():
    session = SessionFactory(seats=1)
    agents = crowd(3)
    fill(session, agents)
    operations.withdraw(session=session, agent=agents[0], at=NOW)

    operations.cancel_session(session=session, reason="Salle inondée", at=NOW, by=AgentFactory())

    states = Registration.objects.order_by("ticket").values_list("agent__login", "state")
    assert list(states) == [("a1", "withdrawn"), ("a2", "cancelled"), ("a3", "cancelled")]
    unsent = (
        Letter.objects.filter(state="to_send").order_by("agent", "pk").values_list("agent__login", "kind")
    )
    assert list(unsent) == [("a1", "withdrawn"), ("a2", "cancelled"), ("a3", "cancelled")]


def test_cancel_asks_for_a_reason():
    session = SessionFactory()

    with pytest.raises(Refused, match="raison"):
        operations.cancel_session(session=session, reason=" ", at=NOW, by=AgentFactory())


def test_each_move_takes_back_the_unsent_letter_that_it_makes_untrue():
    session = SessionFactory(seats=1)
    (agent,) = crowd(1)
    fill(session, [agent])
    operations.withdraw(session=session, agent=agent, at=NOW)
    operations.register(session=session, agent=agent, at=NOW)

    letters = Letter.objects.order_by("pk").values_list("kind", "state")

    assert list(letters) == [("confirmed", "cancelled"), ("withdrawn", "cancelled"), ("confirmed", "to_send")]


def test_one_registration_costs_at_most_fifteen_queries(django_assert_max_num_queries):
    session = SessionFactory(seats=1)
    first, second = crowd(2)

    with django_assert_max_num_queries(15):
        operations.register(session=session, agent=first, at=NOW)
    with django_assert_max_num_queries(15):
        operations.register(session=session, agent=second, at=NOW)


def test_who_left_gives_the_coming_seat_back_and_gets_no_letter():
    session = SessionFactory(seats=1)
    first, second = crowd(2)
    fill(session, [first, second])
    first.is_active = False
    first.save()

    assert [operations.release_leavers(at=NOW) for _ in range(2)] == [1, 0]

    assert Registration.objects.get(agent=second).state == "offered"
    assert Letter.objects.filter(agent=first, state="to_send").count() == 0
