"""The running order: written in a few fields, followed in the room."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda.forms.running import RunningOrderForm
from essaim.agenda.operations.room import go_to_step, set_running_order
from essaim.agenda.queries.running import running_order_of
from essaim.agenda.views.room import led_session
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.ui.words import gettext as _


@require_http_methods(["GET", "HEAD", "POST"])
def running_order(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    order = running_order_of(session, at=clock.now())
    form = RunningOrderForm(request.POST or None, steps=order.steps)
    if request.method == "POST" and form.is_valid():
        try:
            set_running_order(session=session, steps=form.steps)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Le déroulé est enregistré."))
        return redirect(reverse("agenda:room", args=[slug]) + "#deroule")
    return render(request, "agenda/running_order.html", {"session": session, "form": form, "order": order})


@require_POST
def room_step(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    text = request.POST.get("etape", "")
    position = int(text) if text.isdecimal() and len(text) < 4 else None
    if position is None:
        messages.error(request, _("Ce geste n’a pas été compris : recommencez depuis la liste."))
        return redirect("agenda:room", slug=slug)
    try:
        go_to_step(session=session, position=position, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("agenda:room", args=[slug]) + "#deroule")
