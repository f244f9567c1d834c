"""Asking for tables: whose, by which rules, asked again, stopped, answered once."""

from datetime import timedelta

import pytest

from essaim.agenda import operations as agenda
from essaim.kernel.errors import Refused
from essaim.ties import operations
from essaim.ties.counting import Chance
from essaim.ties.models import Composition, Member
from essaim.ties.operations import Rules, Seating
from tests.factories import NOW, ProgrammeFactory, SessionFactory
from tests.ties.conftest import seated, staff, tables_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHANCE = Chance(mean=1.0, low=1, high=1, draws=200)


def ask(by, people=(), **more):
    rules = more.pop("rules", Rules(table_size=2))
    return operations.ask_composition(
        programme=ProgrammeFactory(), rules=rules, people=people, by=by, at=NOW, title="Déjeuner", **more
    )


def finish(composition, *tables):
    seating = Seating([[[agent.pk for agent in table] for table in tables]], CHANCE)
    return operations.finish_composition(composition=composition, seating=seating, at=NOW)


def members(composition):
    return list(composition.members.order_by("pk").values_list("agent__last_name", flat=True))


def with_seats(people):
    session = SessionFactory(title="Séminaire", seats=20)
    for agent in people:
        agenda.register(session=session, agent=agent, at=NOW)
    return session


def test_a_session_seats_those_who_have_a_place(alice, four):
    session = with_seats(four)
    agenda.withdraw(session=session, agent=four[0], at=NOW)
    agenda.register(session=session, agent=alice, at=NOW)

    asked = ask(alice, session=session)

    assert (asked.title, asked.state) == ("Séminaire", "queued")
    assert members(asked) == ["Nom02", "Nom03", "Nom04", "Morel"]


def test_asking_twice_for_a_session_finds_the_first(alice, four):
    session = with_seats(four)

    assert ask(alice, session=session) == ask(alice, session=session, rules=Rules(table_size=3))
    assert Composition.objects.get().table_size == 2


@pytest.mark.parametrize(("people", "size"), [(3, 2), (4, 4)])
def test_too_few_people_for_two_tables_are_refused(alice, people, size):
    with pytest.raises(Refused, match="au moins deux tables et quatre personnes"):
        ask(alice, staff(*["Accueil"] * people), rules=Rules(table_size=size))


def test_more_people_than_can_be_seated_are_refused(alice, four, monkeypatch):
    monkeypatch.setattr("essaim.ties.operations.composing.MOST_PEOPLE", 3)

    with pytest.raises(Refused, match="Cela fait 4 personnes : composez au plus 3"):
        ask(alice, four)


def test_the_answer_is_written_once(alice, four):
    one, two, three, other = four
    asked = ask(alice, four)

    assert finish(asked, [one, three], [two, other])
    assert not finish(asked, [one, two], [three, other])
    asked.refresh_from_db()
    assert (asked.state, asked.tables, asked.progress, asked.chance["mean"]) == ("done", 2, 100, 1.0)
    assert tables_of(asked) == {1: {1: ["Nom01", "Nom03"], 2: ["Nom02", "Nom04"]}}


def test_the_answer_to_a_request_that_was_asked_anew_is_thrown_away(alice, four):
    one, two, three, other = four
    old = ask(alice, four)

    operations.compose_again(composition=old, rules=Rules(table_size=3), at=NOW)

    assert not finish(old, [one, three], [two, other])


def test_asked_again_it_follows_registrations_and_keeps_pins(alice, four):
    one, two, three, other = four
    session = with_seats(four)
    asked = seated(alice, [[[one, two], [three, other]]], session=session)
    place = asked.members.get(agent=three).places.get()
    operations.pin(place=place, is_pinned=True)
    agenda.withdraw(session=session, agent=one, at=NOW)
    agenda.register(session=session, agent=alice, at=NOW)

    again = operations.compose_again(composition=asked, rules=Rules(table_size=2, rounds=2), at=NOW)

    assert (again.state, again.rounds) == ("queued", 2)
    assert members(again) == ["Nom02", "Nom03", "Nom04", "Morel"]
    finish(again, [two, other], [three, alice])
    assert list(again.members.filter(places__is_pinned=True).values_list("agent__last_name", flat=True)) == [
        "Nom03"
    ]


def test_stopped_it_goes_back_to_the_tables_that_stood_before(alice, four, lunch):
    before = tables_of(lunch)
    asked = operations.compose_again(composition=lunch, rules=Rules(table_size=3, rounds=2), at=NOW)

    operations.stop_composition(composition=asked)

    lunch.refresh_from_db()
    assert (lunch.state, lunch.table_size, lunch.rounds, tables_of(lunch)) == ("done", 2, 1, before)


def test_stopped_the_first_time_there_is_nothing_and_stopping_twice_is_harmless(alice, four):
    asked = ask(alice, four)

    operations.stop_composition(composition=asked)
    stopped = operations.stop_composition(composition=asked)

    assert stopped.state == "stopped"
    assert not finish(asked, four)


def test_rules_that_contradict_each_other_leave_the_tables_behind_them(alice, lunch):
    before = tables_of(lunch)
    asked = operations.compose_again(composition=lunch, rules=Rules(table_size=2, most_per_unit=1), at=NOW)
    facts = [{"code": "too_many_of_a_unit", "about": "1", "values": {"people": 3}}]

    operations.refuse_composition(composition=asked, conflicts=facts, at=NOW)
    lunch.refresh_from_db()
    refused = (lunch.state, lunch.conflicts)
    operations.undo_last(composition=lunch)

    lunch.refresh_from_db()
    assert refused == ("impossible", facts)
    assert (lunch.state, lunch.conflicts, tables_of(lunch)) == ("done", [], before)


def test_nothing_changes_once_the_session_is_closed(alice, four):
    one, two, three, other = four
    session = with_seats(four)
    asked = seated(alice, [[[one, two], [three, other]]], session=session)
    session.closed_at = NOW
    session.save()
    member = asked.members.get(agent=one)
    place = member.places.get()

    for refused in (
        lambda: operations.compose_again(composition=asked, rules=Rules(table_size=2), at=NOW),
        lambda: operations.move(place=place, table=2),
        lambda: operations.pin(place=place, is_pinned=True),
        lambda: operations.set_away(member=member),
        lambda: operations.undo_last(composition=asked),
    ):
        with pytest.raises(Refused, match="ses tables restent"):
            refused()
    assert tables_of(asked) == {1: {1: ["Nom01", "Nom02"], 2: ["Nom03", "Nom04"]}}


def test_a_composition_is_forgotten_three_months_after(alice, four, lunch):
    session = with_seats(four)
    ask(alice, session=session)  # the session is four weeks away
    days = (90, 91, 117, 119)

    left = []
    for day in days:
        operations.forget_old_compositions(at=NOW + day * DAY)
        left.append(Composition.objects.count())

    assert left == [2, 1, 1, 0]
    assert Member.objects.count() == 0


def test_one_programme_does_not_see_the_tables_of_another(alice, zoe, lunch):
    assert [list(Composition.objects.visible_to(agent)) for agent in (alice, zoe)] == [[lunch], []]
