"""The inner loop of seatings over several rounds: annealing on exchanges of two people in a round, or in all."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from essaim.algorithms.compiled import compiled, inlined

Reals = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

BLOCK = 256  # trials between two looks at the temperature and at the best


class Seats(NamedTuple):
    """A seating of people i in groups g over rounds r, and what is kept beside it to judge an exchange at once."""

    group: Integers  # [r, i] the group of a person
    member: Integers  # [r, g, k] the people of a group
    place: Integers  # [r, i] where a person stands among them
    size: Integers  # [r, g] how many they are
    times: Integers  # [i, j] how often two people share a group
    gain: Reals  # [r, g, i] what a person is worth to a group, the person's own seat left aside
    held: Integers  # [r, g, u] the people of unit u in a group
    unit: Integers  # [i] the unit of a person
    limit: Integers  # [u] how many of a unit a group may hold
    ties: Reals  # [i, j] the worth of a first meeting
    repeat: Reals  # [0] what a second meeting costs; a third twice as much more
    free: Integers  # [r, k] who may move in a round; the last row: who may move in all
    frees: Integers  # [r] how many they are


class Pace(NamedTuple):
    """How an annealing cools: the temperature falls from hot to cold while `total` units are spent."""

    hot: float
    cold: float
    total: int
    roles: int  # of 1,024 trials, how many exchange two people in every round
    goal: float  # the worth at which nothing better can be hoped for


@inlined
def draw(state: Words, below: int) -> int:
    """Return the next number of a xorshift generator, from zero to `below` excluded."""
    x: np.uint64 = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return np.int64(((x >> np.uint64(32)) * np.uint64(below)) >> np.uint64(32))  # type: ignore[return-value]


@inlined
def worth_of_one_more(tie: float, times: int, repeat: float) -> float:
    """Return what one more meeting is worth to two people who share a group `times` times."""
    return tie if times == 0 else -repeat * times


@inlined
def shift(seats: Seats, round_: int, person: int, a: int, b: int) -> None:
    """Tell everybody's gains of a round that a person goes from one group to another, before it is counted."""
    row = seats.group[round_]
    leave = seats.gain[round_, a]
    join = seats.gain[round_, b]
    ties = seats.ties[person]
    times = seats.times[person]
    repeat = seats.repeat[0]
    for other in range(row.size):
        if other != person:
            shared = 1 if row[other] == a else 0
            worth = worth_of_one_more(ties[other], times[other] - shared, repeat)
            leave[other] -= worth
            join[other] += worth


@inlined
def retell(seats: Seats, round_: int, one: int, two: int, step: int) -> None:
    """Count one meeting more or less of two people in a round, and tell the gains of the other rounds."""
    before = seats.times[one, two]
    seats.times[one, two] = before + step
    seats.times[two, one] = before + step
    tie = seats.ties[one, two]
    repeat = seats.repeat[0]
    for other in range(seats.group.shape[0]):
        if other != round_:
            a = seats.group[other, one]
            b = seats.group[other, two]
            elsewhere = before - (1 if a == b else 0)
            was = worth_of_one_more(tie, elsewhere, repeat)
            change = worth_of_one_more(tie, elsewhere + step, repeat) - was
            seats.gain[other, b, one] += change
            seats.gain[other, a, two] += change


@inlined
def retell_group(seats: Seats, round_: int, stays: int, leaves: int, comes: int) -> None:
    """Count the meetings of a group that one person leaves and another joins."""
    for k in range(seats.size[round_, stays]):
        other = seats.member[round_, stays, k]
        if other != leaves:
            retell(seats, round_, leaves, other, -1)
            retell(seats, round_, comes, other, 1)


@inlined
def exchange(seats: Seats, round_: int, one: int, two: int) -> None:
    """Exchange two people of different groups in a round."""
    a = seats.group[round_, one]
    b = seats.group[round_, two]
    shift(seats, round_, one, a, b)
    shift(seats, round_, two, b, a)
    retell_group(seats, round_, a, one, two)
    retell_group(seats, round_, b, two, one)
    p = seats.place[round_, one]
    q = seats.place[round_, two]
    seats.group[round_, one] = b
    seats.group[round_, two] = a
    seats.place[round_, one] = q
    seats.place[round_, two] = p
    seats.member[round_, a, p] = two
    seats.member[round_, b, q] = one
    seats.held[round_, a, seats.unit[one]] -= 1
    seats.held[round_, b, seats.unit[one]] += 1
    seats.held[round_, b, seats.unit[two]] -= 1
    seats.held[round_, a, seats.unit[two]] += 1


