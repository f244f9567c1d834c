"""Partnerships that another organisation proposed, for those who may answer."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.home.queries.week.tasks import Scope, Task
from essaim.kernel.prepared import Prepared
from essaim.people.models import Partnership
from essaim.people.rules import can_administer


def waiting_for(*, organisation: int) -> QuerySet[Partnership]:
    rows = Partnership.objects.filter(partner=organisation, state=Partnership.State.PROPOSED)
    return rows.select_related("proposer").order_by("proposed_at", "pk")


read_waiting = Prepared(waiting_for, organisation=int)


def proposals(scope: Scope) -> Iterator[Task]:
    """Read for administrators only: nobody else may answer."""
    if not can_administer(scope.agent, scope.agent.organisation):
        return
    ours = [one.pk for one in scope.programmes if one.organisation_id == scope.agent.organisation_id]
    for row in read_waiting(organisation=scope.agent.organisation_id):
        yield Task(
            kind="partner",
            cause=f"partnership:{row.pk}",
            programme=(ours or scope.keys)[0],
            what=_("%(name)s vous propose un partenariat") % {"name": row.proposer.name},
            why=_("Vous pourriez ouvrir des séances l’une à l’autre."),
            label=_("Répondre"),
            about=row.proposer.name,
            page=reverse("people:partnership_list"),
        )
