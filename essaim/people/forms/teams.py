"""What the pages of relays and absences may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.kernel.sorting import by_name
from essaim.people.models import Agent, Organisation, Unit
from essaim.people.queries import acting as queries


class RelayForm(forms.Form):
    """Somebody found by name, and the unit they act for."""

    agent = forms.ModelChoiceField(
        label=gettext_lazy("La personne"),
        queryset=Agent.objects.none(),
        error_messages={
            "required": gettext_lazy("Cherchez la personne par son nom, puis choisissez-la."),
            "invalid_choice": gettext_lazy("Cette personne n’est pas dans votre organisation."),
        },
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Le service pour lequel elle agit"),
        help_text=gettext_lazy("Elle agit aussi pour les services placés dessous."),
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Choisir un service"),
        error_messages={"required": gettext_lazy("Choisissez un service.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Agent.objects.filter(organisation=organisation, is_active=True)
        self.fields["agent"].queryset = people.order_by(*by_name(), "pk")  # type: ignore[attr-defined]
        self.fields["unit"].queryset = queries.open_units(organisation)  # type: ignore[attr-defined]


def day_field(label: Any, missing: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": missing,
            "invalid": gettext_lazy("Écrivez un jour, par exemple 27/05/2026."),
        },
    )


class LeaveForm(forms.Form):
    """Two days; nothing is asked about why."""

    starts_on = day_field(gettext_lazy("Premier jour"), gettext_lazy("Indiquez le premier jour d’absence."))
    ends_on = day_field(gettext_lazy("Dernier jour"), gettext_lazy("Indiquez le dernier jour d’absence."))
