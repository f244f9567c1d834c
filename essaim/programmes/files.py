"""Logos: what may be kept of a picture that somebody uploads, and how it is served."""

import base64
import re
from xml.parsers import expat

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.ui.pictures import PNG, SVG

LARGEST = 200 * 1024
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG_SPACE = "http://www.w3.org/2000/svg"
SHAPES = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "use",
}
PAINTS = {"linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "style"}
DRAWN = SHAPES | PAINTS | {"title", "desc", "defs", "symbol", "switch"}
SILENT_SPACES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns",
    "http://creativecommons.org/",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
)
OUTSIDE = re.compile(r"@import|javascript:|expression\(|\\|url\(\s*[\"']?\s*(?!#|\s)[^)]", re.IGNORECASE)


class UnsafeLogo(Refused):
    """The picture is too big, of another kind, or could act or fetch something."""


def logo_uri(content: bytes) -> str:
    """The picture as a data URI; PNG and SVG only, up to 200 kB, and an SVG that only draws.

    >>> logo_uri(b"<svg xmlns='http://www.w3.org/2000/svg'/>")[:26]
    'data:image/svg+xml;base64,'
    """
    if len(content) > LARGEST:
        raise UnsafeLogo(_("Ce logo pèse plus de 200 ko. Réduisez-le, puis choisissez-le à nouveau."))
    kind = SVG
    if content.startswith(SIGNATURE):
        check_png(content)
        kind = PNG
    else:
        check_svg(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def check_png(content: bytes) -> None:
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    whole = content[12:16] == b"IHDR" and content.rstrip(b"\0")[-8:-4] == b"IEND"
    if not whole or not 1 <= min(width, height) <= max(width, height) <= 4096:
        raise UnsafeLogo(
            _("Cette image est abîmée ou trop grande. Choisissez un PNG de 4 096 pixels au plus.")
        )


def check_svg(content: bytes) -> None:
    """Read it with a parser that refuses at the first thing that is not a drawing."""
    reader = SvgReader()
    try:
        reader.parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnsafeLogo(_("Ce fichier n’est pas une image PNG ou SVG lisible.")) from error
    if not reader.is_svg:
        raise UnsafeLogo(_("Ce fichier n’est pas une image PNG ou SVG lisible."))


class SvgReader:
    """Lets shapes through; scripts, handlers, links, pictures and addresses are refused."""

    def __init__(self) -> None:
        self.is_svg = False
        self.style: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.element
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.style.append
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.ProcessingInstructionHandler = self.refuse

    def refuse(self, *_unused: object) -> None:
        raise UnsafeLogo(
            _("Ce SVG contient autre chose qu’un dessin : exportez-le en « SVG simple », ou en PNG.")
        )

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        self.style.clear()
        if not self.is_svg and (tag != "svg" or space != SVG_SPACE):
            raise UnsafeLogo(_("Ce fichier n’est pas une image PNG ou SVG lisible."))
        self.is_svg = True
        if not (space == SVG_SPACE and tag in DRAWN) and not space.startswith(SILENT_SPACES):
            self.refuse()
        for key, value in attributes.items():
            self.attribute(key.rpartition(" ")[2].lower(), value)

    def attribute(self, name: str, value: str) -> None:
        leads_away = name in ("href", "src", "base") and not value.strip().startswith("#")
        if name.startswith("on") or leads_away or OUTSIDE.search(value):
            self.refuse()

    def end(self, name: str) -> None:
        if name == f"{SVG_SPACE} style" and OUTSIDE.search("".join(self.style)):
            self.refuse()
        self.style.clear()
