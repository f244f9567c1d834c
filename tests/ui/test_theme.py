"""A theme is readable whatever the colour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.ui.theme import HONEY, INK_2, PAPER, WHITE, contrast, stylesheet, tokens

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(COLOURS)
def test_every_colour_gives_a_readable_theme(colour):
    theme = tokens(colour)

    assert min(contrast(theme.brand, ground) for ground in (WHITE, PAPER, theme.brand_soft)) >= 4.5
    assert contrast(theme.on_brand, theme.brand) >= 4.5
    assert contrast(HONEY, theme.brand_strong) >= 4.5
    assert contrast(WHITE, theme.brand_strong) >= 7
    assert contrast(theme.brand_strong, theme.brand_soft) >= 4.5
    assert contrast(INK_2, theme.brand_soft) >= 4.5


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert round(contrast("#5a5147", PAPER), 1) == 7.3


def test_dark_colour_is_kept_and_light_one_is_corrected():
    assert tokens("#14574f").brand == "#14574f"
    assert not tokens("#14574f").is_corrected
    assert tokens("#2e9bd0").is_corrected


def test_colour_may_be_typed_in_several_ways():
    assert tokens("2E9BD0") == tokens(" #2e9bd0 ")
    assert tokens("#29d") == tokens("#2299dd")


@pytest.mark.parametrize("typed", ["", "vert", "#12345", "#14574f; } body { display: none", "#１４５７４f"])
def test_what_is_not_a_colour_is_refused_in_words(typed):
    with pytest.raises(ValueError, match="Écrivez la couleur comme #14574f"):
        tokens(typed)


def test_stylesheet_gives_the_tokens_outside_any_layer():
    assert stylesheet(tokens("#14574f")).startswith(":root{--brand:#14574f;--brand-strong:#")
