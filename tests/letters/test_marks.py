"""The facts of a letter under their names."""

import pytest

from essaim.letters import marks
from essaim.letters.marks import Mark

KNOWN = {
    "titre": Mark("Tableaux croisés"),
    "lieu": Mark("Salle 2"),
    "rendez-vous": Mark("Tableaux croisés\njeu. 14 février, 10 h", is_needed=True, is_block=True),
}


def test_facts_stand_where_their_names_are_and_a_block_has_lines_of_its_own():
    text = "À bientôt pour {titre} :{rendez-vous}\n\n\nMerci."

    assert marks.filled(text, KNOWN) == (
        "À bientôt pour Tableaux croisés :\n\nTableaux croisés\njeu. 14 février, 10 h\n\nMerci."
    )


def test_a_title_that_looks_like_a_mark_is_not_read_again():
    known = {"titre": Mark("{lieu}"), "lieu": Mark("Salle 2")}

    assert marks.filled("{titre}", known) == "{lieu}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour,\n{ salle }", "Ligne 2 : « {salle} » n’existe pas."),
        ("{titres}", "Ligne 1 : « {titres} » n’existe pas. Vouliez-vous « {titre} » ?"),
        ("{Lieu}", "Ligne 1 : « {Lieu} » n’existe pas. Vouliez-vous « {lieu} » ?"),
        ("{}", "Ligne 1 : « {} » n’existe pas."),
        (
            "a\nb\n{titre",
            "Ligne 3 : une accolade est seule. Un mot qui se remplit s’écrit « {titre} ».",
        ),
        ("x" * 2001, "Ce texte compte 2001 caractères, il en tient 2000. Raccourcissez-le."),
        (" \n ", "Écrivez quelques mots : une lettre n’est jamais vide."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_how_to_mend_it(text, said):
    assert marks.refusals(text, KNOWN, most=marks.LONGEST_TEXT) == [said]


def test_words_that_are_right_are_not_refused():
    assert marks.refusals("{titre}\r\n\r\n{rendez-vous}", KNOWN, most=marks.LONGEST_TEXT) == []
    assert marks.missing("{titre}\n{ rendez-vous }", KNOWN) == []


def test_a_needed_fact_left_out_is_named():
    assert marks.missing("{titre}", KNOWN) == [
        "Il manque « {rendez-vous} » : sans lui, la lettre ne dit pas l’essentiel. Ajoutez-le au texte."
    ]


def test_nothing_is_noted_when_nobody_listens():
    assert marks.mark("titre", 3) == "3"
    with marks.noting() as noted:
        assert marks.mark("titre", "x") == "x"
    with marks.noting(named=True) as named:
        assert marks.mark("titre", "x") == "{titre}"
    assert noted.found["titre"] == named.found["titre"] == Mark("x")


def test_pieces_tell_what_is_typed_what_is_filled_and_what_does_not_exist():
    shown = [(one.text, one.is_fact, one.is_wrong) for one in marks.pieces("À {lieu}, {x}.", KNOWN)]

    assert shown == [
        ("À ", False, False),
        ("Salle 2", True, False),
        (", ", False, False),
        ("x ?", False, True),
        (".", False, False),
    ]
