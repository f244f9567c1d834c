"""A composition as its page shows it: tables of a round, what they are worth, whom they should not seat together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Posting
from essaim.ties import counting
from essaim.ties.counting import Pair, Score
from essaim.ties.models import Composition, Member, Place
from essaim.ties.queries.meetings import met_among
from essaim.ties.queries.names import table_name


@dataclass(frozen=True)
class Guest:
    """Somebody at a table."""

    place: Place
    agent_id: int
    name: str
    unit: str


@dataclass(frozen=True)
class Table:
    """One table of one round: who sits there, how many new ties it makes, what is against the rules."""

    number: int
    name: str
    guests: list[Guest]
    new: int
    with_manager: int = 0
    too_many_of_a_unit: bool = False


@dataclass
class Board:
    """Everything of one composition, read in a fixed number of queries."""

    composition: Composition
    members: list[Member]
    places: list[Place]
    met: Mapping[Pair, int] = field(default_factory=dict)
    managers: frozenset[Pair] = frozenset()

    @cached_property
    def units(self) -> dict[int, int | None]:
        return {member.agent_id: member.unit_id for member in self.members}

    @cached_property
    def seated(self) -> list[Member]:
        return [member for member in self.members if not member.is_away]

    @cached_property
    def away(self) -> list[Member]:
        return [member for member in self.members if member.is_away]

    @cached_property
    def rounds(self) -> list[list[list[int]]]:
        """`rounds[r][t]`: keys of agents, in the order of their names."""
        count = self.composition.tables
        rounds: list[list[list[int]]] = [
            [[] for _table in range(count)] for _turn in range(self.composition.rounds)
        ]
        for place in self.places:
            rounds[place.round - 1][place.table - 1].append(place.member.agent_id)
        return rounds

    @cached_property
    def score(self) -> Score:
        return self.score_of(self.rounds)

    def score_of(self, rounds: counting.Rounds) -> Score:
        return counting.score(rounds, units=self.units, met=self.met.keys())

    @cached_property
    def pinned(self) -> int:
        """How many people are kept at a table of some round."""
        return len({place.member_id for place in self.places if place.is_pinned})

    def tables(self, turn: int) -> list[Table]:
        """The tables of a round; a new tie counts at the table where it is made first."""
        at: dict[int, list[Guest]] = {number: [] for number in range(1, self.composition.tables + 1)}
        for place in self.places:
            if place.round == turn:
                agent, unit = place.member.agent, place.member.unit
                at[place.table].append(Guest(place, agent.pk, agent.full_name, unit.name if unit else ""))
        return [self._table(number, guests, turn) for number, guests in at.items()]

    def _table(self, number: int, guests: list[Guest], turn: int) -> Table:
        keys = [guest.agent_id for guest in guests]
        pairs = set(counting.pairs_of(keys)) - self._before(turn)
        new = sum(counting.is_new(two, units=self.units, met=self.met.keys()) for two in pairs)
        most = self.composition.most_per_unit
        units = [self.units[key] for key in keys if self.units[key]]
        return Table(
            number=number,
            name=table_name(number, of=self.composition.tables),
            guests=guests,
            new=new,
            with_manager=sum(two in self.managers for two in counting.pairs_of(keys)),
            too_many_of_a_unit=most is not None and any(units.count(unit) > most for unit in set(units)),
        )

    def _before(self, turn: int) -> set[Pair]:
        earlier = self.rounds[: turn - 1]
        return {two for tables in earlier for people in tables for two in counting.pairs_of(people)}

    def gains(self, place: Place) -> dict[int, int]:
        """What moving somebody to each other table adds to the new ties, or takes from them."""
        here, gains = place.table - 1, {}
        agent = place.member.agent_id
        for there in range(self.composition.tables):
            if there != here:
                rounds = [[list(people) for people in tables] for tables in self.rounds]
                rounds[place.round - 1][here].remove(agent)
                rounds[place.round - 1][there].append(agent)
                gains[there + 1] = self.score_of(rounds).new - self.score.new
        return gains


def board_of(composition: Composition) -> Board:
    """Members and places by name, who met whom, who manages whom; four queries."""
    members = list(members_of(composition))
    places = Place.objects.filter(member__composition=composition).select_related(
        "member__agent", "member__unit"
    )
    people = [member.agent_id for member in members]
    return Board(
        composition,
        members,
        list(places.order_by(*by_name("member__agent__"), "pk")),
        met_among(people, until=composition.asked_at, but=composition.session_id),
        frozenset(managers_among(people)) if composition.apart_managers else frozenset(),
    )


def members_of(composition: Composition) -> QuerySet[Member]:
    """Everybody of a composition, by name, with their services."""
    members = Member.objects.filter(composition=composition).select_related("agent", "unit")
    return members.order_by(*by_name("agent__"), "pk")


def managers_among(people: list[int]) -> set[Pair]:
    """Each of these people with their own line manager, when both are among them."""
    lines = Posting.objects.filter(ends_on=None, agent__in=people, line_manager__in=people)
    return {
        counting.pair(agent, manager)
        for agent, manager in lines.order_by("pk").values_list("agent", "line_manager")
        if manager is not None
    }


def compositions_for(agent: Agent) -> QuerySet[Composition]:
    """Those that the agent may see, the latest first, with their session and programme at hand."""
    found = Composition.objects.visible_to(agent).select_related(
        "session__programme__organisation", "programme__organisation", "by"
    )
    return found.order_by("-asked_at", "-pk")
