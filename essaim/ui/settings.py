"""The pages of Réglages: one register, from which come the index, the tabs, their help, and what tests expect.

Addresses are plain strings: `ui` knows no other part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from essaim.ui.words import gettext_lazy as _

Text = str | Promise
Sentences = tuple[Text, Text]


@dataclass(frozen=True)
class SettingsPage:
    """One page: its name, what one sets there, the two sentences of its question mark, and the pages under it."""

    key: str
    address: str
    label: Text
    says: Text
    help: Sentences
    under: Mapping[str, Sentences] = field(default_factory=dict)
    is_for_administrators: bool = False

    @property
    def helps(self) -> dict[str, Sentences]:
        return {self.address: self.help, **self.under}


@dataclass(frozen=True)
class SettingsGroup:
    """Pages that one sets for the same reason; they stand as tabs beside each other."""

    key: str
    label: Text
    pages: tuple[SettingsPage, ...]

    def open_to(self, *, administers: bool) -> list[SettingsPage]:
        return [page for page in self.pages if administers or not page.is_for_administrators]


LOOK = SettingsPage(
    "look",
    "programmes:settings",
    _("Apparence"),
    _("Son nom, sa couleur, son logo."),
    (
        _("Une couleur et un logo suffisent à donner vos couleurs au site."),
        _("Une couleur trop claire est foncée pour rester lisible."),
    ),
)
WORDS = SettingsPage(
    "words",
    "programmes:settings_words",
    _("Mots"),
    _("Ce que vos agents appellent une séance, un lieu, une personne qui anime."),
    (
        _("Donnez vos mots : une séance peut s’appeler atelier, rencontre ou café."),
        _("L’exemple à côté montre la phrase telle qu’elle sera lue."),
    ),
)
FORMULATIONS = SettingsPage(
    "formulations",
    "letters:formulation_list",
    _("Formulations"),
    _("Ce que disent vos lettres : l’objet et les phrases."),
    (
        _("Chaque lettre part d’elle-même, et vous en changez ici les phrases."),
        _("Les lettres déjà écrites ne changent pas."),
    ),
)
RULES = SettingsPage(
    "rules",
    "programmes:settings_rules",
    _("Règles"),
    _("Places qui se libèrent, hiérarchie, attestations, et qui coordonne."),
    (
        _("Chaque règle est suivie d’un exemple de ce qu’elle change."),
        _("Une règle nouvelle vaut pour la suite, jamais pour le passé."),
    ),
)
FORMATS = SettingsPage(
    "formats",
    "programmes:settings_formats",
    _("Formats"),
    _("Les façons de se réunir, leur durée, leurs places."),
    (
        _("Un format réunit les séances d’une même sorte, sous un nom et une couleur."),
        _("Seules les formations entrent dans les compteurs officiels."),
    ),
    {
        "programmes:format_new": (
            _("Donnez un nom, un signe et une couleur à ce format."),
            _("Dites s’il s’agit d’une formation : les compteurs officiels en dépendent."),
        ),
        "programmes:format_edit": (
            _("Le nom et la couleur changent aussitôt sur toutes les pages."),
            _("Un format qui a servi garde son histoire."),
        ),
    },
)
SEASONS = SettingsPage(
    "seasons",
    "programmes:settings_seasons",
    _("Saisons"),
    _("Les périodes auxquelles vos chiffres se rapportent."),
    (
        _("Une saison est une période nommée : un trimestre, une année."),
        _("Les chiffres de la page Impact se lisent ensuite saison par saison."),
    ),
    {
        "programmes:season_edit": (
            _("Changez le nom ou les dates de cette saison."),
            _("Aucune séance n’est effacée : elle change seulement de période."),
        )
    },
)
SURVEY = SettingsPage(
    "survey",
    "feedback:editor",
    _("Questionnaire"),
    _("Vos questions, juste après et quelques semaines plus tard."),
    (
        _("Écrivez vos questions dans un brouillon, et regardez-les comme sur un téléphone."),
        _("Un questionnaire déjà ouvert garde ses questions."),
    ),
    {
        "feedback:editor_versions": (
            _("Chaque version garde ses questions et ses réponses."),
            _("Vous pouvez remettre en service une version d’avant."),
        ),
        "feedback:editor_cold": (
            _("Quelques semaines après, une seule question : vous en servez-vous ?"),
            _("Elle suit les mêmes règles d’anonymat que les autres."),
        ),
    },
)
EMPLOYER = SettingsPage(
    "employer",
    "people:organisation",
    _("Employeur et lieux"),
    _("Nom, SIRET, fuseau horaire, et les lieux où l’on se retrouve."),
    (
        _("Le nom, le SIRET et le fuseau horaire de votre employeur sont ici."),
        _("Les lieux que vous notez se choisissent ensuite dans chaque séance."),
    ),
    {
        "people:organisation_list": (
            _("Chaque employeur a ses personnes, ses programmes et ses règles."),
            _("Les données de l’un n’existent pas pour l’autre."),
        )
    },
    is_for_administrators=True,
)
DAYS = SettingsPage(
    "days",
    "people:day_list",
    _("Jours et horaires"),
    _("Vos heures, vos jours fermés, les vacances scolaires."),
    (
        _("Hors de ces jours et de ces heures, aucun délai ne court."),
        _("Les lettres qui peuvent attendre partent à l’ouverture suivante."),
    ),
    is_for_administrators=True,
)
PARTNERS = SettingsPage(
    "partners",
    "people:partnership_list",
    _("Partenaires"),
    _("Les employeurs à qui vous ouvrez des séances."),
    (
        _("Un partenariat permet d’ouvrir une séance à un autre employeur."),
        _("Chacun ne voit de l’autre que les séances ouvertes."),
    ),
)
KIOSKS = SettingsPage(
    "kiosks",
    "kiosk:kiosk_list",
    _("Bornes"),
    _("Les écrans de vos halls, et leur code."),
    (
        _("Chaque borne reçoit un code, tapé une fois sur son écran."),
        _("Une borne perdue ou déplacée ? Retirez-la, elle n’ouvre plus rien."),
    ),
    is_for_administrators=True,
)
STATEMENT = SettingsPage(
    "statement",
    "people:statement",
    _("Accessibilité"),
    _("Votre déclaration, lue au bas de chaque page."),
    (
        _("Cette déclaration est la vôtre : elle dit où en est le site, et qui l’a mesuré."),
        _("Son état s’affiche en bas de chaque page."),
    ),
    is_for_administrators=True,
)
EXPORTS = SettingsPage(
    "exports",
    "programmes:export_list",
    _("Exports"),
    _("Qui a emporté quel tableau, et quand."),
    (
        _("Chaque tableau emporté laisse une ligne : qui, quand, quoi."),
        _("Seule l’administration de votre organisation lit ces lignes."),
    ),
    is_for_administrators=True,
)
LETTERS = SettingsPage(
    "letters",
    "letters:queue",
    _("Courriels"),
    _("Ce qui attend de partir, et qui n’est pas joint."),
    (
        _("Une lettre qui ne part pas est tentée de nouveau, de plus en plus tard."),
        _("Une adresse refusée se corrige dans le fichier RH, puis la lettre repart d’ici."),
    ),
    is_for_administrators=True,
)

GROUPS = (
    SettingsGroup("programme", _("Votre dispositif"), (LOOK, WORDS, FORMULATIONS, RULES)),
    SettingsGroup("offer", _("Ce que vous proposez"), (FORMATS, SEASONS, SURVEY)),
    SettingsGroup(
        "employer", _("Votre organisation"), (EMPLOYER, DAYS, PARTNERS, KIOSKS, LETTERS, STATEMENT, EXPORTS)
    ),
)
PAGES = tuple(page for group in GROUPS for page in group.pages)


def group_of(key: str) -> SettingsGroup:
    """The group in which a page stands."""
    return next(group for group in GROUPS if any(page.key == key for page in group.pages))


def groups_open_to(*, administers: bool) -> Iterable[tuple[SettingsGroup, list[SettingsPage]]]:
    """Each group with the pages that somebody may open; no empty group."""
    for group in GROUPS:
        pages = group.open_to(administers=administers)
        if pages:
            yield group, pages
