"""French agreement for the one noun that programmes rename: what turns masculine with it, and whole sentences."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """The masculine of a word that stands by the noun; another one before a vowel, when French has one."""

    word: str
    before_vowel: str = ""


BEFORE = {
    "la": Form("le"),
    "une": Form("un"),
    "cette": Form("ce", "cet"),
    "sa": Form("son"),
    "aucune": Form("aucun"),
    "toute": Form("tout"),
    "toutes": Form("tous"),
    "seule": Form("seul"),
    "seules": Form("seuls"),
    "quelle": Form("quel"),
    "quelles": Form("quels"),
    "première": Form("premier"),
    "premières": Form("premiers"),
    "dernière": Form("dernier"),
    "dernières": Form("derniers"),
    "prochaine": Form("prochain"),
    "prochaines": Form("prochains"),
    "nouvelle": Form("nouveau", "nouvel"),
    "nouvelles": Form("nouveaux"),
    "ancienne": Form("ancien"),
    "anciennes": Form("anciens"),
    "petite": Form("petit"),
    "petites": Form("petits"),
    "bonne": Form("bon"),
    "bonnes": Form("bons"),
    "certaines": Form("certains"),
    "quelques": Form("quelques"),
    "même": Form("même"),
    "mêmes": Form("mêmes"),
    "autre": Form("autre"),
    "autres": Form("autres"),
    "votre": Form("votre"),
    "vos": Form("vos"),
    "chaque": Form("chaque"),
    "les": Form("les"),
    "des": Form("des"),
    "ces": Form("ces"),
    "ses": Form("ses"),
}


def _pairs(*words: str) -> dict[str, Form]:
    """« terminée/terminé » gives the singular and the plural of a word that follows the noun."""
    found = {}
    for pair in words:
        feminine, masculine = pair.split("/")
        found[feminine] = Form(masculine)
        plural = masculine if masculine.endswith("s") else f"{masculine}s"
        found[f"{feminine}s"] = Form(plural)
    return found


AFTER = _pairs(
    "annulée/annulé", "terminée/terminé", "passée/passé", "publiée/publié", "modifiée/modifié",
    "proposée/proposé", "reportée/reporté", "fermée/fermé", "créée/créé", "préparée/préparé", "animée/animé",
    "déplacée/déplacé", "commencée/commencé", "réservée/réservé", "retirée/retiré", "concernée/concerné",
    "demandée/demandé", "programmée/programmé", "partagée/partagé", "donnée/donné", "trouvée/trouvé",
    "tenue/tenu", "prévue/prévu", "connue/connu", "maintenue/maintenu", "revenue/revenu", "suivie/suivi",
    "choisie/choisi", "remplie/rempli", "ouverte/ouvert", "complète/complet", "pleine/plein", "close/clos",
    "ancienne/ancien", "comptée/compté", "vide/vide", "effacée/effacé", "effectuée/effectué", "inscrite/inscrit",
) | {"toutes": Form("tous")}  # fmt: skip
SENTENCES: dict[str, str] = {
    sentence: sentence.replace(feminine, masculine)
    for sentence, feminine, masculine in (
        (
            (
                "Cette séance est un brouillon : seule la coordination la voit. Une fois publiée, les agents peuvent "
                "s’inscrire."
            ),
            "la voit. Une fois publiée",
            "le voit. Une fois publié",
        ),
        ("Aucune séance n’est effacée : elle change seulement de période.", "elle change", "il change"),
        ("De 1 à 5, cette séance vous a-t-elle servi ?", "a-t-elle", "a-t-il"),
        (
            (
                "Ouvrez la page de votre séance, sur un téléphone ou un ordinateur. Elle montre combien de personnes "
                "viennent."
            ),
            "Elle montre",
            "Elle montre",
        ),
        ("La séance a eu lieu : elle ne s’annule plus.", "elle", "il"),
        ("La séance est publiée : elle est au programme.", "elle", "il"),
        ("La séance reste un brouillon tant que vous ne la publiez pas.", "la publiez", "le publiez"),
        ("Les séances déjà suivies restent comptées dans l’ancien service.", "comptées", "comptés"),
        (
            (
                "Une séance : créez-la, publiez-la, changez ses places, annulez-la s’il le faut. Les personnes "
                "concernées sont prévenues."
            ),
            "ez-la",
            "ez-le",
        ),
        (
            "Une séance compte 9 999 places au plus. Laissez vide : elle sera sans limite.",
            "elle sera",
            "il sera",
        ),
        ("Voir %(n)s séance plus ancienne", "ancienne", "ancien"),
        ("Voir %(n)s séances plus anciennes", "anciennes", "anciens"),
        (
            "« Karim anime %(n)s séances ce mois-ci. Si on lui en confie une autre, Cette semaine le signale. »",
            "une autre",
            "un autre",
        ),
    )
}
"""Sentences whose later words (« elle », « la ») speak of the noun too, as they are said when it is masculine."""
