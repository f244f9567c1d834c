"""Réglages: who took which table away."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim.kernel.access import require
from essaim.people.http import AgentRequest
from essaim.people.queries.exports import exports_visible_to
from essaim.programmes import rules

PER_PAGE = 50


@require_safe
def export_list(request: AgentRequest) -> HttpResponse:
    """Who took which table away, latest first."""
    require(rules.can_read_exports, request.user)
    records = Paginator(exports_visible_to(request.user), PER_PAGE)
    context = {"page": records.get_page(request.GET.get("page"))}
    with timezone.override(request.user.organisation.zone):
        return render(request, "programmes/export_list.html", context)
