"""Regular work: the ties of closed sessions, the compositions that somebody waits for, forgetting both."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from essaim.algorithms.answers import Fact, Status
from essaim.algorithms.groups import Grouping, Person, compose_groups
from essaim.kernel.forgetting import forget
from essaim.kernel.ticks import every
from essaim.people.models import Agent, Posting
from essaim.ties import operations
from essaim.ties.counting import chance, pairs_of, sizes_for
from essaim.ties.models import Composition, Tie
from essaim.ties.operations import Seating
from essaim.ties.queries.meetings import sessions_to_record
from essaim.ties.queries.tables import Board, board_of
from essaim.ties.rules import MOST_ATTEMPTS

LEASE = timedelta(minutes=3)
SESSIONS_AT_ONCE = 200
SECONDS_AT_LEAST, SECONDS_AT_MOST, PLACES_A_SECOND = 3.0, 20.0, 60
"""How long a search may take: three seconds and one more for sixty places, twenty at most."""
STEP = 5
"""Progress is written in steps of so many percent."""


class Stopped(Exception):  # noqa: N818 -- it is somebody's wish, not a failure
    """The request was stopped, or asked anew with other rules, while it was being answered."""


@every(minutes=1)
def record_ties(now: datetime) -> int:
    """Write who met whom in the sessions closed or corrected since; a dead worker's half is done again."""
    kept = timedelta(days=settings.TIES_DAYS)
    due = list(sessions_to_record(at=now, kept=kept)[:SESSIONS_AT_ONCE])
    for session in due:
        operations.record_ties(session=session, at=now)
    return len(due)


@every(seconds=2)
def compose_tables(now: datetime) -> int:
    """Answer each request once; one left by a dead worker is taken over when its lease ends."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    queued = Composition.objects.filter(free, state=Composition.State.QUEUED)
    keys = list(queued.order_by("asked_at", "pk").values_list("pk", flat=True))
    return sum(compose_one(pk, now) for pk in keys)


def compose_one(pk: int, now: datetime) -> int:
    """Claim one request by a lease on its row, then answer it; one that ended three workers is given up."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = Composition.objects.filter(free, pk=pk, state=Composition.State.QUEUED)
    if not waiting.update(leased_until=now + LEASE, attempts=F("attempts") + 1, progress=1):
        return 0
    composition = Composition.objects.select_related("session", "programme").get(pk=pk)
    if composition.attempts > MOST_ATTEMPTS:
        operations.fail_composition(composition=composition, at=now)
        return 1
    board = board_of(composition)
    try:
        grouping = group(board)
    except Stopped:
        return 1
    answer(board, grouping, at=now)
    return 1


def group(board: Board) -> Grouping:
    """Call the calculation with what the database knows."""
    composition = board.composition
    people = people_of(board)
    seconds = SECONDS_AT_LEAST + len(people) * composition.rounds / PLACES_A_SECOND
    sizes = sizes_for(len(people), at_most=composition.table_size)
    return compose_groups(
        people,
        sizes=sizes,
        rounds=composition.rounds,
        met=known_pairs(board),
        pinned=pins_of(board, tables=len(sizes)),
        apart=[frozenset(map(str, two)) for two in sorted(board.managers)],
        max_same_unit=composition.most_per_unit,
        seed=composition.seed,
        time_limit=min(seconds, SECONDS_AT_MOST),
        progress=Teller(composition),
    )


def known_pairs(board: Board) -> dict[frozenset[str], int]:
    """In how many sessions each pair met; colleagues of one service know each other, as the page counts."""
    colleagues: dict[int, list[int]] = {}
    for member in board.seated:
        if member.unit_id:
            colleagues.setdefault(member.unit_id, []).append(member.agent_id)
    met = dict(board.met)
    for people in colleagues.values():
        for two in pairs_of(people):
            met[two] = met.get(two, 0) + 1
    return {frozenset(map(str, two)): count for two, count in met.items()}


def people_of(board: Board) -> list[Person]:
    """Those who come, as the calculation knows them; somebody without a service is of their own."""
    agents = {member.agent_id: member for member in board.seated}
    postings = Posting.objects.filter(ends_on=None, agent__in=agents).order_by("pk")
    known = {agent: row for agent, *row in postings.values_list("agent", "category", "site")}
    found = Agent.objects.filter(pk__in=agents).order_by("pk").values_list("pk", "organisation")
    return [
        person(pk, agents[pk].unit_id, organisation, *known.get(pk, ("", None))) for pk, organisation in found
    ]


def person(pk: int, unit: int | None, organisation: int, category: str, site: int | None) -> Person:
    return Person(
        id=str(pk),
        unit=str(unit or f"-{pk}"),
        organisation=str(organisation),
        category=category,
        site=str(site or ""),
    )


def pins_of(board: Board, *, tables: int) -> Mapping[str, tuple[int | None, ...]]:
    """Where each pinned person sits, round by round; a table or a round that exists no more holds nobody."""
    rounds = board.composition.rounds
    pins: dict[str, list[int | None]] = {}
    for place in board.places:
        if place.is_pinned and place.table <= tables and place.round <= rounds:
            row = pins.setdefault(str(place.member.agent_id), [None] * rounds)
            row[place.round - 1] = place.table - 1
    return {one: tuple(row) for one, row in pins.items()}


class Teller:
    """Told how far the search is, between 0 and 1: writes it in steps, and learns there that somebody stopped it."""

    def __init__(self, composition: Composition) -> None:
        self._request = Composition.objects.filter(
            pk=composition.pk, state=Composition.State.QUEUED, seed=composition.seed
        )
        self._told = -STEP

    def __call__(self, share: float) -> None:
        percent = min(99, max(1, int(share * 100)))
        if percent < self._told + STEP:
            return
        self._told = percent
        if not self._request.update(progress=percent):
            raise Stopped


def answer(board: Board, grouping: Grouping, *, at: datetime) -> None:
    """Hand over the tables with what chance would give, or the rules that contradict each other."""
    composition = board.composition
    if grouping.status == Status.INFEASIBLE:
        conflicts = [plain_fact(fact) for fact in grouping.conflicts]
        operations.refuse_composition(composition=composition, conflicts=conflicts, at=at)
        return
    rounds = [[[int(one) for one in people] for people in tables] for tables in grouping.rounds]
    by_chance = chance(rounds, units=board.units, met=board.met.keys(), seed=composition.seed)
    operations.finish_composition(composition=composition, seating=Seating(rounds, by_chance), at=at)


def plain_fact(fact: Fact) -> dict[str, Any]:
    return {"code": fact.code, "about": fact.about, "values": dict(fact.values)}


@every(hours=24)
def forget_old_ties(now: datetime) -> int:
    """Who met whom is kept three years, or as long as the installation says."""
    return forget(Tie.objects.filter(met_on__lt=(now - timedelta(days=settings.TIES_DAYS)).date()))


@every(hours=24)
def forget_old_compositions(now: datetime) -> int:
    """Who sat where is kept three months."""
    return operations.forget_old_compositions(at=now)
