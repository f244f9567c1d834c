"""A programme's own words, agreed with every sentence."""

import pytest

from essaim.ui import words
from essaim.ui.words import Noun, Words, speaking

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
