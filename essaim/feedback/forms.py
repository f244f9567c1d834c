"""What a browser may send of a questionnaire."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.feedback.models import Answer

_UNKNOWN = {"invalid_choice": _("Cette réponse n’existe pas : touchez l’une de celles qui sont proposées.")}


class SurveyForm(forms.Form):
    """Any of the three answers: the first one alone counts."""

    useful = forms.ChoiceField(choices=Answer.Useful.choices, required=False, error_messages=_UNKNOWN)
    use = forms.ChoiceField(choices=Answer.Use.choices, required=False, error_messages=_UNKNOWN)
    next = forms.ChoiceField(choices=Answer.Next.choices, required=False, error_messages=_UNKNOWN)

    def clean(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if not given and not self.errors:
            raise forms.ValidationError(_("Touchez au moins une réponse."))
        return given

    def message(self) -> str:
        """The first thing to correct, in words."""
        return next((str(found[0]) for found in self.errors.values()), "")
