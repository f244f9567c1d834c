"""What a letter says: the fact, some lines, one button, and what its text and its HTML show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import partial, wraps
from typing import Any, ParamSpec

from django.conf import settings

from essaim.kernel.language import FRENCH, ours, speaking, spoken
from essaim.letters.links import stop_path
from essaim.letters.marks import READER, Mark, Marks, filled, fits, noting, one_line
from essaim.letters.models import Letter
from essaim.letters.queries import formulation_in_use
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.theme import tokens
from essaim.ui.typography import typographic

P = ParamSpec("P")
COLOUR = "#14574f"


@dataclass(frozen=True)
class Wording:
    """What a letter says: the fact, some lines, one button."""

    subject: str
    body: str
    action_label: str = ""
    action_path: str = ""
    form: str = ""
    """The name under which a programme may give this letter words of its own; empty when it may not."""
    programme: Programme | None = None
    about: dict[str, Any] | None = None
    """What the HTML draws as a block: the fact in three words, and each date with its hours and place."""

    def read_by(self, agent: Agent) -> "Wording":
        """The same with the first name of its reader."""
        if READER not in self.body and READER not in self.subject:
            return self
        name = agent.first_name or agent.full_name
        return replace(self, subject=self.subject.replace(READER, name), body=self.body.replace(READER, name))


def in_own_words(said: Wording, marks: dict[str, Mark]) -> Wording:
    """What the programme wrote for this letter, filled with its facts; else what Essaim says.

    A programme writes in French: who reads English is given the words of Essaim. Words that would leave a needed
    fact out, or name one that this letter does not have, are not used.
    """
    if not said.form or said.programme is None or spoken() != FRENCH:
        return said
    own = formulation_in_use(said.programme, said.form)
    if own is None or not fits(own.subject, own.body, marks):
        return said
    subject = one_line(filled(own.subject, marks))
    about = said.about and {name: said.about[name] for name in said.about if name != "fact"}
    return replace(said, form="", subject=subject, body=filled(own.body, marks), about=about)


class Draft:
    """A letter not worded yet: it is, once in each language of those to whom it is sent."""

    def __init__(self, write: Callable[[], Wording]) -> None:
        self._write = write
        self._worded: dict[str, Wording] = {}

    def worded(self, language: str = "") -> Wording:
        """What it says to somebody who reads this language."""
        language = ours(language)
        if language not in self._worded:
            with speaking(language), noting() as marks:
                said = self._write()
                if marks.about:
                    said = replace(said, about=(said.about or {}) | marks.about)
                self._worded[language] = in_own_words(said, marks.found)
        return self._worded[language]

    def template(self) -> tuple[Wording, Marks]:
        """The words of Essaim in French, the facts by their names; and what those are in this very letter."""
        with speaking(FRENCH), noting(named=True) as marks:
            return self._write(), marks

    def leading_to(self, path: str) -> "Draft":
        """The same words, and a button that leads elsewhere."""
        return Draft(lambda: replace(self.worded(spoken()), action_path=path))


def drafted(write: Callable[P, Wording]) -> Callable[P, Draft]:
    """The function that words a letter waits to know who reads it."""

    @wraps(write)
    def draft(*args: P.args, **kwargs: P.kwargs) -> Draft:
        return Draft(partial(write, *args, **kwargs))

    return draft


def absolute(path: str) -> str:
    """An address of the site, as a letter must give it."""
    return f"{settings.SITE_URL}{path}" if path else ""


def subject_of(letter: Letter) -> str:
    """One line, whatever somebody typed in a title."""
    return typographic(" ".join(letter.subject.split()))


def sender(programme: Programme | None) -> tuple[str, str]:
    """The programme's name, at the address that the installation writes from."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return programme.name if programme else name or "Essaim", address


def sender_of(letter: Letter, programme: Programme | None) -> tuple[str, str]:
    """The same, after the name of whoever wrote the letter by hand."""
    name, address = sender(programme)
    by = (letter.about or {}).get("by", "")
    return (f"{by}, {name}" if by else name), address


WARM, STRUCK = "#fff1cc", ";text-decoration:line-through"
CALLED_OFF = {Letter.Kind.CANCELLED}
WAYS_OUT = {Letter.Kind.WEEK_BEFORE, Letter.Kind.DAY_BEFORE, Letter.Kind.CHANGED}
"""Their button gives the seat back: it is there, and it does not shout."""


def paragraphs(letter: Letter) -> list[str]:
    """A blank line parts two paragraphs."""
    body = typographic(letter.body.replace("\r\n", "\n"))
    return [part.strip() for part in body.split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Paragraph:
    """Some lines; or the place where the HTML draws the dates, which the text writes out."""

    text: str
    is_block: bool = False


def drawn(letter: Letter) -> list[Paragraph]:
    """The paragraphs of the HTML: the one that says where and when is a block; else it follows the first words."""
    said = paragraphs(letter)
    if not letter.about:
        return [Paragraph(text) for text in said]
    dates = typographic(letter.about["text"])
    found = [Paragraph(text, is_block=text == dates) for text in said]
    if not any(one.is_block for one in found):
        found.insert(1, Paragraph(dates, is_block=True))
    return found


def block_shown(letter: Letter) -> dict[str, Any]:
    """The title and the dates, with the spaces of French."""
    about = letter.about or {"title": "", "dates": []}
    dates = [{name: typographic(text) for name, text in one.items()} for one in about["dates"]]
    return {"title": typographic(about["title"]), "dates": dates}


def heading(letter: Letter) -> str:
    """The fact in three words where the block says the rest; else the subject."""
    about = letter.about or {}
    return typographic(about.get("fact", "")) or subject_of(letter)


def parts(letter: Letter, programme: Programme | None) -> dict[str, object]:
    """What the text, the HTML and the demo's mailbox show of a letter."""
    theme = tokens(programme.colour if programme else COLOUR)
    return {
        "letter": letter,
        "subject": subject_of(letter),
        "heading": heading(letter),
        "paragraphs": paragraphs(letter),
        "drawn": drawn(letter),
        "block": block_shown(letter),
        "ground": WARM if letter.kind in WAYS_OUT else theme.brand_soft,
        "struck": STRUCK if letter.kind in CALLED_OFF else "",
        "is_quiet": letter.kind in WAYS_OUT,
        "action_url": absolute(letter.action_path),
        "stop_url": absolute(stop_path(letter)),
        "sender_name": sender(programme)[0],
        "organisation": letter.agent.organisation.name,
        "theme": theme,
        "site_url": settings.SITE_URL,
        "is_framed": False,
    }
