"""What the editor of the questionnaire and the page of free words may send."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any

from django import forms

from essaim.feedback import rules
from essaim.feedback.models import Kind, Wave
from essaim.feedback.rules import Asked
from essaim.ui.words import gettext_lazy as _

ICONS = {
    "smile": _("sourire"),
    "meh": _("moue"),
    "frown": _("grise mine"),
    "check": _("coche"),
    "check-round": _("coche ronde"),
    "clock": _("horloge"),
    "minus": _("trait"),
    "book": _("livre"),
    "bulb": _("ampoule"),
    "star": _("étoile"),
    "users": _("personnes"),
    "chat": _("parole"),
    "calendar": _("calendrier"),
    "building": _("bâtiment"),
    "screen": _("écran"),
}
"""Those of the sprite that may stand on a tile."""
TILE_LABELS = (_("Première réponse"), _("Deuxième réponse"), _("Troisième réponse"))
SCALE_LABELS = (_("Ce que veut dire 1"), _("Ce que veut dire 5"))
LONGEST_TEXT, LONGEST_LABEL = 160, 40
MOST_POSTED = 12
"""How many questions are read at all; six may be asked."""


class QuestionForm(forms.Form):
    """One question of the editor, its answers, and its place."""

    name = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(widget=forms.HiddenInput, choices=Kind.choices)
    text = forms.CharField(label=_("La question"), max_length=LONGEST_TEXT)

    def __init__(self, data: Mapping[str, Any] | None, *, prefix: str, asked: Asked) -> None:
        initial = {"name": asked.name, "kind": asked.kind, "text": asked.text}
        super().__init__(data, prefix=prefix, initial=initial)
        self.asked = asked
        self.labels: list[str] = []
        words = {Kind.TILES: TILE_LABELS, Kind.SCALE: SCALE_LABELS}.get(Kind(asked.kind), ())
        for rank, label in enumerate(words):
            self.fields[f"label{rank}"] = forms.CharField(
                label=label, max_length=LONGEST_LABEL, initial=_at(asked.labels, rank)
            )
            if asked.kind == Kind.TILES:
                self.fields[f"icon{rank}"] = forms.ChoiceField(
                    label=_("Dessin"), choices=list(ICONS.items()), initial=_at(asked.icons, rank)
                )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each answer's words, with its drawing on a tile."""
        ranks = [name[-1] for name in self.fields if name.startswith("label")]
        return [
            (self[f"label{rank}"], self[f"icon{rank}"] if f"icon{rank}" in self.fields else None)
            for rank in ranks
        ]

    @property
    def is_standard(self) -> bool:
        return self.asked.name in rules.COLUMNS


def _at(values: Sequence[str], rank: int) -> str:
    return values[rank] if rank < len(values) else ""


class QuestionsForm:
    """All the questions of the editor, as they stand in the page, finished or not."""

    def __init__(
        self, asked: Sequence[Asked], data: Mapping[str, Any] | None = None, *, wave: str = Wave.HOT
    ) -> None:
        shown = read_posted(data, wave) if data is not None else list(asked)
        self.asked, self.wave = shown, wave
        self.forms = [
            QuestionForm(data, prefix=f"q{rank}", asked=question) for rank, question in enumerate(shown)
        ]

    def is_valid(self) -> bool:
        """Every question is looked at, so that all mistakes are told together."""
        return not sum(not form.is_valid() for form in self.forms)

    def moved(self, what: str) -> list[Asked]:
        """The questions after a button: `up-2`, `down-0`, `drop-1`, `add-scale`; unknown words move nothing."""
        asked = list(self.asked)
        verb, _dash, given = what.partition("-")
        if self.wave == Wave.COLD:
            return asked
        if verb == "add" and given in Kind.values:
            return [*asked, new_question(given)]
        rank = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else len(asked)
        if verb == "drop" and rank < len(asked):
            del asked[rank]
        to = {"up": rank - 1, "down": rank + 1}.get(verb, -1)
        if rank < len(asked) and 0 <= to < len(asked):
            asked[rank], asked[to] = asked[to], asked[rank]
        return asked


def new_question(kind: str) -> Asked:
    """An empty question, under a name that no other ever had."""
    icons = ("smile", "meh", "frown") if kind == Kind.TILES else ()
    labels = {Kind.TILES: ("", "", ""), Kind.SCALE: ("", "")}.get(Kind(kind), ())
    return Asked(f"q{token_hex(4)}", kind, "", labels, icons)


def read_posted(data: Mapping[str, Any], wave: str = Wave.HOT) -> list[Asked]:
    """What stands in the page, as typed; a forged name, kind or drawing becomes one of ours."""
    if wave == Wave.COLD:
        return [replace(_posted(data, "q0", Kind.TILES), name="transfer")]
    found: list[Asked] = []
    for rank in range(MOST_POSTED):
        prefix = f"q{rank}"
        kind = data.get(f"{prefix}-kind", "")
        if kind not in Kind.values:
            break
        found.append(_posted(data, prefix, kind))
    return found


def _posted(data: Mapping[str, Any], prefix: str, kind: str) -> Asked:
    fresh = new_question(kind)
    name = str(data.get(f"{prefix}-name", ""))
    is_standard = name in rules.QUESTIONS and kind == Kind.TILES
    is_ours = is_standard or re.fullmatch(r"q[0-9a-f]{8}", name)
    labels = [_clean(data, f"{prefix}-label{rank}") for rank in range(len(fresh.labels))]
    icons = [str(data.get(f"{prefix}-icon{rank}", "")) for rank in range(len(fresh.icons))]
    return Asked(
        name if is_ours else fresh.name,
        kind,
        _clean(data, f"{prefix}-text"),
        tuple(labels),
        tuple(icon if icon in ICONS else "star" for icon in icons),
    )


def _clean(data: Mapping[str, Any], name: str) -> str:
    return " ".join(str(data.get(name, "")).replace("\x00", "").split())[:3000]


class ColdForm(forms.Form):
    """After how many days a format asks again."""

    is_on = forms.BooleanField(label=_("Demander à nouveau"), required=False)
    days = forms.IntegerField(label=_("Jours après la séance"), min_value=15, max_value=365, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("is_on") and not self.cleaned_data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Dites après combien de jours : de 15 à 365."))
        return self.cleaned_data

    @property
    def wanted(self) -> int | None:
        return self.cleaned_data["days"] if self.cleaned_data["is_on"] else None


class StrikeForm(forms.Form):
    """The names to strike from a free word."""

    names = forms.CharField(
        label=_("Nom à masquer"),
        max_length=200,
        error_messages={"required": _("Recopiez le nom à masquer.")},
    )
