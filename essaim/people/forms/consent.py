"""Whether colleagues may find somebody."""

from django import forms


class DirectoryConsentForm(forms.Form):
    """A box that is not ticked means no."""

    is_in_directory = forms.BooleanField(required=False)
    know_how = forms.CharField(required=False, max_length=200)
