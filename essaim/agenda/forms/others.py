"""What the page that registers others may send."""

from django import forms
from django.http import QueryDict

MOST_AT_ONCE = 100


def chosen_people(sent: QueryDict) -> list[int]:
    """The people ticked, in the order of the page, without doubles; numbers that make no sense are left out."""
    sane = [pk for pk in sent.getlist("personne") if pk.isdecimal() and len(pk) <= 18]
    return [int(pk) for pk in dict.fromkeys(sane)][:MOST_AT_ONCE]


class ListForm(forms.Form):
    """How the list is narrowed; what cannot be read is ignored."""

    nom = forms.CharField(required=False, max_length=100)
    service = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    tout = forms.BooleanField(required=False)
