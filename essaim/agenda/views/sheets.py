"""The attendance sheet, typed back in one screen: everybody but those ticked."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from essaim.agenda import rules
from essaim.agenda.forms.room import AwayForm
from essaim.agenda.models import Presence, Session
from essaim.agenda.queries import room as queries
from essaim.agenda.rules import Half
from essaim.agenda.views.manage import write_sheet
from essaim.agenda.views.room import asked_half, led_session
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.ui.words import gettext as _


@require_http_methods(["GET", "HEAD", "POST"])
def room_sheet(request: AgentRequest, slug: str) -> HttpResponse:
    """One half-day in the order of the sheet; the host until the session is closed, then who runs the programme."""
    session = led_session(request, slug)
    halves = queries.halves_of_session(session)
    if request.method != "POST":
        half = asked_half(request, halves, at=clock.now())
        return _page(request, session, half, halves)
    form = AwayForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a sheet without its date or its people")
    half = next((half for half in halves if half.key == form.key), None)  # type: ignore[assignment]
    if half is None:
        raise Http404(form.key)
    return _write(request, session, half, halves, form)


def _page(request: AgentRequest, session: Session, half: Half, halves: list[Half]) -> HttpResponse:
    roll = queries.roll_of(session, half, halves)
    context: dict[str, Any] = {
        "session": session,
        "halves": halves,
        "half": half,
        "sitting": half.sitting,
        "roll": roll,
        "seen": ",".join(str(row.agent_id) for row in roll.rows),
        "is_noted": any(row.status for row in roll.rows),
        "has_begun": half.starts_at <= clock.now(),
        "may_write": _may_write(request, session),
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/room_sheet.html", context)


def _may_write(request: AgentRequest, session: Session) -> bool:
    if session.cancelled_at:
        return False
    return session.closed_at is None or rules.can_pilot(request.user, session.programme)


def _refuse_untimely(request: AgentRequest, session: Session, half: Half) -> None:
    if not _may_write(request, session):
        raise Refused(_("Cette séance est terminée : ses présences se corrigent depuis Pilotage."))
    if half.starts_at > clock.now():
        raise Refused(_("Cette demi-journée n’a pas commencé : la feuille se recopie après."))


def _write(
    request: AgentRequest, session: Session, half: Half, halves: list[Half], form: AwayForm
) -> HttpResponse:
    roll = queries.roll_of(session, half, halves)
    excused = [row.agent_id for row in roll.rows if row.status == Presence.Status.EXCUSED]
    marks = form.marks(request.POST.getlist("away"), excused)
    known = {row.agent_id for row in roll.rows}
    changed = {pk: status for pk, status in marks.items() if pk in known and status != roll.status_of(pk)}
    try:
        _refuse_untimely(request, session, half)
        write_sheet(session, half, changed, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        there = sum(marks.get(pk) == Presence.Status.PRESENT for pk in known)
        text = ngettext("%(count)s personne notée là.", "%(count)s personnes notées là.", there)
        messages.success(request, text % {"count": there})
    address = f"{reverse('agenda:room_sheet', args=[session.slug])}?date={half.sitting.pk}"
    return redirect(f"{address}&demi={half.number}" if half.of > 1 else address)
