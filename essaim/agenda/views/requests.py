"""Pilotage, Demandes: what waits for managers, or for the coordination; refusals that wait for an opinion."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import operations, rules
from essaim.agenda.forms.approvals import OpinionForm
from essaim.agenda.models import Approval
from essaim.agenda.queries import approvals as queries
from essaim.agenda.queries.manage import piloted_programmes
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.rules import can_administer
from essaim.programmes.rules import can_pilot_anything


@require_safe
def request_list(request: AgentRequest) -> HttpResponse:
    require(can_pilot_anything, request.user)
    return list_page(request)


def list_page(
    request: AgentRequest, *, wrong: OpinionForm | None = None, about: int | None = None
) -> HttpResponse:
    """Both lists; a form that was not right keeps what was written."""
    programmes = list(piloted_programmes(request.user))
    proposed = [
        (
            asked,
            wrong if wrong and asked.pk == about else OpinionForm(auto_id=f"avis-{asked.pk}-%s"),
            queries.why_refused(asked),
        )
        for asked in queries.waiting_for_opinion(programmes)
    ]
    now = clock.now()
    asked_of_managers = list(queries.waiting_for_managers(programmes, at=now))
    context = {
        "with_managers": [(asked, rules.may_remind_again(asked, now)) for asked in asked_of_managers],
        "left": list(queries.waiting_for_coordination(programmes)),
        "proposed": proposed,
        "may_record": [p.pk for p in programmes if can_administer(request.user, p.organisation)],
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "agenda/request_list.html", context)


@require_POST
def request_remind(request: AgentRequest, pk: int) -> HttpResponse:
    """« Relancer » : one more letter to the manager; the row then says when."""
    programmes = list(piloted_programmes(request.user))
    found = queries.with_everything().filter(registration__session__programme__in=programmes)
    asked = get_object_or_404(found, pk=pk)
    try:
        operations.remind(approval=asked, by=request.user, at=clock.now())
        messages.success(request, _("Le rappel part à %(name)s.") % {"name": queries.asked_name(asked)})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("agenda:request_list")


@require_POST
def request_opinion(request: AgentRequest, pk: int) -> HttpResponse:
    """Write down the advisory committee's opinion; the refusal takes effect, or does not."""
    programmes = list(piloted_programmes(request.user))
    found = queries.with_everything().filter(registration__session__programme__in=programmes)
    asked = get_object_or_404(found, pk=pk)
    require(rules.can_record_opinion, request.user, asked.registration.session)
    form = OpinionForm(request.POST, auto_id=f"avis-{asked.pk}-%s")
    if not form.is_valid():
        return list_page(request, wrong=form, about=asked.pk)
    return recorded(request, asked, form, at=clock.now())


def recorded(request: AgentRequest, asked: Approval, form: OpinionForm, *, at: datetime) -> HttpResponse:
    try:
        operations.record_opinion(approval=asked, by=request.user, at=at, **form.change())
        name = asked.registration.agent.full_name
        messages.success(request, _("L’avis est noté. %(name)s vient de l’apprendre.") % {"name": name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("agenda:request_list")
