"""Topics: the sheets, what one proposes, what the coordination decides."""

from essaim.ui.helps.ways import JOIN, SESSION, Help
from essaim.ui.words import gettext_lazy as _

CATALOGUE = {
    "catalogue:topic": Help(
        (
            _("Une fiche dit à quoi sert un sujet, pour qui, et quand il revient."),
            _("Vous savez le transmettre ? Dites « Je sais faire »."),
        ),
        JOIN,
    ),
    "agenda:topic_sessions": Help(
        (
            _("Voici les prochaines dates de ce sujet."),
            _("Ouvrez-en une pour prendre une place."),
        ),
        JOIN,
    ),
    "feedback:topic_echo": Help(
        (
            _("Voici ce que les personnes venues en ont dit, sans un nom."),
            _("Rien ne paraît à moins de cinq réponses."),
        ),
        JOIN,
    ),
    "catalogue:transmit": Help(
        (
            _("Un titre suffit pour commencer, même provisoire."),
            _("Rien n’est envoyé avant le troisième écran."),
        ),
        JOIN,
    ),
    "catalogue:transmit_shape": Help(
        (
            _("Choisissez une durée, et dites pour qui."),
            _("Un sujet proche existe ? Dites plutôt « Je sais faire »."),
        ),
        JOIN,
    ),
    "catalogue:transmit_when": Help(
        (
            _("Touchez toutes les demi-journées possibles."),
            _("Nous cherchons la salle, et vous relisez la date avant tout le monde."),
        ),
        JOIN,
    ),
    "catalogue:transmit_thanks": Help(
        (
            _("Votre proposition est partie à la coordination."),
            _("Vous saurez la réponse, et sa raison, par une lettre."),
        ),
        JOIN,
    ),
    "catalogue:proposal": Help(
        (
            _("Cette page dit où en est votre proposition."),
            _("Tant que rien n’est décidé, vous pouvez la reprendre."),
        ),
        JOIN,
    ),
    "catalogue:manage_topics": Help(
        (
            _("Un sujet se donne plusieurs fois : sa fiche reste, les dates changent."),
            _("Une fiche de formation se publie avec ses six blocs."),
        ),
        SESSION,
    ),
    "catalogue:manage_topic_new": Help(
        (
            _("Écrivez ce que vous savez : le brouillon se garde tel quel."),
            _("La publication attend les six blocs d’une formation."),
        ),
        SESSION,
    ),
    "catalogue:manage_topic": Help(
        (
            _("Publiez, posez une question ou déclinez avec une raison."),
            _("Chaque décision est datée, et peut être reprise."),
        ),
        SESSION,
    ),
}
