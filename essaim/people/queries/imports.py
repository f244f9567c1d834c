"""What an HR file would change: created, changed, unchanged, closed, rejected; nothing is written here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.people.hrfile import BadRow, HrRow, HrTable, loads
from essaim.people.models import Agent, Occupation, Organisation, Posting, Site, StaffImport, Unit
from essaim.people.queries.agents import plain
from essaim.people.queries.matching import LostZeros, Match, lost_zeros, match_rows
from essaim.people.queries.staff import Staff, load_staff

PERSON = {
    "hr_number": gettext_lazy("Matricule"),
    "last_name": gettext_lazy("Nom"),
    "first_name": gettext_lazy("Prénom"),
    "email": gettext_lazy("Courriel"),
}
POSTING = {
    "posting": gettext_lazy("Affectation"),
    "unit": gettext_lazy("Service"),
    "category": gettext_lazy("Catégorie"),
    "status": gettext_lazy("Statut"),
    "sex": gettext_lazy("Sexe"),
    "site": gettext_lazy("Site"),
    "occupation": gettext_lazy("Métier"),
    "line_manager": gettext_lazy("Responsable"),
}
CHOICES = {
    "category": dict(Posting.Category.choices),
    "status": dict(Posting.Status.choices),
    "sex": dict(Posting.Sex.choices),
}
LARGEST_SHARE_CLOSED = 5
"""A file that would close more than one agent in five is refused until told otherwise."""


@dataclass(frozen=True)
class Change:
    """One thing that becomes another, as the preview shows it."""

    field: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """A row of the file and what it does to a person."""

    row: HrRow
    agent: Agent | None
    posting: Posting | None
    manager: int | None
    """Key of the manager: of an agent, or minus the line of the person whom the file creates."""
    changes: tuple[Change, ...] = ()
    is_back: bool = False

    @property
    def moves(self) -> bool:
        """The posting changes, not only the person."""
        return any(change.field in POSTING for change in self.changes)

    @property
    def name(self) -> str:
        return self.row.name


@dataclass
class ImportPlan:
    """Everything that the import would do."""

    staff: Staff
    table: HrTable
    created: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    closed: list[Agent] = field(default_factory=list)
    rejected: list[BadRow] = field(default_factory=list)
    doubts: list[BadRow] = field(default_factory=list)
    """Cells left aside while their row goes in: unknown manager, unknown word."""
    lost_zeros: list[LostZeros] = field(default_factory=list)
    """Rows whose number is known with other zeros: probably the same person, whom a second account would double."""
    staff_size: int = 0

    @property
    def closes_too_many(self) -> bool:
        return len(self.closed) * LARGEST_SHARE_CLOSED > self.staff_size

    @property
    def entries(self) -> list[Entry]:
        return [*self.created, *self.changed, *self.unchanged]

    def summary(self, *, refused: str | None = None) -> dict[str, Any]:
        """The shape that `essaim import-agents --json` prints."""
        rejected = [{"line": bad.line, "column": bad.column, "reason": bad.reason} for bad in self.rejected]
        return {
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "closed": len(self.closed),
            "rejected": rejected,
            "refused": refused,
        }


def refused_summary(reason: str) -> dict[str, Any]:
    """The same shape for a file that is refused as a whole."""
    return {"created": 0, "changed": 0, "unchanged": 0, "closed": 0, "rejected": [], "refused": reason}


Seen = Callable[[int, int], None]
"""Told how many rows were compared, of how many."""
ROWS_BETWEEN = 250


def plan_import(
    table: HrTable, organisation: Organisation, *, day: date, seen: Seen | None = None
) -> ImportPlan:
    """Compare the file with the staff; its number of queries does not follow the number of rows."""
    staff = load_staff(organisation, table.rows, day=day)
    matches, rejected = match_rows(table, staff)
    plan = ImportPlan(staff, table, rejected=sorted([*table.bad, *rejected], key=lambda bad: bad.line))
    plan.lost_zeros = lost_zeros(table, matches, staff)
    nearly_named = {lost.agent.pk for lost in plan.lost_zeros}
    gone = leavers(staff, matches, plan.rejected, table)
    plan.closed = [agent for agent in gone if agent.pk not in nearly_named]
    plan.staff_size = sum(agent.is_active and not is_protected(agent) for agent in staff.agents)
    managers = known_managers(staff, matches, leaving={agent.pk for agent in plan.closed})
    for count, match in enumerate(matches, 1):
        if seen and count % ROWS_BETWEEN == 0:
            seen(count, len(matches))
        entry = compare(match, staff, managers, plan.doubts, table)
        kind = plan.created if entry.agent is None else plan.changed if entry.changes else plan.unchanged
        kind.append(entry)
    plan.doubts.sort(key=lambda doubt: doubt.line)
    return plan


def is_protected(agent: Agent) -> bool:
    """Administrators are never closed by a file: they may work for nobody in it."""
    return agent.is_administrator or agent.is_platform_administrator


def leavers(
    staff: Staff, matches: Iterable[Match], rejected: Iterable[BadRow], table: HrTable
) -> list[Agent]:
    """Agents at work whom a full file does not name, not even in a row that is left out."""
    if not table.is_full:
        return []
    named = {match.agent.pk for match in matches if match.agent is not None}
    for bad in rejected:
        cells = dict(zip(table.fields, bad.cells, strict=True))
        by_number = staff.by_number.get(cells.get("hr_number", ""))
        by_email = staff.by_email.get(cells.get("email", "").lower())
        named |= {agent.pk for agent in (by_number, by_email) if agent is not None}
    gone = [agent for agent in staff.agents if agent.is_active and agent.pk not in named]
    return [agent for agent in gone if not is_protected(agent)]


def known_managers(staff: Staff, matches: Iterable[Match], *, leaving: set[int]) -> dict[str, int]:
    """Who may be named as a manager, by HR number and by e-mail: those at work once the file is in."""
    known: dict[str, int] = {}
    for agent in staff.agents:
        if agent.is_active and agent.pk not in leaving:
            known |= {key: agent.pk for key in (agent.email.lower(), agent.hr_number) if key}
    for match in matches:
        reference = match.agent.pk if match.agent is not None else -match.row.line
        known |= {key: reference for key in (match.row.email.lower(), match.row.hr_number) if key}
    return known


def compare(
    match: Match, staff: Staff, managers: Mapping[str, int], doubts: list[BadRow], table: HrTable
) -> Entry:
    """What one row changes for its person; what it leaves aside goes to `doubts`."""
    row, agent = match.row, match.agent
    for name, value in row.doubts:
        reason = _("Ce mot n’est pas connu : la case reste vide.")
        doubts.append(BadRow(row.line, table.header(name), value, reason))
    manager, doubt = manager_of(row, agent, managers)
    if doubt:
        doubts.append(BadRow(row.line, table.header("manager"), row.manager, doubt))
    if agent is None:
        return Entry(row, None, None, manager)
    posting = staff.postings.get(agent.pk)
    changes = [*person_changes(row, agent), *posting_changes(row, posting, manager, staff)]
    if not agent.is_active:
        changes.insert(0, Change("account", _("Compte"), _("fermé"), _("rouvert")))
    return Entry(row, agent, posting, manager, tuple(changes), is_back=not agent.is_active)


def manager_of(row: HrRow, agent: Agent | None, managers: Mapping[str, int]) -> tuple[int | None, str]:
    """The manager whom a row names, by HR number or e-mail, and what is doubtful about it."""
    if not row.manager:
        return None, ""
    found = managers.get(row.manager) or managers.get(row.manager.lower())
    if found is None:
        return None, _(
            "Ce responsable n’est ni dans le fichier ni dans l’organisation : il reste à indiquer."
        )
    if found == (agent.pk if agent is not None else -row.line):
        return None, _("Cet agent serait son propre responsable : la case est laissée de côté.")
    return found, ""


def person_changes(row: HrRow, agent: Agent) -> list[Change]:
    """What the row tells anew about the person; an empty cell changes nothing."""
    changes = []
    for name, label in PERSON.items():
        before, after = getattr(agent, name), getattr(row, name)
        is_same = before.lower() == after.lower() if name == "email" else before == after
        if after and not is_same:
            changes.append(Change(name, str(label), before, after))
    return changes


def posting_changes(row: HrRow, posting: Posting | None, manager: int | None, staff: Staff) -> list[Change]:
    """What the row tells anew about where the person works."""
    known = posting if posting is not None else Posting()
    changes = [] if posting is not None else [posting_change("posting", "", _("ouverte"))]
    for name, words in CHOICES.items():
        before, after = getattr(known, name), getattr(row, name)
        if after and after != before:
            changes.append(posting_change(name, words.get(before, ""), words[after]))
    for name, wanted, found in places_of(row, staff):
        before_pk = getattr(known, f"{name}_id")
        if wanted and (found is None or found.pk != before_pk):
            changes.append(posting_change(name, name_of(staff, name, before_pk), wanted))
    if manager is not None and manager != known.line_manager_id:
        after = name_of(staff, "line_manager", manager) or row.manager
        changes.append(
            posting_change("line_manager", name_of(staff, "line_manager", known.line_manager_id), after)
        )
    return changes


def posting_change(name: str, before: object, after: object) -> Change:
    return Change(name, str(POSTING[name]), str(before), str(after))


def places_of(row: HrRow, staff: Staff) -> list[tuple[str, str, Unit | Site | Occupation | None]]:
    """Where the row says that the person works: kind, name in the file, and what is known by that name."""
    return [
        ("unit", row.unit[-1] if row.unit else "", staff.units.find(row.unit) if row.unit else None),
        ("site", row.site, staff.sites.get(plain(row.site))),
        ("occupation", row.occupation, staff.occupations.get(plain(row.occupation))),
    ]


def name_of(staff: Staff, kind: str, pk: int | None) -> str:
    """The name of a unit, a site, an occupation or a manager that is already known."""
    if kind == "unit":
        return str(staff.units.units.get(pk or 0, ""))
    if kind == "line_manager":
        return str(staff.by_pk.get(pk or 0, ""))
    things: Iterable[Site | Occupation] = (staff.sites if kind == "site" else staff.occupations).values()
    return next((thing.name for thing in things if thing.pk == pk), "")


def imports_of(organisation: Organisation) -> QuerySet[StaffImport]:
    """The files of an organisation, the last first, without their content."""
    return (
        StaffImport.objects.filter(organisation=organisation)
        .defer("content", "raw")
        .order_by("-created_at", "-pk")
    )


def preview_of(staff_import: StaffImport, *, day: date) -> ImportPlan:
    """The plan of a file that waits for a yes."""
    return plan_import(loads(bytes(staff_import.content)), staff_import.organisation, day=day)


def rejects(headers: Iterable[str], rejected: Iterable[BadRow]) -> dict[str, Any]:
    """The rows to correct, as a finished import keeps them."""
    rows = [
        {"line": bad.line, "column": bad.column, "value": bad.value, "reason": bad.reason, "cells": bad.cells}
        for bad in rejected
    ]
    return {"headers": list(headers), "rows": rows}
