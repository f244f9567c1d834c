"""What a browser may send: whom to seat and by which rules, who goes where."""

from typing import Any

from django import forms

from essaim.people.models import Organisation
from essaim.people.queries.agents import units_with_people
from essaim.ties import rules
from essaim.ties.models import Composition
from essaim.ties.operations import Rules
from essaim.ties.queries.people import Found, people_named
from essaim.ui.words import gettext as _
from essaim.ui.words import gettext_lazy, ngettext

SHOWN = 8
"""Entries that name nobody are quoted up to so many."""
USUAL_SIZE, LARGE_HALL, SIZE_IN_A_HALL = 6, 60, 8
LIMITS = [
    ("0", gettext_lazy("Sans limite")),
    ("1", gettext_lazy("1 par table")),
    ("2", gettext_lazy("2 par table")),
    ("3", gettext_lazy("3 par table")),
]


class RulesForm(forms.Form):
    """Sizes, rounds and rules of the tables."""

    table_size = forms.IntegerField(
        label=gettext_lazy("Personnes par table, au plus"),
        min_value=rules.SMALLEST_TABLE,
        max_value=rules.LARGEST_TABLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "required": gettext_lazy("Combien de personnes par table ? Écrivez un nombre."),
            "invalid": gettext_lazy("Le nombre de personnes s’écrit en chiffres."),
            "min_value": gettext_lazy("Une table réunit au moins deux personnes."),
            "max_value": gettext_lazy(
                "Au-delà de vingt personnes, on ne se parle plus : choisissez plus petit."
            ),
        },
    )
    rounds = forms.IntegerField(
        label=gettext_lazy("Nombre de tours"),
        min_value=1,
        max_value=rules.MOST_ROUNDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        help_text=gettext_lazy("À chaque tour, de nouvelles personnes à rencontrer."),
        error_messages={
            "required": gettext_lazy("Combien de tours ? Écrivez 1 si personne ne change de table."),
            "invalid": gettext_lazy("Le nombre de tours s’écrit en chiffres."),
            "min_value": gettext_lazy("Il faut au moins un tour."),
            "max_value": gettext_lazy("Six tours au plus."),
        },
    )
    most_per_unit = forms.ChoiceField(
        label=gettext_lazy("D’un même service, au plus"),
        choices=LIMITS,
        error_messages={
            "required": gettext_lazy("Choisissez une limite, ou « Sans limite »."),
            "invalid_choice": gettext_lazy("Choisissez une limite de la liste."),
        },
    )
    apart_managers = forms.BooleanField(
        label=gettext_lazy("Personne à la table de sa ou de son responsable"), required=False, initial=True
    )

    def rules(self) -> Rules:
        """The rules as an operation wants them."""
        return Rules(
            table_size=self.cleaned_data["table_size"],
            rounds=self.cleaned_data["rounds"],
            most_per_unit=int(self.cleaned_data["most_per_unit"]) or None,
            apart_managers=self.cleaned_data["apart_managers"],
        )


def usual_rules(people: int) -> dict[str, Any]:
    """What suits most gatherings of that size."""
    size = SIZE_IN_A_HALL if people > LARGE_HALL else USUAL_SIZE
    return {"table_size": size, "rounds": 1, "most_per_unit": "0", "apart_managers": True}


def rules_of(composition: Composition) -> dict[str, Any]:
    """The rules of a composition as the form shows them."""
    names = ("table_size", "rounds", "apart_managers")
    return {name: getattr(composition, name) for name in names} | {
        "most_per_unit": str(composition.most_per_unit or 0)
    }


class PeopleForm(RulesForm):
    """The same for a list of people, pasted or picked by service."""

    title = forms.CharField(
        label=gettext_lazy("Pour quelle occasion"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Donnez un nom : il sera écrit sur les feuilles imprimées.")
        },
    )
    people = forms.CharField(
        label=gettext_lazy("Les personnes, une par ligne"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Un nom, un identifiant, un matricule ou un courriel. Collez une colonne de tableur."
        ),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Et tous les agents de ces services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["title", "people", "units", "table_size", "rounds", "most_per_unit", "apart_managers"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.found = Found([], [], [])
        units = self.fields["units"]
        units.choices = [  # type: ignore[attr-defined]
            (str(unit.pk), f"{unit.name} ({unit.people})")  # type: ignore[attr-defined]
            for unit in units_with_people(organisation)
        ]

    def clean_people(self) -> str:
        """Each entry names one person, or is quoted back; nothing is left out in silence."""
        text: str = self.cleaned_data["people"]
        self.found = people_named(text, organisation=self.organisation)
        problems = [self._unknown(self.found.unknown), self._doubtful(self.found.doubtful)]
        if any(problems):
            raise forms.ValidationError([problem for problem in problems if problem])
        return text

    def _unknown(self, entries: list[str]) -> str:
        if not entries:
            return ""
        return ngettext(
            "Cette ligne ne désigne personne : %(entries)s. Corrigez-la, ou retirez-la.",
            "Ces %(n)s lignes ne désignent personne : %(entries)s. Corrigez-les, ou retirez-les.",
            len(entries),
        ) % {"n": len(entries), "entries": quoted(entries)}

    def _doubtful(self, entries: list[str]) -> str:
        if not entries:
            return ""
        return _("Plusieurs personnes portent ce nom : %(entries)s. Écrivez plutôt leur matricule.") % {
            "entries": quoted(entries)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.found.people and not cleaned.get("units"):
            self.add_error("people", _("Collez une liste, ou cochez un service."))
        return cleaned


def quoted(entries: list[str]) -> str:
    """« Nadia Benali », « 004412 » and how many more."""
    shown = ", ".join(f"« {entry[:60]} »" for entry in entries[:SHOWN])
    rest = len(entries) - SHOWN
    return shown if rest <= 0 else _("%(shown)s et %(n)s autres") % {"shown": shown, "n": rest}
