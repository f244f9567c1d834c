"""What one puts up in the hall and on the tables: the plan, the names, the cards; and the same as a spreadsheet."""

from datetime import datetime
from typing import Any

from essaim.agenda.files.paper import house_of
from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.tables import Cell, Table
from essaim.ties.models import Member
from essaim.ties.queries.names import round_name, table_name
from essaim.ties.queries.tables import Board
from essaim.ui.dates import long_day
from essaim.ui.pdf import pdf
from essaim.ui.pictures import printed_logo
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext


def plan(board: Board, *, at: datetime) -> bytes:
    """One page or more per round with its tables, then everybody by name with their tables, for the door."""
    return pdf("ties/typst/plan.typ", plan_data(board, at=at), at=at)


def plan_data(board: Board, *, at: datetime) -> dict[str, Any]:
    composition = board.composition
    turns = range(1, composition.rounds + 1)
    people = len(board.seated)
    return {
        **house_of(composition.programme),
        "logo": printed_logo(composition.programme.logo),
        "title": _("Plan des tables"),
        "event": composition.title,
        "day": _day(board, at=at),
        "count": ngettext("%(n)s personne", "%(n)s personnes", people) % {"n": people},
        "rounds": [
            {
                "name": round_name(turn) if composition.rounds > 1 else "",
                "tables": [
                    {
                        "name": table.name,
                        "people": [{"name": guest.name, "unit": guest.unit} for guest in table.guests],
                    }
                    for table in board.tables(turn)
                ],
            }
            for turn in turns
        ],
        "by_name": _("Trouver sa table"),
        "columns": [
            _("Nom"),
            *([round_name(turn) for turn in turns] if composition.rounds > 1 else [_("Table")]),
        ],
        "people": [{"name": _last_name_first(member), "tables": tables} for member, tables in seats(board)],
    }


def _day(board: Board, *, at: datetime) -> str:
    session = board.composition.session
    if session is None:
        return ""
    zone = board.composition.programme.organisation.zone
    day = session.starts_at.astimezone(zone).replace(tzinfo=None)
    return long_day(day, today=at.astimezone(zone).date())


def _last_name_first(member: Member) -> str:
    agent = member.agent
    return f"{agent.last_name} {agent.first_name}".strip()


def seats(board: Board) -> list[tuple[Member, list[str]]]:
    """Everybody who comes, by name, with the name of their table in each round."""
    composition = board.composition
    tables: dict[int, dict[int, str]] = {}
    for place in board.places:
        name = table_name(place.table, of=composition.tables)
        tables.setdefault(place.member_id, {})[place.round] = name
    turns = range(1, composition.rounds + 1)
    return [(member, [tables.get(member.pk, {}).get(turn, "") for turn in turns]) for member in board.seated]


def name_cards(board: Board, *, at: datetime) -> bytes:
    """The cards of the house, ten a page, each with its tables."""
    return pdf("agenda/typst/cards.typ", name_cards_data(board), at=at)


def name_cards_data(board: Board) -> dict[str, Any]:
    composition = board.composition
    return {
        **house_of(composition.programme),
        "title": _("Cartes de nom : %(title)s") % {"title": composition.title},
        "cards": [
            {
                "first": member.agent.first_name or member.agent.last_name,
                "rest": member.agent.last_name if member.agent.first_name else "",
                "unit": member.unit.name if member.unit else "",
                "tables": _in_order(tables),
            }
            for member, tables in seats(board)
        ],
        "empty": _("Personne n’est à table."),
    }


def _in_order(tables: list[str]) -> str:
    """« Table Tilleul », or « 1. Table Tilleul · 2. Table Frêne »."""
    if len(tables) == 1:
        return tables[0]
    return " · ".join(f"{turn}. {table}" for turn, table in enumerate(tables, start=1))


@speaking(FRENCH)
def seating_table(board: Board) -> Table:
    """One row per person who comes: who, which service, which table in each round."""
    turns = range(1, board.composition.rounds + 1)
    tables_of = [*map(round_name, turns)] if len(turns) > 1 else [_("Table")]
    header = [_("Nom"), _("Prénom"), _("Service"), *tables_of]
    rows: list[list[Cell]] = [
        [member.agent.last_name, member.agent.first_name, member.unit.name if member.unit else "", *tables]
        for member, tables in seats(board)
    ]
    return Table(_("Tables"), header, rows)
