"""The pages of agents, of managers and of hosts."""

from essaim.ui.helps.ways import JOIN, OPINION, ROOM, STUCK, TEAM, Help
from essaim.ui.words import gettext_lazy as _

AGENTS = {
    # Agents
    "home:index": Help(
        (
            _("L’accueil montre votre prochain rendez-vous et des séances où il reste des places."),
            _("Un questionnaire vous attend ? Répondez directement sur sa carte."),
        ),
        JOIN,
    ),
    "home:me": Help(
        (
            _("Vous retrouvez ici vos séances, vos avis à donner et vos messages."),
            _("Pour une place de trop, ouvrez la séance et désistez-vous."),
        ),
        JOIN,
    ),
    "recognition:certificate_list": Help(
        (
            _("Chaque séance terminée donne une attestation, sans rien demander."),
            _("Une présence corrigée en donne une autre, et la première ne vaut plus."),
        ),
        JOIN,
    ),
    "agenda:session_list": Help(
        (
            _("Filtrez par format, par moment ou par lieu, puis inscrivez-vous en un appui."),
            _("Si c’est complet, le même bouton vous met en attente."),
        ),
        JOIN,
    ),
    "agenda:session_detail": Help(
        (
            _("La carte dit où vous en êtes, et ce qui vient ensuite."),
            _("S’inscrire et se désister demandent un appui, sans formulaire."),
        ),
        JOIN,
    ),
    "agenda:session_leave": Help(
        (
            _("Une date a bougé et ne vous va plus ? Rendez votre place ici."),
            _("Elle ira à la première personne qui attend."),
        ),
        JOIN,
    ),
    "agenda:seat_leave": Help(
        (
            _("Un empêchement ? Rendez votre place ici, sans mot de passe."),
            _("Elle ira à la première personne qui attend."),
        ),
        JOIN,
    ),
    "agenda:session_enrol": Help(
        (
            _("Cochez les collègues, relisez leurs places et leurs empêchements, puis inscrivez."),
            _("Chaque personne est prévenue, et vous pouvez revenir en arrière."),
        ),
        TEAM,
    ),
    "agenda:relay": Help(
        (
            _("Imprimez les convocations de vos collègues sans courriel, puis remettez-les."),
            _("Pour inscrire une équipe, ouvrez une séance du programme."),
        ),
        TEAM,
    ),
    "agenda:relay_letters": Help(
        (
            _("Une feuille par lettre : pliez-la, et remettez-la à la personne."),
            _("Seul ce qui est encore vrai est ici, sans aucun lien personnel."),
        ),
        TEAM,
    ),
    "people:leave_mine": Help(
        (
            _("Indiquez vos jours d’absence : la coordination évite ces dates."),
            _("La raison n’est ni demandée, ni gardée."),
        ),
        JOIN,
    ),
    "agenda:feed_mine": Help(
        (
            _("Votre agenda lit cette adresse de lui-même : une date qui change y change aussi."),
            _("Au moindre doute, renouvelez l’adresse : l’ancienne ne s’ouvre plus."),
        ),
        JOIN,
    ),
    "letters:mine": Help(
        (
            _("Tous vos messages sont ici, que vous ayez un courriel ou non."),
            _("Un message dont la raison disparaît n’est pas envoyé."),
        ),
        JOIN,
    ),
    "letters:preferences": Help(
        (
            _("Arrêtez les rappels ou les résumés par courriel, ou recevez-les de nouveau."),
            _("Demandez le programme du lundi, ou le rappel une semaine avant plutôt que la veille."),
        ),
        JOIN,
    ),
    "letters:stop": Help(
        (
            _("Un bouton arrête ces courriels, sans vous connecter."),
            _("Vous pouvez changer d’avis aussitôt."),
        ),
        STUCK,
    ),
    "letters:mailbox": Help(
        (
            _("Sur ce site d’exemple, aucun courriel ne part : tous s’affichent ici."),
            _("Ouvrez une lettre pour la lire comme la personne la recevrait."),
        ),
        STUCK,
    ),
    "letters:mailbox_letter": Help(
        (
            _("Cette lettre s’affiche comme la personne la recevrait."),
            _("Ses liens ouvrent une page : aucun n’agit tout seul."),
        ),
        STUCK,
    ),
    "feedback:survey": Help(
        (
            _("Touchez une réponse : elle est enregistrée aussitôt, et vous pouvez en changer."),
            _("À la fermeture, plus rien ne relie votre avis à votre nom."),
        ),
        OPINION,
    ),
    "feedback:thanks": Help(
        (
            _("Votre avis est enregistré, et vous pouvez encore le changer."),
            _("Les résultats paraissent après la fermeture, à partir de cinq réponses."),
        ),
        OPINION,
    ),
    "feedback:survey_mine": Help(
        (
            _("Les avis paraissent quand le questionnaire est fermé."),
            _("En dessous de cinq réponses, rien n’est montré."),
        ),
        OPINION,
    ),
    "feedback:echo": Help(
        (
            _("Ces avis viennent de personnes qui ont suivi la séance avant vous."),
            _("Ils sont anonymes, et ne portent jamais sur moins de cinq personnes."),
        ),
        OPINION,
    ),
    # Managers
    "agenda:team": Help(
        (
            _("Vous voyez qui part quand, et les demandes qui attendent votre réponse."),
            _("Un souci de planning ? Signalez-le : aucune place ne bouge sans vous."),
        ),
        TEAM,
    ),
    "agenda:team_print": Help(
        (
            _("Cette version du mois est faite pour l’imprimante."),
            _("Elle montre les absences, jamais les avis."),
        ),
        TEAM,
    ),
    "agenda:approval": Help(
        (
            _("Regardez qui d’autre s’absente, puis donnez ou refusez votre accord."),
            _("La place reste tenue tant que vous n’avez pas répondu."),
        ),
        TEAM,
    ),
    "agenda:approval_mine": Help(
        (
            _("Regardez qui d’autre s’absente, puis donnez ou refusez votre accord."),
            _("Un refus demande une raison, que la personne lira."),
        ),
        TEAM,
    ),
    # Hosts
    "agenda:room": Help(
        (
            _("Notez qui est là, un nom à la fois ou d’un coup."),
            _("À la fin, terminez la séance : le questionnaire part."),
        ),
        ROOM,
    ),
    "agenda:room_sheet": Help(
        (
            _("Cochez seulement les personnes dont la case est restée vide sur la feuille."),
            _("L’ordre est celui de la feuille ; chaque demi-journée a la sienne."),
        ),
        ROOM,
    ),
    "feedback:paper": Help(
        (
            _("Imprimez des questionnaires, puis recopiez-les : un code, un chiffre par question, Entrée."),
            _("Chaque code compte une fois, ici ou sur un téléphone."),
        ),
        ROOM,
    ),
    "agenda:projector": Help(
        (
            _("Montrez cet écran à toute la salle."),
            _("Il suit les arrivées sans nommer personne."),
        ),
        ROOM,
    ),
    "agenda:running_order": Help(
        (
            _("Écrivez vos étapes et leurs minutes."),
            _("Pendant la séance, la salle compte pour vous."),
        ),
        ROOM,
    ),
    "home:search": Help(
        (
            _("Cherchez une séance, un sujet ou un collègue qui l’a bien voulu."),
            _("Les accents et une faute de frappe ne gênent pas."),
        ),
        JOIN,
    ),
    "people:password": Help(
        (
            _("Choisissez un mot de passe que vous n’employez nulle part ailleurs."),
            _("Vos autres appareils sont déconnectés aussitôt."),
        ),
        STUCK,
    ),
}
