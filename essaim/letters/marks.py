"""The facts of a letter under their names: a programme writes its own sentences around them.

A function that words a letter says `mark("titre", session.title)` where a fact stands. It gives the fact; and, while
somebody listens, notes it under its name. Asked for the text of Essaim as one edits it, it gives `{titre}` instead.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

FIRST_NAME = "prénom"
READER = "\ue000"
"""Stands for the first name of who reads, until the letter is written to that person; nobody types it."""
LONGEST_SUBJECT, LONGEST_TEXT = 150, 2000
_NAMED = re.compile(r"\{([^{}\n]*)\}")
_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True)
class Mark:
    """A fact: its words, whether the letter is worth nothing without it, whether it takes lines of its own."""

    value: str
    is_needed: bool = False
    is_block: bool = False


@dataclass
class Marks:
    """What was noted while one letter was worded."""

    are_named: bool = False
    found: dict[str, Mark] = field(default_factory=lambda: {FIRST_NAME: Mark(READER)})
    about: dict[str, Any] | None = None
    """What the HTML draws beside the text: the dates and places, as the letter says them."""


_noted: ContextVar[Marks | None] = ContextVar("marks_of_a_letter", default=None)


@contextmanager
def noting(*, named: bool = False) -> Iterator[Marks]:
    """Inside, the facts of one letter are noted; `named`, they stand in it by their names."""
    marks = Marks(are_named=named)
    token = _noted.set(marks)
    try:
        yield marks
    finally:
        _noted.reset(token)


def mark(name: str, value: object, *, needed: bool = False, block: bool = False) -> str:
    """The fact, where it stands in a sentence of ours; a programme may put it elsewhere under this name."""
    marks = _noted.get()
    if marks is None:
        return str(value)
    marks.found[name] = Mark(str(value), needed, block)
    return f"{{{name}}}" if marks.are_named else str(value)


def draw(about: dict[str, Any]) -> None:
    """What the HTML of this letter shows as a block."""
    if (marks := _noted.get()) is not None:
        marks.about = about


def is_drawn() -> bool:
    """Whether the letter has its block; yes as well where nobody asks for one."""
    marks = _noted.get()
    return marks is None or marks.about is not None


def names_in(text: str) -> list[str]:
    """The names between braces, in order."""
    return [found[1].strip() for found in _NAMED.finditer(text)]


def filled(text: str, marks: Mapping[str, Mark]) -> str:
    """The text with the facts in their places, read once: what people wrote is never taken for a mark."""

    def value(found: re.Match[str]) -> str:
        one = marks[found[1].strip()]
        return f"\n\n{one.value}\n\n" if one.is_block else one.value

    text = _NAMED.sub(value, text.replace("\r\n", "\n"))
    return _BLANKS.sub("\n\n", text).strip()


@dataclass(frozen=True)
class Piece:
    """Some words of a preview: typed, filled in, or a mark that does not exist."""

    text: str
    is_fact: bool = False
    is_wrong: bool = False


def pieces(text: str, marks: Mapping[str, Mark]) -> list[Piece]:
    """The text as it will be read, where one sees what fills itself."""
    found, end = [], 0
    text = text.replace("\r\n", "\n")
    for one in _NAMED.finditer(text):
        found += [Piece(text[end : one.start()]), _piece(one[1].strip(), marks)]
        end = one.end()
    return [piece for piece in (*found, Piece(text[end:])) if piece.text]


def _piece(name: str, marks: Mapping[str, Mark]) -> Piece:
    one = marks.get(name)
    return Piece(one.value, is_fact=True) if one else Piece(f"{name} ?", is_wrong=True)


def one_line(text: str) -> str:
    """Without the ends of lines; the spaces that hold an hour together stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def known_only(text: str, marks: Mapping[str, Mark]) -> str:
    """The text where a mark that does not exist is an ordinary word, so that it can be shown all the same."""
    return _NAMED.sub(lambda one: one[0] if one[1].strip() in marks else one[1], text)


def fits(subject: str, text: str, marks: Mapping[str, Mark]) -> bool:
    """Whether these words can be filled, and leave no needed fact out."""
    return not refusals(subject, marks, most=LONGEST_SUBJECT) and not (
        refusals(text, marks, most=LONGEST_TEXT) or missing(text, marks)
    )


def refusals(text: str, marks: Mapping[str, Mark], *, most: int) -> list[str]:
    """What is wrong with these words, where, and how to mend it."""
    if not text.strip():
        return [_("Écrivez quelques mots : une lettre n’est jamais vide.")]
    if len(text) > most:
        return [
            _("Ce texte compte %(count)s caractères, il en tient %(most)s. Raccourcissez-le.")
            % {"count": len(text), "most": most}
        ]
    lines = text.replace("\r\n", "\n").split("\n")
    return [said for number, line in enumerate(lines, start=1) for said in _of_line(line, number, marks)]


def _of_line(line: str, number: int, marks: Mapping[str, Mark]) -> Iterator[str]:
    for name in names_in(line):
        if name not in marks:
            near = get_close_matches(name.lower(), marks, n=1, cutoff=0.5)
            said = _("Ligne %(line)s : « {%(name)s} » n’existe pas.") % {"line": number, "name": name[:40]}
            yield f"{said} " + _("Vouliez-vous « {%(name)s} » ?") % {"name": near[0]} if near else said
    if any(brace in _NAMED.sub("", line) for brace in "{}"):
        yield (
            _("Ligne %(line)s : une accolade est seule. Un mot qui se remplit s’écrit « {titre} ».")
            % {"line": number}
        )


def missing(text: str, marks: Mapping[str, Mark]) -> list[str]:
    """The facts without which this letter would tell nothing, and that these words leave out."""
    said = set(names_in(text))
    return [
        _("Il manque « {%(name)s} » : sans lui, la lettre ne dit pas l’essentiel. Ajoutez-le au texte.")
        % {"name": name}
        for name, one in marks.items()
        if one.is_needed and name not in said
    ]
