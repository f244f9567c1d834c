"""What the changes of an import may be asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from essaim.people.models import StaffChange


class ChangesForm(forms.Form):
    """Every field may be empty; what cannot be read is ignored."""

    q = forms.CharField(label=_("Un nom"), required=False, max_length=100)
    quoi = forms.ChoiceField(
        label=_("Ce qui a changé"),
        required=False,
        choices=[("", _("Tout")), *StaffChange.Kind.choices],
    )
