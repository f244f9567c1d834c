"""Keeping seats on one page: for whom, how many, until when."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from essaim.agenda.models import Pool
from essaim.agenda.queries.proposals import PoolPlan
from essaim.agenda.queries.simulations import audience_value
from essaim.kernel.numbers import sent_number
from essaim.people.models import Organisation, Unit
from essaim.ui.words import gettext as _
from essaim.ui.words import gettext_lazy

MOST_POOLS = 12
FIELDS = ("audience", "seats", "releases_on")
Groups = list[tuple[str, list[tuple[str, str]]]]


class PoolForm(forms.Form):
    """One line: seats kept for some people until a day."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        error_messages={
            "required": gettext_lazy("Choisissez pour qui, ou retirez la ligne."),
            "invalid_choice": gettext_lazy(
                "Choisissez dans la liste : un service, une catégorie, un partenaire."
            ),
        },
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Places gardées"),
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "required": gettext_lazy("Combien de places ? Écrivez un nombre."),
            "invalid": gettext_lazy("Le nombre de places s’écrit en chiffres."),
            "min_value": gettext_lazy("Il faut au moins une place."),
            "max_value": gettext_lazy("C’est plus que la séance n’en a."),
        },
    )
    releases_on = forms.DateField(
        label=gettext_lazy("Ouvertes à tous le"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choisissez le jour où les places libres s’ouvrent à tous."),
            "invalid": gettext_lazy("Ce jour n’existe pas : écrivez par exemple 12/05/2030."),
        },
    )

    def plan(self) -> PoolPlan:
        """The line as an operation wants it."""
        kind, _colon, target = self.cleaned_data["audience"].partition(":")
        seats, day = self.cleaned_data["seats"], self.cleaned_data["releases_on"]
        if kind == Pool.Kind.UNIT:
            return PoolPlan(kind, seats, day, unit=Unit.objects.get(pk=target))
        if kind == Pool.Kind.ORGANISATION:
            return PoolPlan(kind, seats, day, organisation=Organisation.objects.get(pk=target))
        return PoolPlan(kind, seats, day, category=target)


class PoolsPage:
    """All the lines. « Ajouter » and « Retirer » show the page again with what was written, without a complaint."""

    def __init__(self, groups: Groups, kept: Iterable[Pool], *, sent: QueryDict | None = None) -> None:
        self.is_saving, self.is_looking = (sent is not None and name in sent for name in ("save", "look"))
        self.refusal = ""
        rows = list(self._rows_sent(sent) if sent is not None else map(written, kept)) or [{}]
        self.lines = [self._line(place, row, groups) for place, row in enumerate(rows)]
        if self.is_checked and not any(row.get("audience") or row.get("seats") for row in rows):
            self.lines = []

    @property
    def is_checked(self) -> bool:
        return self.is_saving or self.is_looking

    def _line(self, place: int, row: dict[str, Any], groups: Groups) -> PoolForm:
        prefix = f"pools-{place}"
        data = {f"{prefix}-{name}": value for name, value in row.items()} if self.is_checked else None
        line = PoolForm(data, initial=row, prefix=prefix, use_required_attribute=False)
        line.fields["audience"].choices = [("", _("Choisir")), *groups]  # type: ignore[attr-defined]
        return line

    def _rows_sent(self, sent: QueryDict) -> list[dict[str, Any]]:
        count = sent.get("pools", "1")
        rows = [
            {name: sent.get(f"pools-{place}-{name}", "") for name in FIELDS}
            for place in range(min(sent_number(count, otherwise=1), MOST_POOLS))
        ]
        removed = sent_number(sent.get("remove", ""), otherwise=len(rows))
        if removed < len(rows):
            del rows[removed]
        if "add" in sent and not self.is_checked and len(rows) < MOST_POOLS:
            rows.append({"releases_on": rows[-1]["releases_on"] if rows else ""})
        if self.is_checked:  # a line left empty was not meant
            rows = [row for row in rows if row["audience"] or row["seats"]]
        return rows

    @property
    def can_add(self) -> bool:
        return len(self.lines) < MOST_POOLS

    def is_valid(self) -> bool:
        valid = [line.is_valid() for line in self.lines]
        return all(valid)

    def plans(self) -> list[PoolPlan]:
        return [line.plan() for line in self.lines]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each mistake with the field to go to."""
        found = [("titre-page", self.refusal)] if self.refusal else []
        if not self.is_checked:
            return found
        for number, line in enumerate(self.lines, start=1):
            for name, texts in line.errors.items():
                found += [
                    (
                        line[name].id_for_label,
                        _("Ligne %(number)s : %(text)s") % {"number": number, "text": text},
                    )
                    for text in texts
                ]
        return found


def written(pool: Pool) -> dict[str, Any]:
    """A pool as the form shows it."""
    return {"audience": audience_value(pool), "seats": pool.seats, "releases_on": pool.releases_on}
