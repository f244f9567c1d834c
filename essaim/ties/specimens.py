"""The tables of a composition and its score, in each of their states, for the page of components."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from essaim.ties.counting import Score
from essaim.ties.models import Composition, Place
from essaim.ties.queries.names import table_name
from essaim.ties.queries.pages import Choice, Group, Moving, Scale
from essaim.ties.queries.tables import Guest, Table
from essaim.ui.specimens import Specimen, specimens
from essaim.ui.words import gettext as _
from essaim.ui.words import gettext_lazy

STATES = 5


def composition(**fields: Any) -> Composition:
    """A composition that is nowhere kept."""
    return Composition(pk=1, title=_("Séminaire"), state="done", tables=2, **fields)


def table(number: int, **fields: Any) -> Table:
    """Two people at a table of its own name, the second one pinned."""
    people = [
        Guest(Place(pk=1, member_id=1, table=1), 1, _("Nadia Benali"), _("Accueil, état civil")),
        Guest(Place(pk=2, member_id=2, table=1, is_pinned=True), 2, _("Samir Haddad"), _("Finances")),
    ]
    usual: Mapping[str, Any] = {"guests": people, "new": 1}
    return Table(number=number, name=table_name(number, of=STATES), **{**usual, **fields})


def shown(one: Table, **more: Any) -> dict[str, Any]:
    usual = {"turn": 1, "turns": [], "may_change": True, "moving": None}
    return {"composition": composition(), "tables": [one], **usual, **more}


@specimens("60-table", gettext_lazy("Table à composer"))
def tables(at: datetime) -> Iterator[Specimen]:
    page = "ties/composition_tables.html"
    yield Specimen(_("composée"), page, shown(table(1)))
    yield Specimen(_("contre une règle"), page, shown(table(2, with_manager=1, too_many_of_a_unit=True)))
    yield Specimen(_("vide"), page, shown(table(3, guests=[], new=0)))
    yield Specimen(_("le jour passé"), page, shown(table(4), may_change=False))
    moving = Moving(
        place=Place(pk=1, member_id=1, table=1),
        tables=[Choice(2, f"{table_name(2, of=STATES)} (+2)")],
        others=[Group(table_name(2, of=STATES), [(3, _("Claire Morel"))])],
    )
    yield Specimen(_("quelqu’un change de table"), page, shown(table(5), moving=moving))


@specimens("61-score", gettext_lazy("Rencontres neuves, et le hasard"))
def scores(at: datetime) -> Iterator[Specimen]:
    score = Score(meetings=60, new=57, known=2, same_unit=1, repeats=0)
    scale = Scale(
        now=675, mean=547, low=500, width=93, usual=46, mean_label=547, shows_end=True, now_anchor="end"
    )
    context = {
        "board": SimpleNamespace(score=score, pinned=2),
        "composition": composition(chance={"mean": 46.2, "low": 42, "high": 50, "draws": 200}),
        "scale": scale,
        "may_change": False,
    }
    yield Specimen(_("au-dessus du hasard"), "ties/composition_score.html", context)
