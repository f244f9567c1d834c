"""Seats: as good as trying everything, drawn in public, explained truly, and never taken back."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.algorithms.answers import Level, Status, fact
from essaim.algorithms.seats import Applicant, Course, allocate_seats, check, lottery_number
from tests.algorithms.processes import said_by

SESSIONS = "stuv"


@st.composite
def cases(draw, people=5, with_rules=True):
    slots = draw(st.sampled_from([(None,), (None, "am", "pm")])) if with_rules else (None,)
    sessions = [Course(name, draw(st.integers(0, 3)), draw(st.sampled_from(slots))) for name in SESSIONS]
    agents = [
        Applicant(
            f"a{i}",
            tuple(draw(st.permutations(SESSIONS))[: draw(st.integers(0, 3))]),
            draw(st.sampled_from(["north", "south", "north", None])),
            draw(st.booleans()),
        )
        for i in range(draw(st.integers(1, people)))
    ]
    rules = {"max_per_agent": draw(st.integers(1, 2))}
    if with_rules:
        rules["unit_quota"] = draw(st.sampled_from([1, 2, 0.5, None]))
        rules["kept"] = [(agents[0].id, draw(st.sampled_from(SESSIONS)))] if draw(st.booleans()) else []
    return agents, sessions, rules


def best_by_trying(agents, sessions, *, seed, max_per_agent=1, unit_quota=None, kept=()):  # noqa: C901 (an oracle)
    """Try every way of granting wishes; return the best one."""
    course = {session.id: session for session in sessions}
    agents = sorted(agents, key=lambda agent: lottery_number(seed, agent.id))
    held = {agent.id: [s for a, s in kept if a == agent.id] for agent in agents}

    def choices(agent):
        wanted = [w for w in agent.wishes if w not in held[agent.id]]
        for size in range(max_per_agent - len(held[agent.id]) + 1):
            for more in combinations(wanted, size):
                slots = [course[s].slot for s in (*held[agent.id], *more) if course[s].slot]
                if len(set(slots)) == len(slots):
                    yield (*held[agent.id], *more)

    def is_allowed(plan):
        seats = [(agent, s) for agent, got in zip(agents, plan, strict=True) for s in got]
        if any(sum(s == name for _, s in seats) > course[name].seats for name in course):
            return False
        for unit in {agent.unit for agent in agents} - {None} if unit_quota is not None else ():
            size = sum(agent.unit == unit for agent in agents)
            most = unit_quota if isinstance(unit_quota, int) else int(unit_quota * size)
            for at in {course[s].slot or s for _, s in seats}:
                if sum(a.unit == unit and (course[s].slot or s) == at for a, s in seats) > most:
                    return False
        return True

    def worth(plan):
        pairs = list(zip(agents, plan, strict=True))
        ranks = [[a.wishes.index(s) + 1 for s in got if s not in held[a.id]] for a, got in pairs]
        drawn = [[s in got for s in a.wishes if s not in held[a.id]] for a, got in pairs]
        return (
            sum(bool(got) and a.had_nothing for a, got in pairs),
            sum(bool(got) for got in plan),
            sum(map(len, plan)) if max_per_agent > 1 else 0,
            -sum(map(sum, ranks)),
            drawn,
        )

    plans = [plan for plan in product(*(list(choices(agent)) for agent in agents)) if is_allowed(plan)]
    return dict(zip([a.id for a in agents], max(plans, key=worth), strict=True)) if plans else None


@settings(max_examples=250, deadline=None)
@given(cases(), st.integers(0, 9))
def test_nothing_better_exists_and_the_draw_is_unique(case, seed):
    agents, sessions, rules = case

    answer = allocate_seats(agents, sessions, seed=seed, **rules)

    best = best_by_trying(agents, sessions, seed=seed, **rules)
    assert (answer.granted or None) == best
    assert answer.status == (Status.OPTIMAL if best else Status.INFEASIBLE)
    assert check(answer, agents, sessions, **rules) == []


@settings(max_examples=50, deadline=None)
@given(cases(people=9, with_rules=False), st.sampled_from(SESSIONS))
def test_a_seat_more_never_serves_fewer_people_without_quotas(case, name):
    agents, sessions, rules = case
    more = [replace(s, seats=s.seats + 1) if s.id == name else s for s in sessions]

    served = [
        [
            level.value
            for level in allocate_seats(agents, given_, seed=1, **rules).levels
            if level.name == "served"
        ]
        for given_ in (sessions, more)
    ]
    assert served[0] <= served[1]


@settings(max_examples=50, deadline=None)
@given(cases(people=8), st.randoms(use_true_random=False))
def test_the_order_in_which_people_and_sessions_are_written_changes_nothing(case, random):
    agents, sessions, rules = case
    before = allocate_seats(agents, sessions, seed=4, **rules)
    random.shuffle(agents)
    random.shuffle(sessions)

    assert repr(allocate_seats(agents, sessions, seed=4, **rules)) == repr(before)


SCRIPT = """
from essaim.algorithms.seats import *
wishes = [tuple(f"s{(i * k + k) % 7}" for k in (1, 2, 4)) for i in range(60)]
agents = [Applicant(f"a{i}", wishes[i], f"u{i % 5}", i % 3 == 0) for i in range(60)]
for slots in (7, 3):
    sessions = [Course(f"s{i}", 5, f"d{i % slots}") for i in range(7)]
    print(allocate_seats(agents, sessions, seed=8, max_per_agent=2, unit_quota=2))
