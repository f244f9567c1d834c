"""What is typed for a kiosk, and on it."""

from django import forms

from essaim.ui.words import gettext_lazy as _


class KioskForm(forms.Form):
    name = forms.CharField(
        label=_("Où est la borne ?"),
        max_length=80,
        help_text=_("Par exemple « Hall de l’hôtel de ville »."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )
