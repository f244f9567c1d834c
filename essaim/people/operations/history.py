"""What an import did to each agent, written in its own transaction."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from essaim.kernel.forgetting import forget
from essaim.people.models import Agent, StaffChange, StaffImport
from essaim.people.queries.history import KEPT_UNDO, Snapshot, snapshots
from essaim.people.queries.imports import Change, ImportPlan

BATCH = 500


@dataclass
class Trace:
    """The state before: of the agents that the plan touches, and of the places that exist."""

    plan: ImportPlan
    agents: dict[int, Snapshot]
    places: dict[str, set[int]]
    streams: dict[int, str]

    @classmethod
    def before(cls, plan: ImportPlan) -> "Trace":
        """Taken once the plan is known and nothing is written yet."""
        known = [entry.agent.pk for entry in plan.changed if entry.agent is not None]
        streams = {job.pk: job.stream for job in plan.staff.occupations.values()}
        return cls(plan, snapshots([*known, *(agent.pk for agent in plan.closed)]), places_of(plan), streams)

    def keep(self, staff_import: StaffImport, people: Mapping[int, Agent]) -> None:
        """Write what changed, once the plan is written; `people` are the new ones by line of the file."""
        now = snapshots([*self.agents, *(agent.pk for agent in people.values())])
        changes = [
            StaffChange(
                staff_import=staff_import,
                agent_id=agent,
                name=name[:301],
                kind=kind,
                fields=[{"what": each.what, "before": each.before, "after": each.after} for each in fields],
                before=self.agents.get(agent),
                after=digest(now[agent]),
            )
            for agent, name, kind, fields in self._told(people)
        ]
        StaffChange.objects.bulk_create(changes, batch_size=BATCH)
        staff_import.places = self._new_places()
        staff_import.save(update_fields=["places"])

    def _told(self, people: Mapping[int, Agent]) -> Iterator[tuple[int, str, str, tuple[Change, ...]]]:
        for entry in self.plan.created:
            yield people[entry.row.line].pk, entry.name, StaffChange.Kind.CREATED, ()
        for entry in self.plan.changed:
            if entry.agent is not None:
                yield entry.agent.pk, entry.name, StaffChange.Kind.CHANGED, entry.changes
        for agent in self.plan.closed:
            yield agent.pk, agent.full_name, StaffChange.Kind.CLOSED, ()

    def _new_places(self) -> dict[str, Any]:
        jobs = self.plan.staff.occupations.values()
        created = {kind: sorted(keys - self.places[kind]) for kind, keys in places_of(self.plan).items()}
        filled = [job.pk for job in jobs if job.stream and self.streams.get(job.pk) == ""]
        return created | {"streams": filled}


def places_of(plan: ImportPlan) -> dict[str, set[int]]:
    staff = plan.staff
    return {
        "units": set(staff.units.units),
        "sites": {site.pk for site in staff.sites.values()},
        "occupations": {job.pk for job in staff.occupations.values()},
    }


def digest(snapshot: Snapshot) -> str:
    """Enough to know later whether anything moved since."""
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True).encode()).hexdigest()


def forget_old_states(*, at: datetime) -> int:
    """The state before an import is kept as long as it can be undone, no longer."""
    old = StaffChange.objects.filter(staff_import__finished_at__lt=at - KEPT_UNDO).exclude(after=None)
    return old.update(before=None, after=None)


def forget_old_changes(*, at: datetime, kept: timedelta) -> int:
    """Delete what was told of each person in files applied so long ago; the counts of the import stay.

    Never before the undo of the import is over.
    """
    return forget(StaffChange.objects.filter(staff_import__finished_at__lt=at - max(kept, KEPT_UNDO)))
