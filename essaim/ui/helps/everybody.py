"""The pages that visitors may open, and those about the product."""

from essaim.ui.helps.ways import DATA, HERE, JOIN, OPINION, SIGN_IN, STUCK, Help
from essaim.ui.words import gettext_lazy as _

EVERYBODY = {
    "people:sign_in": Help(
        (
            _("Votre identifiant et votre mot de passe suffisent, avec ou sans courriel."),
            _("Sinon, demandez un lien : il arrive dans votre messagerie professionnelle."),
        ),
        SIGN_IN,
    ),
    "people:card_sign_in": Help(
        (
            _("Tapez le numéro et les six chiffres de votre carte."),
            _("Après cinq codes faux, attendez cinq minutes, ou demandez une autre carte."),
        ),
        SIGN_IN,
    ),
    "agenda:code_entry": Help(
        (
            _("Tapez le code de l’affiche, de la convocation ou de l’écran de la salle."),
            _("Il ouvre la page de la séance, et sa salle à l’heure dite."),
        ),
        JOIN,
    ),
    "agenda:short": Help(
        (
            _("Cette page dit ce que dit l’affiche."),
            _("Pour vous inscrire, connectez-vous, appelez, ou passez par votre relais."),
        ),
        JOIN,
    ),
    "agenda:guest_room": Help(
        (
            _("Écrivez deux lettres de votre nom, puis touchez-le : votre présence est notée."),
            _("Rien d’autre ne s’ouvre, et cela s’annule."),
        ),
        HERE,
    ),
    "feedback:guest_survey": Help(
        (
            _("Touchez vos réponses, puis envoyez : elles comptent une fois."),
            _("À la fermeture, plus rien ne relie votre avis à votre nom."),
        ),
        OPINION,
    ),
    "feedback:guest_thanks": Help(
        (
            _("Votre avis est enregistré, sans votre nom."),
            _("Les résultats paraissent après la fermeture, à partir de cinq réponses."),
        ),
        OPINION,
    ),
    "people:link_open": Help(
        (
            _("Ce lien vous connecte une fois, dans les 15 minutes."),
            _("Rien ne se passe avant que vous touchiez le bouton."),
        ),
        SIGN_IN,
    ),
    "recognition:badge_find": Help(
        (
            _("Tapez le code d’une attestation pour savoir si elle est valide."),
            _("Aucun nom n’est montré : seul le papier le porte."),
        ),
        DATA,
    ),
    "recognition:badge": Help(
        (
            _("Cette page dit si l’attestation est valide, remplacée ou annulée."),
            _("Comparez le titre, les dates et les heures avec ceux du papier."),
        ),
        DATA,
    ),
    "ui:help": Help(
        (
            _("Cette page répond aux questions de qui participe, et mène aux deux guides."),
            _("Chaque page a aussi son point d’interrogation, en haut à droite."),
        ),
        STUCK,
    ),
    "ui:guide_coordination": Help(
        (
            _("Ce guide suit une semaine de coordination, image par image."),
            _("Les images viennent du site lui-même, sur des données d’exemple."),
        ),
        STUCK,
    ),
    "ui:guide_hosting": Help(
        (
            _("Ce guide suit une séance, de la veille au questionnaire."),
            _("Les images viennent du site lui-même, sur des données d’exemple."),
        ),
        STUCK,
    ),
    "ui:privacy": Help(
        (
            _("Cette page dit ce qui est gardé sur vous, pourquoi et combien de temps."),
            _("Pour corriger ou vous opposer, écrivez à la coordination."),
        ),
        DATA,
    ),
    "ui:accessibility": Help(
        (
            _("Cette page dit ce qui est vérifié, et ce qui ne l’est pas encore."),
            _("Un obstacle ? Dites-le : la coordination vous donne l’information autrement."),
        ),
        STUCK,
    ),
    "ui:components": Help(
        (
            _("Chaque pièce du site est montrée ici dans chacun de ses états."),
            _("Rien de ce que vous touchez sur cette page n’est enregistré."),
        ),
        STUCK,
    ),
}
