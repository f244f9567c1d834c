"""School holidays that soon nobody knows any more."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.home.queries.week.tasks import Scope, Task
from essaim.kernel.prepared import PreparedForMany
from essaim.people.rules import can_administer
from essaim.ui.dates import day_and_year
from essaim.ui.words import gettext as _

SOON = timedelta(days=60)
"""Time enough to find the calendar, before anybody plans the time after it."""


def planned_after(programmes: list[int], *, last: datetime) -> QuerySet[Session, tuple[Any, ...]]:
    """Few: those of a time of which no school holidays are known yet."""
    rows = Session.objects.filter(programme__in=programmes, starts_at__gt=last, cancelled_at=None)
    return rows.values_list("starts_at")


read_planned_after = PreparedForMany(planned_after, last=datetime)


def school_holidays(scope: Scope) -> Iterator[Task]:
    """Said to administrators, who complete the table; never where nobody has begun one."""
    organisation = scope.agent.organisation
    until = organisation.school_until
    if until is None or not can_administer(scope.agent, organisation):
        return
    ours = [one.pk for one in scope.programmes if one.organisation_id == organisation.pk]
    if not ours:
        return
    ends = datetime.combine(until + timedelta(days=1), time(), tzinfo=organisation.zone)
    planned = [] if until < scope.today + SOON else list(read_planned_after(ours, last=ends))
    if until >= scope.today + SOON and not planned:
        return
    yield Task(
        kind="days",
        cause=f"organisation:{organisation.pk}",
        programme=ours[0],
        what=_("Les vacances scolaires ne sont connues que jusqu’au %(day)s") % {"day": day_and_year(until)},
        why=_("Une séance est déjà prévue après.")
        if planned
        else _("Ensuite, plus aucune date ne serait signalée."),
        proposal=_("Ajoutez l’année qui suit : un calendrier publié, ou un fichier."),
        label=_("Compléter"),
        about=_("les vacances scolaires"),
        page=reverse("people:day_list"),
    )
