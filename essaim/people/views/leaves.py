"""Absences: the days only, noted by the person or by those who act for them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.forms.teams import LeaveForm
from essaim.people.http import AgentRequest
from essaim.people.models import Agent, Leave
from essaim.people.operations import teams as operations
from essaim.people.queries import acting as queries
from essaim.people.queries import agents as agent_queries


@require_http_methods(["GET", "HEAD", "POST"])
def leave_mine(request: AgentRequest) -> HttpResponse:
    return page_of(request, request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def leave_of(request: AgentRequest, pk: int) -> HttpResponse:
    agent = get_object_or_404(agent_queries.agent_sheet(request.user, pk))
    if not queries.may_note_leave_of(request.user, agent):
        raise Http404(pk)
    return page_of(request, agent)


def page_of(request: AgentRequest, agent: Agent) -> HttpResponse:
    """What is known of the coming absences, and the form for one more."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.note_leave(agent=agent, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("ends_on", str(refused))
        else:
            messages.success(request, _("L’absence est notée."))
            return redirect(request.path)
    today = timezone.localdate(clock.now(), agent.organisation.zone)
    context = {
        "agent": agent,
        "form": form,
        "leaves": queries.leaves_of(agent, today=today),
        "is_mine": agent.pk == request.user.pk,
    }
    return render(request, "people/leave_list.html", context)


@require_POST
def leave_remove(request: AgentRequest, leave: int) -> HttpResponse:
    found = get_object_or_404(Leave.objects.select_related("agent"), pk=leave)
    if not queries.may_note_leave_of(request.user, found.agent):
        raise Http404(leave)
    operations.forget_leave(leave=found)
    messages.success(request, _("L’absence est retirée."))
    if found.agent_id == request.user.pk:
        return redirect("people:leave_mine")
    return redirect("people:leave_of", pk=found.agent_id)
