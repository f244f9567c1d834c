"""What colleagues propose these days: two that wait, one with a question pending, and a draft with holes."""

from datetime import datetime, timedelta
from typing import Any

from essaim.catalogue import operations as catalogue
from essaim.catalogue.models import Topic
from essaim.home.demo.season import workday
from essaim.home.demo.stage import Stage
from essaim.home.demo.topics import PLUS, TALKS
from essaim.letters.operations import muted

PHOTOS = {
    "title": "Ranger les photos du service",
    "promise": "Retrouver en une minute la photo que l’on vous demande.",
    "minutes": 60,
    "aims": "Trier, nommer et retrouver les photos d’un chantier, d’une fête ou d’un équipement.",
    "audience": "Toute personne qui photographie pour son service. Savoir copier un fichier.",
    "methods": "En salle, à son poste, sur ses propres photos.",
    "steps": "1. Choisir. 2. Nommer. 3. Ranger. 4. Demander l’accord des personnes.",
    "timing": "1 h, en une fois.",
    "proof": "Émargement par demi-journée, attestation sur demande.",
}
ROSES = {
    "title": "Tailler un rosier sans l’épuiser",
    "promise": "Trois gestes de saison, au jardin du centre.",
    "minutes": 90,
    "audience": "Deux à six personnes, avec des gants.",
}
BUDGETS = {
    "title": "Comprendre le reste à vivre",
    "promise": "Ce que cache un budget de famille, avec des cas du CCAS.",
    "minutes": 60,
}
INTERVIEW = {
    "title": "Préparer un entretien professionnel",
    "promise": "Une heure pour écrire ses trois points et les dire.",
    "aims": "Préparer son entretien et y dire ce que l’on veut.",
    "audience": "Toute personne qui a un entretien cette année.",
}
QUESTION = "Plutôt pour les agents d’accueil, ou pour tout le monde ?"


def wait_for_an_answer(stage: Stage, now: datetime) -> None:
    """Proposed in the days before; the question is asked today, and its letter leaves."""
    coordinator, plus = stage.agents["morel"], stage.formats[PLUS]
    with muted():
        propose(stage, "cottet", PHOTOS, at=now - timedelta(days=3))
        asked = propose(stage, "roux", BUDGETS, at=now - timedelta(days=2), format_key=TALKS)
        propose(stage, "petit", ROSES, at=now - timedelta(days=1))
        catalogue.write_topic(
            programme=stage.programme,
            format=plus,
            by=coordinator,
            at=now - timedelta(days=4),
            **INTERVIEW,
        )
    catalogue.ask_author(topic=asked, question=QUESTION, by=coordinator, at=now)


def propose(stage: Stage, key: str, words: dict[str, Any], *, at: datetime, format_key: str = PLUS) -> Topic:
    """A sketch with three half-days to come, then sent."""
    days = [workday(at.date(), steps) for steps in (8, 9, 12)]
    halves = [f"{days[0]}-am", f"{days[1]}-pm", f"{days[2]}-am"]
    author = stage.agents[key]
    catalogue.save_sketch(agent=author, format=stage.formats[format_key], at=at, half_days=halves, **words)
    return catalogue.propose_topic(agent=author, at=at)
