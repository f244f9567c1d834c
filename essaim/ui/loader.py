"""Reads templates, and gives their sentences the spaces that French asks for before its double signs.

Done once per template, when it is read: a page costs nothing more.
"""

import re
from collections.abc import Callable

from django.template import Origin
from django.template.loaders import app_directories, cached

from essaim.kernel.language import in_english
from essaim.ui.typography import NARROW, NBSP

_PIECES = re.compile(
    r"""(?P<sentence>\{%-?\s*(?:blocktranslate|blocktrans|translate|trans)\b.*?%\})
    |\{%.*?%\}|\{\{.*?\}\}|\{\#.*?\#\}
    |\b(?:hx-[\w-]+|content|style|href|pattern)=(?:'[^']*'|"[^"{]*")""",
    re.VERBOSE | re.DOTALL,
)
_BLOCK = re.compile(r"\{%-?\s*block")
_END = re.compile(r"\{%-?\s*endblocktrans")
_SIGNS = re.compile(r"""\ (?P<narrow>[!?;%](?![}\w])|»)|\ (?P<wide>:(?=\s|$|["{<]))|(?P<open>«\ )""")


def _sign(found: re.Match[str]) -> str:
    if found["open"]:
        return "«" + NBSP
    return NARROW + found["narrow"] if found["narrow"] else NBSP + found["wide"]


def _english_sign(found: re.Match[str]) -> str:
    if found["open"]:
        return "“"
    return "”" if found["narrow"] == "»" else found["narrow"] or found["wide"]


def _quoted(sentence: str) -> str:
    return re.sub(r'"[^"]*"', lambda text: _SIGNS.sub(_sign, text[0]), sentence)


def set_source(source: str) -> str:
    """The template with its sentences typeset; tags, variables and what htmx reads stay as they are.

    Between its sentences stand a few signs, « : » after a name: those are the ones of the language that is spoken.
    """
    between: Callable[[re.Match[str]], str] = _english_sign if in_english() else _sign
    sign, pieces, end = between, [], 0
    for kept in _PIECES.finditer(source):
        pieces.append(_SIGNS.sub(sign, source[end : kept.start()]))
        pieces.append(_quoted(kept[0]) if kept["sentence"] else kept[0])
        if kept["sentence"] or _END.match(kept[0]):
            sign = _sign if _BLOCK.match(kept[0]) else between
        end = kept.end()
    pieces.append(_SIGNS.sub(sign, source[end:]))
    return "".join(pieces)


class KeptLoader(cached.Loader):
    """Templates read once for each language: their sentences are then said without asking which."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        key: str = super().cache_key(template_name, skip)
        return f"en:{key}" if in_english() else key


class Loader(app_directories.Loader):
    """The templates of each part, typeset."""

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        return set_source(source) if str(origin.name).endswith(".html") else source
