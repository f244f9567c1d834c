"""What is typed of sheets of paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.feedback.models import Kind
from essaim.feedback.rules import Asked

MOST_AT_ONCE = 100


class PrintForm(forms.Form):
    """How many sheets."""

    number = forms.IntegerField(
        label=_("Combien de feuilles ?"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        error_messages={
            "required": _("Écrivez combien de feuilles il faut, par exemple 20."),
            "invalid": _("Écrivez un nombre de feuilles, par exemple 20."),
            "min_value": _("Il faut au moins une feuille."),
            "max_value": _("Cent feuilles au plus à la fois : imprimez-les en plusieurs fois."),
        },
    )


class PaperForm(forms.Form):
    """One sheet: its code, then a digit per question (0 where nothing is ticked), or a tap per question."""

    code = forms.CharField(
        max_length=30,
        error_messages={
            "required": _("Écrivez le code de la feuille."),
            "max_length": _("Aucune feuille ne porte ce code : relisez-le, huit lettres et chiffres."),
        },
    )
    digits = forms.CharField(required=False, max_length=30)

    def __init__(self, data: Mapping[str, Any] | None, asked: Sequence[Asked]) -> None:
        super().__init__(data)
        self.asked = asked
        for question in asked:
            choices = forms.ChoiceField(choices=question.choices, required=False)
            self.fields[question.name] = choices if question.values else forms.CharField(required=False)

    def clean_digits(self) -> dict[str, str]:
        """« 132 » as answers; nothing when no digit was typed."""
        text = "".join(self.cleaned_data["digits"].split())
        to_tick = [question for question in self.asked if question.values]
        if not text:
            return {}
        if len(text) != len(to_tick) or not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(
                _("Un chiffre par question à cocher : %(count)s en tout, 0 quand rien n’est coché."),
                params={"count": len(to_tick)},
            )
        wrong = next((q for q, sign in zip(to_tick, text, strict=True) if int(sign) > len(q.values)), None)
        if wrong:
            raise forms.ValidationError(
                _("« %(question)s » va de 1 à %(last)s : relisez les chiffres."),
                params={"question": wrong.text, "last": len(wrong.values)},
            )
        rows = zip(to_tick, text, strict=True)
        return {question.name: question.values[int(sign) - 1] for question, sign in rows if sign != "0"}

    @property
    def values(self) -> dict[str, str]:
        """The answers given; digits win over taps."""
        if self.cleaned_data["digits"]:
            words = {q.name: self.cleaned_data[q.name] for q in self.asked if q.kind == Kind.TEXT}
            given = words | self.cleaned_data["digits"]
        else:
            given = {question.name: self.cleaned_data[question.name] for question in self.asked}
        return {name: value for name, value in given.items() if value}

    def wrong_field(self) -> str:
        """Where the cursor goes: the first field to correct."""
        return "digits" if "digits" in self.errors and "code" not in self.errors else "code"

    def message(self) -> str:
        """The first thing to correct, in words."""
        return next((str(found[0]) for found in self.errors.values()), "")
