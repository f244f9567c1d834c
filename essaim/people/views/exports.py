"""Handing a table over as a file: what every page with « Exporter » calls."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.tables import Table
from essaim.people.forms import ExportForm
from essaim.people.http import AgentRequest
from essaim.people.models import Organisation
from essaim.people.operations.exports import export_table


def answer_with_table(
    request: AgentRequest,
    table: Table,
    *,
    organisation: Organisation,
    content: str,
    filters: str,
    name: str,
    back: str,
    usual: str = "csv",
) -> HttpResponseBase:
    """The table in the format of the button that was pressed, or else in the usual one.

    The record of it is written before it is sent. A table is read by other software too: its columns and words are
    French for everybody.
    """
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a format that does not exist")
    try:
        with timezone.override(organisation.zone), speaking(FRENCH):
            exported = export_table(
                table=table,
                ending=form.cleaned_data["fichier"] or usual,
                organisation=organisation,
                by=request.user,
                content=content,
                filters=filters,
                name=name,
                at=clock.now(),
            )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(back)
    response = FileResponse(
        exported.file, as_attachment=True, filename=exported.name, content_type=exported.media_type
    )
    response["Cache-Control"] = "no-store"
    return response
