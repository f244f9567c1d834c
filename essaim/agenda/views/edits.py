"""Changing a session: what somebody else changed meanwhile, what to confirm, and the undo of a date moved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from essaim.agenda.forms import meanwhile as editions
from essaim.agenda.forms.planning import Planning
from essaim.agenda.forms.written import planned_dates
from essaim.agenda.models import Host, Session
from essaim.agenda.operations.changing import DELAY, undo_change
from essaim.agenda.queries import manage as queries
from essaim.agenda.queries.changes import silent_change
from essaim.agenda.queries.planning import Warned, doubts
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Organisation
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _


def to_confirm(
    request: AgentRequest, planning: Planning, organisation: Organisation, *, session: Session | None
) -> list[Warned]:
    """What is to be ticked before this valid plan is kept, less what was ticked."""
    plans, hosts = planning.plans(), list(planning.form.cleaned_data["hosts"])
    team: list[Host] = session.team if session else []  # type: ignore[attr-defined]
    known = {host.agent_id for host in team}
    found = doubts(
        plans,
        hosts,
        session=session,
        before=planned_dates(session) if session else [],
        new_hosts={agent.pk for agent in hosts} - known,
        reader=request.user,
        organisation=organisation,
        at=clock.now(),
    )
    ticked = set(request.POST.getlist("voulu"))
    return [] if ticked >= {one.key for one in found} else found


def meanwhile_context(request: AgentRequest, session: Session) -> dict[str, Any]:
    """What the page remembers of the session; kept as it was sent until the changes of others were read."""
    now = editions.edition_of(session)
    seen = request.POST.get("seen") or editions.seen_text(now)
    return {"seen": seen, "meanwhile": [], "doubts": []}


def read_meanwhile(request: AgentRequest, planning: Planning, session: Session) -> list[editions.Meanwhile]:
    """The fields that somebody else changed since this page was opened, beside what it says."""
    theirs = editions.edition_of(session)
    mine = editions.edition_written(planning)
    return editions.changed_meanwhile(editions.seen_by(request.POST), mine, theirs, request.POST)


def say_edited(request: AgentRequest, session: Session) -> None:
    """What was done; a date that moved brings its undo."""
    now = clock.now()
    change = silent_change(session, now)
    if change is None:
        messages.success(request, _("La séance est modifiée."))
        return
    undo = reverse("agenda:manage_change_undo", args=[session.slug])
    said = _("La séance est modifiée. Les lettres partent dans 30 secondes.")
    if change.letters_leave_at > now + DELAY:
        moment = moment_text(change.letters_leave_at, session.programme.organisation.zone)
        said = _("La séance est modifiée. Les lettres partent à l’ouverture : %(moment)s.") % {
            "moment": moment
        }
    messages.success(request, said, f"undo:{undo}")


@require_POST
def manage_change_undo(request: AgentRequest, slug: str) -> HttpResponse:
    """The dates as before, as long as nobody was told."""
    session = get_object_or_404(queries.piloted_sessions(request.user), slug=slug)
    try:
        undo_change(session=session, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Les dates sont revenues comme avant. Personne n’a été prévenu."))
    return redirect("agenda:manage_session", slug=slug)
