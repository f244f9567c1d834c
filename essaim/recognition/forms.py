"""What a browser may send about certificates."""

from django import forms

from essaim.ui.words import gettext_lazy as _


class PreparationForm(forms.Form):
    """Hours and minutes spent preparing; both empty means none."""

    hours = forms.IntegerField(
        label=_("Heures"),
        required=False,
        min_value=0,
        max_value=40,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=59,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
    )

    @property
    def total(self) -> int:
        """All of it, in minutes."""
        return (self.cleaned_data["hours"] or 0) * 60 + (self.cleaned_data["minutes"] or 0)
