"""Services from which nobody has come for six months."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance
from essaim.home.queries.week.tasks import Scope, Task
from essaim.people.models import Agent, Posting, Unit
from essaim.ui.words import gettext as _

SILENT_FOR = timedelta(days=183)
AT_MOST = 3
"""The largest first; the others come once these have been dealt with."""


def found(scope: Scope) -> Iterator[Task]:
    """Nothing before the employer's school has lived for six months, nor on a service below the privacy threshold."""
    programmes = {programme.organisation_id: programme.pk for programme in reversed(scope.programmes)}
    units = list(_silent_units(scope)[:AT_MOST])
    heads = heads_of(units) if units else {}
    for unit in units:
        yield silent(unit, heads.get(unit.pk), programme=programmes[unit.organisation_id])


def _silent_units(scope: Scope) -> QuerySet[Unit]:
    since = scope.today - SILENT_FOR
    came = Attendance.objects.filter(unit=OuterRef("pk"), day__gte=since)
    before = Attendance.objects.filter(organisation=OuterRef("organisation"), day__lt=since)
    units: QuerySet[Unit] = Unit.objects.filter(organisation__in=scope.organisations, valid_to=None)
    counted = units.annotate(staff=Count("agents", filter=Q(agents__is_active=True)))
    silent = counted.filter(~Exists(came), Exists(before), staff__gte=F("organisation__privacy_threshold"))
    return silent.order_by("-staff", "name", "pk")


def heads_of(units: Iterable[Unit]) -> dict[int, Agent]:
    """The line manager of most of those who work in each service."""
    rows = Posting.objects.filter(
        unit__in=list(units), ends_on=None, line_manager__is_active=True
    ).select_related("line_manager")
    votes: dict[int, dict[Agent, int]] = {}
    for posting in rows.order_by("pk"):
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
