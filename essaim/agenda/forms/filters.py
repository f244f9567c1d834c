"""What narrows the programme, read from the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.sessions import Filters
from essaim.people.models import Site
from essaim.programmes.models import Format
from essaim.ui.dates import month_name

MONTHS_AHEAD = 4


class FilterForm(forms.Form):
    """Format, when, where, how long; a choice that no longer exists counts as none."""

    format = forms.MultipleChoiceField(required=False)
    quand = forms.ChoiceField(label=gettext_lazy("Quand"), required=False)
    ou = forms.ChoiceField(label=gettext_lazy("Où"), required=False)
    duree = forms.ChoiceField(label=gettext_lazy("Durée"), required=False)

    def __init__(
        self, data: Any, *, formats: Sequence[Format], sites: Sequence[Site], today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.today = today
        self.offer("format", [(item.slug, item.name) for item in formats])
        self.offer("quand", [("", _("Toutes les dates")), *weeks(), *months(today)])
        places = [(str(site.pk), site.name) for site in sites]
        self.offer("ou", [("", _("Tous les lieux")), (queries.REMOTE, _("À distance")), *places])
        self.offer("duree", [("", _("Toutes les durées")), *lengths()])

    @classmethod
    def copy_of(cls, form: "FilterForm", data: Any) -> "FilterForm":
        """The same choices over another address."""
        twin = cls(data, formats=(), sites=(), today=form.today)
        twin.fields = form.fields
        return twin

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- the four fields above are
        field.choices = choices

    def filters(self) -> Filters:
        """Only what the form knows; the rest of the address is forgiven."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            formats=tuple(asked.get("format", ())),
            when=asked.get("quand", ""),
            where=asked.get("ou", ""),
            length=asked.get("duree", ""),
        )


def weeks() -> list[tuple[str, str]]:
    return [(queries.THIS_WEEK, _("Cette semaine")), (queries.NEXT_WEEK, _("La semaine prochaine"))]


def months(today: date) -> list[tuple[str, str]]:
    """The month that runs and the next ones: « En juin »."""
    found, first = [], today.replace(day=1)
    for _month in range(MONTHS_AHEAD):
        found.append((f"{first:%Y-%m}", _("En %(month)s") % {"month": month_name(first)}))
        first = queries.month_after(first)
    return found


def lengths() -> list[tuple[str, str]]:
    return [
        (queries.SHORT, _("Une heure ou moins")),
        (queries.MEDIUM, _("Une à deux heures")),
        (queries.LONG, _("Plus de deux heures")),
    ]
