"""The screen of the room, for everybody to read: the code, and how many have arrived."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim.agenda.queries import room as queries
from essaim.agenda.queries.projecting import arrivals_of, host_names
from essaim.agenda.views.room import asked_half, code_context, led_session
from essaim.kernel import clock
from essaim.people.http import AgentRequest


@require_safe
def projector(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    stamp = f"{session.version}"
    if request.htmx and session.closed_at and "fin" not in request.GET:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})  # the code now asks for opinions
    if request.htmx and request.GET.get("vu") == stamp:
        return HttpResponse(status=204)
    halves = queries.halves_of_session(session)
    half = asked_half(request, halves, at=clock.now())
    context = code_context(session) | {
        "session": session,
        "half": half,
        "arrivals": arrivals_of(session, half),
        "hosts": host_names(session),
        "stamp": stamp,
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/projector.html", context)
