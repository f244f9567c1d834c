"""Facilitators: as good as trying everything, never for their own service, explained truly."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Level, Status, fact
from essaim.algorithms.facilitators import Facilitator, Request, StaffingRules, check, match_facilitators
from tests.algorithms.processes import said_by

DAYS = ("2026-12-30", "2026-12-31", "2027-01-04")
UNITS = ("north", "south", "west")


@st.composite
def cases(draw):
    skills = st.frozensets(st.sampled_from("xy"), max_size=2)
    people = [
        Facilitator(
            f"f{i}",
            draw(st.sampled_from((None, *UNITS))),
            draw(skills),
            draw(st.one_of(st.none(), st.frozensets(st.sampled_from(DAYS)))),
            draw(st.sampled_from([None, 0, 1, 2])),
            draw(st.sampled_from([{}, {"2026": 1}])),
            draw(st.booleans()),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    requests = [
        Request(
            f"r{i}",
            draw(st.sampled_from(UNITS)),
            tuple(draw(st.permutations(DAYS))[: draw(st.integers(1, 2))]),
            draw(st.integers(1, 3)),
            draw(skills),
            draw(st.sampled_from([None, 1])),
        )
        for i in range(draw(st.integers(0, 3)))
    ]
    rules = StaffingRules(draw(st.sampled_from([None, 2])), draw(st.booleans()))
    return requests, people, rules


def best_by_trying(requests, people, rules):  # noqa: C901 (an oracle is read from top to bottom)
    """Try every team for every day; return the best worth."""
    places = [(request, day) for request in requests for day in request.days]

    def teams(request, day):
        yield ()
        free = [p for p in people if p.unit != request.unit and (p.days is None or day in p.days)]
        for team in combinations(free, request.needed):
            has_senior = any(p.is_senior for p in team) or not rules.is_senior_needed
            if request.skills <= {s for p in team for s in p.skills} and has_senior:
                yield team

    def is_allowed(plan):
        shifts = [(day, p.id) for (_, day), team in zip(places, plan, strict=True) for p in team]
        if len(set(shifts)) < len(shifts):
            return False
        for p in people:
            quota = rules.yearly_quota if p.quota is None else p.quota
            for year in ("2026", "2027") if quota is not None else ():
                if given_in(shifts, p, year) and given_in(shifts, p, year) + p.done.get(year, 0) > quota:
                    return False
        served = [sum(bool(t) for (r, _), t in zip(places, plan, strict=True) if r is q) for q in requests]
        return all(q.choose is None or n <= q.choose for q, n in zip(requests, served, strict=True))

    def worth(plan):
        shifts = [(day, p.id) for (_, day), team in zip(places, plan, strict=True) for p in team]
        years = {day[:4] for _, day in places}
        seniors = [[p.is_senior for p in team] for team in plan if team]
        return (
            len(seniors),
            -sum((p.done.get(y, 0) + given_in(shifts, p, y)) ** 2 for p in people for y in years),
            -sum(not any(team) for team in seniors),
            sum(any(team) and not all(team) for team in seniors),
        )

    plans = (plan for plan in product(*(list(teams(*place)) for place in places)) if is_allowed(plan))
    days, balance, alone, mixed = max(map(worth, plans))
    return [days, -balance, -alone, mixed]


def given_in(shifts, person, year):
    return sum(name == person.id and day[:4] == year for day, name in shifts)


@settings(max_examples=120, deadline=None)
@given(cases(), st.integers(0, 9))
def test_nothing_better_exists(case, seed):
    requests, people, rules = case

    answer = match_facilitators(requests, people, rules=rules, seed=seed)

    assert [level.value for level in answer.levels] == best_by_trying(requests, people, rules)
    assert answer.status == Status.OPTIMAL
    assert check(answer, requests, people, rules=rules) == []


@settings(max_examples=30, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_and_requests_are_written_changes_nothing(case, random):
    requests, people, rules = case
    before = match_facilitators(requests, people, rules=rules, seed=3)
    random.shuffle(requests)
    random.shuffle(people)

    assert repr(match_facilitators(requests, people, rules=rules, seed=3)) == repr(before)


SCRIPT = """
from essaim.algorithms.facilitators import *
days = [f"2026-03-{d:02}" for d in range(1, 11)]
people = [Facilitator(f"f{i}", f"u{i % 4}", frozenset("xyz"[i % 3]), is_senior=i % 2 == 0, quota=3) for i in range(9)]
requests = [Request(f"r{i}", f"u{i % 4}", (days[i % 10],), 1 + i % 2, frozenset("xyz"[i % 3])) for i in range(18)]
print(match_facilitators(requests, people, seed=8))
"""


def test_two_processes_give_the_same_bytes():
    first, second = (said_by(SCRIPT, hash_seed=seed) for seed in ("1", "2"))

    assert first == second
    assert "teams={'r0'" in first


def test_nobody_helps_their_own_service_and_the_reason_is_told():
    requests = [Request("r", "north", DAYS[:1])]

    answer = match_facilitators(requests, [Facilitator("ana", "north")], seed=1)

    assert answer.teams == {"r": {}}
    assert answer.explanations == (
        fact("load", "ana", days=0),
        fact("too_few_able", "r", day=DAYS[0], able=0, needed=1),
    )


def test_what_is_agreed_stays_even_where_the_team_cannot_be_completed():
    requests = [Request("r", "north", DAYS[:1], needed=2), Request("q", "south", DAYS[:1])]
    fixed = [("r", DAYS[0], "ana")]

    answer = match_facilitators(requests, [Facilitator("ana")], fixed=fixed, seed=1)

    assert answer.teams == {"q": {}, "r": {DAYS[0]: ("ana",)}}
    assert answer.levels[0] == Level("days", 0, 0)
    assert check(answer, requests, [Facilitator("ana")], fixed=fixed) == []


def test_nobody_is_at_two_requests_on_one_day():
    requests = [Request(name, "north", DAYS[:1]) for name in "rq"] + [Request("p", "north", DAYS[1:2])]

    answer = match_facilitators(requests, [Facilitator("ana"), Facilitator("bob", days=frozenset())], seed=1)

    assert answer.levels[0] == Level("days", 2, 2)
    assert check(answer, requests, [Facilitator("ana"), Facilitator("bob", days=frozenset())]) == []


def test_one_day_of_those_offered_is_enough():
    requests = [Request("r", "north", DAYS, choose=1)]

    answer = match_facilitators(requests, [Facilitator("ana")], seed=1)

    assert len(answer.teams["r"]) == 1
    assert [why.code for why in answer.explanations] == ["load", "enough_days", "enough_days"]


@pytest.mark.parametrize(
    ("fixed", "conflicts"),
    [
        ([("r", DAYS[0], "bob")], [fact("fixed_in_own_unit", "bob", request="r", day=DAYS[0], unit="north")]),
        ([("r", DAYS[1], "ana")], [fact("fixed_when_away", "ana", request="r", day=DAYS[1])]),
        (
            [("r", DAYS[0], "ana"), ("q", DAYS[0], "ana")],
            [
                fact("fixed_twice_on_day", "ana", day=DAYS[0], times=2),
                fact("fixed_beyond_quota", "ana", year="2026", fixed=2, left=1),
            ],
        ),
        (
            [("q", DAYS[0], "ana"), ("q", DAYS[0], "bob")],
            [fact("fixed_beyond_needed", "q", day=DAYS[0], fixed=2, needed=1)],
        ),
        (
            [("q", "2020-01-01", "ana")],
            [fact("fixed_on_unknown_day", "q", day="2020-01-01", facilitator="ana")],
        ),
    ],
)
def test_contradictions_are_named(fixed, conflicts):
    people = [Facilitator("ana", days=frozenset(DAYS[:1]), quota=1), Facilitator("bob", "north")]
    requests = [Request("r", "north", DAYS[:2]), Request("q", "south", DAYS[:1])]

    answer = match_facilitators(requests, people, fixed=fixed, seed=1)

    assert (answer.status, list(answer.conflicts)) == (Status.INFEASIBLE, conflicts)
    assert check(answer, requests, people, fixed=fixed) == []


def test_broken_answers_are_rejected():
    people = [Facilitator("ana", "north", quota=1), Facilitator("bob", "south", is_senior=False)]
    requests = [
        Request("r", "south", DAYS[:1]),
        Request("q", "north", DAYS[:1]),
        Request("p", "west", DAYS[:1]),
    ]
    sound = match_facilitators(requests, people, seed=1)

    def codes(answer=sound, **changed):
        return {found.code for found in check(replace(answer, **changed), requests, people)}

    teams = {"p": {}, "q": {DAYS[0]: ("bob",)}, "r": {DAYS[0]: ("ana",)}}
    assert (codes(), len(sound.teams["p"])) in [(set(), 0), (set(), 1)]
    assert "own_unit" in codes(teams=teams | {"q": {DAYS[0]: ("ana",)}})
    assert {"twice_on_day", "over_quota"} <= codes(teams=teams | {"p": {DAYS[0]: ("ana",)}})
    assert "team_too_large" in codes(teams=teams | {"p": {DAYS[0]: ("ana", "bob")}})
    assert "unknown_shift" in codes(teams=teams | {"p": {DAYS[1]: ("ana",)}})
    assert "wrong_loads" in codes(loads={"ana": 9, "bob": 0})
    assert "wrong_level" in codes(levels=(Level("days", 3, 3),))
    assert "reasons_told" in codes(explanations=())
    fixed = [("p", DAYS[0], "bob"), ("p", DAYS[0], "ana")]
    assert "fixed_moved" in {found.code for found in check(sound, requests, people, fixed=fixed)}
