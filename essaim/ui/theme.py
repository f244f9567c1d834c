"""From one colour of an institution, the five tokens of a page that everybody can read."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

WHITE = "#ffffff"
PAPER = "#fbf7ef"
INK_2 = "#5a5147"
HONEY = "#ffc845"
READABLE = 4.5
COMFORTABLE = 7.0


@dataclass(frozen=True)
class Theme:
    """The tokens of `/theme.css`; `given` is the institution's colour as it was typed."""

    given: str
    brand: str
    brand_strong: str
    brand_soft: str
    brand_line: str
    on_brand: str = WHITE

    @property
    def is_corrected(self) -> bool:
        """The colour was too light for text: buttons carry a darker one."""
        return self.brand != self.given


HOUSE = Theme("#14574f", "#14574f", "#0c3d38", "#deeeea", "#a9cfc6")
"""Essaim's own green, whose tints were chosen by hand."""


def _channels(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG between two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def normal(colour: str) -> str:
    """« 2E9BD0 », « #29d » and « #2e9bd0 » written the same way; anything else is refused in words."""
    found = re.fullmatch(r"#?([0-9a-f]{3}|[0-9a-f]{6})", colour.strip().lower())
    if not found:
        raise ValueError(
            _("Écrivez la couleur comme #14574f : un dièse, puis six chiffres ou lettres de a à f.")
        )
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _hex(hue: float, lightness: float, saturation: float) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in hls_to_rgb(hue, lightness, saturation))


def _darkened(colour: str, *, grounds: list[tuple[str, float]]) -> str:
    """The colour, or the same hue just dark enough to reach the contrast asked on each ground."""
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    found = colour
    while any(contrast(found, ground) < least for ground, least in grounds):
        lightness = max(0.0, lightness - 0.005)
        found = _hex(hue, lightness, saturation)
    return found


def _soft(colour: str) -> str:
    """A tint of the hue on which grey text is still read."""
    hue, _lightness, saturation = rgb_to_hls(*_channels(colour))
    lightness = 0.90
    found = _hex(hue, lightness, min(saturation, 0.5))
    while contrast(found, INK_2) < 6 and lightness < 1:
        lightness = min(1.0, lightness + 0.005)
        found = _hex(hue, lightness, min(saturation, 0.5))
    return found


@lru_cache(maxsize=256)
def tokens(colour: str) -> Theme:
    """The theme of a colour: nothing is rejected but what is not a colour; what is too light is corrected."""
    given = normal(colour)
    if given == HOUSE.given:
        return HOUSE
    soft = _soft(given)
    grounds = [(WHITE, READABLE), (PAPER, READABLE), (soft, READABLE)]
    brand = _darkened(given, grounds=grounds)
    hue, lightness, saturation = rgb_to_hls(*_channels(brand))
    deeper = _hex(hue, lightness * 0.76, saturation)
    strong = _darkened(deeper, grounds=[(WHITE, COMFORTABLE), (HONEY, READABLE), (soft, COMFORTABLE)])
    line = _hex(hue, 0.77, min(saturation, 0.45))
    return Theme(given=given, brand=brand, brand_strong=strong, brand_soft=soft, brand_line=line)


def stylesheet(theme: Theme) -> str:
    """What `/theme.css` serves: outside any layer, so that it always wins."""
    return (
        f":root{{--brand:{theme.brand};--brand-strong:{theme.brand_strong};--brand-soft:{theme.brand_soft};"
        f"--brand-line:{theme.brand_line};--on-brand:{theme.on_brand}}}\n"
    )
