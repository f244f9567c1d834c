"""Asking line managers: the seat is held, an answer is read, silence has a rule, the law has its say."""

from datetime import date, timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration
from essaim.agenda.operations.answers import AlreadyAnswered, NotYours, ReasonMissing
from essaim.agenda.queries.approvals import approval_of_token, overdue, token_for
from essaim.agenda.queries.invariants import violations
from essaim.agenda.queries.rosters import roster
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Deputy, Posting
from essaim.people.operations.deputies import NotADeputy, name_deputy
from essaim.programmes.models import Format, Programme
from tests.conftest import person
from tests.factories import NOW, AgentFactory, FormatFactory, PostingFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _promises_hold_at_the_end(db):
    yield
    assert violations(NOW) == []


@pytest.fixture
def asking(alice):
    """TRUC² asks; Alice runs it."""
    programme = Programme.objects.get()
    programme.manager_rule = "asked"
    programme.save()
    return programme


@pytest.fixture
def session(asking):
    return SessionFactory(title="Tableaux croisés", slug="tableaux-croises", seats=2)


def register(session, agent, at=NOW):
    return operations.register(session=session, agent=agent, at=at)


def question(agent):
    return Approval.objects.filter(registration__agent=agent).latest("pk")


def state(agent, session=None):
    rows = Registration.objects.filter(agent=agent)
    return rows.filter(session=session).get().state if session else rows.get().state


def moves(agent):
    rows = Registration.objects.filter(agent=agent).latest("pk").moves.order_by("pk")
    return list(rows.values_list("state", "reason"))


def letters(agent):
    rows = Letter.objects.filter(agent=agent).exclude(state="cancelled").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def refuse(agent, by, at=NOW, reason="service_needs", **words):
    return operations.refuse(approval=question(agent), by=by, at=at, reason=reason, **words)


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


def test_a_deputy_is_written_to_and_may_answer_during_the_period_only(session, bob, maya):
    deputy = person("dina", "Petit", "Courrier", first_name="Dina")
    today = NOW.date()
    name_deputy(manager=maya, agent=deputy, starts_on=today, ends_on=today, today=today)
    register(session, bob)

    assert letters(deputy) == ["approval_asked"]
    with pytest.raises(NotYours):
        operations.accept(approval=question(bob), by=deputy, at=NOW + DAY)
    operations.accept(approval=question(bob), by=deputy, at=NOW)
    assert state(bob) == "confirmed"


def test_nobody_answers_for_oneself_even_as_deputy(session, bob, maya):
    Deputy.objects.create(manager=maya, agent=bob, starts_on=NOW.date(), ends_on=NOW.date())
    register(session, bob)

    with pytest.raises(NotYours):
        operations.accept(approval=question(bob), by=bob, at=NOW)

    assert letters(bob) == ["pending"]


def test_another_manager_may_not_answer(session, bob, maya, hugo):
    register(session, bob)

    with pytest.raises(NotYours):
        refuse(bob, hugo)


@pytest.mark.parametrize(
    ("starts", "ends"), [(1, 0), (-3, -1), (0, 500)], ids=["backwards", "over", "for ever"]
)
def test_a_deputy_for_an_impossible_period_is_refused(maya, hugo, starts, ends):
    today = NOW.date()

    with pytest.raises(NotADeputy):
        name_deputy(
            manager=maya, agent=hugo, starts_on=today + starts * DAY, ends_on=today + ends * DAY, today=today
        )


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


def test_a_manager_who_left_is_not_waited_for(session, bob, maya, alice):
    register(session, bob)
    maya.is_active = False
    maya.save()

    operations.apply_silence(at=NOW)

    assert (state(bob), question(bob).asked_of) == ("pending", None)
    assert letters(alice) == ["approval_asked"]


def test_a_format_may_ask_where_the_programme_informs(alice, bob, maya):
    asking = FormatFactory(name="Prépa’Truc²", slug="prepa", manager_rule="asked")
    exam = SessionFactory(format=asking)

    register(exam, bob)
    register(SessionFactory(), maya)

    assert (state(bob), state(maya)) == ("pending", "confirmed")


def test_one_reminder_is_written_half_way(session, bob, maya):
    register(session, bob)

    early = operations.remind_managers(at=NOW + timedelta(hours=5))
    late = [operations.remind_managers(at=NOW + 4 * DAY) for _turn in range(2)]

    assert (early, late) == (0, [1, 0])
    assert letters(maya) == ["approval_asked", "approval_reminder"]


