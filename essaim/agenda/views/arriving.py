"""Who arrives: by the one field, or by taps that waited for the network."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.agenda.forms.room import KeptTap, Mark, SeekForm
from essaim.agenda.models import Presence, Session
from essaim.agenda.queries import room as queries
from essaim.agenda.rules import Half
from essaim.agenda.views.room import found_context, led_session, live_context, note, status_before
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

MOST_KEPT = 500
"""More than `salle.js` sends at once."""
NOTHING: dict[str, Any] = {"everybody": False, "nobody": [], "add_seat": False, "tap": ""}


@require_POST
def room_seek(request: AgentRequest, slug: str) -> HttpResponse:
    """A whole HR number or identifier notes its person as present at once; anything else is looked for."""
    session = led_session(request, slug)
    form = SeekForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ce geste n’a pas été compris : recommencez depuis la liste."))
        return redirect("agenda:room", slug=slug)
    halves, now = queries.halves_of_session(session), clock.now()
    half = next((half for half in halves if half.key == form.key), None)
    if half is None:
        raise Http404(form.key)
    text = form.cleaned_data["nom"]
    agent = queries.person_of_badge(session, text)
    undo, refusal = None, ""
    if agent:
        try:
            undo = note_badge(session, half, agent, at=now, by=request.user)
        except Refused as refused:
            text, refusal = agent.full_name, str(refused)
    text = "" if undo else text
    if not request.htmx:
        if refusal:
            messages.error(request, refusal)
        return seek_redirect(session, half, text=text, undo=undo)
    session.refresh_from_db(fields=["seats", "taken", "version"])
    with timezone.override(session.programme.organisation.zone):
        context = live_context(session, half, undo=undo, at=now, halves=halves)
        context |= found_context(session, context["roll"], text)
        context |= {"arrived": context["roll"].row_of(agent.pk) if agent and undo else None}
        return render(request, "agenda/room_live.html#found", context | {"refusal": "", "said": refusal})


def note_badge(session: Session, half: Half, agent: Agent, *, at: datetime, by: Agent) -> Mark:
    """Present; what comes back undoes it."""
    mark = Mark(agent.pk, Presence.Status.PRESENT.value)
    before = queries.roll_of(session, half, [half])
    note(session, half, NOTHING | {"mark": mark}, at=at, by=by)
    return status_before(before, mark) or mark


def seek_redirect(session: Session, half: Half, *, text: str, undo: Mark | None) -> HttpResponse:
    """Back to the page, at the field: the next badge can come."""
    query = {
        "date": str(half.sitting.pk),
        "demi": str(half.number),
        "nom": text,
        "annuler": str(undo or ""),
        "champ": "1",
    }
    kept = urlencode({key: value for key, value in query.items() if value})
    return redirect(f"{reverse('agenda:room', args=[session.slug])}?{kept}#arrivees")


@require_POST
def room_kept(request: AgentRequest, slug: str) -> HttpResponse:
    """Taps that the browser kept while the network was cut: each is noted once, what is refused says who and why."""
    session = led_session(request, slug)
    halves = {half.key: half for half in queries.halves_of_session(session)}
    people = queries.people_to_note(session)
    noted, refused = 0, []
    for text in request.POST.getlist("tap")[:MOST_KEPT]:
        kept = KeptTap.read(text)
        agent = people.filter(pk=kept.mark.agent_id).first() if kept else None
        if kept is None or agent is None or kept.key not in halves:
            refused.append(_("Un geste gardé n’a pas été compris : regardez la liste."))
            continue
        sent = NOTHING | {"mark": kept.mark, "tap": kept.tap}
        try:
            note(session, halves[kept.key], sent, at=clock.now(), by=request.user)
            noted += 1
        except Refused as refusal:
            refused.append(_("%(name)s : %(reason)s") % {"name": agent.full_name, "reason": refusal})
    told = ngettext("%(n)s geste gardé, bien reçu.", "%(n)s gestes gardés, bien reçus.", noted) % {"n": noted}
    return JsonResponse({"said": ([told] if noted else []) + refused})
