"""What the page of partnerships sends."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.models import Organisation
from essaim.people.queries.partnerships import organisation_named


class ProposeForm(forms.Form):
    """The other organisation, by its exact name or number: nobody leafs through those of the installation."""

    name = forms.CharField(
        label=gettext_lazy("Nom exact ou SIRET de l’organisation"),
        help_text=gettext_lazy(
            "Elle doit être sur cette installation. Son administration accepte ou décline."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez le nom exact de l’organisation, ou son SIRET.")},
    )

    def clean_name(self) -> Organisation:
        found = organisation_named(self.cleaned_data["name"])
        if found is None:
            raise ValidationError(_("Aucune organisation n’a ce nom ici. Vérifiez-le, ou donnez son SIRET."))
        return found


class MoveForm(forms.Form):
    """One button beside one partnership."""

    MOVES = ("accept", "decline", "end")

    change = forms.ChoiceField(choices=[(move, move) for move in MOVES])
    partnership = forms.IntegerField(min_value=1, max_value=10**18)
