"""The pages of Réglages."""

from essaim.ui.helps.ways import SETTINGS, Help
from essaim.ui.words import gettext_lazy as _

SETTINGS_PAGES = {
    "programmes:settings": Help(
        (
            _("Une couleur et un logo suffisent à donner vos couleurs au site."),
            _("Une couleur trop claire est foncée pour rester lisible."),
        ),
        SETTINGS,
    ),
    "programmes:settings_words": Help(
        (
            _("Donnez vos mots : une séance peut s’appeler atelier, rencontre ou café."),
            _("L’exemple à côté montre la phrase telle qu’elle sera lue."),
        ),
        SETTINGS,
    ),
    "programmes:settings_rules": Help(
        (
            _("Chaque règle est suivie d’un exemple de ce qu’elle change."),
            _("Une règle nouvelle vaut pour la suite, jamais pour le passé."),
        ),
        SETTINGS,
    ),
    "programmes:settings_formats": Help(
        (
            _("Un format réunit les séances d’une même sorte, sous un nom et une couleur."),
            _("Seules les formations entrent dans les compteurs officiels."),
        ),
        SETTINGS,
    ),
    "programmes:format_new": Help(
        (
            _("Donnez un nom, un signe et une couleur à ce format."),
            _("Dites s’il s’agit d’une formation : les compteurs officiels en dépendent."),
        ),
        SETTINGS,
    ),
    "programmes:format_edit": Help(
        (
            _("Le nom et la couleur changent aussitôt sur toutes les pages."),
            _("Un format qui a servi garde son histoire."),
        ),
        SETTINGS,
    ),
    "programmes:settings_seasons": Help(
        (
            _("Une saison est une période nommée : un trimestre, une année."),
            _("Les chiffres de la page Impact se lisent ensuite saison par saison."),
        ),
        SETTINGS,
    ),
    "programmes:season_edit": Help(
        (
            _("Changez le nom ou les dates de cette saison."),
            _("Aucune séance n’est effacée : elle change seulement de période."),
        ),
        SETTINGS,
    ),
    "feedback:editor": Help(
        (
            _("Écrivez vos questions dans un brouillon, et regardez-les comme sur un téléphone."),
            _("Un questionnaire déjà ouvert garde ses questions."),
        ),
        SETTINGS,
    ),
    "feedback:editor_versions": Help(
        (
            _("Chaque version garde ses questions et ses réponses."),
            _("Vous pouvez remettre en service une version d’avant."),
        ),
        SETTINGS,
    ),
    "feedback:editor_cold": Help(
        (
            _("Quelques semaines après, une seule question : vous en servez-vous ?"),
            _("Elle suit les mêmes règles d’anonymat que les autres."),
        ),
        SETTINGS,
    ),
    "people:organisation": Help(
        (
            _("Le nom, le SIRET et le fuseau horaire de votre employeur sont ici."),
            _("Les lieux que vous notez se choisissent ensuite dans chaque séance."),
        ),
        SETTINGS,
    ),
    "kiosk:kiosk_list": Help(
        (
            _("Chaque borne reçoit un code, tapé une fois sur son écran."),
            _("Une borne perdue ou déplacée ? Retirez-la, elle n’ouvre plus rien."),
        ),
        SETTINGS,
    ),
    "people:statement": Help(
        (
            _("Cette déclaration est la vôtre : elle dit où en est le site, et qui l’a mesuré."),
            _("Son état s’affiche en bas de chaque page."),
        ),
        SETTINGS,
    ),
    "people:organisation_list": Help(
        (
            _("Chaque employeur a ses personnes, ses programmes et ses règles."),
            _("Les données de l’un n’existent pas pour l’autre."),
        ),
        SETTINGS,
    ),
    "people:partnership_list": Help(
        (
            _("Un partenariat permet d’ouvrir une séance à un autre employeur."),
            _("Chacun ne voit de l’autre que les séances ouvertes."),
        ),
        SETTINGS,
    ),
    "programmes:export_list": Help(
        (
            _("Chaque tableau emporté laisse une ligne : qui, quand, quoi."),
            _("Seule l’administration de votre organisation lit ces lignes."),
        ),
        SETTINGS,
    ),
}
