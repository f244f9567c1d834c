"""What each page of the composer reads: the list, a session before its tables, a round of tables."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from essaim.agenda.models import Registration, Session
from essaim.people.models import Agent
from essaim.ties.models import Composition, Place
from essaim.ties.queries.tables import Board, Table, compositions_for
from essaim.ties.rules import FEWEST_PEOPLE
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

TRACK_START, TRACK_LENGTH, LABEL = 10, 700, 95
"""The drawing of the score: where its line begins, how long it is, half the width of the label of chance."""


@dataclass(frozen=True)
class Scale:
    """Where the figures stand on the line from none to every pair."""

    now: int
    mean: int
    low: int
    width: int
    usual: int
    """New ties by chance, in whole numbers; their interval is in `chance`."""
    mean_label: int
    shows_end: bool
    """Whether the label of chance leaves room for that of all pairs."""
    now_anchor: str


@dataclass(frozen=True)
class Choice:
    """A table somebody may go to."""

    number: int
    label: str


@dataclass(frozen=True)
class Group:
    """The people of a table with whom somebody may change places."""

    name: str
    people: list[tuple[int, str]]


@dataclass(frozen=True)
class Moving:
    """Somebody whom one is about to move: where to, against whom."""

    place: Place
    tables: list[Choice]
    others: list[Group]


def listed(agent: Agent) -> QuerySet[Composition]:
    """The compositions that the agent may see, each with `people`, how many come."""
    coming = Count("members", filter=Q(members__is_away=False))
    return compositions_for(agent).annotate(people=coming).defer("undo")


def before_composing(session: Session, people: Collection[Agent]) -> dict[str, Any]:
    """How many people and services there are to mix, and whether they are enough."""
    return {
        "people": len(people),
        "units": len({agent.unit_id for agent in people if agent.unit_id}),
        "is_enough": len(people) >= FEWEST_PEOPLE,
        "session": session,
    }


def done(board: Board, *, turn: int, moving: int) -> dict[str, Any]:
    """The tables of the round asked for, what all rounds are worth, and whoever is about to be moved."""
    composition = board.composition
    turn = turn if 1 <= turn <= composition.rounds else 1
    tables = board.tables(turn)
    chosen = next((place for place in board.places if place.pk == moving and place.round == turn), None)
    return {
        "board": board,
        "turn": turn,
        "turns": range(1, composition.rounds + 1) if composition.rounds > 1 else [],
        "tables": tables,
        "units": len({unit for unit in board.units.values() if unit}),
        "scale": scale_of(board),
        "notes": notes_of(board, tables),
        "changes": changes_since(board),
        "moving": moving_of(board, chosen, tables) if chosen else None,
    }


def scale_of(board: Board) -> Scale | None:
    """The drawing of the score beside chance; none while there is nothing to compare."""
    chance, whole = board.composition.chance, board.score.meetings
    if not chance or not whole:
        return None

    def at(value: float) -> int:
        return TRACK_START + round(TRACK_LENGTH * min(1.0, value / whole))

    mean, now, low = at(chance["mean"]), at(board.score.new), at(chance["low"])
    return Scale(
        now=now,
        mean=mean,
        low=low,
        width=max(8, at(chance["high"]) - low),
        usual=round(chance["mean"]),
        mean_label=min(max(mean, LABEL), TRACK_LENGTH - LABEL),
        shows_end=mean < TRACK_LENGTH - 2 * LABEL,
        now_anchor="start" if now < TRACK_LENGTH / 3 else "end" if now > TRACK_LENGTH * 2 / 3 else "middle",
    )


def notes_of(board: Board, tables: list[Table]) -> list[str]:
    """Why some pairs do not count, and what a move by hand put against the rules. Figures only, never who."""
    score = board.score
    said = {
        ngettext(
            "%(n)s paire se connaît déjà d’une autre rencontre.",
            "%(n)s paires se connaissent déjà d’une autre rencontre.",
            score.known,
        ): score.known,
        ngettext(
            "%(n)s paire est du même service.", "%(n)s paires sont du même service.", score.same_unit
        ): score.same_unit,
        ngettext(
            "%(n)s paire se retrouve d’un tour à l’autre.",
            "%(n)s paires se retrouvent d’un tour à l’autre.",
            score.repeats,
        ): score.repeats,
    }
    notes = [text % {"n": count} for text, count in said.items() if count]
    if any(table.with_manager for table in tables):
        notes.append(_("Quelqu’un est à la table de sa ou de son responsable."))
    if any(table.too_many_of_a_unit for table in tables):
        notes.append(_("Une table réunit plus de personnes d’un même service que vous ne le vouliez."))
    return notes


def changes_since(board: Board) -> str:
    """Who registered or withdrew since the tables were composed: « 2 inscriptions et 1 désistement depuis »."""
    session = board.composition.session
    if session is None or session.closed_at:
        return ""
    seats = Registration.objects.filter(session=session, state=Registration.State.CONFIRMED)
    now = set(seats.values_list("agent", flat=True))
    then = {member.agent_id for member in board.members}
    came = ngettext("%(n)s inscription", "%(n)s inscriptions", len(now - then)) % {"n": len(now - then)}
    went = ngettext("%(n)s désistement", "%(n)s désistements", len(then - now)) % {"n": len(then - now)}
    words = [text for text, people in ((came, now - then), (went, then - now)) if people]
    return _(" et ").join(words)


def moving_of(board: Board, place: Place, tables: list[Table]) -> Moving:
    """Each other table with what going there is worth, and the people of each."""
    gains = board.gains(place)
    others = [table for table in tables if table.number != place.table]
    return Moving(
        place=place,
        tables=[Choice(table.number, worth(table, gains[table.number])) for table in others],
        others=[
            Group(table.name, [(guest.place.pk, guest.name) for guest in table.guests])
            for table in others
            if table.guests
        ],
    )


def worth(table: Table, gain: int) -> str:
    """« Table Frêne (+2) »; the sign is that of mathematics, as long as a hyphen is too short."""
    return f"{table.name} ({gain:+d})".replace("-", "−")
