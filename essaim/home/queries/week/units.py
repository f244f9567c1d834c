"""Services from which nobody has come for six months."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance
from essaim.home.queries.week.tasks import Scope, Task
from essaim.kernel.prepared import PreparedForMany
from essaim.people.models import Agent, Organisation, Posting, Unit
from essaim.ui.words import gettext as _

SILENT_FOR = timedelta(days=183)
AT_MOST = 3
"""The largest first; the others come once these have been dealt with."""


def found(scope: Scope) -> Iterator[Task]:
    """Nothing before the employer's school has lived for six months, nor on a service below the privacy threshold."""
    programmes = {programme.organisation_id: programme.pk for programme in reversed(scope.programmes)}
    units = _silent_units(scope)
    heads = heads_of(units) if units else {}
    for unit in units:
        yield silent(unit, heads.get(unit.pk), programme=programmes[unit.organisation_id])


def _silent_units(scope: Scope) -> list[Unit]:
    """The people of a service are counted, and the age of its school looked at, only when nobody came from it."""
    since = scope.today - SILENT_FOR
    silent = read_silent(scope.organisations, since=since)
    old = {row[0] for row in read_old({unit.organisation_id for unit in silent}, since=since)}
    return [unit for unit in silent if unit.organisation_id in old][:AT_MOST]


def old_schools(organisations: list[int], *, since: date) -> QuerySet[Organisation, tuple[Any, ...]]:
    before = Attendance.objects.filter(organisation=OuterRef("pk"), day__lt=since)
    return Organisation.objects.filter(Exists(before), pk__in=organisations).values_list("pk")


def silent_units(organisations: list[int], *, since: date) -> QuerySet[Unit]:
    came = Attendance.objects.filter(unit=OuterRef("pk"), day__gte=since)
    units: QuerySet[Unit] = Unit.objects.filter(~Exists(came), organisation__in=organisations, valid_to=None)
    here = Agent.objects.filter(unit=OuterRef("pk"), is_active=True).order_by().values("unit")
    counted = units.annotate(staff=Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0))
    silent = counted.filter(staff__gte=F("organisation__privacy_threshold"))
    return silent.order_by("-staff", "name", "pk")


def posted_under_somebody(units: list[int]) -> QuerySet[Posting]:
    rows = Posting.objects.filter(unit__in=units, ends_on=None, line_manager__is_active=True)
    return rows.select_related("line_manager").order_by("pk")


read_old = PreparedForMany(old_schools, since=date)
read_silent = PreparedForMany(silent_units, since=date)
read_posted = PreparedForMany(posted_under_somebody)


def heads_of(units: Iterable[Unit]) -> dict[int, Agent]:
    """The line manager of most of those who work in each service."""
    votes: dict[int, dict[Agent, int]] = {}
    for posting in read_posted([unit.pk for unit in units]):
        if posting.unit_id and posting.line_manager:
            counts = votes.setdefault(posting.unit_id, {})
            counts[posting.line_manager] = counts.get(posting.line_manager, 0) + 1
    return {unit: max(counts, key=lambda head: counts[head]) for unit, counts in votes.items()}


def silent(unit: Unit, head: Agent | None, *, programme: int) -> Task:
    staff: int = unit.staff  # type: ignore[attr-defined]
    people = ngettext("%(n)s agent y travaille", "%(n)s agents y travaillent", staff) % {"n": staff}
    task: dict[str, Any] = {
        "kind": "unit",
        "cause": f"unit:{unit.pk}",
        "programme": programme,
        "what": _("« %(unit)s » : personne n’est venu depuis six mois") % {"unit": unit.name},
        "about": unit.name,
        "page": f"{reverse('people:agent_list')}?service={unit.pk}",
    }
    if head is None:
        why = _("%(people)s. Aucun responsable n’y est noté, à qui écrire.") % {"people": people}
        return Task(**task, why=why, label=_("Voir le service"))
    return Task(
        **task,
        why=f"{people}.",
        proposal=_("Une lettre à %(head)s, avec les prochaines séances où il reste des places.")
        % {"head": head.full_name},
        label=_("Inviter ce service"),
        does={"unit": unit.pk, "head": head.pk},
    )
