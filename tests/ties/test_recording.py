"""Who met whom, from the attendances of closed sessions: written by the worker, corrected with them, forgotten."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from essaim.agenda import operations as agenda
from essaim.agenda.models import Attendance, Host
from essaim.ties import operations
from essaim.ties.models import SessionTies, Tie
from essaim.ties.queries.meetings import met_among, sessions_to_record
from tests.factories import NOW, SessionFactory
from tests.ties.conftest import seated, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ties():
    """Kinds of ties by pair of last names."""
    rows = Tie.objects.values_list("kind", "low__last_name", "high__last_name")
    return sorted(rows)


def held(people, *, led_by=(), at=NOW, **fields):
    """A session where these people were, closed."""
    session = SessionFactory(starts_at=at - DAY, seats=400, **fields)
    for agent in led_by:
        Host.objects.create(session=session, agent=agent)
    for agent in people:
        agenda.register(session=session, agent=agent, at=at - 2 * DAY)
    return session


def close(session, by):
    agenda.mark_everybody(sitting=session.sittings.get(), at=session.starts_at, by=by)
    agenda.close_session(session=session, at=NOW, by=by)
    session.refresh_from_db()


def record(session, at=NOW):
    return operations.record_ties(session=session, at=at)


def to_record(at=NOW):
    return list(sessions_to_record(at=at, kept=1000 * DAY))


def test_the_pair_is_written_once_the_smaller_key_first(four):
    one, two, *_rest = four
    session = SessionFactory()
    row = {"session": session, "kind": "session", "met_on": NOW.date()}
    Tie.objects.create(low=one, high=two, **row)

    for low, high in ((two, one), (one, one), (one, two)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(low=low, high=high, **row)


def test_those_who_came_and_those_who_led_met(alice, four):
    one, two, three, other = four
    session = held([one, two], led_by=[three, other])
    close(session, alice)

    written = record(session)

    assert ties() == [
        ("session", "Nom01", "Nom02"),
        ("session", "Nom01", "Nom03"),
        ("session", "Nom01", "Nom04"),
        ("session", "Nom02", "Nom03"),
        ("session", "Nom02", "Nom04"),
        ("session", "Nom03", "Nom04"),
        ("team", "Nom03", "Nom04"),
    ]
    assert written == 7
    assert {tie.met_on for tie in Tie.objects.all()} == {session.starts_at.date()}


def test_a_closed_session_waits_for_the_worker_and_the_click_writes_nothing(alice, four):
    session = held(four)

    before = to_record()
    close(session, alice)

    assert (before, to_record(), Tie.objects.count()) == ([], [session], 0)
    record(session)
    assert to_record() == []


def test_writing_twice_changes_nothing(alice, four):
    session = held(four)
    close(session, alice)
    record(session)
    keys = list(Tie.objects.order_by("pk").values_list("pk", flat=True))

    assert record(session) == 0
    assert list(Tie.objects.order_by("pk").values_list("pk", flat=True)) == keys


def test_a_corrected_presence_takes_its_ties_away_and_gives_others(alice, four):
    one, two, three, other = four
    session = held([one, two, three])
    close(session, alice)
    record(session)
    sitting = session.sittings.get()

    agenda.correct_presence(sitting=sitting, agent=one, status="absent", at=NOW, by=alice)
    agenda.correct_presence(sitting=sitting, agent=other, status="present", at=NOW, by=alice)
    waiting = to_record()
    record(session)

    assert waiting == [session]
    assert ties() == [
        ("session", "Nom02", "Nom03"),
        ("session", "Nom02", "Nom04"),
        ("session", "Nom03", "Nom04"),
    ]


def test_a_plenary_gives_no_tie_but_at_its_tables(alice):
    people = staff(*[f"Service {n}" for n in range(42)])
    session = held(people)
    tables = [people[start : start + 2] for start in range(0, 42, 2)]
    seated(alice, [tables], session=session)
    agenda.mark_presence(
        sitting=session.sittings.get(), agent=people[0], status="absent", at=session.starts_at, by=alice
    )
    close(session, alice)

    record(session)

    assert {kind for kind, *_pair in ties()} == {"table"}
    assert len(ties()) == 20  # 21 tables of two, one of them alone
    assert ("table", "Nom01", "Nom02") not in ties()


def test_forty_people_still_meet(alice):
    session = held(staff(*[f"Service {n}" for n in range(40)]))
    close(session, alice)

    assert record(session) == 40 * 39 / 2


def test_ties_of_tables_outlive_the_composition_but_not_a_correction(alice, four):
    one, two, three, other = four
    session = held(four)
    seated(alice, [[[one, two], [three, other]]], session=session)
    close(session, alice)
    record(session)

    operations.forget_old_compositions(at=NOW + 91 * DAY)
    agenda.correct_presence(sitting=session.sittings.get(), agent=one, status="absent", at=NOW, by=alice)
    record(session)

    assert [tie for tie in ties() if tie[0] == "table"] == [("table", "Nom03", "Nom04")]


def test_somebody_erased_has_met_nobody(alice, four):
    session = held(four)
    close(session, alice)
    record(session)

    four[0].registrations.all().delete()
    four[0].delete()
    record(session)

    assert {name for _kind, *names in ties() for name in names} == {"Nom02", "Nom03", "Nom04"}
    assert Attendance.objects.filter(agent=None).count() == 1


def test_a_session_older_than_ties_are_kept_is_left_alone(alice, four):
    session = held(four)
    close(session, alice)

    assert list(sessions_to_record(at=NOW + 1001 * DAY, kept=1000 * DAY)) == []
    assert SessionTies.objects.count() == 0


def test_meetings_are_counted_by_session_up_to_a_day_and_without_one(alice, four):
    one, two, *_rest = four
    sessions = [held([one, two]) for _time in range(2)]
    for session in sessions:
        close(session, alice)
        record(session)
    people = [agent.pk for agent in four]

    assert met_among(people, until=NOW) == {(one.pk, two.pk): 2}
    assert met_among(people, until=NOW, but=sessions[0].pk) == {(one.pk, two.pk): 1}
    assert met_among(people, until=NOW - 2 * DAY) == {}
