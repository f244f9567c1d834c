"""Every sentence that a person may read, found in the code and in the templates, spelled as the product asks for it.

The source sentences are French. A catalogue is then written for each language: `scripts.plurals`, `scripts.english`.
"""

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

from essaim.ui.loader import set_source

ROOT = Path(__file__).resolve().parent.parent
Counted = tuple[str, str]
CALLS = {"_", "gettext", "gettext_lazy"}
COUNTS = {"ngettext", "ngettext_lazy"}
IN_TAG = re.compile(r'_\("([^"]+)"\)')


def counted_sentences() -> set[Counted]:
    """Singular and plural of every counted sentence."""
    return {*chain(*map(_counted_in_code, _code()), *map(_counted_in_page, _pages()))}


def plain_sentences() -> set[str]:
    """Every other sentence."""
    return {*chain(*map(_said_in_code, _code()), *map(_said_in_page, _pages()))} - {""}


def sentences() -> set[str]:
    """Every sentence of the product, counted or not."""
    return plain_sentences() | {one for pair in counted_sentences() for one in pair}


def _code() -> Iterator[ast.Module]:
    for path in sorted((ROOT / "essaim").rglob("*.py")):
        yield ast.parse(path.read_text())


def _pages() -> Iterator[str]:
    for path in sorted((ROOT / "essaim").rglob("templates/**/*.*")):
        yield set_source(path.read_text()) if path.suffix == ".html" else path.read_text()


def _counted_in_code(tree: ast.Module) -> Iterator[Counted]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in COUNTS:
            one, many = node.args[:2]
            if isinstance(one, ast.Constant) and isinstance(many, ast.Constant):
                yield str(one.value), str(many.value)


def _said_in_code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            yield from (str(said.value) for said in node.args[:1] if isinstance(said, ast.Constant))


def _said_in_page(source: str) -> Iterator[str]:
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith(("translate ", "trans ")):
            yield token.contents.split('"')[1].replace("%", "%%")  # as the tag looks it up
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from (said.replace("%", "%%") for said in IN_TAG.findall(token.contents))
    for trimmed, parts in _blocks(source):
        if len(parts) == 1:
            yield _sentence(parts[0], trimmed=trimmed)


def _counted_in_page(source: str) -> Iterator[Counted]:
    for trimmed, parts in _blocks(source):
        if len(parts) == 2:
            yield _sentence(parts[0], trimmed=trimmed), _sentence(parts[1], trimmed=trimmed)


def _blocks(source: str) -> Iterator[tuple[bool, list[list[Token]]]]:
    """Each `blocktranslate`: whether it is trimmed, and the tokens of its singular and of its plural."""
    parts: list[list[Token]] = []
    trimmed = False
    for token in Lexer(source).tokenize():
        words = token.contents.split() if token.token_type == TokenType.BLOCK else [""]
        if words[0] in {"blocktranslate", "blocktrans"}:
            parts, trimmed = [[]], "trimmed" in words
        elif words[0] == "plural":
            parts.append([])
        elif words[0] in {"endblocktranslate", "endblocktrans"}:
            yield trimmed, parts
            parts = []
        elif parts:
            parts[-1].append(token)


def _sentence(tokens: list[Token], *, trimmed: bool) -> str:
    """The same text that the tag looks up: `%(name)s` for a variable, `%%` for a per cent sign."""
    text = "".join(
        f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents.replace("%", "%%")
        for token in tokens
    )
    return str(trim_whitespace(text)) if trimmed else text
