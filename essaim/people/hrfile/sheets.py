"""Which sheet of a workbook is the list of agents."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from essaim.people.hrfile.columns import header_place
from essaim.people.hrfile.errors import FileRefused
from essaim.ui.phrases import quoted

TITLE_LINES = 20
"""How far down the names of the columns are looked for, below titles and dates of extraction."""
MOST_NAMED = 20


@dataclass(frozen=True)
class SheetHead:
    """A sheet that holds something: its name, how many rows, the first ones."""

    name: str
    rows: int
    head: list[list[str]]

    @property
    def has_header(self) -> bool:
        return header_place(self.head) is not None


class SeveralSheets(FileRefused):
    """Several sheets could be the list: somebody has to say which."""

    def __init__(self, sheets: list[SheetHead]) -> None:
        super().__init__(
            _("Ce classeur a plusieurs feuilles : %(names)s. Dites laquelle contient les agents.")
            % {"names": names_of(sheets)}
        )
        self.sheets = sheets


def pick(name: str) -> Callable[[list[SheetHead]], str]:
    """How to choose among sheets: the one that is named, else the only one that can be the list."""
    return lambda heads: chosen(heads, name)


def chosen(heads: list[SheetHead], name: str) -> str:
    wanted = name.strip().casefold()
    if wanted:
        found = next((head.name for head in heads if head.name.strip().casefold() == wanted), "")
        if not found:
            raise FileRefused(
                _("Ce classeur n’a pas de feuille « %(name)s ». Il a : %(names)s.")
                % {"name": name, "names": names_of(heads)}
            )
        return found
    among = [head for head in heads if head.has_header] or heads
    if not among:
        raise FileRefused(_("Ce fichier est vide. Refaites l’extraction, puis déposez-la de nouveau."))
    if len(among) > 1:
        raise SeveralSheets(among)
    return among[0].name


def names_of(heads: list[SheetHead]) -> str:
    return ", ".join(quoted(head.name) for head in heads[:MOST_NAMED])