@inlined
def is_open(seats: Seats, round_: int, one: int, two: int) -> bool:
    """Return whether two people may exchange their seats of a round: no unit would pass its limit."""
    u = seats.unit[one]
    v = seats.unit[two]
    if u == v:
        return True
    if seats.held[round_, seats.group[round_, two], u] >= seats.limit[u]:
        return False
    return bool(seats.held[round_, seats.group[round_, one], v] < seats.limit[v])


@inlined
def change_of(seats: Seats, round_: int, one: int, two: int) -> float:
    """Return what an exchange in a round changes to the worth of the seating."""
    a = seats.group[round_, one]
    b = seats.group[round_, two]
    gain = seats.gain[round_]
    both = worth_of_one_more(seats.ties[one, two], seats.times[one, two], seats.repeat[0])
    change: float = gain[b, one] - gain[a, one] + gain[a, two] - gain[b, two] - 2.0 * both
    return change


@inlined
def change_of_roles(seats: Seats, one: int, two: int) -> float:
    """Return what exchanging two people in every round changes; minus infinity where a limit would be passed."""
    for round_ in range(seats.group.shape[0]):
        differ = seats.group[round_, one] != seats.group[round_, two]
        if differ and not is_open(seats, round_, one, two):
            return -np.inf
    change = 0.0
    for other in range(seats.ties.shape[0]):
        if other not in (one, two):
            more = min(seats.times[two, other], 1) - min(seats.times[one, other], 1)
            change += (seats.ties[one, other] - seats.ties[two, other]) * more
    return change


@inlined
def try_roles(seats: Seats, state: Words, threshold: float) -> float:
    """Try to exchange two people in every round; return what it changed."""
    rounds: int = seats.group.shape[0]
    if seats.frees[rounds] < 2:
        return 0.0
    one = seats.free[rounds, draw(state, seats.frees[rounds])]
    two = seats.free[rounds, draw(state, seats.frees[rounds])]
    if one == two:
        return 0.0
    change = change_of_roles(seats, one, two)
    if change < threshold:
        return 0.0
    for round_ in range(rounds):
        if seats.group[round_, one] != seats.group[round_, two]:
            exchange(seats, round_, one, two)
    return change


@inlined
def try_round(seats: Seats, state: Words, threshold: float, changed: Reals) -> bool:
    """Try to exchange two people in one round; return whether it was done, and add what it changed."""
    round_: int = draw(state, seats.group.shape[0])
    if seats.frees[round_] < 2:
        return False
    one = seats.free[round_, draw(state, seats.frees[round_])]
    two = seats.free[round_, draw(state, seats.frees[round_])]
    if seats.group[round_, one] == seats.group[round_, two]:
        return False
    change = change_of(seats, round_, one, two)
    if change < threshold or not is_open(seats, round_, one, two):
        return False
    exchange(seats, round_, one, two)
    changed[0] += change
    return True


@compiled
def anneal(
    seats: Seats, pace: Pace, best: Integers, worth: Reals, state: Words, logs: Reals, spent: int, until: int
) -> int:
    """Anneal until `until` units are spent or the goal is reached; `worth` is that of now and of the best."""
    people = seats.group.shape[1]
    cost = people // 2 + 20 * seats.group.shape[0] * seats.member.shape[2]
    while spent < until and worth[1] < pace.goal:
        heat = pace.hot * (pace.cold / pace.hot) ** (spent / pace.total)
        for _ in range(BLOCK):
            spent += 1
            threshold = heat * logs[draw(state, logs.size)]
            if draw(state, 1024) < pace.roles:
                worth[0] += try_roles(seats, state, threshold)
                spent += people
            elif try_round(seats, state, threshold, worth):
                spent += cost
                if worth[0] >= pace.goal:
                    break
        if worth[0] > worth[1]:
            worth[1] = worth[0]
            best[:] = seats.group
    return spent
