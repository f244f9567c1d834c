"""Personnes, Relais: who acts for the people of a service."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people import rules
from essaim.people.forms.teams import RelayForm
from essaim.people.http import AgentRequest
from essaim.people.operations import teams as operations
from essaim.people.queries import acting as queries

MOST_FOUND = 8


@require_http_methods(["GET", "HEAD", "POST"])
def relay_list(request: AgentRequest) -> HttpResponse:
    """Those named so far; one form to name somebody, found by name first."""
    require(rules.can_name_relays, request.user)
    organisation = request.user.organisation
    form = RelayForm(request.POST if request.method == "POST" else None, organisation=organisation)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            relay = operations.appoint_relay(**form.cleaned_data, at=clock.now(), by=request.user)
        except Refused as refused:
            refusal = str(refused)
        else:
            words = {"name": relay.agent.full_name, "unit": relay.unit.name}
            messages.success(request, _("%(name)s agit maintenant pour %(unit)s.") % words)
            return redirect("people:relay_list")
    text = (request.POST if request.method == "POST" else request.GET).get("nom", "")[:100]
    found = queries.agents_named(organisation, text)[:MOST_FOUND]
    context = {
        "form": form,
        "relays": queries.relays_of(organisation),
        "text": text,
        "found": found,
        "refusal": refusal,
        "chosen": form["agent"].value() or "",
    }
    return render(request, "people/relay_list.html", context)


@require_POST
def relay_dismiss(request: AgentRequest, relay: int) -> HttpResponse:
    require(rules.can_name_relays, request.user)
    found = get_object_or_404(queries.relays_of(request.user.organisation), pk=relay)
    operations.dismiss_relay(relay=found)
    words = {"name": found.agent.full_name, "unit": found.unit.name}
    messages.success(request, _("%(name)s n’agit plus pour %(unit)s.") % words)
    return redirect("people:relay_list")
