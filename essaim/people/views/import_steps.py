"""Saying what a file holds, before its preview: the sheet, the columns, the words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.forms.mappings import ColumnsForm, WordsForm
from essaim.people.hrfile import loads
from essaim.people.http import AgentRequest
from essaim.people.models import StaffImport
from essaim.people.operations import mappings as operations
from essaim.people.queries import mappings as queries
from essaim.people.views.imports import find_import, steps


@require_http_methods(["GET", "POST"])
def import_sheet(request: AgentRequest, pk: int) -> HttpResponse:
    """The sheets of the workbook, each with its number of rows: one of them is the list."""
    staff_import = find_import(request, pk)
    if not staff_import.raw:
        return redirect("people:import_detail", pk)
    if request.method == "POST":
        try:
            operations.choose_sheet(staff_import=staff_import, sheet=request.POST.get("sheet", ""))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("people:import_sheet", pk)
        return redirect("people:import_detail", pk)
    context = step_context(staff_import, 1) | {"grids": queries.grids_of(staff_import)}
    return render(request, "people/import_sheet.html", context)


def step_context(staff_import: StaffImport, step: int) -> dict[str, Any]:
    return {"import": staff_import, "steps": steps(), "step": step}


@require_http_methods(["GET", "POST"])
def import_columns(request: AgentRequest, pk: int) -> HttpResponse:
    """Each column of the file with three values, and what it is."""
    staff_import = find_import(request, pk)
    grid = queries.grid_of(staff_import)
    if grid is None:
        return redirect("people:import_sheet" if staff_import.raw else "people:import_detail", pk)
    columns = queries.column_guesses(grid, staff_import)
    form = ColumnsForm(request.POST or None, columns=columns)
    if request.method == "POST" and form.is_valid():
        try:
            table = operations.map_columns(
                staff_import=staff_import,
                chosen=form.chosen(),
                remember=form.cleaned_data["remember"],
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            asks = any(word.meaning is None for word in queries.unknown_words(table, as_told(staff_import)))
            return redirect("people:import_words" if asks else "people:import_detail", pk)
    context = step_context(staff_import, 2) | {"form": form, "grid": grid} | tally(columns)
    return render(request, "people/import_columns.html", context)


def tally(columns: list[queries.ColumnGuess]) -> dict[str, Any]:
    """How many columns are known, and what is still missing."""
    known = [column.field for column in columns if column.field]
    return {
        "known": len(known),
        "all": sum(bool(column.header) for column in columns),
        "missing": ", ".join(queries.missing_labels(known)),
        "hides_some": any(column.remark == queries.NEVER for column in columns),
    }


def as_told(staff_import: StaffImport) -> dict[str, dict[str, str]]:
    return queries.words_of(staff_import, queries.memory_of(staff_import.organisation))


@require_http_methods(["GET", "POST"])
def import_words(request: AgentRequest, pk: int) -> HttpResponse:
    """The words that nobody knows, each with its number of rows, and what they mean."""
    staff_import = find_import(request, pk)
    if not staff_import.raw or not staff_import.content:
        return redirect("people:import_detail", pk)
    table = loads(bytes(staff_import.content))
    form = WordsForm(request.POST or None, words=queries.unknown_words(table, as_told(staff_import)))
    if request.method == "POST" and form.is_valid():
        try:
            operations.map_words(
                staff_import=staff_import, meanings=form.meanings(), remember=form.cleaned_data["remember"]
            )
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("people:import_detail", pk)
    context = step_context(staff_import, 2) | {"form": form, "back": _("Les colonnes")}
    return render(request, "people/import_words.html", context)