"""


def test_two_processes_give_the_same_bytes():
    first, second = (said_by(SCRIPT, hash_seed=seed) for seed in ("1", "2"))

    assert first == second
    assert "granted={'a0'" in first


def test_a_quota_is_kept_where_seats_are_left():
    agents = [Applicant(name, ("s", "t"), "north") for name in "abc"]

    answer = allocate_seats(agents, [Course("s", 9), Course("t", 9)], unit_quota=1, seed=1)

    first, second, third = sorted("abc", key=lambda name: lottery_number(1, name))
    assert answer.granted == {"a": (), "b": (), "c": ()} | {first: ("s",), second: ("t",)}
    assert answer.waiting == {"s": (third, second), "t": (third,)}


def test_a_quota_shared_by_sessions_of_a_slot_is_settled_to_the_last_number():
    agents = [
        Applicant(f"a{i}", tuple(f"s{(i * k + k) % 7}" for k in (1, 2, 4)), f"u{i % 4}", i % 3 == 0)
        for i in range(80)
    ]
    sessions = [Course(f"s{i}", 6, f"d{i % 3}") for i in range(7)]

    answer = allocate_seats(agents, sessions, seed=5, unit_quota=3)

    assert answer.levels[-1] == Level("lottery", 80, 80)
    assert check(answer, agents, sessions, unit_quota=3) == []


def test_who_had_nothing_comes_first_then_the_draw():
    agents = [Applicant("zoe", ("s",)), Applicant("ali", ("s",)), Applicant("eve", ("s",), had_nothing=True)]

    answer = allocate_seats(agents, [Course("s", 2)], seed=1)

    first, last = sorted(("zoe", "ali"), key=lambda name: lottery_number(1, name))
    assert answer.granted == {"ali": (), "zoe": (), "eve": ("s",)} | {first: ("s",)}
    assert answer.waiting == {"s": (last,)}
    assert answer.explanations[-1] == fact(
        "full",
        last,
        session="s",
        wish=1,
        seats=2,
        waiting=1,
        lottery=lottery_number(1, last),
        last_lottery=lottery_number(1, first),
    )


def test_the_waiting_list_goes_on_in_the_same_order():
    agents = [
        Applicant("a", ("s", "t")),
        Applicant("b", ("t", "s"), had_nothing=True),
        Applicant("c", ("s",), had_nothing=True),
        Applicant("d", ("s",)),
    ]

    answer = allocate_seats(agents, [Course("s", 0), Course("t", 1)], seed=1)

    assert answer.granted == {"a": (), "b": ("t",), "c": (), "d": ()}
    first, last = sorted("ad", key=lambda name: lottery_number(1, name))
    assert answer.waiting == {"s": ("c", first, last), "t": ("a",)}


def test_reasons_name_the_quota_the_slot_and_the_better_wish():
    agents = [
        Applicant("a", ("s", "t", "v"), "north"),
        Applicant("b", ("s",), "north"),
    ]
    sessions = [Course("s", 2, "monday"), Course("t", 2, "monday"), Course("v", 2)]

    both = allocate_seats(agents, sessions, seed=3, unit_quota=1, max_per_agent=2)
    one = allocate_seats(agents[:1], sessions, seed=3, unit_quota=1)

    codes = [(why.code, why.about, why["session"]) for why in both.explanations if why.code != "lottery"]
    assert both.granted == {"a": ("v",), "b": ("s",)}
    assert codes == [("quota_reached", "a", "s"), ("quota_reached", "a", "t")]
    assert [why.code for why in one.explanations] == ["lottery", "slot_taken", "better_granted"]
    two = allocate_seats(agents[:1], sessions, seed=3, max_per_agent=2)
    assert [why.code for why in two.explanations] == ["lottery", "slot_taken"]


@pytest.mark.parametrize(
    ("kept", "rules", "conflicts"),
    [
        ([("a", "s"), ("b", "s")], {}, [fact("kept_beyond_seats", "s", kept=2, seats=1)]),
        (
            [("a", "s"), ("a", "t")],
            {"max_per_agent": 2},
            [fact("kept_twice_in_slot", "a", slot="am", session="s", other="t")],
        ),
        ([("a", "s"), ("a", "u")], {}, [fact("kept_beyond_most", "a", kept=2, most=1)]),
        (
            [("a", "s"), ("b", "t")],
            {"unit_quota": 1},
            [fact("kept_beyond_quota", "north", kept=2, quota=1, slot="am")],
        ),
        ([("a", "x")], {}, [fact("unknown_session", "a", session="x")]),
    ],
)
def test_contradictions_are_named(kept, rules, conflicts):
    agents = [Applicant("a", ("s",), "north"), Applicant("b", ("s",), "north")]
    sessions = [Course("s", 1, "am"), Course("t", 1, "am"), Course("u", 1)]

    answer = allocate_seats(agents, sessions, kept=kept, seed=1, **rules)

    assert (answer.status, list(answer.conflicts)) == (Status.INFEASIBLE, conflicts)
    assert check(answer, agents, sessions, kept=kept, **rules) == []


def test_broken_answers_are_rejected():
    agents = [Applicant(name, ("s", "t")) for name in "abc"]
    sessions = [Course("s", 1), Course("t", 1)]
    sound = allocate_seats(agents, sessions, seed=2)
    third = sound.waiting["s"][-1]
    first = next(name for name, got in sound.granted.items() if got == ("s",))

    def codes(**changed):
        return {found.code for found in check(replace(sound, **changed), agents, sessions)}

    assert codes() == set()
    assert "over_seats" in codes(granted=sound.granted | {third: ("s",)})
    assert {"wrong_level", "untrue"} <= codes(granted=sound.granted | {first: ()})
    assert codes(waiting={"s": sound.waiting["s"][::-1], "t": sound.waiting["t"]}) >= {"wrong_list"}
    assert codes(explanations=sound.explanations[:-1]) >= {"reasons_told"}
    assert codes(levels=(Level("served", 9, 9),)) >= {"wrong_level"}
    assert codes(seed=3) >= {"wrong_number"}
    assert "seat_taken_back" in {found.code for found in check(sound, agents, sessions, kept=[(third, "s")])}


def test_a_broken_quota_and_two_sessions_at_once_are_rejected():
    agents = [Applicant("a", ("s", "t"), "north"), Applicant("b", ("s",), "north")]
    sessions = [Course("s", 2, "am"), Course("t", 2, "am")]
    sound = allocate_seats(agents, sessions, unit_quota=1, seed=1)

    broken = replace(sound, granted={"a": ("s", "t"), "b": ("s",)})

    codes = {found.code for found in check(broken, agents, sessions, unit_quota=1)}
    assert {"over_quota", "twice_in_slot", "too_many"} <= codes


def test_a_seat_held_before_a_better_number_is_rejected():
    agents = [Applicant(name, ("s",)) for name in "ab"]
    sound = allocate_seats(agents, [Course("s", 1)], seed=1)
    swapped = {name: sound.granted[other] for name, other in ("ab", "ba")}

    codes = {found.code for found in check(replace(sound, granted=swapped), agents, [Course("s", 1)])}

    assert "wrong_level" not in codes
    assert check(sound, agents, [Course("s", 1)]) == []
    loser = sound.waiting["s"][0]
    winner = "ab".replace(loser, "")
    unfair = allocate_seats([replace(a, had_nothing=a.id == loser) for a in agents], [Course("s", 1)], seed=1)
    told = replace(unfair, levels=sound.levels)
    assert unfair.granted == {winner: (), loser: ("s",)}
    assert "drawn_before" in {found.code for found in check(told, agents, [Course("s", 1)])}


def test_no_seat_no_wish_and_nobody_are_answers_too():
    assert allocate_seats([], [], seed=1).granted == {}
    assert allocate_seats([Applicant("a", ())], [Course("s", 3)], seed=1).granted == {"a": ()}
    assert allocate_seats([Applicant("a", ("s",))], [Course("s", 0)], seed=1, unit_quota=1).granted == {
        "a": ()
    }


def test_a_share_counts_the_unit_as_it_is_told():
    agents = [Applicant(name, ("s",), "north") for name in "abcd"]

    by_half = allocate_seats(agents, [Course("s", 4)], unit_quota=0.5, seed=1)
    of_eight = allocate_seats(agents, [Course("s", 4)], unit_quota=0.5, unit_sizes={"north": 6}, seed=1)

    assert [sum(map(bool, x.granted.values())) for x in (by_half, of_eight)] == [2, 3]