@pytest.mark.parametrize(
    ("rule", "expected"), [("accept", "confirmed"), ("refuse", "refused"), ("escalate", "pending")]
)
def test_silence_follows_the_rule_of_the_programme(session, asking, bob, maya, rule, expected):
    asking.on_silence = rule
    asking.save()
    register(session, bob)
    due = question(bob).due_at

    before = operations.apply_silence(at=due - timedelta(minutes=1))
    after = [operations.apply_silence(at=due) for _turn in range(2)]

    assert (before, after, state(bob)) == (0, [1, 0], expected)


def test_silence_goes_up_to_the_manager_s_manager_then_to_the_coordination(
    session, asking, bob, maya, ada, alice
):
    asking.on_silence = "escalate"
    asking.save()
    maya.postings.update(line_manager=ada)
    register(session, bob)

    operations.apply_silence(at=question(bob).due_at)
    first = question(bob)
    operations.apply_silence(at=first.due_at)
    second = question(bob)
    operations.apply_silence(at=second.due_at)

    assert (first.asked_of, first.level, second.asked_of) == (ada, Approval.Level.ABOVE, None)
    assert (letters(ada), letters(alice)) == ([], ["approval_asked"])  # unsent letters to Ada were taken back
    assert [row.approval for row in overdue([asking], at=second.due_at)] == [second]
    assert state(bob) == "pending"
    operations.apply_silence(at=session.starts_at)
    assert moves(bob)[-1] == ("confirmed", "too_late")


def test_what_is_asked_never_waits_past_the_moment_when_the_list_stops(asking, bob, maya):
    near = SessionFactory(starts_at=NOW + 3 * DAY)

    register(near, bob)

    assert question(bob).due_at < near.starts_at - timedelta(hours=12)


@pytest.fixture
def refused_once(session, bob, maya):
    register(session, bob)
    refuse(bob, maya)
    return SessionFactory(title=session.title, slug="encore", seats=1, starts_at=NOW + 40 * DAY)


def test_a_second_refusal_in_a_row_stays_a_proposal(refused_once, bob, maya):
    register(refused_once, bob)
    waiting = AgentFactory(login="attend")
    register(refused_once, waiting)

    refuse(bob, maya)

    assert (state(bob, refused_once), question(bob).state) == ("pending", "proposed")
    assert state(waiting) == "waiting"
    assert "deuxième refus de suite" in Letter.objects.filter(agent=bob, kind="pending").latest("pk").body


def test_an_accord_between_two_refusals_starts_again(refused_once, bob, maya):
    register(refused_once, bob)
    operations.accept(approval=question(bob), by=maya, at=NOW)
    third = SessionFactory(title=refused_once.title, slug="une-troisieme", starts_at=NOW + 50 * DAY)
    register(third, bob)

    refuse(bob, maya)

    assert state(bob, third) == "refused"


def test_another_training_is_refused_without_an_opinion(refused_once, bob, maya):
    other = SessionFactory(title="Publipostage")
    register(other, bob)

    refuse(bob, maya)

    assert state(bob, other) == "refused"


def test_what_is_no_training_needs_no_opinion(refused_once, bob, maya):
    Format.objects.update(nature="not_training")
    register(refused_once, bob)

    refuse(bob, maya)

    assert state(bob, refused_once) == "refused"


@pytest.mark.parametrize(("takes_effect", "expected"), [(True, "refused"), (False, "confirmed")])
def test_the_opinion_is_recorded_and_decides(refused_once, bob, maya, ada, takes_effect, expected):
    register(refused_once, bob)
    refuse(bob, maya)

    operations.record_opinion(
        approval=question(bob),
        opinion="favourable",
        on=NOW.date(),
        reference="CAP C, 12",
        takes_effect=takes_effect,
        by=ada,
        at=NOW,
    )

    assert state(bob, refused_once) == expected
    assert (question(bob).opinion_reference, question(bob).opinion_by) == ("CAP C, 12", ada)


@pytest.mark.parametrize(
    "wrong", [{"opinion": ""}, {"reference": " "}, {"on": date(2031, 1, 1)}, {"by": "maya"}], ids=str
)
def test_an_opinion_without_its_date_or_reference_or_by_somebody_else_is_refused(
    request, refused_once, bob, maya, ada, wrong
):
    register(refused_once, bob)
    refuse(bob, maya)
    given = {"opinion": "favourable", "reference": "CAP", "on": NOW.date(), "by": "ada"} | wrong
    by = request.getfixturevalue(given.pop("by"))

    with pytest.raises(Refused):
        operations.record_opinion(approval=question(bob), takes_effect=True, at=NOW, by=by, **given)

    assert state(bob, refused_once) == "pending"


def test_a_refusal_without_its_opinion_never_takes_effect(refused_once, bob, maya):
    register(refused_once, bob)
    refuse(bob, maya)

    operations.apply_silence(at=refused_once.starts_at)

    assert moves(bob)[-1] == ("confirmed", "too_late")


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
