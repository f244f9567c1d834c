"""Every kind of letter is open or sealed; every cause of the product says whose it is."""

import re
from pathlib import Path

import pytest

import essaim
from essaim.letters.models import Letter
from essaim.letters.origins import ORIGINS
from essaim.letters.seals import OPEN, SEALED, UNTOLD, is_open

SOURCES = Path(essaim.__file__).parent


@pytest.mark.parametrize("kind", Letter.Kind.values)
def test_each_kind_is_open_or_sealed(kind):
    assert (kind in OPEN) != (kind in SEALED), f"{kind}: say in letters/seals.py who may read it"


def test_nothing_else_stands_there():
    assert sorted((OPEN | SEALED) - set(Letter.Kind.values)) == []
    assert sorted(UNTOLD - SEALED) == []


def test_an_unknown_kind_is_sealed():
    assert not is_open("of_tomorrow")


def test_each_cause_of_the_product_says_whose_letters_it_gives():
    written = "\n".join(path.read_text() for path in SOURCES.glob("*/**/*.py"))
    causes = set(
        re.findall(r"(?:cause=|\"cause\": |def cause.{0,120}?return )f\"([a-z_]+):", written, re.DOTALL)
    )

    assert sorted(causes - set(ORIGINS) - {"questionnaire", "programme", "organisation"}) == []
    assert causes >= {"session", "approval", "topic", "team", "unit"}
