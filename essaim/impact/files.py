"""The figures as a file, as plain text and as JSON."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from essaim.impact.queries import Indicators, Row, Useful, number
from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.tables import Cell, Table
from essaim.ui.dates import day_and_year
from essaim.ui.phrases import told
from essaim.ui.words import gettext as _

HEADER = [
    "Format",
    "Séances",
    "Participations",
    "Agents distincts",
    "Animateurs",
    "Participations par séance",
    "Places",
    "Participations aux séances à places limitées",
    "Réponses",
    "Questionnaires envoyés",
    "Présents",
    "Réponses « utile »",
    "Réponses à cette question",
    "Réponses en attente",
    "Réponses « je m’en sers », quelques semaines après",
    "Réponses à cette question-là",
    "Réponses en attente à cette question-là",
    "Réponses qu’il faut pour paraître",
]


def day_in_words(day: date) -> str:
    """« 1er janvier 2021 »."""
    return day_and_year(day)


def period_in_words(first: date, last: date) -> str:
    """« Du 1er janvier 2021 au 31 mai 2021 »."""
    return _("Du %(first)s au %(last)s") % {"first": day_in_words(first), "last": day_in_words(last)}


@speaking(FRENCH)
def figures_table(figures: Indicators) -> Table:
    """The figures of a period as one sheet; never an answer, nor the results of a few people."""
    return Table(_("Chiffres"), HEADER, table_rows(figures))


def table_rows(figures: Indicators) -> Iterator[list[Cell]]:
    """One line per format, then the total; a rate that may not be shown says so."""
    for row in [*figures.formats, figures.total]:
        yield [
            row.name,
            row.sessions,
            row.attendances,
            row.distinct_agents,
            row.hosts,
            row.per_session,
            row.seats,
            row.seats_filled,
            *[row.response.answers, row.response.invited, row.response.present],
            *_rate(row.useful, row.waiting),
            row.waiting,
            *_rate(row.used, row.used_waiting),
            row.used_waiting,
            figures.threshold,
        ]


def _rate(rate: Useful | None, waiting: int) -> list[Cell]:
    if rate:
        return [rate.yes, rate.answers]
    return [_("masqué") if waiting else _("aucune réponse")] * 2


def as_json(figures: Indicators) -> dict[str, Any]:
    """What `essaim indicators --json` prints; the shape is a contract."""
    return {"formats": [_row_as_json(row) for row in figures.formats], "total": _row_as_json(figures.total)}


def _row_as_json(row: Row) -> dict[str, Any]:
    response, useful = row.response, row.useful
    return {
        "name": row.name,
        "sessions": row.sessions,
        "attendances": row.attendances,
        "distinct_agents": row.distinct_agents,
        "hosts": row.hosts,
        "response_rate": {
            "answers": response.answers,
            "invited": response.invited,
            "present": response.present,
        },
        "useful_rate": {"yes": useful.yes, "answers": useful.answers} if useful else None,
    }


def as_text(figures: Indicators) -> Iterator[str]:
    """The table for a terminal, each rate with its denominator."""
    yield f"{figures.programme.name}. {period_in_words(figures.first, figures.last)}."
    yield ""
    heads = [_("Format"), _("Séances"), _("Participations"), _("Agents distincts"), _("Animateurs")]
    lines = [heads, *(_text_cells(row) for row in [*figures.formats, figures.total])]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        numbers = (cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))
        yield "  ".join([line[0].ljust(widths[0]), *numbers])
    yield ""
    for row in [*figures.formats, figures.total]:
        useful = useful_in_words(row, figures.threshold)
        facts = _("%(responses)s ; %(useful)s") % {"responses": response_in_words(row), "useful": useful}
        yield told(row.name, facts)
    yield ""
    yield _("Ensemble : agents distincts et animateurs dédoublonnés.")


def _text_cells(row: Row) -> list[str]:
    return [row.name, *map(number, (row.sessions, row.attendances, row.distinct_agents, row.hosts))]


def response_in_words(row: Row) -> str:
    """« 41,6 % : 62 réponses sur 149 questionnaires, 153 présents »."""
    percent, counts = row.response.percent, row.response.in_words
    return counts if percent is None else told(_("%(n)s %%") % {"n": number(percent)}, counts)


def useful_in_words(row: Row, threshold: int) -> str:
    """« 85 % : 53 sur 62 réponses », or why there is no rate."""
    waiting = waiting_in_words(row, threshold)
    if row.useful is None:
        return waiting if row.waiting else _("utile : aucune réponse")
    share = _("utile %(percent)s %% : %(counts)s") % {
        "percent": row.useful.percent,
        "counts": row.useful.in_words,
    }
    return f"{share} ; {waiting}" if row.waiting else share


def waiting_in_words(row: Row, threshold: int) -> str:
    """« 3 réponses attendent d’être 5 »; more than that wait in several formats, or for a longer period."""
    if row.waiting >= threshold:
        text = _("%(waiting)s autres réponses attendent, ou comptent avec une période plus longue")
    else:
        text = ngettext(
            "%(waiting)s réponse attend d’être %(threshold)s",
            "%(waiting)s réponses attendent d’être %(threshold)s",
            row.waiting,
        )
    return text % {"waiting": number(row.waiting), "threshold": threshold}
