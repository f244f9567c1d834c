"""Presences in the room, closing, correcting."""

from datetime import date, timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Attendance, Presence, Registration
from essaim.agenda.queries.invariants import violations
from essaim.kernel.errors import Refused
from essaim.people.models import Unit
from tests.factories import NOW, AgentFactory, SessionFactory

DAY = timedelta(days=1)


@pytest.fixture
def session(hosted, bob):
    operations.register(session=hosted, agent=bob, at=NOW)
    return hosted


@pytest.fixture
def sitting(session):
    return session.sittings.get()


def close(session, by):
    return operations.close_session(session=session, at=session.ends_at, by=by)


def test_mark_everybody_leaves_what_was_noted(session, sitting, bob, hugo):
    late = AgentFactory()
    operations.register(session=session, agent=late, at=NOW)
    operations.mark_presence(sitting=sitting, agent=bob, status="excused", at=session.starts_at, by=hugo)

    assert operations.mark_everybody(sitting=sitting, at=session.starts_at, by=hugo) == 1

    assert dict(Presence.objects.values_list("agent", "status")) == {bob.pk: "excused", late.pk: "present"}


def test_closing_freezes_what_each_was_that_day(session, sitting, bob, hugo):
    operations.mark_everybody(sitting=sitting, at=session.starts_at, by=hugo)
    close(session, hugo)

    bob.postings.update(category="A", unit=Unit.objects.exclude(pk=bob.unit_id).first())
    Unit.objects.filter(pk=bob.unit_id).update(name="Relation aux usagers")

    frozen = Attendance.objects.get()
    assert (frozen.category, frozen.unit_path, frozen.organisation_name, frozen.day) == (
        "C",
        ["Accueil"],
        "Ville de Caluire-et-Cuire",
        date(2030, 3, 1),
    )


def test_closing_counts_as_absent_those_of_whom_nothing_was_noted(session, hugo):
    close(session, hugo)

    assert (Presence.objects.get().status, Attendance.objects.count()) == ("absent", 0)


def test_closing_twice_is_harmless(session, sitting, hugo):
    operations.mark_everybody(sitting=sitting, at=session.starts_at, by=hugo)
    close(session, hugo)
    close(session, hugo)

    assert Attendance.objects.count() == 1


def test_closing_is_refused_before_the_last_date_has_begun(session, hugo):
    with pytest.raises(Refused, match="n’a pas commencé"):
        operations.close_session(session=session, at=NOW, by=hugo)


def test_a_walk_in_takes_a_free_seat(session, sitting, hugo):
    guest = AgentFactory()

    operations.mark_presence(sitting=sitting, agent=guest, status="present", at=session.starts_at, by=hugo)

    assert Registration.objects.get(agent=guest).state == "confirmed"
    assert violations(NOW) == []


def test_a_walk_in_beyond_the_seats_is_refused_in_words(sitting, session, bob, hugo):
    operations.resize(session=session, seats=1, at=NOW, by=hugo)

    with pytest.raises(Refused, match="plus de place"):
        operations.mark_presence(
            sitting=sitting, agent=AgentFactory(), status="present", at=session.starts_at, by=hugo
        )

    assert Presence.objects.count() == 0


def test_a_correction_after_the_closing_moves_the_attendance(session, sitting, bob, hugo):
    close(session, hugo)

    operations.correct_presence(
        sitting=sitting, agent=bob, status="present", at=session.ends_at + DAY, by=hugo
    )
    counted = Attendance.objects.count()
    operations.correct_presence(
        sitting=sitting, agent=bob, status="absent", at=session.ends_at + DAY, by=hugo
    )

    assert (counted, Attendance.objects.count(), violations(NOW)) == (1, 0, [])


def test_presence_of_a_closed_session_is_not_marked_in_the_room(session, sitting, bob, hugo):
    close(session, hugo)

    with pytest.raises(Refused, match="terminée"):
        operations.mark_presence(sitting=sitting, agent=bob, status="present", at=session.ends_at, by=hugo)


def test_planning_gives_a_draft_with_its_dates_code_and_readable_address(bob, alice):
    model = SessionFactory()
    plan = operations.SittingPlan(starts_at=NOW + 9 * DAY, ends_at=NOW + 9 * DAY + timedelta(hours=2))
    arguments = {
        "programme": model.programme,
        "format": model.format,
        "sittings": [plan],
        "at": NOW,
        "by": alice,
    }

    drafts = [
        operations.plan_session(title="L’été à l’accueil !", hosts=[bob], **arguments) for _ in range(3)
    ]

    assert [draft.slug for draft in drafts] == [
        "lete-a-laccueil",
        "lete-a-laccueil-10-02-2030",
        "lete-a-laccueil-10-02-2030-2",
    ]
    assert all(draft.published_at is None and len(draft.code) == 5 for draft in drafts)


@pytest.mark.parametrize(
    ("offsets", "sentence"),
    [([], "une date"), ([(9, 9)], "suivre le début"), ([(9, 11), (10, 12)], "se chevauchent")],
)
def test_planning_refuses_impossible_dates_in_words(db, alice, offsets, sentence):
    model = SessionFactory()
    plans = [
        operations.SittingPlan(starts_at=NOW + timedelta(hours=a), ends_at=NOW + timedelta(hours=b))
        for a, b in offsets
    ]

    with pytest.raises(operations.SessionNotReady, match=sentence):
        operations.plan_session(
            programme=model.programme, format=model.format, title="X", sittings=plans, at=NOW, by=alice
        )
