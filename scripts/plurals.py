"""Writes `locale/fr`: every counted sentence of the product, so that French counts « 0 place ».

The source sentences are French, so nothing is translated: the catalogue only carries the rule that zero and one are
singular. Run by `make messages`; a test of the house fails while a sentence is missing.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

from essaim.ui.loader import set_source

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
Counted = tuple[str, str]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def counted_sentences() -> set[Counted]:
    """Singular and plural of every counted sentence, spelled as the running product asks for them."""
    code = (pair for path in (ROOT / "essaim").rglob("*.py") for pair in _in_code(path.read_text()))
    pages = (
        pair
        for path in (ROOT / "essaim").rglob("templates/**/*.*")
        for pair in _in_template(set_source(path.read_text()) if path.suffix == ".html" else path.read_text())
    )
    return {*code, *pages}


def sentences() -> set[str]:
    """Every sentence of the product, counted or not."""
    code = (one for path in (ROOT / "essaim").rglob("*.py") for one in _said_in_code(path.read_text()))
    pages = (
        one
        for path in (ROOT / "essaim").rglob("templates/**/*.html")
        for one in _said_in_template(set_source(path.read_text()))
    )
    return {*code, *pages}


def kept_sentences() -> set[Counted]:
    """What the catalogue holds."""
    return {(entry.msgid, entry.msgid_plural) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}


def write() -> None:
    """The catalogue, as text and as the file that the product reads."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "fr",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for one, many in sorted(counted_sentences()):
        catalogue.append(polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural={0: one, 1: many}))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def _in_code(source: str) -> Iterator[Counted]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"ngettext", "ngettext_lazy"}:
            one, many = node.args[:2]
            if isinstance(one, ast.Constant) and isinstance(many, ast.Constant):
                yield str(one.value), str(many.value)


def _said_in_code(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            yield from (str(a.value) for a in node.args[:2] if isinstance(a, ast.Constant))


def _said_in_template(source: str) -> Iterator[str]:
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and token.contents.startswith(("translate ", "trans ")):
            yield token.contents.split('"')[1] if '"' in token.contents else ""
    for _trimmed, parts in _blocks(source):
        yield from (_sentence(part, trimmed=True) for part in parts)


def _in_template(source: str) -> Iterator[Counted]:
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


if __name__ == "__main__":
    write()
