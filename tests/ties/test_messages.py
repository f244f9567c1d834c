"""Rules that contradict each other, in French: which, with what figures, what to change."""

import pytest

from essaim.ties.messages import conflicts_in_words
from tests.ties.conftest import seated

pytestmark = pytest.mark.django_db


def fact(code, about, **values):
    return {"code": code, "about": str(about), "values": values}


@pytest.fixture
def say(alice, four):
    """The sentence of one fact about two rounds of four people at two tables."""
    one, two, three, other = four
    composition = seated(alice, [[[one, two], [three, other]], [[one, three], [two, other]]])

    def words(*facts):
        composition.conflicts = list(facts)
        return conflicts_in_words(composition)

    return words


def test_a_service_too_large_for_the_tables_is_named(say, four):
    unit = four[0].unit_id

    assert say(fact("unit_too_large", unit, people=5, groups=2, most=2)) == [
        (
            "« Accueil » : 5 personnes pour 2 tables, à 2 au plus par table. "
            "Permettez-en davantage, ou faites des tables plus petites."
        )
    ]


def test_people_who_may_not_sit_together_are_named(say, four):
    names = ", ".join(str(agent.pk) for agent in four[:3])

    assert say(fact("too_many_apart", names, people=3, groups=2)) == [
        (
            "Ana Nom01, Ana Nom02, Ana Nom03 ne peuvent pas s’asseoir ensemble : cela fait 3 tables, et il y en a 2. "
            "Faites des tables plus petites, ou laissez la hiérarchie s’asseoir ensemble."
        )
    ]


def test_pins_say_which_table_and_which_round(say, four):
    one, two, *_rest = four

    assert say(
        fact("pinned_beyond_size", 1, round=1, pinned=3, most=2),
        fact("pinned_together_and_apart", one.pk, other=str(two.pk), round=0, group=0),
        fact("pinned_beyond_unit", one.unit_id, round=1, group=0, pinned=2, most=1),
        fact("pins_leave_too_few", "pinned", round=0, people=4, needed=5),
    ) == [
        (
            "Tour 2, Table Frêne : 3 personnes épinglées pour 2 places. "
            "Retirez une épingle, ou agrandissez les tables."
        ),
        (
            "Tour 1, deux épingles placent Ana Nom01 et Ana Nom02 à la même table, mais l’une de ces personnes est "
            "responsable de l’autre. Retirez une des deux épingles."
        ),
        (
            "Tour 2, Table Tilleul : 2 personnes de « Accueil » sont épinglées, pour 1 au plus. "
            "Retirez une épingle, ou permettez-en davantage."
        ),
        (
            "Tour 1, les personnes épinglées remplissent trop certaines tables : il n’en reste plus assez pour les "
            "autres. Retirez quelques épingles."
        ),
    ]


def test_other_contradictions_name_the_rules_that_take_part(say):
    assert say(fact("contradiction", "sizes, apart", round=0), fact("not_found_in_time", "round 0")) == [
        (
            "Tour 1, ces règles ne tiennent pas ensemble : la taille des tables ; personne à la table de sa ou de "
            "son responsable. Enlevez-en une, ou changez la taille des tables."
        ),
        (
            "Aucune solution n’a été trouvée dans le temps donné : ces règles sont peut-être trop serrées. "
            "Enlevez-en une, ou retirez des épingles."
        ),
    ]


def test_a_reason_that_nobody_foresaw_is_still_told(say):
    assert say(fact("something_new", "x"))[0].startswith("Ces règles ne tiennent pas ensemble : la taille")
