"""Reads templates, and gives their sentences the spaces that French asks for before its double signs.

Done once per template, when it is read: a page costs nothing more.
"""

import re

from django.template import Origin
from django.template.loaders import app_directories

from essaim.ui.typography import NARROW, NBSP

_PIECES = re.compile(
    r"""(?P<sentence>\{%-?\s*(?:blocktranslate|blocktrans|translate|trans)\b.*?%\})
    |\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}
    |\b(?:hx-[\w-]+|content|style|href|pattern)=(?:'[^']*'|"[^"{]*")""",
    re.VERBOSE | re.DOTALL,
)
_SIGNS = re.compile(r" (?P<narrow>[!?;%](?![}\w])|»)| (?P<wide>:(?=\s|$|[{<]))|(?P<open>« )")


def _sign(found: re.Match[str]) -> str:
    if found["open"]:
        return "«" + NBSP
    return NARROW + found["narrow"] if found["narrow"] else NBSP + found["wide"]


def _quoted(sentence: str) -> str:
    return re.sub(r'"[^"]*"', lambda text: _SIGNS.sub(_sign, text[0]), sentence)


def set_source(source: str) -> str:
    """The template with its sentences typeset; tags, variables and what htmx reads stay as they are."""
    pieces, end = [], 0
    for kept in _PIECES.finditer(source):
        pieces.append(_SIGNS.sub(_sign, source[end : kept.start()]))
        pieces.append(_quoted(kept[0]) if kept["sentence"] else kept[0])
        end = kept.end()
    pieces.append(_SIGNS.sub(_sign, source[end:]))
    return "".join(pieces)


class Loader(app_directories.Loader):
    """The templates of each part, typeset."""

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        return set_source(source) if str(origin.name).endswith(".html") else source
