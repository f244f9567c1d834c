"""What a browser may send of a questionnaire."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.feedback.models import Kind
from essaim.feedback.queries import Survey

_UNKNOWN = {"invalid_choice": _("Cette réponse n’existe pas : touchez l’une de celles qui sont proposées.")}


class SurveyForm(forms.Form):
    """Any of the answers: one alone counts. An empty word only takes back one that was written."""

    def __init__(self, data: Mapping[str, Any] | None, survey: Survey) -> None:
        super().__init__(data)
        self.survey = survey
        for asked in survey.asked:
            if asked.kind == Kind.TEXT:
                self.fields[asked.name] = forms.CharField(required=False)
            else:
                self.fields[asked.name] = forms.ChoiceField(
                    choices=asked.choices, required=False, error_messages=_UNKNOWN
                )

    def clean(self) -> dict[str, Any]:
        kept = {name for name in self.survey.answers if name in self.data}
        given = {
            name: value for name, value in self.cleaned_data.items() if value or self._is_word(name, kept)
        }
        if not given and not self.errors:
            raise forms.ValidationError(_("Touchez au moins une réponse."))
        return given

    def _is_word(self, name: str, kept: set[str]) -> bool:
        return name in kept and not isinstance(self.fields[name], forms.ChoiceField)

    def message(self) -> str:
        """The first thing to correct, in words."""
        return next((str(found[0]) for found in self.errors.values()), "")
