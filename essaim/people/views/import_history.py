"""Past imports: who, when, what changed; and the undo of the last one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people import rules
from essaim.people.forms.history import ChangesForm
from essaim.people.http import AgentRequest
from essaim.people.operations.undo import undo_import
from essaim.people.queries.history import changes_of
from essaim.people.queries.imports import imports_of
from essaim.people.views.imports import find_import

SHOWN = 50


@require_GET
def import_history(request: AgentRequest) -> HttpResponse:
    """Every import of the organisation, the last first."""
    require(rules.can_import, request.user)
    found = imports_of(request.user.organisation).select_related("by", "undone_by")
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    return render(request, "people/import_history.html", {"page": page})


@require_GET
def import_changes(request: AgentRequest, pk: int) -> HttpResponse:
    """What an import did to each agent, perhaps of one kind or one name."""
    staff_import = find_import(request, pk)
    form = ChangesForm(request.GET)
    form.is_valid()
    found = changes_of(
        staff_import, kind=form.cleaned_data.get("quoi", ""), search=form.cleaned_data.get("q", "")
    )
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    is_forgotten = staff_import.finished_at is not None and is_past(staff_import.finished_at)
    context = {"import": staff_import, "form": form, "page": page, "is_forgotten": is_forgotten}
    return render(request, "people/import_changes.html", context)


def is_past(finished_at: datetime) -> bool:
    """Whether what an import changed on each person is kept no longer."""
    return finished_at < clock.now() - timedelta(days=settings.STAFF_CHANGES_DAYS)


@require_POST
def import_undo(request: AgentRequest, pk: int) -> HttpResponse:
    """Put everybody back as before the last import, or say why not."""
    staff_import = find_import(request, pk)
    try:
        undone = undo_import(staff_import=staff_import, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:import_detail", pk)
    told = {"restored": undone.restored, "removed": undone.removed}
    messages.success(
        request,
        _("L’import est annulé. Fiches remises comme avant : %(restored)s, retirées : %(removed)s.") % told,
    )
    return redirect("people:import_detail", pk)
