"""Planning a session on one page: what, when and where, who, how many."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.utils import from_current_timezone
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.agenda.operations import SittingPlan
from essaim.agenda.queries.room import is_named
from essaim.kernel.numbers import sent_number
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format
from essaim.ui.dates import NBSP
from essaim.ui.words import gettext_lazy

MOST_DATES = 12
DATE_FIELDS = ("day", "starts", "ends", "site", "room", "link")


LONGEST_TITLE = 200
MOST_SEATS_TEXT = gettext_lazy(
    "Une séance compte 9 999 places au plus. Laissez vide : elle sera sans limite."
)


class MomentInput(forms.DateTimeInput):
    """A day and an hour, as browsers ask for them."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HostsField(forms.ModelMultipleChoiceField):
    """The colleagues ticked; numbers that no database could hold are refused before it is asked."""

    def clean(self, value: Any) -> Any:
        if any(not str(pk).isdecimal() or len(str(pk)) > 18 for pk in value or []):
            raise ValidationError(_("Cherchez la personne par son nom, puis cochez-la."))
        return super().clean(value)


class SessionForm(forms.Form):
    """What a session says of itself. The format, the hosts and the dates complete it."""

    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"),
        queryset=Format.objects.none(),
        error_messages={"required": gettext_lazy("Choisissez un format.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        error_messages={
            "required": gettext_lazy("Écrivez un titre, par exemple « Tableaux croisés, pas à pas ».")
        },
    )
    promise = forms.CharField(
        label=gettext_lazy("La promesse, en deux phrases"), required=False, widget=text_area(3)
    )
    outcomes = forms.CharField(
        label=gettext_lazy("Vous saurez…"),
        help_text=gettext_lazy("Une ligne par point."),
        required=False,
        widget=text_area(3),
    )
    audience = forms.CharField(
        label=gettext_lazy("Pour qui, avec quel matériel"), required=False, widget=text_area(2)
    )
    modality = forms.ChoiceField(
        label=gettext_lazy("Comment"),
        choices=[(value, capfirst(label)) for value, label in Session.Modality.choices],
        initial=Session.Modality.ON_SITE,
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Nombre de places"),
        help_text=gettext_lazy("Vide : sans limite."),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "invalid": gettext_lazy("Le nombre de places s’écrit en chiffres, ou reste vide."),
            "min_value": gettext_lazy("Il faut au moins une place."),
            "max_value": MOST_SEATS_TEXT,
        },
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("Minimum de participants"),
        help_text=gettext_lazy("Vide : aucun. En dessous, la coordination est prévenue cinq jours avant."),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-s"}),
        error_messages={
            "invalid": gettext_lazy("Le minimum s’écrit en chiffres, ou reste vide."),
            "min_value": gettext_lazy("Le minimum est d’une personne, ou reste vide."),
            "max_value": gettext_lazy("Le minimum est de 9 999 personnes au plus."),
        },
    )
    opens_at = forms.DateTimeField(
        label=gettext_lazy("Inscriptions à partir du"),
        help_text=gettext_lazy("Vide : dès la publication."),
        required=False,
        widget=MomentInput(),
    )
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Inscriptions jusqu’au"),
        help_text=gettext_lazy("Vide : jusqu’au début."),
        required=False,
        widget=MomentInput(),
    )
    hosts = HostsField(label=gettext_lazy("Qui anime"), queryset=Agent.objects.none(), required=False)
    speakers = forms.CharField(
        label=gettext_lazy("Intervenants extérieurs"),
        help_text=gettext_lazy("Un nom par ligne. Ils n’ont pas besoin de compte."),
        required=False,
        widget=text_area(2),
    )

    def clean_title(self) -> str:
        title: str = " ".join(self.cleaned_data["title"].split())
        if len(title) > LONGEST_TITLE:
            raise ValidationError(
                _(
                    "Le titre compte %(count)s signes. Gardez-en %(most)s au plus : le reste va dans la promesse."
                )
                % {"count": f"{len(title):,}".replace(",", NBSP), "most": LONGEST_TITLE}
            )
        return title

    def clean_speakers(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        if any(len(name) > 200 for name in names):
            raise ValidationError(_("Un nom compte 200 signes au plus."))
        return names

    def clean(self) -> dict[str, Any]:
        seats, minimum = self.cleaned_data.get("seats"), self.cleaned_data.get("minimum")
        if seats and minimum and minimum > seats:
            self.add_error("minimum", _("Le minimum dépasse le nombre de places."))
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Les inscriptions se ferment après leur ouverture."))
        return self.cleaned_data


class SittingForm(forms.Form):
    """One date: a day, hours, a place or a link."""

    day = forms.DateField(
        label=gettext_lazy("Jour"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Indiquez le jour.")},
    )
    starts = forms.TimeField(
        label=gettext_lazy("Début"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Indiquez l’heure du début.")},
    )
    ends = forms.TimeField(
        label=gettext_lazy("Fin"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    site = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"),
        queryset=Site.objects.none(),
        required=False,
        empty_label=gettext_lazy("Aucun"),
    )
    room = forms.CharField(label=gettext_lazy("Salle"), required=False, max_length=200)
    link = forms.URLField(
        label=gettext_lazy("Lien de visioconférence"),
        required=False,
        assume_scheme="https",
    )

    def clean(self) -> dict[str, Any]:
        day, starts, ends = (self.cleaned_data.get(name) for name in ("day", "starts", "ends"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("L’heure de fin doit venir après le début."))
        if day and starts:
            self.cleaned_data["starts_at"] = from_current_timezone(datetime.combine(day, starts))
        if day and ends:
            self.cleaned_data["ends_at"] = from_current_timezone(datetime.combine(day, ends))
        return self.cleaned_data

    def plan(self, *, usual_minutes: int) -> SittingPlan:
        """The date as an operation wants it; without an end it lasts as long as its format usually does."""
        sent = self.cleaned_data
        ends_at = sent.get("ends_at") or sent["starts_at"] + timedelta(minutes=usual_minutes)
        return SittingPlan(
            sent["starts_at"], ends_at, site=sent["site"], room=sent["room"], link=sent["link"]
        )


class Planning:
    """The whole page: one session, its dates, its hosts. Works in the time zone that is active.

    Pressing « Ajouter une date », « Retirer » or « Chercher » shows the page again with what was written, without
    a complaint; only saving checks it. Enter in a field never saves: it searches the name that was typed, else it
    leads to the button that does.
    """

    def __init__(
        self,
        formats: QuerySet[Format],
        sites: QuerySet[Site],
        agents: QuerySet[Agent],
        *,
        sent: QueryDict | None = None,
        first: dict[str, Any] | None = None,
        first_dates: Iterable[dict[str, Any]] = ({},),
    ) -> None:
        self.sent = sent
        self.host_text = sent.get("host_text", "").strip() if sent else ""
        entered = sent is not None and "enter" in sent
        self.is_saving = sent is not None and "save" in sent
        self.is_searching = sent is not None and ("search" in sent or (entered and self._is_unsearched(sent)))
        self.is_paused = entered and not self.is_searching
        rows = list(self._rows_sent(sent) if sent is not None else first_dates) or [{}]
        values = self._values_sent(sent) if sent is not None else (first or {})
        self.form = SessionForm(sent if self.is_saving else None, initial=values)
        self.form.fields["format"].queryset = formats  # type: ignore[attr-defined]
        self.form.fields["hosts"].queryset = agents  # type: ignore[attr-defined]
        self.dates = [self._date_form(place, row, sites) for place, row in enumerate(rows)]
        self.refusal = ""
        self.host_refusal = ""

    def _is_unsearched(self, sent: QueryDict) -> bool:
        return bool(self.host_text) and sent.get("searched") != self.host_text

    def _date_form(self, place: int, row: dict[str, Any], sites: QuerySet[Site]) -> SittingForm:
        prefix = f"dates-{place}"
        data = {f"{prefix}-{name}": value for name, value in row.items()} if self.is_saving else None
        form = SittingForm(data, initial=row, prefix=prefix, use_required_attribute=False)
        form.fields["site"].queryset = sites  # type: ignore[attr-defined]
        return form

    def _values_sent(self, sent: QueryDict) -> dict[str, Any]:
        values: dict[str, Any] = {name: sent.get(name, "") for name in SessionForm.base_fields}
        return values | {"hosts": sent.getlist("hosts")}

    def _rows_sent(self, sent: QueryDict) -> list[dict[str, Any]]:
        rows = [
            {name: sent.get(f"dates-{place}-{name}", "") for name in DATE_FIELDS}
            for place in range(self._count_sent(sent))
        ]
        if "add_date" in sent and not self.is_saving and len(rows) < MOST_DATES:
            rows.append(
                {"starts": rows[-1]["starts"], "ends": rows[-1]["ends"], "site": rows[-1]["site"]}
                if rows
                else {}
            )
        removed = sent_number(sent.get("remove_date", ""), otherwise=len(rows))
        if removed < len(rows):
            del rows[removed]
        if self.is_saving:  # a further date left empty was not meant
            rows = rows[:1] + [row for row in rows[1:] if row["day"] or row["room"] or row["link"]]
        return rows

    def _count_sent(self, sent: QueryDict) -> int:
        return min(sent_number(sent.get("dates", "1"), otherwise=1), MOST_DATES)

    @property
    def can_add_date(self) -> bool:
        return len(self.dates) < MOST_DATES

    @property
    def host_ids(self) -> list[int]:
        """The agents ticked so far."""
        chosen = self.form["hosts"].value() or []
        return [int(pk) for pk in chosen if str(pk).isdecimal() and len(str(pk)) <= 18]

    def is_valid(self) -> bool:
        """Whether all that was written can be kept."""
        valid = [form.is_valid() for form in (self.form, *self.dates)]
        hosts = self.form.cleaned_data.get("hosts", ())
        if self.host_text and not any(is_named(agent, self.host_text) for agent in hosts):
            self.host_refusal = _(
                "« %(name)s » n’est pas dans l’équipe : cochez la personne trouvée, "
                "ou notez-la parmi les intervenants extérieurs, et videz la recherche."
            ) % {"name": self.host_text}
        return all(valid) and not self.host_refusal

    def plans(self) -> list[SittingPlan]:
        minutes: int = self.form.cleaned_data["format"].usual_minutes
        return [date.plan(usual_minutes=minutes) for date in self.dates]

    def details(self) -> dict[str, Any]:
        """What the operations take besides dates and hosts."""
        sent = self.form.cleaned_data
        names = ("format", "title", "promise", "outcomes", "audience", "minimum", "modality", "speakers")
        return {name: sent[name] for name in names} | {
            "registration_opens_at": sent["opens_at"],
            "registration_closes_at": sent["closes_at"],
            "hosts": list(sent["hosts"]),
        }

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each mistake with the field to go to, in the order of the page."""
        found = [("titre-page", self.refusal)] if self.refusal else []
        if not self.is_saving:
            return found
        for name, texts in self.form.errors.items():
            found += [(self.form[name].id_for_label, str(text)) for text in texts]
        found += [("host_text", self.host_refusal)] if self.host_refusal else []
        for number, date in enumerate(self.dates, start=1):
            for name, texts in date.errors.items():
                anchor = date[name if name in date.fields else "day"].id_for_label
                found += [
                    (anchor, _("Date %(number)s : %(text)s") % {"number": number, "text": text})
                    for text in texts
                ]
        return found


class SeatsForm(forms.Form):
    """How many seats: empty means no limit; `displace` is the second, explicit button."""

    seats = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        error_messages={
            "invalid": gettext_lazy("Le nombre de places s’écrit en chiffres, ou reste vide."),
            "min_value": gettext_lazy("Il faut au moins une place."),
            "max_value": MOST_SEATS_TEXT,
        },
    )
    displace = forms.BooleanField(required=False)


class CancelForm(forms.Form):
    """Why a session does not take place."""

    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": gettext_lazy("Écrivez la raison : elle sera lue par les personnes inscrites.")
        },
    )
