"""The pictures of the guides: taken by `make guides` from the pages themselves, on sample data.

A picture belongs to the section of its guide that has the same name.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import unpack

from django.utils.functional import Promise

from essaim.ui.words import gettext_lazy as _

FOLDER = Path(__file__).parent / "static/ui/guides"
DENSITY = 1.5
"""Pixels of a picture for one of the page: sharp enough on a telephone, and light."""


@lru_cache(maxsize=64)
def size_of(name: str) -> tuple[int, int]:
    """Width and height on the page, read where a PNG says them, so that the text never jumps."""
    with (FOLDER / f"{name}.png").open("rb") as picture:
        width, height = unpack(">II", picture.read(24)[16:])
    return round(width / DENSITY), round(height / DENSITY)


@dataclass(frozen=True)
class Picture:
    """A picture of a guide, told in words to who does not see it."""

    name: str
    alt: str | Promise

    @property
    def path(self) -> str:
        return f"ui/guides/{self.name}.png"

    @property
    def width(self) -> int:
        return size_of(self.name)[0]

    @property
    def height(self) -> int:
        return size_of(self.name)[1]


def _named(*pictures: Picture) -> dict[str, Picture]:
    return {picture.name: picture for picture in pictures}


COORDINATION = _named(
    Picture("semaine", _("La liste « À traiter » : une cause, une proposition et un bouton par ligne.")),
    Picture("personnes", _("L’aperçu d’un fichier : arrivées, changements, départs et lignes à corriger.")),
    Picture("seance", _("Un brouillon relu, avec le bouton « Publier ».")),
    Picture("places", _("Les places d’une séance, et le champ qui en change le nombre.")),
    Picture("apres", _("La feuille des présences : une ligne par personne, trois réponses possibles.")),
    Picture("chiffres", _("Le tableau des chiffres : personnes et participations côte à côte.")),
    Picture("reglages", _("Une règle du dispositif, avec l’exemple de ce qu’elle change.")),
)
HOSTING = _named(
    Picture("avant", _("La carte « Vous animez cette séance », avec le bouton « Ouvrir la salle ».")),
    Picture("salle", _("Le compte des arrivées, avec le bouton « Tout le monde est là ».")),
    Picture("imprevu", _("Une personne venue sans inscription, trouvée par son nom.")),
    Picture("fin", _("La carte « La séance s’achève ? », avec le bouton « Terminer la séance ».")),
)
