"""Pilotage, Programme: the sessions that somebody runs, from rereading to the list of who came."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.agenda import operations, rules
from essaim.agenda.forms.planning import CancelForm, SeatsForm
from essaim.agenda.forms.room import SheetForm
from essaim.agenda.models import Session
from essaim.agenda.queries import exports
from essaim.agenda.queries import manage as queries
from essaim.agenda.queries import room as roll_queries
from essaim.agenda.queries.simulations import pool_lines
from essaim.agenda.rules import Half
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

PAGE = 25


def piloted_session(request: AgentRequest, slug: str) -> Session:
    """The session, for those who run its programme; for everybody else this page does not exist."""
    return get_object_or_404(queries.piloted_sessions(request.user), slug=slug)


def tab_words() -> dict[str, tuple[str, str, str]]:
    """Each tab of the list: its name, and what it says when it is empty."""
    plan = _("Une séance se prépare en une page : le sujet, les dates, l’équipe, les places.")
    return {
        "a-venir": (_("À venir"), _("Aucune séance à venir"), plan),
        "brouillons": (_("Brouillons"), _("Aucun brouillon"), plan),
        "a-terminer": (
            _("À terminer"),
            _("Rien à terminer"),
            _("Les séances passées sont toutes terminées : leurs questionnaires sont partis."),
        ),
        "passees": (
            _("Passées"),
            _("Aucune séance passée"),
            _("Les séances terminées ou annulées restent ici."),
        ),
    }


@require_safe
def manage_list(request: AgentRequest) -> HttpResponse:
    if not request.user.may_pilot:
        raise PermissionDenied
    now = clock.now()
    view = request.GET.get("vue", "")
    view = view if view in queries.VIEWS else queries.VIEWS[0]
    sessions = queries.sessions_in_view(request.user, view, at=now)
    counts = queries.counts_by_view(request.user, at=now)
    page = Paginator(sessions, PAGE).get_page(request.GET.get("page"))
    for session in page:
        session.cells = queries.cells(session)  # type: ignore[attr-defined]
        session.places = queries.places_text(session)  # type: ignore[attr-defined]
    _label, empty_title, empty_text = tab_words()[view]
    context = {
        "view": view,
        "tabs": [
            {"slug": slug, "label": words[0], "count": counts[slug]} for slug, words in tab_words().items()
        ],
        "empty_title": empty_title,
        "empty_text": empty_text,
        "page": page,
        "export_choices": exports.scope_choices(request.user),
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "agenda/manage_list.html", context)


@require_safe
def manage_session(request: AgentRequest, slug: str) -> HttpResponse:
    return registrations_page(request, piloted_session(request, slug))


def registrations_page(request: AgentRequest, session: Session, **more: Any) -> HttpResponse:
    people = queries.registrations_of(session)
    context = {
        "session": session,
        "view": "inscriptions",
        "missing": [] if session.published_at else queries.missing_before_publishing(session),
        "people": people,
        "cells": queries.cells(session, offered=people.offered),
        "seats_heading": queries.seats_heading(session, offered=people.offered),
        "kept_lines": pool_lines(session),
        "namesake": queries.topic_of_that_name(session),
        "seats_refusal": "",
        "seats_sent": "" if session.seats is None else session.seats,
        "last_in_order": [],
        "cancel_refusal": "",
        "cancel_sent": "",
        "may_enrol": rules.is_open_for_registration(session, clock.now()),
        "now": clock.now(),
    } | more
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/manage_session.html", context)


def presence_page(request: AgentRequest, session: Session) -> HttpResponse:
    halves = rules.half_days(session.dates, session.programme.organisation.zone)  # type: ignore[attr-defined]
    asked = request.GET
    half = roll_queries.half_at(
        halves, at=clock.now(), wanted=asked.get("date", ""), number=asked.get("demi", "")
    )
    roll = roll_queries.roll_of(session, half, halves)
    text = request.GET.get("nom", "")
    known = {row.agent_id for row in roll.rows}
    others = roll_queries.agents_named(session.programme.organisation, text, but=known)
    context = {
        "session": session,
        "view": "presences",
        "halves": halves,
        "half": half,
        "sitting": half.sitting,
        "roll": roll,
        "text": text,
        "found_agents": others,
        "has_begun": half.starts_at <= clock.now(),
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/manage_presence.html", context)


def back(session: Session) -> HttpResponse:
    return redirect("agenda:manage_session", slug=session.slug)


@require_POST
def manage_publish(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    try:
        operations.publish(session=session, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("La séance est publiée : elle est au programme."))
    return back(session)


@require_POST
def manage_resize(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    form = SeatsForm(request.POST)
    sent = request.POST.get("seats")
    if sent is None:  # not the same as an empty field, which lifts the limit
        return back(session)
    if not form.is_valid():
        return registrations_page(request, session, seats_refusal=form.errors["seats"][0], seats_sent=sent)
    seats, displace = form.cleaned_data["seats"], form.cleaned_data["displace"]
    try:
        operations.resize(session=session, seats=seats, at=clock.now(), by=request.user, displace=displace)
    except operations.SeatsBelowTaken as refused:
        more = {"seats_refusal": str(refused), "seats_sent": sent, "last_in_order": refused.last_in_order}
        return registrations_page(request, session, **more)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, seats_text(seats))
    return back(session)


def seats_text(seats: int | None) -> str:
    if seats is None:
        return _("La séance n’a plus de limite de places.")
    return ngettext(
        "La séance a maintenant %(seats)s place.", "La séance a maintenant %(seats)s places.", seats
    ) % {"seats": seats}


@require_POST
def manage_cancel(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    form = CancelForm(request.POST)
    sent = request.POST.get("reason")
    if sent is None:
        return back(session)
    if not form.is_valid():
        return registrations_page(request, session, cancel_refusal=form.errors["reason"][0], cancel_sent=sent)
    try:
        operations.cancel_session(
            session=session, reason=form.cleaned_data["reason"], at=clock.now(), by=request.user
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("La séance est annulée. Les personnes concernées sont prévenues."))
    return back(session)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_presence(request: AgentRequest, slug: str) -> HttpResponse:
    """The sheet of a date, and its return: « les autres étaient là » fills in those of whom nothing is said."""
    session = piloted_session(request, slug)
    if request.method != "POST":
        return presence_page(request, session)
    form = SheetForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a sheet without its date")
    halves = rules.half_days(session.dates, session.programme.organisation.zone)  # type: ignore[attr-defined]
    half = next((half for half in halves if half.key == form.key), None)
    if half is None:
        raise Http404(form.key)
    roll = roll_queries.roll_of(session, half, halves)
    marks = form.marks(unmarked=[row.agent_id for row in roll.rows if not row.status])
    changed = {pk: status for pk, status in marks.items() if status != roll.status_of(pk)}
    try:
        write_sheet(session, half, changed, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("%(count)s présence enregistrée.", "%(count)s présences enregistrées.", len(changed))
        messages.success(request, text % {"count": len(changed)} if changed else _("Rien n’a changé."))
    address = f"{reverse('agenda:manage_presence', args=[slug])}?date={half.sitting.pk}"
    return redirect(f"{address}&demi={half.number}" if half.of > 1 else address)


@transaction.atomic
def write_sheet(session: Session, half: Half, changed: dict[int, str], *, by: Agent) -> None:
    """All of the sheet or nothing of it: noted before the closing, corrected after it."""
    write = operations.correct_presence if session.closed_at else operations.mark_presence
    for agent in roll_queries.people_to_note(session).filter(pk__in=changed).order_by("pk"):
        write(
            sitting=half.sitting,
            half=half.number,
            agent=agent,
            status=changed[agent.pk],
            at=clock.now(),
            by=by,
        )
