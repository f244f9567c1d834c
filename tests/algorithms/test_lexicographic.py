"""Programmes solved level after level: exact, bounded, and ended by a budget rather than by the clock."""

import numpy

from essaim.algorithms.answers import Level, SafetyStop, Status
from essaim.algorithms.facilitators import Facilitator, Request, check, match_facilitators
from essaim.algorithms.lexicographic import Effort, Objective, Program, solve_by_levels
from essaim.algorithms.seats import Applicant, Course, allocate_seats
from essaim.algorithms.seats import check as check_seats


def knapsack():
    """Return a programme of four things of which some weigh too much together, and their columns."""
    program = Program()
    columns = [program.column() for _ in range(4)]
    program.row(zip(columns, (3.0, 4.0, 5.0, 2.0), strict=True), most=7)
    return program, columns


def solved(program, *objectives, seconds=5.0):
    start = numpy.zeros(len(program.lower))
    return solve_by_levels(program, objectives, stop=SafetyStop(5), seconds=seconds, start=start)


def test_each_level_is_kept_while_the_next_is_sought():
    program, (a, b, c, d) = knapsack()

    found = solved(
        program,
        Objective("worth", {a: 3, b: 4, c: 5, d: 2}),
        Objective("cost", {a: 1, b: 1, c: 5, d: 5}, is_cost=True),
    )

    assert found.levels == (Level("worth", 7, 7), Level("cost", 2, 2))
    assert found.values.tolist() == [1, 1, 0, 0]


def test_a_bound_of_fractions_is_rounded_to_what_whole_numbers_can_reach():
    program, columns = knapsack()

    found = solved(program, Objective("count", dict.fromkeys(columns, 1)))

    assert found.levels == (Level("count", 2, 2),)


def test_without_budget_the_first_level_is_sought_and_the_next_ones_are_told_with_a_bound():
    program, (a, b, c, d) = knapsack()

    found = solved(
        program,
        Objective("worth", {a: 3, b: 4, c: 5, d: 2}),
        Objective("cost", {a: 1, b: 1, c: -9, d: 5}, is_cost=True),
        seconds=0.0,
    )

    assert found.levels[0] == Level("worth", 7, 7)
    assert found.levels[1].bound == -9
    assert not found.is_optimal
    assert not found.is_cut


def test_columns_that_no_row_ties_are_told_apart():
    program, columns = knapsack()
    alone = program.column()

    assert sorted(program.parts()) == [columns, [alone]]
    assert program.of_columns([alone]).rows == []
    assert program.of_columns(columns).rows == program.rows


def test_a_budget_depends_on_size_only():
    program, _ = knapsack()

    assert [Effort(seconds).nodes(program) for seconds in (0.0, 1.0)] == [1, 250_000]
    assert [Effort(seconds).spend(program, 1.0) for seconds in (3.9, 4.0)] == [False, True]


def test_a_search_that_ran_out_of_budget_is_sound_and_says_that_it_is_not_proven():
    people = [Facilitator(f"f{i}", quota=2, is_senior=i % 2 == 0) for i in range(4)]
    requests = [Request(f"r{i}", "north", (f"2026-03-{i + 1:02}",), 2) for i in range(5)]

    answer = match_facilitators(requests, people, seed=1, time_limit=0.0)

    assert answer.status == Status.FEASIBLE
    assert answer.levels[0] == Level("days", 4, 4)
    assert check(answer, requests, people) == []


def test_a_draw_that_ran_out_of_budget_says_how_far_it_went():
    agents = [Applicant(f"a{i}", ("s", "t", "u")[i % 3 :], f"u{i % 2}") for i in range(30)]
    sessions = [Course("s", 4, "am"), Course("t", 4, "am"), Course("u", 4)]

    answer = allocate_seats(agents, sessions, unit_quota=3, seed=1, time_limit=0.0)

    assert answer.status == Status.FEASIBLE
    assert answer.levels[-1].value < answer.levels[-1].bound == 30
    assert check_seats(answer, agents, sessions, unit_quota=3) == []
