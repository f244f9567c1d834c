"""The letters that a programme may word itself: higher parts register each with examples made from what is real.

A part writes them in its `formulations.py`, which is read as soon as the product starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from essaim.letters.emails import Draft, Wording
from essaim.letters.marks import READER, Mark, Piece, filled, known_only, one_line, pieces
from essaim.letters.models import Formulation, Letter
from essaim.letters.queries import formulation_in_use
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.words import gettext_lazy as _

Text = str | Promise


class Group(TextChoices):
    """Under which heading a letter stands in the list, in this order."""

    SEATS = "seats", _("Places")
    DATES = "dates", _("Avant le jour, et quand il change")
    APPROVALS = "approvals", _("Accord de la hiérarchie")
    HOSTS = "hosts", _("Pour qui anime")
    OPINIONS = "opinions", _("Avis")
    TOPICS = "topics", _("Sujets et services")


@dataclass(frozen=True)
class Sample:
    """What Essaim says in French about something of the programme's, and the facts that stand in it."""

    label: str
    wording: Wording
    """The words of Essaim, each fact by its name between braces."""
    marks: dict[str, Mark]
    about: dict[str, Any] | None = None
    """What its HTML draws."""


Make = Callable[[Programme, Agent, datetime], list[tuple[str, Draft]]]


@dataclass(frozen=True)
class Formulated:
    """One letter that may be worded: its name, what it is called, when it leaves, and what makes its examples."""

    name: str
    group: Group
    label: Text
    leaves: Text
    make: Make

    def samples(self, programme: Programme, *, reader: Agent, at: datetime) -> list[Sample]:
        """Examples from the programme's own rows, as if `reader` were written to; none while it has no such row."""
        found = []
        for label, draft in self.make(programme, reader, at):
            wording, marks = draft.template()
            found.append(Sample(label, wording, marks.found, marks.about))
        return found


REGISTER: dict[str, Formulated] = {}


def formulated(name: str, group: Group, label: Text, leaves: Text) -> Callable[[Make], Make]:
    """Register what makes the examples of a letter whose wording says `form=name`."""

    def register(make: Make) -> Make:
        REGISTER[name] = Formulated(name, group, label, leaves, make)
        return make

    return register


@dataclass(frozen=True)
class Desk:
    """One letter of one programme, as somebody words it."""

    programme: Programme
    letter: Formulated
    reader: Agent
    at: datetime
    samples: list[Sample]
    place: int
    """Which example is shown."""
    own: Formulation | None

    @property
    def sample(self) -> Sample:
        return self.samples[self.place]

    @property
    def marks(self) -> dict[str, Mark]:
        """The facts of the example, read by the person at the desk."""
        name = self.reader.first_name or self.reader.full_name
        return {
            key: replace(one, value=one.value.replace(READER, name)) for key, one in self.sample.marks.items()
        }

    @property
    def said(self) -> dict[str, str]:
        """The words in use: the programme's, else those of Essaim."""
        used = self.own or self.sample.wording
        return {"subject": used.subject, "body": used.body}

    def shown(self, words: dict[str, str]) -> dict[str, list[Piece]]:
        """These words on the example, piece by piece."""
        return {name: pieces(text, self.marks) for name, text in words.items()}

    def mailed(self, words: dict[str, str]) -> Letter:
        """The letter that these words would give; written nowhere."""
        house = self.sample.wording
        safe = {name: known_only(text, self.marks) for name, text in words.items()}
        return Letter(
            agent=self.reader,
            kind=self.letter.name,
            created_at=self.at,
            subject=one_line(filled(safe["subject"], self.marks)),
            body=filled(safe["body"], self.marks),
            action_label=house.action_label,
            action_path=house.action_path or "/",
            about=self._about(words),
        )

    def _about(self, words: dict[str, str]) -> dict[str, Any] | None:
        """With the fact in three words as long as the subject is that of Essaim."""
        house, drawn = self.sample.wording, self.sample.about
        if not drawn or words["subject"] != house.subject:
            return drawn
        return drawn | {"fact": filled((house.about or {})["fact"], self.marks)}


def in_groups() -> list[tuple[Group, list[Formulated]]]:
    """Every letter that may be worded, under its heading."""
    return [(group, [one for one in REGISTER.values() if one.group == group]) for group in Group]


def desk_for(programme: Programme, letter: Formulated, *, reader: Agent, at: datetime, place: int) -> Desk:
    """What somebody needs to word this letter, with the example of that place where there is one."""
    samples = letter.samples(programme, reader=reader, at=at)
    place = place if 0 <= place < len(samples) else 0
    return Desk(programme, letter, reader, at, samples, place, formulation_in_use(programme, letter.name))
