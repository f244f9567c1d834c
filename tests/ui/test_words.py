"""A programme's own words, agreed with every sentence."""

import re

import pytest

from essaim.ui import words
from essaim.ui.agreement import SENTENCES
from essaim.ui.words import Noun, Words, speaking
from scripts.sentences import sentences

WORKSHOP = Words(session=Noun("atelier", "ateliers", is_feminine=False))
MEETING = Words(session=Noun("rendez-vous", "rendez-vous", is_feminine=False))
GATHERING = Words(session=Noun("rencontre", "rencontres", is_feminine=True))
OPENING = Words(session=Noun("ouverture", "ouvertures", is_feminine=True))
PRESSO = Words(
    session=Noun("iX’Presso", "iX’Pressos", is_feminine=False),
    participant=Noun("apprenti", "apprentis", is_feminine=False),
)


def said(sentence, own):
    with speaking(own):
        return words.gettext(sentence)


@pytest.mark.parametrize(
    ("sentence", "workshop", "meeting"),
    [
        ("Annuler la séance", "Annuler l’atelier", "Annuler le rendez-vous"),
        ("Cette séance est annulée", "Cet atelier est annulé", "Ce rendez-vous est annulé"),
        ("Nouvelle séance", "Nouvel atelier", "Nouveau rendez-vous"),
        ("le titre de la séance", "le titre de l’atelier", "le titre du rendez-vous"),
        ("une place à la séance", "une place à l’atelier", "une place au rendez-vous"),
        ("Aucune séance passée", "Aucun atelier passé", "Aucun rendez-vous passé"),
        ("Les prochaines séances", "Les prochains ateliers", "Les prochains rendez-vous"),
        (
            "Une séance terminée ou annulée",
            "Un atelier terminé ou annulé",
            "Un rendez-vous terminé ou annulé",
        ),
        ("dès votre première séance", "dès votre premier atelier", "dès votre premier rendez-vous"),
        ("Personne n’a animé de séance", "Personne n’a animé d’atelier", "Personne n’a animé de rendez-vous"),
        (
            "Les séances sont toutes terminées",
            "Les ateliers sont tous terminés",
            "Les rendez-vous sont tous terminés",
        ),
        (
            "Seules les séances sont comptées",
            "Seuls les ateliers sont comptés",
            "Seuls les rendez-vous sont comptés",
        ),
        ("Séances tenues", "Ateliers tenus", "Rendez-vous tenus"),
    ],
)
def test_a_masculine_noun_is_agreed(sentence, workshop, meeting):
    assert (said(sentence, WORKSHOP), said(sentence, MEETING)) == (workshop, meeting)


@pytest.mark.parametrize(
    ("sentence", "gathering", "opening"),
    [
        ("Annuler la séance", "Annuler la rencontre", "Annuler l’ouverture"),
        ("le titre de la séance", "le titre de la rencontre", "le titre de l’ouverture"),
        ("Cette séance est annulée", "Cette rencontre est annulée", "Cette ouverture est annulée"),
    ],
)
def test_a_feminine_noun_only_changes_its_elisions(sentence, gathering, opening):
    assert (said(sentence, GATHERING), said(sentence, OPENING)) == (gathering, opening)


def test_a_name_keeps_its_capitals():
    assert said("Séance annulée", PRESSO) == "iX’Presso annulé"
    assert said("Les participants de la séance", PRESSO) == "Les apprentis de l’iX’Presso"


def test_pronouns_further_on_are_agreed_too():
    assert said("La séance a eu lieu : elle ne s’annule plus.", WORKSHOP) == (
        "L’atelier a eu lieu : il ne s’annule plus."
    )


def test_what_is_put_in_a_sentence_stays_as_people_wrote_it():
    with speaking(WORKSHOP):
        assert words.gettext("Cette séance est annulée : %(why)s") % {"why": "la séance photo"} == (
            "Cet atelier est annulé : la séance photo"
        )


def test_the_usual_words_change_nothing():
    assert words.gettext("Cette séance est annulée") == "Cette séance est annulée"
    assert words.ngettext("%(count)s séance", "%(count)s séances", 0) == "%(count)s séance"


SPEAKS_OF_THE_NOUN_LATER = re.compile(r"\b[Ee]lle\b|ez-la\b")
ABOUT_SOMETHING_ELSE = {
    ("%(name)s a fait cette inscription pour vous. Elle ne vous va pas ? Ouvrez la séance et appuyez sur "
    "« Je me désiste »."),
    ("Elle s’ouvre pour les personnes qui animent la séance ou qui coordonnent le dispositif. S’il vous la faut, "
    "demandez-la à la coordination."),
    "La dernière date n’a pas commencé : la séance se termine après elle.",
    "La séance a commencé : l’équipe d’animation note elle-même les absences.",
    ("Parlez-en à la personne qui a animé la séance. Votre réponse, elle, reste sans nom : c’est à vous de vous "
    "faire connaître."),
    ("Une place m’est proposée : la page de la séance dit jusqu’à quand répondre. Sans réponse, elle passe à la "
    "personne suivante."),
}  # fmt: skip


def test_every_pronoun_that_may_stand_for_the_noun_was_read():
    plain = {" ".join(s.replace("\u202f", " ").replace("\u00a0", " ").split()) for s in sentences()}
    with_pronoun = {s for s in plain if "séance" in s.lower() and SPEAKS_OF_THE_NOUN_LATER.search(s)}

    assert with_pronoun - set(SENTENCES) - ABOUT_SOMETHING_ELSE == set()
