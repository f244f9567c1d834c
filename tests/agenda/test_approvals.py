"""Asking line managers: the seat is held, an answer is read, the question goes where the seat goes."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Approval
from essaim.agenda.operations.answers import AlreadyAnswered, NotYours, ReasonMissing
from essaim.agenda.queries.approvals import approval_of_token, token_for
from essaim.agenda.queries.rosters import roster
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Deputy, Posting
from tests.agenda.approving import letters, moves, question, refuse, register, state
from tests.conftest import person
from tests.factories import NOW, AgentFactory, FormatFactory, PostingFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)


def test_a_seat_is_held_while_the_manager_is_asked(session, bob, maya):
    register(session, bob)

    session.refresh_from_db()
    assert (state(bob), session.taken) == ("pending", 1)
    assert roster(session) == {"confirmed": [], "waiting": [], "pending": ["bob"]}
    assert (letters(bob), letters(maya)) == (["pending"], ["approval_asked"])
    assert question(bob).due_at == NOW + 5 * DAY  # three working days from a Friday


def test_a_held_seat_counts_as_taken(session, bob, maya):
    register(session, bob)
    register(session, AgentFactory(login="second"))

    assert register(session, AgentFactory(login="third")).state == "waiting"


def test_an_accord_gives_the_seat_and_tells_the_agent(session, bob, maya):
    register(session, bob)

    operations.accept(approval=question(bob), by=maya, at=NOW)

    assert (state(bob), question(bob).state) == ("confirmed", "accepted")
    assert moves(bob) == [("pending", "seat_free"), ("confirmed", "approved")]
    assert (letters(bob), letters(maya)) == (["confirmed"], [])
    assert "Maya Marchand est d’accord" in Letter.objects.get(agent=bob, kind="confirmed").body


def test_a_refusal_gives_the_seat_to_the_next_with_its_reason_and_other_dates(session, bob, maya):
    SessionFactory(title=session.title, slug="autre-date", starts_at=NOW + 40 * DAY)
    register(session, bob)
    register(session, AgentFactory(login="second"))
    waiting = AgentFactory(login="third")
    register(session, waiting)

    refuse(bob, maya, words="Trois absences ce jour-là.")

    letter = Letter.objects.get(agent=bob, kind="refused").body
    assert (state(bob), state(waiting)) == ("refused", "offered")
    assert "Refus de Maya Marchand : nécessités de service. « Trois absences ce jour-là. »" in letter
    assert "Tableaux croisés, mar. 12" in letter or "D’autres dates" in letter


@pytest.mark.parametrize(("reason", "words"), [("", ""), ("silence", ""), ("inconnue", ""), ("other", "  ")])
def test_a_refusal_without_a_reason_is_refused(session, bob, maya, reason, words):
    register(session, bob)

    with pytest.raises(ReasonMissing):
        refuse(bob, maya, reason=reason, words=words)

    assert (state(bob), question(bob).state) == ("pending", "asked")


def test_the_second_of_two_answers_reads_what_the_first_decided(session, bob, maya):
    deputy = person("dina", "Petit", "Courrier", first_name="Dina")
    Deputy.objects.create(manager=maya, agent=deputy, starts_on=NOW.date(), ends_on=NOW.date())
    register(session, bob)
    seen_by_both = question(bob)

    operations.accept(approval=seen_by_both, by=maya, at=NOW)
    with pytest.raises(AlreadyAnswered, match="Maya Marchand a déjà donné l’accord"):
        operations.refuse(approval=seen_by_both, by=deputy, at=NOW, reason="date")

    assert state(bob) == "confirmed"


def test_another_manager_may_not_answer(session, bob, maya, hugo):
    register(session, bob)

    with pytest.raises(NotYours):
        refuse(bob, hugo)


def test_who_has_no_manager_is_asked_of_the_coordination(session, hugo, alice):
    register(session, hugo)

    assert (question(hugo).asked_of, question(hugo).level) == (None, Approval.Level.COORDINATION)
    assert letters(alice) == ["approval_asked"]
    operations.accept(approval=question(hugo), by=alice, at=NOW)
    assert state(hugo) == "confirmed"


def test_where_nobody_can_be_asked_the_seat_is_given(session, alice):
    register(session, alice)

    assert state(alice) == "confirmed"


def test_a_manager_who_registers_a_person_has_agreed(session, bob, maya):
    operations.register(session=session, agent=bob, at=NOW, by=maya)

    assert state(bob) == "confirmed"


def test_a_format_may_ask_where_the_programme_informs(alice, bob, maya):
    asking = FormatFactory(name="Prépa’Truc²", slug="prepa", manager_rule="asked")
    exam = SessionFactory(format=asking)

    register(exam, bob)
    register(SessionFactory(), maya)

    assert (state(bob), state(maya)) == ("pending", "confirmed")


def test_a_manager_may_change_an_accord_until_the_session_is_near(session, bob, maya):
    register(session, bob)
    operations.accept(approval=question(bob), by=maya, at=NOW)

    operations.change_mind(approval=question(bob), by=maya, at=NOW + DAY)

    assert (state(bob), question(bob).state) == ("pending", "asked")
    operations.accept(approval=question(bob), by=maya, at=NOW + DAY)
    with pytest.raises(Refused, match="trop proche"):
        operations.change_mind(approval=question(bob), by=maya, at=session.starts_at - DAY)


def test_a_refusal_is_taken_back_only_while_the_seat_is_free(session, bob, maya):
    register(session, bob)
    refuse(bob, maya)
    operations.change_mind(approval=question(bob), by=maya, at=NOW)
    assert state(bob) == "pending"

    refuse(bob, maya)
    for _number in range(2):
        register(session, AgentFactory())
    with pytest.raises(Refused, match="déjà trouvé quelqu’un"):
        operations.change_mind(approval=question(bob), by=maya, at=NOW)


def test_who_was_refused_does_not_ask_again_for_the_same_session(session, bob, maya):
    register(session, bob)
    refuse(bob, maya)

    with pytest.raises(Refused, match="a été refusée"):
        register(session, bob)


def test_withdrawing_drops_the_question(session, bob, maya):
    register(session, bob)

    operations.withdraw(session=session, agent=bob, at=NOW)

    assert (question(bob).state, letters(maya)) == ("dropped", [])
    with pytest.raises(AlreadyAnswered, match="n’a plus d’objet"):
        operations.accept(approval=question(bob), by=maya, at=NOW)


def test_undoing_a_withdrawal_asks_again_unless_the_accord_was_given(session, bob, maya):
    register(session, bob)
    operations.withdraw(session=session, agent=bob, at=NOW)
    operations.undo_withdrawal(session=session, agent=bob, at=NOW)
    assert state(bob) == "pending"

    operations.accept(approval=question(bob), by=maya, at=NOW)
    operations.withdraw(session=session, agent=bob, at=NOW)
    operations.undo_withdrawal(session=session, agent=bob, at=NOW)
    assert state(bob) == "confirmed"


def test_cancelling_the_session_drops_every_question(session, bob, maya, alice):
    register(session, bob)

    operations.cancel_session(session=session, reason="Grève", at=NOW, by=alice)

    assert (state(bob), question(bob).state, letters(maya)) == ("cancelled", "dropped", [])


def test_fewer_seats_send_a_held_one_to_the_list_without_its_question(session, bob, maya, alice):
    register(session, AgentFactory(login="first"))
    register(session, bob)

    operations.resize(session=session, seats=1, at=NOW, by=alice, displace=True)

    assert (state(bob), question(bob).state) == ("waiting", "dropped")


def test_a_promoted_person_is_asked_for_when_the_offer_is_taken(session, bob, maya, alice):
    operations.resize(session=session, seats=1, at=NOW, by=alice)
    first = AgentFactory(login="first")
    register(session, first)
    register(session, bob)
    operations.withdraw(session=session, agent=first, at=NOW)
    offered = state(bob)

    register(session, bob)

    assert (offered, state(bob)) == ("offered", "pending")
    assert moves(bob)[-1] == ("pending", "offer_taken")


def test_near_the_session_a_promoted_person_is_asked_for_at_once(session, bob, maya, alice):
    operations.resize(session=session, seats=1, at=NOW, by=alice)
    first = AgentFactory(login="first")
    register(session, first)
    register(session, bob)

    operations.withdraw(session=session, agent=first, at=session.starts_at - timedelta(hours=40))

    assert moves(bob)[-1] == ("pending", "seat_freed")


def test_who_is_pending_and_comes_is_present(session, bob, maya, hugo):
    sitting = session.sittings.get()
    register(session, bob)

    operations.mark_everybody(sitting=sitting, at=NOW, by=hugo)

    assert (state(bob), question(bob).state) == ("confirmed", "dropped")
    assert sitting.presences.get().status == "present"


def test_who_left_gives_a_held_seat_back(session, bob, maya):
    register(session, bob)
    bob.is_active = False
    bob.save()

    operations.release_leavers(at=NOW)

    session.refresh_from_db()
    assert (state(bob), question(bob).state, session.taken) == ("withdrawn", "dropped", 0)


def test_a_token_serves_one_question_and_one_person(session, bob, maya):
    register(session, bob)
    token = token_for(question(bob), maya)

    assert approval_of_token(token) == (question(bob), maya)
    assert approval_of_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert approval_of_token("inconnu") is None


def test_registering_costs_a_fixed_number_of_queries(session, bob, maya, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        register(session, bob)


def test_who_manages_is_looked_up_at_the_date(session, bob, maya, ada):
    Posting.objects.filter(agent=bob).update(ends_on=NOW.date() - DAY)
    PostingFactory(agent=bob, line_manager=ada, starts_on=NOW.date())

    register(session, bob)

    assert question(bob).asked_of == ada
