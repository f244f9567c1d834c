"""The pages of coordinators: the week, sessions, people, figures."""

from essaim.ui.helps.ways import AFTER, FIGURES, PEOPLE, PLACES, SESSION, SETTINGS, WEEK, Help
from essaim.ui.words import gettext_lazy as _

PILOTAGE = {
    # The week, the sessions
    "home:week": Help(
        (
            _("Seul ce qui demande quelqu’un s’affiche ici, avec une proposition."),
            _("Un bouton décide, et chaque décision se reprend."),
        ),
        WEEK,
    ),
    "agenda:manage_list": Help(
        (
            _("Toutes les séances sont ici, brouillons compris, avec leurs places."),
            _("Ouvrez-en une pour la publier, changer ses places ou l’annuler."),
        ),
        SESSION,
    ),
    "agenda:manage_new": Help(
        (
            _("Un titre, une date, un lieu, un nombre de places : la séance existe."),
            _("Elle reste un brouillon tant que vous ne la publiez pas."),
        ),
        SESSION,
    ),
    "agenda:manage_edit": Help(
        (
            _("Changez ce qu’il faut : qui sera prévenu s’affiche avant d’enregistrer."),
            _("Une faute corrigée ne prévient personne."),
        ),
        SESSION,
    ),
    "agenda:manage_session": Help(
        (
            _("Vous voyez qui a une place, qui attend, et dans quel ordre."),
            _("Ajouter des places appelle aussitôt les premières personnes de la liste."),
        ),
        PLACES,
    ),
    "agenda:manage_replace": Help(
        (
            _("Les collègues libres à ces dates sont en tête de liste."),
            _("La personne remplacée et la nouvelle reçoivent chacune un message."),
        ),
        SESSION,
    ),
    "agenda:manage_presence": Help(
        (
            _("Recopiez ici la feuille signée, une demi-journée à la fois."),
            _("La feuille de papier vaut autant qu’un appui dans la salle."),
        ),
        AFTER,
    ),
    "agenda:manage_message": Help(
        (
            _("Écrivez à qui vient ou attend : la date et le lieu s’ajoutent seuls."),
            _("Le message part une minute plus tard ; d’ici là, vous pouvez le retenir."),
        ),
        SESSION,
    ),
    "letters:message_list": Help(
        (
            _("Chaque lettre est ici, avant et après son départ : cherchez un nom ou un titre."),
            _("Retenue, une lettre attend que vous la laissiez partir."),
        ),
        WEEK,
    ),
    "letters:message": Help(
        (
            _("Vous lisez ce que la personne reçoit, sans les liens qui n’appartiennent qu’à elle."),
            _("Une lettre partie peut repartir tant que ce qu’elle dit est vrai."),
        ),
        WEEK,
    ),
    "agenda:request_list": Help(
        (
            _("Relancez ici un responsable, ou donnez l’accord que personne d’autre ne peut donner."),
            _("Un deuxième refus de suite attend l’avis de la commission."),
        ),
        PLACES,
    ),
    # Tables
    "ties:composition_list": Help(
        (
            _("Voici les tables composées pour une séance ou pour une liste de personnes."),
            _("Elles s’effacent trois mois après."),
        ),
        SESSION,
    ),
    "ties:composition_new": Help(
        (
            _(
                "Collez des noms, des matricules ou des courriels : les tables se composent en quelques secondes."
            ),
            _("Une ligne qui ne désigne personne vous est montrée."),
        ),
        SESSION,
    ),
    "ties:session_tables": Help(
        (
            _("Choisissez la taille des tables et le nombre de tours, puis composez."),
            _("Chaque personne rencontre des collègues d’autres services, encore jamais croisés."),
        ),
        SESSION,
    ),
    "ties:composition": Help(
        (
            _("Déplacez qui vous voulez : le nombre de rencontres neuves suit."),
            _("Une personne épinglée garde sa place quand vous recomposez."),
        ),
        SESSION,
    ),
    # People
    "people:agent_list": Help(
        (
            _("Cherchez un nom, un service ou un matricule."),
            _("Cette liste suit le fichier des ressources humaines : importez-le pour la renouveler."),
        ),
        PEOPLE,
    ),
    "people:agent_detail": Help(
        (
            _("La fiche montre le service d’aujourd’hui et ceux d’avant."),
            _("Un changement de service ne modifie aucun chiffre passé."),
        ),
        PEOPLE,
    ),
    "people:leave_of": Help(
        (
            _("Notez les jours d’absence de cette personne, sans leur raison."),
            _("Une séance posée ces jours-là vous le rappellera."),
        ),
        PEOPLE,
    ),
    "letters:formulation": Help(
        (
            _("Les mots entre accolades se remplissent seuls, et tout le reste se change."),
            _("Le texte d’Essaim se reprend d’un appui, et le vôtre reste gardé."),
        ),
        SETTINGS,
    ),
    "people:relay_list": Help(
        (
            _("Un relais inscrit les collègues de son service qui n’ont pas d’ordinateur."),
            _("Nommez-le pour un service : il agit aussi pour ceux qui en dépendent."),
        ),
        PEOPLE,
    ),
    "people:card_list": Help(
        (
            _("Choisissez un service, cochez, imprimez : une feuille à découper porte les codes."),
            _("Un code perdu ne se relit pas : imprimez-en un nouveau, l’ancien s’arrête."),
        ),
        PEOPLE,
    ),
    "people:import_new": Help(
        (
            _("Déposez le fichier des ressources humaines : rien ne change avant l’aperçu."),
            _("Le même fichier déposé deux fois ne change rien."),
        ),
        PEOPLE,
    ),
    "people:import_detail": Help(
        (
            _("L’aperçu compte les arrivées, les changements et les départs."),
            _("Les lignes à corriger vous reviennent dans un fichier, les autres entrent."),
        ),
        PEOPLE,
    ),
    # Figures
    "impact:index": Help(
        (
            _("Les personnes et les participations sont deux chiffres, toujours côte à côte."),
            _("Chaque chiffre s’ouvre sur les séances qui le composent."),
        ),
        FIGURES,
    ),
    "impact:sessions": Help(
        (
            _("Voici les séances derrière le chiffre que vous avez ouvert."),
            _("Leur somme redonne exactement ce chiffre."),
        ),
        FIGURES,
    ),
    "feedback:word_list": Help(
        (
            _("Vous lisez les mots libres avant tout le monde, par lots de cinq ou plus."),
            _("Publiez-les, gardez-les pour vous, ou masquez un nom."),
        ),
        AFTER,
    ),
    "agenda:manage_pools": Help(
        (
            _("Gardez des places à un service, une catégorie ou un partenaire."),
            _("Simulez avant d’enregistrer : vous lisez qui entrerait, et pourquoi."),
        ),
        PLACES,
    ),
    "people:import_sheet": Help(
        (
            _("Ce classeur a plusieurs feuilles : choisissez celle des agents."),
            _("Votre choix vaut pour ce fichier seulement."),
        ),
        PEOPLE,
    ),
    "people:import_columns": Help(
        (
            _("Dites ce que contient chaque colonne, à partir de ses premières lignes."),
            _("Essaim s’en souvient pour le prochain fichier."),
        ),
        PEOPLE,
    ),
    "people:import_words": Help(
        (
            _("Ces mots du fichier ne sont pas reconnus : dites ce qu’ils veulent dire."),
            _("Un mot ignoré laisse la case vide."),
        ),
        PEOPLE,
    ),
    "people:import_history": Help(
        (
            _("Chaque fichier importé est ici, avec qui, quand et combien."),
            _("Le dernier peut être annulé en entier."),
        ),
        PEOPLE,
    ),
    "people:import_changes": Help(
        (
            _("Voici ce que ce fichier a changé, agent par agent."),
            _("Cherchez un nom pour lire son avant et son après."),
        ),
        PEOPLE,
    ),
}
