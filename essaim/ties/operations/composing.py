"""Asking for tables and receiving them: pages ask, the worker answers, both in one row."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import randbelow
from typing import Any

from django.db import transaction

from essaim.agenda.models import Registration, Session
from essaim.kernel.errors import Refused
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ties.counting import Chance, tables_for
from essaim.ties.models import Composition, Member, Place
from essaim.ties.operations.snapshots import keep, locked, put_back
from essaim.ties.rules import FEWEST_PEOPLE, MOST_PEOPLE
from essaim.ui.words import gettext as _

State = Composition.State
LARGEST_SEED = 2**31


@dataclass(frozen=True)
class Rules:
    """What the tables must keep to."""

    table_size: int
    rounds: int = 1
    most_per_unit: int | None = None
    apart_managers: bool = True


@dataclass(frozen=True)
class Seating:
    """What comes back: `rounds[r][t]` holds keys of agents; what chance alone would give."""

    rounds: Sequence[Sequence[Sequence[int]]]
    chance: Chance


class TooFew(Refused):
    """There is nothing to mix."""


class TooMany(Refused):
    """More people than can be seated within half a minute."""


@transaction.atomic
def ask_composition(
    *,
    programme: Programme,
    rules: Rules,
    by: Agent,
    at: datetime,
    session: Session | None = None,
    people: Iterable[Agent] = (),
    title: str = "",
) -> Composition:
    """Have people seated: those with a seat in the session, or those of a list. Asking twice finds the first."""
    if session is not None:
        Session.objects.select_for_update(no_key=True).get(pk=session.pk)  # two who ask at once take turns
        found = Composition.objects.filter(session=session).first()
        if found:
            return found
        people = expected(session)
    units = _counted({agent.pk: agent.unit_id for agent in people}, rules)
    composition = Composition.objects.create(
        programme=programme,
        session=session,
        title=session.title if session else title,
        by=by,
        asked_at=at,
        seed=randbelow(LARGEST_SEED),
        **asdict(rules),
    )
    _add(composition, units)
    return composition


def expected(session: Session) -> list[Agent]:
    """Who has a confirmed seat, in order of arrival."""
    seats = Registration.objects.filter(session=session, state=Registration.State.CONFIRMED)
    return [seat.agent for seat in seats.select_related("agent").order_by("ticket", "pk")]


def _counted(units: dict[int, int | None], rules: Rules) -> dict[int, int | None]:
    if len(units) < FEWEST_PEOPLE or tables_for(len(units), at_most=rules.table_size) < 2:
        raise TooFew(
            _(
                "Il faut au moins deux tables et quatre personnes : ajoutez du monde, ou choisissez plus petit."
            )
        )
    if len(units) > MOST_PEOPLE:
        raise TooMany(
            _("Cela fait %(n)s personnes : composez au plus %(most)s personnes à la fois.")
            % {"n": len(units), "most": MOST_PEOPLE}
        )
    return units


def _add(composition: Composition, units: Mapping[int, int | None]) -> None:
    Member.objects.bulk_create(
        Member(composition=composition, agent_id=agent, unit_id=unit) for agent, unit in units.items()
    )


@transaction.atomic
def compose_again(*, composition: Composition, rules: Rules, at: datetime) -> Composition:
    """Queue it anew with these rules: those pinned stay, those who registered since join, those who left go.

    A request that waits or runs takes the new rules.
    """
    fresh = locked(composition)
    if fresh.state == State.DONE:
        keep(fresh)
    _follow_registrations(fresh)
    staying = Member.objects.filter(composition=fresh, is_away=False)
    _counted(dict(staying.order_by("pk").values_list("agent", "unit")), rules)
    for name, value in asdict(rules).items():
        setattr(fresh, name, value)
    fresh.state, fresh.progress, fresh.attempts = State.QUEUED, 0, 0
    fresh.seed, fresh.conflicts, fresh.leased_until, fresh.asked_at = randbelow(LARGEST_SEED), [], None, at
    fresh.finished_at = None
    fresh.save()
    return fresh


def _follow_registrations(composition: Composition) -> None:
    if composition.session is None:
        return
    seated = {agent.pk: agent.unit_id for agent in expected(composition.session)}
    members = Member.objects.filter(composition=composition)
    members.exclude(agent__in=seated).delete()
    known = set(members.values_list("agent", flat=True))
    _add(composition, {agent: unit for agent, unit in seated.items() if agent not in known})


@transaction.atomic
def stop_composition(*, composition: Composition) -> Composition:
    """Stop waiting: the tables that stood before come back, or nothing was composed. Stopping twice is harmless."""
    fresh = locked(composition)
    if fresh.state != State.QUEUED:
        return fresh
    if fresh.undo:
        put_back(fresh, fresh.undo)
        return fresh
    fresh.state, fresh.leased_until = State.STOPPED, None
    fresh.save(update_fields=["state", "leased_until"])
    return fresh


@transaction.atomic
def finish_composition(*, composition: Composition, seating: Seating, at: datetime) -> bool:
    """Write the tables that the worker found; nothing if the request was stopped or asked anew meanwhile."""
    fields = {"chance": asdict(seating.chance), "tables": len(seating.rounds[0]), "progress": 100}
    if not _answered(composition, state=State.DONE, at=at, **fields):
        return False
    places = Place.objects.filter(member__composition=composition)
    pinned = set(places.filter(is_pinned=True).values_list("member", "round", "table"))
    places.delete()
    members = dict(Member.objects.filter(composition=composition).values_list("agent", "pk"))
    Place.objects.bulk_create(
        Place(
            member_id=members[agent],
            round=turn,
            table=table,
            is_pinned=(members[agent], turn, table) in pinned,
        )
        for turn, tables in enumerate(seating.rounds, start=1)
        for table, people in enumerate(tables, start=1)
        for agent in people
        if agent in members
    )
    return True


@transaction.atomic
def refuse_composition(
    *, composition: Composition, conflicts: Collection[Mapping[str, Any]], at: datetime
) -> bool:
    """Keep which rules contradict each other; the places that stood before stay behind them."""
    return _answered(composition, state=State.IMPOSSIBLE, conflicts=[*map(dict, conflicts)], at=at)


def fail_composition(*, composition: Composition, at: datetime) -> bool:
    """Give up a request that ended its worker again and again."""
    return _answered(composition, state=State.FAILED, at=at)


def _answered(composition: Composition, *, at: datetime, **fields: Any) -> bool:
    """The answer belongs to the request that was asked: its seed says which."""
    waiting = Composition.objects.filter(pk=composition.pk, state=State.QUEUED, seed=composition.seed)
    return bool(waiting.update(finished_at=at, leased_until=None, **fields))
