"""What a help is made of, and the sections of the guides where one reads more."""

from dataclasses import dataclass

from django.utils.functional import Promise

from essaim.ui.words import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Way:
    """Where one reads more: a section of a page of help."""

    label: Text
    address: str
    anchor: str


@dataclass(frozen=True)
class Help:
    """Two sentences on one page, and where to read more."""

    sentences: tuple[Text, Text]
    way: Way


_AIDE, _DESK, _HOST = "ui:help", "ui:guide_coordination", "ui:guide_hosting"
SIGN_IN = Way(_("Aide : se connecter"), _AIDE, "connexion")
JOIN = Way(_("Aide : je participe"), _AIDE, "participer")
HERE = Way(_("Aide : dans la salle"), _AIDE, "salle")
OPINION = Way(_("Aide : donner mon avis"), _AIDE, "avis")
TEAM = Way(_("Aide : mon équipe"), _AIDE, "equipe")
STUCK = Way(_("Aide : toujours bloqué ?"), _AIDE, "bloque")
DATA = Way(_("Données personnelles : vos droits"), "ui:privacy", "droits")
ROOM = Way(_("Guide de l’animation : dans la salle"), _HOST, "salle")
WEEK = Way(_("Guide de la coordination : la semaine"), _DESK, "semaine")
PEOPLE = Way(_("Guide de la coordination : les personnes"), _DESK, "personnes")
SESSION = Way(_("Guide de la coordination : une séance"), _DESK, "seance")
PLACES = Way(_("Guide de la coordination : les places"), _DESK, "places")
AFTER = Way(_("Guide de la coordination : après la séance"), _DESK, "apres")
FIGURES = Way(_("Guide de la coordination : les chiffres"), _DESK, "chiffres")
SETTINGS = Way(_("Guide de la coordination : les réglages"), _DESK, "reglages")
