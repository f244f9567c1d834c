"""What a browser may ask of the figures."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.impact import rules

_WRONG_DAY = {
    "invalid": _("Écrivez un jour, par exemple 31/01/2021."),
    "required": _("Il manque un jour, par exemple 31/01/2021."),
}


_DAY: dict[str, Any] = {
    "widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    "input_formats": ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"],
    "error_messages": _WRONG_DAY,
}


class PeriodForm(forms.Form):
    """A first and a last day; both belong to the period."""

    du = forms.DateField(label=_("Du"), **_DAY)
    au = forms.DateField(label=_("Au"), **_DAY)

    def clean(self) -> dict[str, Any]:
        given: dict[str, date] = self.cleaned_data
        if len(given) == 2 and (reason := rules.why_not_counted(given["du"], given["au"])):
            raise forms.ValidationError(reason)
        return given
