"""What somebody says of the columns and of the words of a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.kernel.errors import Refused
from essaim.people.hrfile.columns import LABELS, by_hand
from essaim.people.queries.mappings import MEANINGS, NEVER, ColumnGuess, UnknownWord

LATER, NOTHING = "", "-"


def capital(label: str) -> str:
    return label[:1].upper() + label[1:]


class ColumnsForm(forms.Form):
    """One choice per column; each field at most once, the mandatory ones there."""

    remember = forms.BooleanField(
        label=gettext_lazy("Retenir ces colonnes pour le prochain fichier"), required=False, initial=True
    )

    def __init__(self, data: Any, *, columns: list[ColumnGuess]) -> None:
        super().__init__(data)
        self.columns = [column for column in columns if column.header]
        fields = [("", _("Ne pas reprendre"))] + [
            (name, capital(str(label))) for name, label in LABELS.items()
        ]
        for column in self.columns:
            self.fields[f"column_{column.place}"] = forms.ChoiceField(
                label=_("La colonne %(header)s devient") % {"header": column.header},
                choices=fields[:1] if column.remark == NEVER else fields,
                required=False,
                initial=column.field,
            )

    def rows(self) -> list[dict[str, Any]]:
        """Each column with its field, as the page shows them."""
        return [{"column": column, "field": self[f"column_{column.place}"]} for column in self.columns]

    def chosen(self) -> dict[int, str]:
        wanted = {column.place: self.cleaned_data.get(f"column_{column.place}") for column in self.columns}
        return {place: field for place, field in wanted.items() if field}

    def clean(self) -> dict[str, Any]:
        headers = [""] * (1 + max((column.place for column in self.columns), default=0))
        for column in self.columns:
            headers[column.place] = column.header
        try:
            by_hand(headers, self.chosen())
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return self.cleaned_data


class WordsForm(forms.Form):
    """One choice per word that nobody knows: what it means, that it says nothing, or later."""

    remember = forms.BooleanField(
        label=gettext_lazy("Retenir ces mots pour le prochain fichier"), required=False, initial=True
    )

    def __init__(self, data: Any, *, words: list[UnknownWord]) -> None:
        super().__init__(data)
        self.words = words
        for number, word in enumerate(words):
            later = (LATER, _("À voir plus tard"))
            nothing = (NOTHING, _("Ne rien en reprendre"))
            meaning = word.meaning
            self.fields[f"word_{number}"] = forms.ChoiceField(
                label=_("« %(word)s » veut dire") % {"word": word.word},
                choices=[
                    later,
                    nothing,
                    *((code, capital(str(name))) for code, name in MEANINGS[word.field]),
                ],
                required=False,
                initial=LATER if meaning is None else meaning or NOTHING,
            )

    def rows(self) -> list[dict[str, Any]]:
        return [{"word": word, "field": self[f"word_{number}"]} for number, word in enumerate(self.words)]

    def meanings(self) -> dict[tuple[str, str], str | None]:
        """By field and word: a meaning, nothing at all, or None for later."""
        said = {word: self.cleaned_data.get(f"word_{number}") for number, word in enumerate(self.words)}
        return {
            (word.field, word.key): {LATER: None, NOTHING: ""}.get(answer or LATER, answer)
            for word, answer in said.items()
        }
