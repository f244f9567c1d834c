"""Réglages, Partenaires: with whom sessions may be shared."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people import rules
from essaim.people.forms.partnerships import MoveForm, ProposeForm
from essaim.people.http import AgentRequest
from essaim.people.models import Partnership
from essaim.people.operations import partnerships as operations
from essaim.people.queries import partnerships as queries
from essaim.ui.words import gettext as _


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_list(request: AgentRequest) -> HttpResponse:
    require(rules.can_read_partnerships, request.user)
    if request.method != "POST":
        return page(request, ProposeForm())
    require(rules.can_administer, request.user, request.user.organisation)
    if request.POST.get("change") != "propose":
        return moved(request)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return page(request, form)
    try:
        row = operations.propose_partnership(
            organisation=request.user.organisation,
            partner=form.cleaned_data["name"],
            at=clock.now(),
            by=request.user,
        )
    except Refused as refused:
        form.add_error("name", str(refused))
        return page(request, form)
    accepted = row.state == Partnership.State.ACCEPTED
    messages.success(
        request, _("Le partenariat est accepté.") if accepted else _("La proposition est partie.")
    )
    return redirect("people:partnership_list")


def page(request: AgentRequest, form: ProposeForm) -> HttpResponse:
    organisation = request.user.organisation
    context = {
        "part": "programmes",
        "organisation": organisation,
        "lines": queries.partnerships_of(organisation),
        "form": form,
        "may_decide": rules.can_administer(request.user, organisation),
    }
    with timezone.override(organisation.zone):
        return render(request, "people/partnership_list.html", context)


def moved(request: AgentRequest) -> HttpResponse:
    """Accept, decline or end one of ours; what is not ours does not exist."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a move without its partnership")
    ours = Partnership.objects.of(request.user.organisation_id).select_related("proposer", "partner")
    row = get_object_or_404(ours, pk=form.cleaned_data["partnership"])
    change, now = form.cleaned_data["change"], clock.now()
    try:
        if change == "end":
            operations.end_partnership(partnership=row, at=now, by=request.user)
        else:
            operations.answer_partnership(
                partnership=row, accepts=change == "accept", at=now, by=request.user
            )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:partnership_list")
    texts = {
        "accept": _("Le partenariat est accepté. L’autre organisation est prévenue."),
        "decline": _("La proposition est déclinée. L’autre organisation est prévenue."),
        "end": _("Le partenariat est terminé. Les séances déjà ouvertes le restent."),
    }
    messages.success(request, texts[change])
    return redirect("people:partnership_list")
