"""The HR file on its way: dropped, previewed, applied by the worker, and its rows to correct."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.tables import FORMATS, Table, write_table
from essaim.people import files, rules
from essaim.people.forms import ApplyForm, ImportForm
from essaim.people.forms.imports import FULL
from essaim.people.http import AgentRequest
from essaim.people.models import StaffImport
from essaim.people.operations import imports as operations
from essaim.people.queries import imports as queries
from essaim.people.queries.history import KEPT_UNDO, last_import
from essaim.people.queries.mappings import unknown_words
from essaim.people.views.exports import answer_with_table
from essaim.ui.phrases import told

SHOWN = 50
"""Rows of each list of the preview, until all are asked for."""
RECENT = 10
EXAMPLES = 3
OTHER_WORKBOOKS = {"xls", "xlsm"}


@require_http_methods(["GET", "POST"])
def import_new(request: AgentRequest) -> HttpResponse:
    """Drop a file; it is read at once and refused in words, or shown as a preview."""
    require(rules.can_import, request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        staff_import = keep_upload(request, form)
        if staff_import is not None:
            return redirect("people:import_detail", staff_import.pk)
    context = {
        "form": form,
        "is_full": form["scope"].value() == FULL,
        "recent": queries.imports_of(request.user.organisation)[:RECENT],
        "steps": steps(),
    }
    return render(request, "people/import_new.html", context)


def keep_upload(request: AgentRequest, form: ImportForm) -> StaffImport | None:
    """The import to preview, or nothing, the form saying why."""
    upload = form.cleaned_data["file"]
    try:
        return operations.upload_file(
            organisation=request.user.organisation,
            by=request.user,
            file_name=upload.name,
            source=upload,
            is_full=form.cleaned_data["scope"] == FULL,
            at=clock.now(),
        )
    except Refused as refused:
        form.add_error("file", str(refused))
        return None


def steps() -> list[str]:
    return [_("Le fichier"), _("Les colonnes"), _("L’aperçu"), _("L’import")]


@require_GET
def import_detail(request: AgentRequest, pk: int) -> HttpResponse:
    """What the file would change, how far its writing is, or what it changed."""
    staff_import = find_import(request, pk)
    is_running = staff_import.state == StaffImport.State.QUEUED
    if request.htmx and not is_running:
        return HttpResponseClientRefresh()
    if staff_import.state == StaffImport.State.DRAFT:
        return redirect("people:import_columns", pk)
    context: dict[str, Any] = {
        "import": staff_import,
        "is_running": is_running,
        "can_undo": False,
        "steps": steps(),
        "step": 3 if staff_import.state == StaffImport.State.PREVIEW else 4,
    }
    if request.htmx:
        return render(request, "people/import_running.html#state", context)
    if staff_import.state == StaffImport.State.PREVIEW:
        context |= preview_context(staff_import, is_whole="voir" in request.GET)
    if staff_import.state in {StaffImport.State.DONE, StaffImport.State.UNDONE}:
        context["can_undo"] = can_undo(staff_import)
        context["closed_names"] = ", ".join(staff_import.result.get("undone", {}).get("closed", []))
        context["rejected"] = kept_rejects(staff_import)["rows"]
    return render(request, "people/import_detail.html", context)


def can_undo(staff_import: StaffImport) -> bool:
    """The last one, for a week."""
    last = last_import(staff_import.organisation)
    is_last = last is not None and last.pk == staff_import.pk
    finished = staff_import.finished_at
    return is_last and finished is not None and clock.now() - finished <= KEPT_UNDO


def find_import(request: AgentRequest, pk: int) -> StaffImport:
    """An import of one's own organisation; those of others do not exist."""
    require(rules.can_import, request.user)
    return get_object_or_404(queries.imports_of(request.user.organisation), pk=pk)


def preview_context(staff_import: StaffImport, *, is_whole: bool) -> dict[str, Any]:
    """The plan, each list cut to what a page can hold unless all is asked for."""
    plan = preview(staff_import)

    def cut(rows: Sequence[Any]) -> dict[str, Any]:
        shown = rows if is_whole else rows[:SHOWN]
        return {"all": len(rows), "shown": shown, "rest": len(rows) - len(shown)}

    return {
        "plan": plan,
        "unknown_words": sum(word.meaning is None for word in unknown_words(plan.table, plan.table.words)),
        "created": cut(plan.created),
        "changed": cut(plan.changed),
        "closed": cut(plan.closed),
        "rejected": cut(plan.rejected),
        "doubts": cut(plan.doubts),
        "lost_zeros": plan.lost_zeros[:EXAMPLES],
        "left_out_names": ", ".join(plan.table.left_out),
        "taken": len(plan.entries),
        "read": len(plan.entries) + len(plan.rejected),
        "writes": len(plan.created) + len(plan.changed) + len(plan.closed),
    }


def preview(staff_import: StaffImport) -> queries.ImportPlan:
    day = operations.day_of(staff_import.organisation, clock.now())
    return queries.preview_of(staff_import, day=day)


@require_POST
def import_apply(request: AgentRequest, pk: int) -> HttpResponse:
    """Hand the file over to the worker; the page then shows how far it is."""
    staff_import = find_import(request, pk)
    form = ApplyForm(request.POST)
    form.is_valid()
    try:
        operations.queue_import(
            staff_import=staff_import,
            allow_closing=form.cleaned_data.get("allow_closing", False),
            at=clock.now(),
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("people:import_detail", pk)


@require_POST
def import_rejects(request: AgentRequest, pk: int) -> HttpResponseBase:
    """The rows to correct in the format that was received, with the reason in a last column, noted as taken."""
    staff_import = find_import(request, pk)
    kept = kept_rejects(staff_import)
    if staff_import.state == StaffImport.State.PREVIEW:
        plan = preview(staff_import)
        kept = queries.rejects(plan.table.headers, plan.rejected)
    if not kept["rows"]:
        raise Http404
    rows = ([*bad["cells"], reason_of(bad)] for bad in kept["rows"])
    return answer_with_table(
        request,
        Table(_("À corriger"), [*kept["headers"], _("à corriger")], rows),
        organisation=staff_import.organisation,
        content=_("Lignes à corriger d’un fichier RH"),
        filters=staff_import.file_name,
        name="lignes-a-corriger",
        back=reverse("people:import_detail", args=[pk]),
        usual=ending_of(staff_import.file_name),
    )


def ending_of(file_name: str) -> str:
    """The format in which the file came; the old .xls goes back as .xlsx, what is unknown as .csv."""
    ending = file_name.lower().rpartition(".")[2]
    return "xlsx" if ending in OTHER_WORKBOOKS else ending if ending in FORMATS else "csv"


def kept_rejects(staff_import: StaffImport) -> dict[str, Any]:
    """What a finished import keeps of its rows to correct; nothing once they were forgotten."""
    kept: dict[str, Any] = staff_import.result.get("to_correct", {"headers": [], "rows": []})
    return kept


def reason_of(bad: dict[str, Any]) -> str:
    where = _("Ligne %(line)s") % {"line": bad["line"]}
    place = f"{where}, {bad['column']}" if bad["column"] else where
    return told(place, bad["reason"])


@require_safe
def import_example(request: AgentRequest, ending: str) -> HttpResponse:
    """A small file to start from, of made-up people."""
    require(rules.can_import, request.user)
    kind = FORMATS.get(ending)
    if kind is None:
        raise Http404(ending)
    content = BytesIO()
    write_table(files.example_staff(), ending, content)
    response = HttpResponse(content.getvalue(), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="agents-exemple.{ending}"'
    return response
