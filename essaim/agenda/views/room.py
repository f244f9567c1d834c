"""The host's page in the room: the code, who is there, the running order, the end."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import operations, rules
from essaim.agenda.forms.room import Mark, RoomForm
from essaim.agenda.models import Session
from essaim.agenda.operations.room import count_tap
from essaim.agenda.operations.unmarking import unmark_presence
from essaim.agenda.queries import room as queries
from essaim.agenda.queries.running import running_order_of
from essaim.agenda.rules import Half
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.words import gettext as _


def led_session(request: AgentRequest, slug: str) -> Session:
    """The session whose room the person may open: 404 when it does not exist for them, 403 when others lead it."""
    session = get_object_or_404(queries.rooms_visible_to(request.user), slug=slug)
    require(rules.can_lead, request.user, session)
    return session


@require_safe
def room(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    now = clock.now()
    if request.htmx and "vu" in request.GET:
        return news(request, session, at=now)
    halves = queries.halves_of_session(session)
    context = code_context(session) | {"session": session, "halves": halves}
    with timezone.override(session.programme.organisation.zone):
        if session.closed_at:
            context["attended"] = queries.presence_count(session)
            context["rolls"] = [(half, queries.roll_of(session, half, halves)) for half in halves]
            return render(request, "agenda/room_done.html", context)
        half = asked_half(request, halves, at=now)
        context |= live_context(session, half, undo=asked_undo(request), at=now, halves=halves)
        context |= found_context(session, context["roll"], request.GET.get("nom", ""))
        context["at_field"] = "champ" in request.GET
        noted = request.GET.get("tous", "")
        context["just_noted"] = noted if noted.replace(",", "").isdecimal() else ""
        context["may_close"] = halves[-1].sitting.starts_at <= now and not session.cancelled_at
        return render(request, "agenda/room.html", context)


def code_context(session: Session) -> dict[str, Any]:
    """The code as one says it, and for the cameras of phones the address where one says to be there."""
    return {
        "code": queries.readable_code(session),
        "site_address": settings.SITE_URL.partition("//")[2],
        "code_address": settings.SITE_URL + reverse("agenda:guest_room", args=[session.code]),
    }


def news(request: AgentRequest, session: Session, *, at: datetime) -> HttpResponse:
    """What has moved since the browser looked: most often nothing, which costs only the row of the session."""
    if session.closed_at:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.GET["vu"] == queries.stamp_of(session, at=at):
        return HttpResponse(status=204)
    halves = queries.halves_of_session(session)
    half = asked_half(request, halves, at=at)
    with timezone.override(session.programme.organisation.zone):
        context = live_context(session, half, undo=asked_undo(request), at=at, halves=halves)
        return render(request, "agenda/room_live.html#news", context)


def asked_undo(request: AgentRequest) -> Mark | None:
    return Mark.read(request.GET.get("annuler", ""))


def asked_half(request: AgentRequest, halves: list[Half], *, at: datetime) -> Half:
    """The half-day that the address asks for."""
    asked = request.GET
    return queries.half_at(halves, at=at, wanted=asked.get("date", ""), number=asked.get("demi", ""))


def roll_context(
    session: Session, half: Half, *, undo: Mark | None, halves: list[Half] | None = None
) -> dict[str, Any]:
    roll = queries.roll_of(session, half, halves or queries.halves_of_session(session))
    return {
        "session": session,
        "half": half,
        "sitting": half.sitting,
        "roll": roll,
        "undo": undo,
        "refusal": "",
        "just_noted": "",
    }


def live_context(
    session: Session, half: Half, *, undo: Mark | None, at: datetime, halves: list[Half] | None = None
) -> dict[str, Any]:
    """All that moves by itself in an open room."""
    order = running_order_of(session, at=at)
    return roll_context(session, half, undo=undo, halves=halves) | {
        "order": order,
        "order_lines": order.lines(half.starts_at),
        "stamp": queries.stamp_of(session, at=at),
    }


def found_context(session: Session, roll: queries.Roll, text: str) -> dict[str, Any]:
    """Whom the one field found: on the roll, and elsewhere in the organisation."""
    others = queries.agents_named(
        session.programme.organisation, text, but={row.agent_id for row in roll.rows}
    )
    return {"text": text, "found_rows": queries.rows_named(roll, text), "found_agents": others}


@require_POST
def room_mark(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    form = RoomForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Ce geste n’a pas été compris : recommencez depuis la liste."))
        return redirect("agenda:room", slug=slug)
    halves = queries.halves_of_session(session)
    half = next((half for half in halves if half.key == form.key), None)
    if half is None:
        raise Http404(form.key)
    before, refusal = queries.roll_of(session, half, halves), ""
    try:
        note(session, half, form.cleaned_data, at=clock.now(), by=request.user)
    except Refused as refused:
        refusal = str(refused)
    if request.htmx and form.cleaned_data["mark"]:
        return row_answer(
            request, session, half, before=before, mark=form.cleaned_data["mark"], refusal=refusal
        )
    return page_answer(request, session, half, before=before, sent=form.cleaned_data, refusal=refusal)


@transaction.atomic
def note(session: Session, half: Half, sent: dict[str, Any], *, at: datetime, by: Agent) -> None:
    """Do what the tap says: one mark, everybody, or taking back what « tout le monde est là » noted.

    A tap that was counted already does nothing; one that is refused may come again.
    """
    if not count_tap(session=session, key=sent["tap"], at=at):
        return
    people = queries.people_to_note(session)
    where: Any = {"sitting": half.sitting, "half": half.number, "at": at, "by": by}
    if sent["everybody"]:
        operations.mark_everybody(**where)
    for agent in people.filter(pk__in=sent["nobody"]).order_by("pk"):
        unmark_presence(agent=agent, **where)
    mark: Mark | None = sent["mark"]
    if mark is None:
        return
    agent = get_object_or_404(people, pk=mark.agent_id)
    if not mark.status:
        unmark_presence(agent=agent, **where)
        return
    operations.mark_presence(agent=agent, status=mark.status, add_seat=sent["add_seat"], **where)


def status_before(roll: queries.Roll, mark: Mark) -> Mark | None:
    """The tap that puts things back as they were; taking a mark back needs none."""
    return Mark(mark.agent_id, roll.status_of(mark.agent_id)) if mark.status else None


def row_answer(
    request: AgentRequest,
    session: Session,
    half: Half,
    *,
    before: queries.Roll,
    mark: Mark,
    refusal: str,
) -> HttpResponse:
    """The row of that person with its undo, and the counter beside it."""
    undo = None if refusal else status_before(before, mark)
    session.refresh_from_db(fields=["seats", "taken", "version"])
    context = live_context(session, half, undo=undo, at=clock.now()) | {"refusal": refusal}
    context["row"] = context["roll"].row_of(mark.agent_id)
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/room_roll.html#answer", context)


def page_answer(
    request: AgentRequest,
    session: Session,
    half: Half,
    *,
    before: queries.Roll,
    sent: dict[str, Any],
    refusal: str,
) -> HttpResponse:
    """Back to the page: the refusal beside the name looked for, or what was noted with its undo."""
    query, anchor = {"date": str(half.sitting.pk)}, "arrivees"
    if half.of > 1:
        query["demi"] = str(half.number)
    mark: Mark | None = sent["mark"]
    if refusal:
        messages.error(request, refusal)
        query["nom"] = sent["nom"]
    elif mark:
        query["annuler"], anchor = str(status_before(before, mark) or ""), f"personne-{mark.agent_id}"
    elif sent["everybody"]:
        noted = [str(row.agent_id) for row in before.rows if not row.status]
        query["tous"] = ",".join(noted)
        text = ngettext("%(count)s personne notée là.", "%(count)s personnes notées là.", len(noted))
        messages.success(request, text % {"count": len(noted)})
    address = reverse("agenda:room", args=[session.slug])
    return redirect(f"{address}?{urlencode({key: value for key, value in query.items() if value})}#{anchor}")


@require_POST
def room_close(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    try:
        operations.close_session(session=session, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("La séance est terminée. Le questionnaire est parti."))
    return redirect("agenda:room", slug=slug)
