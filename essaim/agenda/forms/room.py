"""What the host's page may send."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from django import forms
from django.core.exceptions import ValidationError

from essaim.agenda.models import Presence

STATUSES = "|".join(Presence.Status.values)


@dataclass(frozen=True)
class Mark:
    """Whom the tap was about, and what it says; an empty status takes the mark back."""

    agent_id: int
    status: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """« 12:present »; nothing when it is written otherwise."""
        found = re.fullmatch(rf"(\d{{1,18}}):({STATUSES})?", text)
        return cls(int(found[1]), found[2] or "") if found else None

    def __str__(self) -> str:
        return f"{self.agent_id}:{self.status}"


class RoomForm(forms.Form):
    """One tap: a mark for somebody, « tout le monde est là », or taking that back for those it noted."""

    date = forms.IntegerField()
    half = forms.IntegerField(required=False)
    mark = forms.CharField(required=False)
    everybody = forms.BooleanField(required=False)
    nobody = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", required=False, max_length=8000)
    add_seat = forms.BooleanField(required=False)
    nom = forms.CharField(required=False, max_length=100)
    tap = forms.RegexField(r"^[0-9a-f]{32}$", required=False)
    """Drawn by the browser for this tap, so that sending it again counts nothing."""

    @property
    def key(self) -> tuple[int, int]:
        """The half-day that the tap is about: the first of its date unless another is named."""
        return (self.cleaned_data["date"], self.cleaned_data["half"] or 1)

    def clean_mark(self) -> Mark | None:
        text = self.cleaned_data["mark"]
        mark = Mark.read(text)
        if text and mark is None:
            raise ValidationError("mark")
        return mark

    def clean_nobody(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["nobody"].split(",") if pk]


class SeekForm(forms.Form):
    """The one field: a piece of a name, or a whole HR number as a badge reader types it."""

    date = forms.IntegerField()
    half = forms.IntegerField(required=False)
    nom = forms.CharField(required=False, max_length=100)

    @property
    def key(self) -> tuple[int, int]:
        return (self.cleaned_data["date"], self.cleaned_data["half"] or 1)


@dataclass(frozen=True)
class KeptTap:
    """A tap that waited in the browser for the network."""

    tap: str
    key: tuple[int, int]
    mark: Mark

    @classmethod
    def read(cls, text: str) -> Self | None:
        """« 0f…9a 12 1 45:present »: its own key, the date, the half-day, the mark."""
        found = re.fullmatch(r"([0-9a-f]{32}) (\d{1,18}) ([12]) (\S+)", text)
        mark = Mark.read(found[4]) if found else None
        return cls(found[1], (int(found[2]), int(found[3])), mark) if found and mark else None


class SheetForm(forms.Form):
    """A sheet typed back: one choice per person (`p-12`), `others` for « les autres sont présents »."""

    date = forms.IntegerField()
    half = forms.IntegerField(required=False)
    others = forms.BooleanField(required=False)
    add = forms.IntegerField(required=False, min_value=1, max_value=10**18)

    @property
    def key(self) -> tuple[int, int]:
        """The half-day of the sheet."""
        return (self.cleaned_data["date"], self.cleaned_data["half"] or 1)

    def marks(self, unmarked: list[int]) -> dict[int, str]:
        """What is said of each person; `unmarked` are those whom the last button stands for."""
        said = {
            int(name.removeprefix("p-")): value
            for name, value in self.data.items()
            if re.fullmatch(r"p-\d{1,18}", name) and value in Presence.Status.values
        }
        rest = unmarked if self.cleaned_data["others"] else []
        added = [self.cleaned_data["add"]] if self.cleaned_data["add"] else []
        return dict.fromkeys([*rest, *added], Presence.Status.PRESENT.value) | said


class AwayForm(forms.Form):
    """« Tout le monde sauf… »: those ticked were away, the others of the list that was shown (`seen`) were there."""

    date = forms.IntegerField()
    half = forms.IntegerField(required=False)
    seen = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=20_000)

    @property
    def key(self) -> tuple[int, int]:
        """The half-day of the sheet."""
        return (self.cleaned_data["date"], self.cleaned_data["half"] or 1)

    def marks(self, away: Collection[str], excused: Collection[int]) -> dict[int, str]:
        """What is said of each person of the sheet; an excuse that was noted before stays one."""
        status = Presence.Status
        said = {int(pk): status.PRESENT.value for pk in self.cleaned_data["seen"].split(",")}
        for pk in {int(text) for text in away if text.isdecimal() and text.isascii()} & said.keys():
            said[pk] = status.EXCUSED.value if pk in excused else status.ABSENT.value
        return said
