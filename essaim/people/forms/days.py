"""What the page of days and hours may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.people.forms.teams import day_field
from essaim.people.models import DayPeriod, Organisation

KINDS = [
    (DayPeriod.Kind.CLOSED, gettext_lazy("Jours fermés")),
    (DayPeriod.Kind.SCHOOL, gettext_lazy("Vacances scolaires")),
]
WEEK = [
    ("1", gettext_lazy("Lundi")),
    ("2", gettext_lazy("Mardi")),
    ("3", gettext_lazy("Mercredi")),
    ("4", gettext_lazy("Jeudi")),
    ("5", gettext_lazy("Vendredi")),
    ("6", gettext_lazy("Samedi")),
    ("7", gettext_lazy("Dimanche")),
]
NO_HOUR = {
    "required": gettext_lazy("Indiquez une heure."),
    "invalid": gettext_lazy("Écrivez une heure, par exemple 08:30."),
}


def hour_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=NO_HOUR,
    )


class HoursForm(forms.ModelForm):
    """From when to when, and on which days of the week."""

    day_starts = hour_field(gettext_lazy("La journée commence à"))
    day_ends = hour_field(gettext_lazy("Elle finit à"))
    work_days = forms.MultipleChoiceField(
        label=gettext_lazy("Jours travaillés"),
        choices=WEEK,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un jour travaillé.")},
    )

    class Meta:
        model = Organisation
        fields = ["day_starts", "day_ends", "work_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["work_days"] = list(self.initial["work_days"])

    def clean_work_days(self) -> str:
        return "".join(sorted(self.cleaned_data["work_days"]))


def kind_field(initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("De quoi s’agit-il ?"),
        help_text=gettext_lazy(
            "Personne ne travaille un jour fermé. Les vacances scolaires avertissent seulement."
        ),
        choices=KINDS,
        initial=initial,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez l’une des deux réponses.")},
    )


class PeriodForm(forms.Form):
    """Some days under a name."""

    kind = kind_field(DayPeriod.Kind.CLOSED)
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=80,
        help_text=gettext_lazy("Par exemple : pont de l’Ascension, fermeture d’août."),
        error_messages={"required": gettext_lazy("Donnez un nom à ces jours.")},
    )
    starts_on = day_field(gettext_lazy("Premier jour"), gettext_lazy("Indiquez le premier jour."))
    ends_on = day_field(gettext_lazy("Dernier jour"), gettext_lazy("Indiquez le dernier jour."))
    zone = forms.CharField(
        label=gettext_lazy("Zone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Pour des vacances scolaires : A, B, C ou le nom de l’académie."),
    )


class DaysFileForm(forms.Form):
    """A file of dates, and what they are."""

    file = forms.FileField(
        label=gettext_lazy("Fichier .ics ou .csv"),
        help_text=gettext_lazy("Les périodes déjà finies sont laissées de côté."),
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,text/calendar,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choisissez d’abord le fichier.")},
    )
    kind = kind_field(DayPeriod.Kind.SCHOOL)
    zone = forms.CharField(
        label=gettext_lazy("Votre zone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Quand le fichier en décrit plusieurs : A, B, C, ou le nom de l’académie."),
    )
