"""What a manager's pages may send: a refusal with its reason, a deputy, a conflict; and HR an opinion."""

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from essaim.agenda.models import Approval
from essaim.ui.words import gettext_lazy

Reason = Approval.Reason
GIVEN = [(value, label) for value, label in Reason.choices if value != Reason.SILENCE]


class RefusalForm(forms.Form):
    """A typed reason, and some words that one of them demands."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Pour quelle raison ?"),
        choices=GIVEN,
        widget=forms.RadioSelect(),
        error_messages={
            "required": gettext_lazy("Choisissez une raison : la personne la lira, avec votre nom.")
        },
    )
    words = forms.CharField(
        label=gettext_lazy("Un mot pour cette personne"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("reason") in Approval.MUST_BE_TOLD and not data.get("words", "").strip():
            self.add_error("words", _("Écrivez votre raison en quelques mots : la personne la lira."))
        return data


class DeputyForm(forms.Form):
    """Who answers in one's place, from one day to another."""

    agent = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    starts_on = forms.DateField(
        label=gettext_lazy("Du"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ConflictForm(forms.Form):
    """Which seat of the team, and what is in the way."""

    registration = forms.TypedChoiceField(label=gettext_lazy("Quelle séance ?"), coerce=int)
    words = forms.CharField(
        label=gettext_lazy("Ce qui gêne"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Écrivez en quelques mots ce qui gêne : l’équipe du programme le lira.")
        },
    )

    def __init__(self, *args: Any, seats: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["registration"]).choices = seats


class OpinionForm(forms.Form):
    """What the advisory committee said, when and where it is written, and what follows."""

    opinion = forms.ChoiceField(
        label=gettext_lazy("Avis de la commission"),
        choices=[(value, capfirst(label)) for value, label in Approval.Opinion.choices],
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choisissez le sens de l’avis.")},
    )
    on = forms.DateField(
        label=gettext_lazy("Rendu le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Indiquez la date de l’avis.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Référence"),
        max_length=100,
        help_text=gettext_lazy("Par exemple : CAP C du 12 mars, point 4."),
        error_messages={"required": gettext_lazy("Écrivez la référence de l’avis.")},
    )
    takes_effect = forms.ChoiceField(
        label=gettext_lazy("Et maintenant"),
        choices=[
            ("yes", gettext_lazy("Le refus prend effet")),
            ("no", gettext_lazy("La place est accordée")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choisissez ce qui suit l’avis.")},
    )

    def change(self) -> dict[str, Any]:
        """What the operation needs."""
        return self.cleaned_data | {"takes_effect": self.cleaned_data["takes_effect"] == "yes"}
