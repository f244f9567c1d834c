"""Closed days and school holidays: noting, changing, removing, bringing in many at once, and taking it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.kernel.sorting import bare
from essaim.people.models import DayPeriod, Organisation
from essaim.people.queries.days import days_as_kept
from essaim.people.school import Span
from essaim.ui.dates import day_and_year
from essaim.ui.words import gettext as _

LONGEST = timedelta(days=366)
YEARS = 2000, 2100
FIELDS = ("kind", "name", "zone", "starts_on", "ends_on")
Kind = DayPeriod.Kind


@dataclass(frozen=True)
class Noted:
    """What a change did, and what it needs to be undone."""

    added: list[int] = field(default_factory=list)
    before: list[list[Any]] = field(default_factory=list)
    """Rows changed or removed, as they were: pk, then FIELDS."""
    known: int = 0
    """Those that were there already."""

    @property
    def facts(self) -> dict[str, Any]:
        return {"added": self.added, "before": self.before}


@transaction.atomic
def note_period(
    *,
    organisation: Organisation,
    kind: str,
    name: str,
    zone: str,
    starts_on: date,
    ends_on: date,
    period: DayPeriod | None = None,
) -> Noted:
    """Note some days under a name, or change a period; the same once more changes nothing.

    Two periods of one name and one zone never share a day.
    """
    lock(organisation)
    span = tidy(Span(name, zone, starts_on, ends_on), kind)
    refuse_days(span)
    others = sharing_days(organisation, kind, span, but=period.pk if period else None)
    if others:
        other = others[0]
        if period is None and (other.starts_on, other.ends_on) == (starts_on, ends_on):
            return Noted(known=1)
        raise Refused(
            _("« %(name)s » est déjà noté du %(first)s au %(last)s : changez plutôt ces dates.")
            % {
                "name": other.label,
                "first": day_and_year(other.starts_on),
                "last": day_and_year(other.ends_on),
            }
        )
    before = [] if period is None else [row_of(period)]
    row = period or DayPeriod(organisation=organisation)
    write(row, kind, span)
    copy_to(organisation)
    return Noted(added=[] if period else [row.pk], before=before)


@transaction.atomic
def remove_period(*, period: DayPeriod) -> Noted:
    """The days are as any other again."""
    lock(period.organisation)
    noted = Noted(before=[row_of(period)])
    DayPeriod.objects.filter(pk=period.pk).delete()
    copy_to(period.organisation)
    return noted


@transaction.atomic
def bring_in(*, organisation: Organisation, kind: str, spans: Sequence[Span]) -> Noted:
    """Note many periods at once; all of them, or none with a refusal.

    The same name and zone with other days that touch is the same period, corrected. Bringing in the same twice
    changes nothing.
    """
    lock(organisation)
    added: list[int] = []
    before: list[list[Any]] = []
    known = 0
    for one in spans:
        span = tidy(one, kind)
        refuse_days(span)
        there = sharing_days(organisation, kind, span)
        if len(there) > 1:
            raise Refused(
                _("« %(name)s » couvre plusieurs périodes déjà notées : retirez-les d’abord.")
                % {"name": there[0].label}
            )
        row = there[0] if there else DayPeriod(organisation=organisation)
        if there and (row.starts_on, row.ends_on) == (span.starts_on, span.ends_on):
            known += 1
            continue
        if there and row.pk not in added:
            before.append(row_of(row))
        write(row, kind, span)
        if not there:
            added.append(row.pk)
    copy_to(organisation)
    return Noted(added, before, known)


@transaction.atomic
def take_back(*, organisation: Organisation, added: Iterable[int], before: Iterable[Sequence[Any]]) -> None:
    """Everything as before a change; what was written by others in between is not overwritten."""
    lock(organisation)
    DayPeriod.objects.filter(organisation=organisation, pk__in=list(added)).delete()
    for pk, *values in before:
        kept = dict(zip(FIELDS, values, strict=True))
        span = Span(
            kept["name"],
            kept["zone"],
            date.fromisoformat(kept["starts_on"]),
            date.fromisoformat(kept["ends_on"]),
        )
        if sharing_days(organisation, kept["kind"], span, but=pk):
            raise Refused(_("« %(name)s » a été noté de nouveau entre-temps.") % {"name": span.name})
        write(DayPeriod(pk=pk, organisation=organisation), kept["kind"], span)
    copy_to(organisation)


def lock(organisation: Organisation) -> None:
    """Changes of one organisation's days take turns."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def refuse_days(span: Span) -> None:
    if not (YEARS[0] <= span.starts_on.year and span.ends_on.year <= YEARS[1]):
        raise Refused(
            _("« %(name)s » : l’année doit être entre %(first)s et %(last)s.")
            % {"name": span.name, "first": YEARS[0], "last": YEARS[1]}
        )
    if span.ends_on < span.starts_on:
        raise Refused(_("Le dernier jour vient avant le premier : échangez-les."))
    if span.ends_on - span.starts_on >= LONGEST:
        raise Refused(
            _("« %(name)s » durerait plus d’un an. Vérifiez l’année du dernier jour.") % {"name": span.name}
        )


def tidy(span: Span, kind: str) -> Span:
    """As it is kept: one space, the typographic apostrophe, no zone for closed days."""
    name = " ".join(span.name.replace("'", "’").split())
    return replace(span, name=name, zone=" ".join(span.zone.split()) if kind == Kind.SCHOOL else "")


def sharing_days(
    organisation: Organisation, kind: str, span: Span, *, but: int | None = None
) -> list[DayPeriod]:
    """Those of the same zone and name, whatever its accents and capitals, that have a day in common with this one."""
    rows = DayPeriod.objects.filter(
        organisation=organisation,
        kind=kind,
        zone=span.zone,
        starts_on__lte=span.ends_on,
        ends_on__gte=span.starts_on,
    )
    named = bare(span.name)
    return [row for row in rows.order_by("starts_on", "pk") if row.pk != but and bare(row.name) == named]


def row_of(period: DayPeriod) -> list[Any]:
    """A row as a message may carry it."""
    return [period.pk, period.kind, period.name, period.zone, f"{period.starts_on}", f"{period.ends_on}"]


def write(row: DayPeriod, kind: str, span: Span) -> None:
    row.kind, row.name, row.zone = kind, span.name, span.zone
    row.starts_on, row.ends_on = span.starts_on, span.ends_on
    row.save()


def copy_to(organisation: Organisation) -> None:
    """Copy what working days depend on to the organisation's own row, in the transaction of the change."""
    organisation.closed_days, organisation.school_until = days_as_kept(organisation)
    organisation.save(update_fields=["closed_days", "school_until"])
