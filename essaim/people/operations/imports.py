"""Taking an HR file in: previewed, queued, applied in one transaction; the old state or the new."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.hrfile import HrTable, loads
from essaim.people.hrfile.grid import gather, pack
from essaim.people.models import Agent, Organisation, StaffImport
from essaim.people.operations.history import Trace
from essaim.people.operations.mappings import prepare
from essaim.people.operations.staff import write_plan
from essaim.people.queries.imports import ImportPlan, plan_import, preview_of, refused_summary, rejects
from essaim.people.queries.mappings import memory_of

Progress = Callable[[int], None]
"""Told how far the work is, in percent; never called while the write transaction is open."""
READ, COMPARED = 10, 40
KEPT_PREVIEWS, KEPT_DETAILS = timedelta(days=2), timedelta(days=30)


class TooManyClosings(Refused):
    """The file would close more than a fifth of the staff."""


class NotWaiting(Refused):
    """The import was already started, or is over."""


def day_of(organisation: Organisation, at: datetime) -> date:
    """The day it is where the organisation works."""
    return at.astimezone(organisation.zone).date()


def upload_file(
    *,
    organisation: Organisation,
    by: Agent,
    file_name: str,
    source: bytes | BinaryIO,
    is_full: bool,
    at: datetime,
    sheet: str = "",
) -> StaffImport:
    """Read a file for a preview; what cannot be read alone waits until somebody says what its columns are."""
    grids = gather(source, sheet=sheet)
    staff_import = StaffImport(
        organisation=organisation,
        by=by,
        file_name=file_name[:200],
        is_full=is_full,
        raw=pack(grids),
        created_at=at,
        state=StaffImport.State.DRAFT,
    )
    if len(grids) == 1:
        prepare(staff_import, grids[0], memory_of(organisation))
    staff_import.save()
    return staff_import


def queue_import(*, staff_import: StaffImport, allow_closing: bool, at: datetime) -> None:
    """Ask the worker to apply a previewed file; asking twice is harmless."""
    if staff_import.state == StaffImport.State.QUEUED:
        return
    if staff_import.state != StaffImport.State.PREVIEW:
        raise NotWaiting(_("Cet import est terminé : déposez le fichier de nouveau pour le refaire."))
    plan = preview_of(staff_import, day=day_of(staff_import.organisation, at))
    refuse_closings(plan, allow_closing=allow_closing)
    waiting = StaffImport.objects.filter(pk=staff_import.pk, state=StaffImport.State.PREVIEW)
    waiting.update(state=StaffImport.State.QUEUED, allow_closing=allow_closing)


def refuse_closings(plan: ImportPlan, *, allow_closing: bool) -> None:
    """A partial extraction taken for a full one would close the accounts of half the house."""
    if plan.closes_too_many and not allow_closing:
        raise TooManyClosings(
            _(
                "Ce fichier fermerait %(closed)s comptes sur %(all)s, plus d’un cinquième. "
                "S’il est complet et que ces départs sont voulus, dites-le expressément."
            )
            % {"closed": len(plan.closed), "all": plan.staff_size}
        )


def apply_import(
    *, staff_import: StaffImport, at: datetime, progress: Progress | None = None
) -> ImportPlan | None:
    """Apply a queued file in one transaction; nothing if it was already applied.

    A refusal is kept with the import and raised. Progress moves with the rows until the writing begins: on
    SQLite nobody else can write while it lasts, so what it writes is seen all at once.
    """
    tell = progress or (lambda percent: None)
    try:
        return _apply(staff_import, loads(bytes(staff_import.content)), at, tell)
    except Refused as refused:
        StaffImport.objects.filter(pk=staff_import.pk).update(
            state=StaffImport.State.REFUSED,
            result=refused_summary(str(refused)),
            content=b"",
            raw=b"",
            finished_at=at,
            leased_until=None,
        )
        raise


def _apply(staff_import: StaffImport, table: HrTable, at: datetime, tell: Progress) -> ImportPlan | None:
    organisation, day = staff_import.organisation, day_of(staff_import.organisation, at)
    tell(READ)
    plan = plan_import(
        table, organisation, day=day, seen=lambda n, of: tell(READ + (COMPARED - READ) * n // of)
    )
    refuse_closings(plan, allow_closing=staff_import.allow_closing)
    tell(COMPARED)
    with transaction.atomic():
        queued = StaffImport.objects.filter(pk=staff_import.pk, state=StaffImport.State.QUEUED)
        if not queued.update(state=StaffImport.State.DONE, progress=100, finished_at=at, leased_until=None):
            return None
        plan = _write(table, staff_import, day=day)
        StaffImport.objects.filter(pk=staff_import.pk).update(result=result_of(plan), content=b"", raw=b"")
    return plan


def _write(table: HrTable, staff_import: StaffImport, *, day: date) -> ImportPlan:
    """Compare again, now that nobody else writes, and write what the comparison says, with its history."""
    organisation = Organisation.objects.select_for_update().get(pk=staff_import.organisation_id)
    plan = plan_import(table, organisation, day=day)
    refuse_closings(plan, allow_closing=staff_import.allow_closing)
    trace = Trace.before(plan)
    trace.keep(staff_import, write_plan(plan, day=day))
    return plan


def result_of(plan: ImportPlan) -> dict[str, object]:
    """What a finished import keeps: the counts of the command, and the rows to correct."""
    return plan.summary() | {"to_correct": rejects(plan.table.headers, plan.rejected)}


def import_table(
    *,
    organisation: Organisation,
    table: HrTable,
    file_name: str,
    allow_closing: bool,
    at: datetime,
    digest: str = "",
) -> ImportPlan:
    """Apply a table at once, as the command does, and leave a trace of it among the imports."""
    day = day_of(organisation, at)
    with transaction.atomic():
        staff_import = StaffImport.objects.create(
            organisation=organisation,
            file_name=file_name[:200],
            digest=digest,
            content=b"",
            state=StaffImport.State.DONE,
            allow_closing=allow_closing,
            is_full=table.is_full,
            progress=100,
            created_at=at,
            finished_at=at,
        )
        plan = _write(table, staff_import, day=day)
        StaffImport.objects.filter(pk=staff_import.pk).update(result=result_of(plan))
    return plan


@transaction.atomic
def forget_old_imports(*, at: datetime) -> int:
    """Previews that nobody applied leave after two days; the cells of rows to correct after thirty."""
    stale = StaffImport.objects.filter(
        state__in=(StaffImport.State.DRAFT, StaffImport.State.PREVIEW), created_at__lt=at - KEPT_PREVIEWS
    )
    count = stale.count()
    stale.delete()
    old = StaffImport.objects.filter(state=StaffImport.State.DONE, finished_at__lt=at - KEPT_DETAILS)
    for done in old.filter(result__has_key="to_correct").order_by("pk"):
        done.result.pop("to_correct")
        done.save(update_fields=["result"])
        count += 1
    return count
