"""The settings where an administrator enrols kiosks and revokes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kiosk import operations, queries, rules
from essaim.kiosk.forms import KioskForm
from essaim.people.http import AgentRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_list(request: AgentRequest) -> HttpResponse:
    """The kiosks of one's employer; the code of a new one is said on this answer only."""
    require(rules.can_keep_kiosks, request.user)
    employer, code = request.user.organisation, ""
    form = KioskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        _kiosk, code = operations.add_kiosk(organisation=employer, name=name, by=request.user, at=clock.now())
        form = KioskForm()
    context = {"form": form, "code": code, "kiosks": queries.kiosks_of(employer)}
    return render(request, "kiosk/kiosk_list.html", context)


@require_POST
def kiosk_revoke(request: AgentRequest, pk: int) -> HttpResponse:
    require(rules.can_keep_kiosks, request.user)
    kiosk = get_object_or_404(queries.kiosks_of(request.user.organisation), pk=pk)
    operations.revoke(kiosk=kiosk, at=clock.now())
    messages.success(request, _("« %(name)s » n’ouvre plus rien.") % {"name": kiosk.name})
    return redirect("kiosk:kiosk_list")
