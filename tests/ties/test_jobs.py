"""What the worker does: ties of closed sessions, tables that somebody waits for, forgetting."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.algorithms.groups import check
from essaim.kernel import ticks
from essaim.kernel.health import report
from essaim.ties import jobs, operations
from essaim.ties.counting import sizes_for
from essaim.ties.models import Composition, Tie
from essaim.ties.operations import Rules
from essaim.ties.queries.tables import board_of
from tests.agenda.reading import text_of
from tests.factories import NOW, ProgrammeFactory, SessionFactory
from tests.ties.conftest import staff, tables_of

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
UNITS = ["Accueil"] * 3 + ["Voirie"] * 3 + ["Sports"] * 3 + ["Médiathèque"] * 3


def ask(by, people, **rules):
    return operations.ask_composition(
        programme=ProgrammeFactory(),
        people=people,
        rules=Rules(**{"table_size": 4, **rules}),
        title="Déjeuner",
        by=by,
        at=NOW,
    )


def made(composition, at=NOW):
    """The composition once the worker looked at it."""
    jobs.compose_tables(at)
    composition.refresh_from_db()
    return composition


def names(composition, turn=1):
    return sorted(name for table in tables_of(composition)[turn].values() for name in table)


# Composing


def test_everybody_is_seated_once_per_round_beside_people_of_other_services(alice):
    people = staff(*UNITS)
    asked = made(ask(alice, people, rounds=2))

    board = board_of(asked)
    assert (asked.state, asked.tables, asked.progress, asked.leased_until) == ("done", 3, 100, None)
    assert [names(asked, turn) for turn in (1, 2)] == [sorted(one.last_name for one in people)] * 2
    assert [sorted(len(table) for table in tables) for tables in board.rounds] == [[4, 4, 4]] * 2
    assert board.score.same_unit == 0
    assert board.score.new > asked.chance["high"]


def test_the_page_counts_as_the_calculation_does(alice):
    people = staff(*UNITS)
    session = SessionFactory()
    for low, high in combinations(sorted(people, key=lambda one: one.pk)[2:7], 2):
        Tie.objects.create(low=low, high=high, session=session, kind="session", met_on=NOW.date())
    asked = ask(alice, people, rounds=2)
    grouping = jobs.group(board_of(asked))

    board = board_of(made(asked))

    assert (board.score.new, board.score.repeats) == (grouping.new_ties, grouping.repeats)
    known = {"sizes": sizes_for(12, at_most=4), "rounds": 2, "met": jobs.known_pairs(board)}
    assert check(jobs.people_of(board), grouping, **known) == []


def test_the_same_request_gives_the_same_tables(alice):
    asked = made(ask(alice, staff(*UNITS), rounds=2))
    first = tables_of(asked)

    Composition.objects.update(state="queued")

    assert tables_of(made(asked)) == first


def test_rules_are_kept(alice):
    people = staff(*UNITS)
    people[0].postings.update(line_manager=people[3])
    asked = made(ask(alice, people, most_per_unit=1))

    tables = board_of(asked).tables(1)
    assert [(table.with_manager, table.too_many_of_a_unit) for table in tables] == [(0, False)] * 3


def test_the_rest_is_composed_around_those_who_are_pinned(alice):
    asked = made(ask(alice, staff(*UNITS), rounds=2))
    places = [member.places.get(round=2) for member in asked.members.order_by("pk")[:3]]
    for place in places:
        operations.move(place=place, table=1)
        operations.pin(place=place, is_pinned=True)

    operations.compose_again(composition=asked, rules=Rules(table_size=4, rounds=2), at=NOW)
    made(asked)

    assert [type(place).objects.get(member=place.member_id, round=2).table for place in places] == [1, 1, 1]
    assert board_of(asked).pinned == 3
    assert len(names(asked)) == 12


def test_a_pin_at_a_table_or_in_a_round_that_is_no_more_holds_nobody(alice):
    asked = made(ask(alice, staff(*UNITS), rounds=2))
    for place in board_of(asked).places:
        if place.table == 3 or place.round == 2:
            operations.pin(place=place, is_pinned=True)

    operations.compose_again(composition=asked, rules=Rules(table_size=6), at=NOW)

    assert made(asked).state == "done"
    assert [len(names(asked)), asked.tables, board_of(asked).pinned] == [12, 2, 0]


def test_rules_that_contradict_each_other_are_told_in_french(client, alice):
    people = staff(*["Accueil"] * 5, "Voirie", "Voirie", "Sports")
    asked = made(ask(alice, people, most_per_unit=2))
    client.force_login(alice)

    page = text_of(client.get(reverse("ties:composition", args=[asked.pk])))

    assert asked.state == "impossible"
    assert "Ces règles se contredisent" in page
    assert "« Accueil » : 5 personnes pour 2 tables, à 2 au plus par table." in page


def test_a_manager_among_nobody_but_reports_is_told_too(client, alice):
    boss, *team = staff("Direction", "Accueil", "Voirie", "Sports")
    for agent in team:
        agent.postings.update(line_manager=boss)
    asked = made(ask(alice, [boss, *team], table_size=2))
    client.force_login(alice)

    page = text_of(client.get(reverse("ties:composition", args=[asked.pk])))

    assert "Ces règles ne tiennent pas ensemble : la taille des tables ; personne à la table de sa" in page


# Several workers, and those that die


def test_a_request_left_by_a_dead_worker_is_taken_over_when_its_lease_ends(alice):
    asked = ask(alice, staff(*UNITS))
    Composition.objects.update(leased_until=NOW + jobs.LEASE, attempts=1, progress=40)

    while_it_lasts = made(asked, NOW + MINUTE).state
    afterwards = made(asked, NOW + jobs.LEASE + MINUTE).state

    assert (while_it_lasts, afterwards) == ("queued", "done")


def test_a_request_that_ended_three_workers_is_given_up(alice):
    asked = ask(alice, staff(*UNITS))
    Composition.objects.update(attempts=3)

    assert made(asked).state == "failed"


def test_two_workers_do_not_answer_twice(alice):
    asked = ask(alice, staff(*UNITS))
    counts = [jobs.compose_one(asked.pk, NOW) for _worker in range(2)]

    assert counts == [1, 0]


def test_progress_is_written_in_steps_and_never_goes_back(alice, django_assert_num_queries):
    asked = ask(alice, staff(*UNITS))
    tell, seen = jobs.Teller(asked), []

    with django_assert_num_queries(4 + 6):
        for share in (0.0, 0.01, 0.2, 0.22, 0.25, 1.0):
            tell(share)
            seen.append(Composition.objects.values_list("progress", flat=True).get())

    assert seen[:3] == [1, 1, 20]
    assert seen[-1] == 99


def test_a_calculation_learns_that_it_was_stopped_or_asked_anew(alice):
    asked = ask(alice, staff(*UNITS))
    tell = jobs.Teller(asked)
    operations.compose_again(composition=asked, rules=Rules(table_size=4, rounds=2), at=NOW)
    with pytest.raises(jobs.Stopped):
        tell(0.5)

    asked.refresh_from_db()
    tell = jobs.Teller(asked)
    operations.stop_composition(composition=asked)
    with pytest.raises(jobs.Stopped):
        tell(0.5)

    assert Composition.objects.get().state == "stopped"


def test_a_request_that_waits_too_long_is_seen_by_monitors(alice):
    ask(alice, staff(*UNITS))

    assert [report(NOW + minutes * MINUTE)["compositions"] for minutes in (1, 15, 16)] == ["ok", "ok", "late"]


# Ties


def test_the_worker_writes_the_ties_of_a_closed_session_and_again_once_corrected(alice, four):
    session = SessionFactory(starts_at=NOW - DAY)
    for agent in four:
        agenda.register(session=session, agent=agent, at=NOW - 2 * DAY)
    sitting = session.sittings.get()
    agenda.mark_everybody(sitting=sitting, at=session.starts_at, by=alice)
    agenda.close_session(session=session, at=NOW, by=alice)

    counts = [jobs.record_ties(NOW), Tie.objects.count(), jobs.record_ties(NOW)]
    agenda.correct_presence(sitting=sitting, agent=four[0], status="absent", at=NOW, by=alice)
    counts += [jobs.record_ties(NOW), Tie.objects.count()]

    assert counts == [1, 6, 0, 1, 3]


def test_ties_are_kept_as_long_as_the_installation_says(settings, four):
    settings.TIES_DAYS = 30
    session = SessionFactory()
    for days in (29, 30, 31):
        low, high, kind = four[0], four[1], {29: "session", 30: "table", 31: "team"}[days]
        Tie.objects.create(low=low, high=high, session=session, kind=kind, met_on=(NOW - days * DAY).date())

    assert jobs.forget_old_ties(NOW) == 1
    assert sorted(Tie.objects.values_list("kind", flat=True)) == ["session", "table"]


def test_the_worker_records_ties_before_it_composes():
    assert [name for name in ticks.CHORES if name.startswith("ties.")] == [
        "ties.record_ties",
        "ties.compose_tables",
        "ties.forget_old_ties",
        "ties.forget_old_compositions",
    ]
