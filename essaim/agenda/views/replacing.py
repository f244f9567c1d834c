"""Finding another host: colleagues who led the like and are free, one button, one undo."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda.forms.replacing import ReplaceForm
from essaim.agenda.models import Host, Session
from essaim.agenda.operations.replacing import replace_host, undo_replacement
from essaim.agenda.queries import manage as queries
from essaim.agenda.queries.conflicts import conflicts_of
from essaim.agenda.queries.replacements import colleagues_who_can_host
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.ui.words import gettext as _


def read_form(session: Session, sent: QueryDict) -> ReplaceForm:
    return ReplaceForm(sent, people=queries.possible_hosts(session.programme.organisation_id))


@require_http_methods(["GET", "HEAD", "POST"])
def manage_replace(request: AgentRequest, slug: str) -> HttpResponse:
    session = get_object_or_404(queries.piloted_sessions(request.user), slug=slug)
    if request.method == "POST":
        return replace(request, session)
    now, zone = clock.now(), session.programme.organisation.zone
    team: list[Host] = session.team  # type: ignore[attr-defined]
    hosts = [host.agent for host in team if host.agent]
    dates = session.dates  # type: ignore[attr-defined]
    busy = conflicts_of([agent.pk for agent in hosts], dates, reader=request.user, zone=zone, but=session)
    context = {
        "session": session,
        "view": "remplacer",
        "hosts": [(agent, busy.get(agent.pk, [])) for agent in hosts],
        "substitutes": colleagues_who_can_host(session, now),
    }
    with timezone.override(zone):
        return render(request, "agenda/manage_replace.html", context)


def replace(request: AgentRequest, session: Session) -> HttpResponse:
    """Do it, with an undo in the message."""
    form = read_form(session, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez une personne de la liste."))
        return redirect("agenda:manage_replace", slug=session.slug)
    old, new = form.cleaned_data["ancien"], form.cleaned_data["nouveau"]
    try:
        replace_host(session=session, old=old, new=new, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("agenda:manage_replace", slug=session.slug)
    people = urlencode({"ancien": old.pk if old else "", "nouveau": new.pk})
    undo = f"{reverse('agenda:manage_replace_undo', args=[session.slug])}?{people}"
    text = _("%(name)s anime cette séance et reçoit une lettre.") % {"name": new.full_name}
    messages.success(request, text, f"undo:{undo}")
    return redirect("agenda:manage_session", slug=session.slug)


@require_POST
def manage_replace_undo(request: AgentRequest, slug: str) -> HttpResponse:
    session = get_object_or_404(queries.piloted_sessions(request.user), slug=slug)
    form = read_form(session, request.GET)
    if form.is_valid():
        old, new = form.cleaned_data["ancien"], form.cleaned_data["nouveau"]
        try:
            undo_replacement(session=session, old=old, new=new, at=clock.now(), by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("L’équipe est revenue comme avant."))
    return redirect("agenda:manage_session", slug=slug)
