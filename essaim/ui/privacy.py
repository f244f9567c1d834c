"""What the product keeps about people, why, how long and who reads it: the rows of the page of personal data.

It says what is done today. A duration that is a setting is read from it; the others are compared by the tests with
the constants of the parts that apply them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import ngettext

from essaim.ui.words import gettext as _

PREVIEW_DAYS, REJECTS_DAYS, LINK_MINUTES, ROOM_HOURS, CALENDAR_DAYS, TABLES_DAYS = 2, 30, 15, 2, 90, 90


@dataclass(frozen=True)
class Kept:
    """One class of data."""

    what: str
    detail: str
    why: str
    how_long: str
    readers: str


YEAR = 365


def _days(number: int) -> str:
    """So many days, in years when they are whole."""
    if number % YEAR == 0:
        return ngettext("%(n)s an", "%(n)s ans", number // YEAR) % {"n": number // YEAR}
    return ngettext("%(n)s jour", "%(n)s jours", number) % {"n": number}


def kept() -> list[Kept]:
    """Every class of data, the most personal first."""
    return [*_of_people(), *_of_the_catalogue(), *_of_sessions(), *_of_answers(), *_of_the_site()]


def _of_people() -> list[Kept]:
    return [
        Kept(
            _("Votre fiche"),
            _(
                "Nom, identifiant, matricule, courriel professionnel, services successifs, site, métier, catégorie, "
                "statut, sexe, responsable. La date de naissance n’est jamais lue."
            ),
            _("Vous reconnaître, prévenir la bonne personne, compter sans nommer."),
            _("Au départ, le compte se ferme. La fiche reste : rien ne l’efface tout seul."),
            _("La coordination et qui administre votre employeur."),
        ),
        Kept(
            _("Vos absences"),
            _("Le premier et le dernier jour, jamais la raison."),
            _("Éviter une séance ces jours-là."),
            _("Jusqu’à ce que vous les retiriez : rien ne les efface tout seul."),
            _("Vous, la coordination, et qui inscrit des collègues de votre service."),
        ),
        Kept(
            _("Votre adresse d’agenda"),
            _(
                "Si vous la demandez : une adresse secrète, sans mot de passe, avec les dates, lieux et liens de vos "
                "séances, %(days)s en arrière."
            )
            % {"days": _days(CALENDAR_DAYS)},
            _("Tenir votre agenda à jour sans vous demander d’entrer."),
            _("Jusqu’à ce que vous l’arrêtiez ou la renouveliez. Elle ne s’ouvre plus après votre départ."),
            _("Vous, et l’agenda ou la personne à qui vous donnez l’adresse."),
        ),
    ]


def _of_the_catalogue() -> list[Kept]:
    return [
        Kept(
            _("Ce que vous transmettez"),
            _("Vos propositions, ce qui en fut dit, vos documents, et « Je sais faire »."),
            _("Publier un sujet, retrouver qui sait le donner."),
            _("Tant que le sujet existe : rien ne les efface tout seul."),
            _("La coordination. Un sujet publié, tous vos collègues."),
        ),
    ]


def _of_sessions() -> list[Kept]:
    return [
        Kept(
            _("Vos inscriptions"),
            _("Chaque étape, avec sa date et sa raison. Les accords demandés et leurs réponses."),
            _("Tenir l’ordre d’arrivée, et pouvoir l’expliquer."),
            _("Sans limite aujourd’hui : votre employeur peut en décider une."),
            _("La coordination, qui anime la séance, et votre responsable."),
        ),
        Kept(
            _("Vos présences"),
            _("Présence, excuse ou absence par demi-journée, et les heures suivies ou animées."),
            _("Justifier une formation, compter les participations."),
            _("Sans limite aujourd’hui : votre employeur peut en décider une."),
            _("La coordination et qui anime la séance."),
        ),
        Kept(
            _("Vos rencontres"),
            _(
                "Avec qui vous avez partagé une table, une petite séance ou une équipe d’animation, et quel jour. "
                "Les tables composées, elles, s’effacent %(days)s après."
            )
            % {"days": _days(TABLES_DAYS)},
            _("Asseoir ensemble des collègues qui ne se connaissent pas."),
            _("%(days)s, puis effacé.") % {"days": _days(settings.TIES_DAYS)},
            _("Personne. La coordination lit les tables qu’elle compose, et des nombres."),
        ),
        Kept(
            _("Vos attestations"),
            _("Titre, dates, heures, modalité, qui signe, et un code de vérification."),
            _("Prouver ce que vous avez suivi ou animé, et tenir votre livret."),
            _("Sans limite aujourd’hui : votre employeur peut en décider une."),
            _(
                "Vous et la coordination. Qui a le code lit le titre, les dates et les heures, jamais votre nom."
            ),
        ),
    ]


def _of_answers() -> list[Kept]:
    words = _("%(days)s après le premier mot de leur lot, puis effacés.")
    return [
        Kept(
            _("Vos avis"),
            _("Des réponses sans nom. Le site sait si vous avez répondu, jamais quoi."),
            _("Améliorer les séances suivantes."),
            _("À la fermeture, le lien avec vous est détruit. Les totaux restent."),
            _("Personne une par une. Des totaux, à partir de cinq réponses."),
        ),
        Kept(
            _("Les mots libres"),
            _("Par sujet, sans date ni séance, à partir de cinq mots."),
            _("Faire entendre ce que les cases ne disent pas."),
            words % {"days": _days(settings.FREE_WORDS_DAYS)},
            _("La coordination d’abord, puis tout le monde si elle les publie."),
        ),
    ]


def _of_files() -> list[Kept]:
    files = _(
        "%(preview)s sans suite, puis effacé. Appliqué : aussitôt. Lignes à corriger : %(rejects)s. "
        "Ce qui a changé sur chaque fiche : %(changes)s."
    )
    return [
        Kept(
            _("Le fichier des ressources humaines"),
            _("Les lignes déposées par la coordination, et ce qu’elles changent."),
            _("Mettre les fiches à jour."),
            files
            % {
                "preview": _days(PREVIEW_DAYS),
                "rejects": _days(REJECTS_DAYS),
                "changes": _days(settings.STAFF_CHANGES_DAYS),
            },
            _("La coordination et qui administre votre employeur."),
        ),
        Kept(
            _("Les tableaux que vous emportez"),
            _("Qui, quand, quoi, combien de lignes."),
            _("Savoir qui a sorti des données, et lesquelles."),
            _("%(days)s, puis effacé.") % {"days": _days(settings.EXPORTS_DAYS)},
            _("L’administration de votre organisation."),
        ),
    ]


def _of_the_room() -> Kept:
    return Kept(
        _("Ce que le navigateur retient dans la salle"),
        _(
            "Chez qui anime, pendant une coupure de réseau : des numéros et des gestes, jamais un nom. "
            "Chez vous, avec le cookie de session : quel nom vous avez touché dans la liste."
        ),
        _("Ne perdre aucune arrivée, et ouvrir votre avis à la fin sans vous redemander qui vous êtes."),
        _(
            "Les gestes : jusqu’à leur envoi, dès que le réseau revient. "
            "Le nom touché : %(hours)s h après la fin, ou votre déconnexion."
        )
        % {"hours": ROOM_HOURS},
        _("Personne d’autre que ce navigateur."),
    )


def _of_the_site() -> list[Kept]:
    link = ngettext("%(n)s minute", "%(n)s minutes", LINK_MINUTES) % {"n": LINK_MINUTES}
    weeks = _(
        "%(days)s pour la session, deux minutes sans geste sur une borne. Un lien de connexion vit %(link)s."
    )
    return [
        Kept(
            _("Vos messages"),
            _(
                "Chaque lettre que le site vous envoie, lisible dans « Moi », ce qu’elle dit à votre agenda, "
                "et celles que vous arrêtez."
            ),
            _("Vous prévenir, avec ou sans courriel."),
            _("%(days)s, puis effacés. Vos inscriptions restent.") % {"days": _days(settings.LETTERS_DAYS)},
            _("Vous."),
        ),
        *_of_files(),
        _of_the_room(),
        Kept(
            _("Votre connexion"),
            _(
                "Un mot de passe illisible, de votre carte l’empreinte du code et les jours de remise, de "
                "dernière entrée et de retrait, la langue choisie, et deux cookies, trois en anglais. Aucun ne "
                "mesure votre visite."
            ),
            _("Garder votre session ouverte, protéger les formulaires, vous parler dans votre langue."),
            weeks % {"days": _days(settings.SESSION_COOKIE_AGE // 86_400), "link": link},
            _("Personne."),
        ),
    ]
