"""Which kind of file somebody takes away."""

from django import forms

from essaim.kernel.tables import FORMATS


class ExportForm(forms.Form):
    """The button that was pressed names the format; a form sent by the Enter key means a CSV."""

    fichier = forms.ChoiceField(required=False, choices=[(ending, ending) for ending in FORMATS])
