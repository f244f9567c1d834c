"""What imports did: to be read, filtered, and undone while it is the last."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import ForeignObjectRel, Model, QuerySet

from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent, Organisation, Posting, StaffChange, StaffImport

KEPT_UNDO = timedelta(days=7)
"""For how long the state before an import is kept, to come back to it."""
ACCOUNT = ("hr_number", "last_name", "first_name", "email", "unit_id", "is_active", "closed_on")
POSTING = (
    *("unit_id", "category", "status", "sex", "site_id", "occupation_id", "line_manager_id"),
    *("starts_on", "ends_on"),
)
Snapshot = dict[str, Any]
BATCH = 500


def by_batch(keys: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))


def snapshots(agents: Collection[int]) -> dict[int, Snapshot]:
    """Account and postings of each agent, as they stand, days written as in ISO."""
    found: dict[int, Snapshot] = {}
    for keys in by_batch(agents):
        for account in Agent.objects.filter(pk__in=keys).values("pk", *ACCOUNT):
            agent = account.pop("pk")
            found[agent] = {"account": written(account), "postings": {}}
        postings = Posting.objects.filter(agent__in=keys).order_by("pk")
        for posting in postings.values("pk", "agent_id", *POSTING):
            agent, pk = posting.pop("agent_id"), posting.pop("pk")
            found[agent]["postings"][str(pk)] = written(posting)
    return found


def written(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def used(model: type[Model], keys: Collection[int], *, leaving: Collection[str] = ()) -> set[int]:
    """Those of the rows that any table of the product points to, tables above this part included.

    `leaving` names relations that do not count, as `Model.field`.
    """
    found: set[int] = set()
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- documented by Django
        if not isinstance(relation, ForeignObjectRel):
            continue
        name, other = relation.field.name, relation.field.model
        if f"{other.__name__}.{name}" in leaving:
            continue
        for batch in by_batch(set(keys) - found):
            rows = other._default_manager.filter(**{f"{name}__in": batch})  # noqa: SLF001
            found |= set(rows.values_list(name, flat=True).distinct())
    return found


def last_import(organisation: Organisation) -> StaffImport | None:
    """The last file that was applied and not undone."""
    done = StaffImport.objects.filter(organisation=organisation, state=StaffImport.State.DONE)
    return done.defer("content", "raw").order_by("-finished_at", "-pk").first()


def changes_of(staff_import: StaffImport, *, kind: str = "", search: str = "") -> QuerySet[StaffChange]:
    """What the import did to each agent, by name; perhaps of one kind, or of those who are searched."""
    changes = staff_import.changes.defer("before", "after")
    if kind:
        changes = changes.filter(kind=kind)
    for word in search.split():
        changes = changes.filter(name__icontains=word)
    return changes.order_by(InFrench("name"), "pk")
