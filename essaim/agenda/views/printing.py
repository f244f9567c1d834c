"""What is printed: posters for everybody; names only for who leads, notices for who hands them over."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from essaim.agenda import rules
from essaim.agenda.files import notices, posters, sheets
from essaim.agenda.models import Session
from essaim.agenda.queries import printing as queries
from essaim.agenda.queries import room as rolls
from essaim.agenda.queries.sessions import HostName, dates_of, is_guest, people_of
from essaim.agenda.views.room import led_session
from essaim.agenda.views.sessions import session_or_404
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.numbers import sent_number
from essaim.people.http import AgentRequest
from essaim.ui.words import gettext as _

LETTERS_PRINTED = 30


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Shown by the browser, and kept under a name that says what it is."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_safe
def session_poster(request: AgentRequest, slug: str) -> HttpResponse:
    session = session_or_404(request, slug)
    hosts = hosts_for(request, session)
    content = posters.session_poster(session, dates_of(session), hosts, at=clock.now())
    return pdf_answer(content, f"affiche-{session.slug}")


def hosts_for(request: AgentRequest, session: Session) -> list[HostName]:
    """Who leads it, with their service; a partner reads the organisation in its place."""
    hosts, _colleagues = people_of(session)
    organisation = session.programme.organisation
    if not is_guest(request.user, organisation.pk):
        return hosts
    return [replace(host, unit=organisation.name) for host in hosts]


@require_safe
def season_poster(request: AgentRequest) -> HttpResponse:
    programme = queries.programme_to_print(request.user, slugify(request.GET.get("dispositif", "")))
    if programme is None:
        raise Http404
    now = clock.now()
    sessions, season = queries.sessions_to_print(programme, at=now)
    title = season.name if season else _("Le programme à venir")
    return pdf_answer(posters.season_poster(programme, sessions, title=title, at=now), "programme")


@require_safe
@never_cache
def attendance_sheet(request: AgentRequest, slug: str) -> HttpResponse:
    """Every half-day, or the one asked for; « vierge » leaves out the names."""
    session = led_session(request, slug)
    asked = request.GET
    halves = rolls.halves_of_session(session)
    shown = halves
    if asked.get("date"):
        wanted, number = asked["date"], asked.get("demi", "")
        shown = [rolls.half_at(halves, at=clock.now(), wanted=wanted, number=number)]
    empty = rolls.Roll(rows=[], free_seats=None)
    named = [(half, empty if asked.get("vierge") else rolls.roll_of(session, half, halves)) for half in shown]
    hosts, _colleagues = people_of(session)
    content = sheets.attendance_sheet(session, named, hosts, at=clock.now())
    return pdf_answer(content, f"emargement-{session.slug}")


@require_safe
@never_cache
def name_cards(request: AgentRequest, slug: str) -> HttpResponse:
    session = led_session(request, slug)
    halves = rolls.halves_of_session(session)
    roll = rolls.roll_of(session, halves[0], halves)
    return pdf_answer(sheets.name_cards(session, roll, at=clock.now()), f"cartes-{session.slug}")


@require_safe
@never_cache
def joining_notices(request: AgentRequest) -> HttpResponse:
    """For the sessions that one runs, the people one acts for; of one session or service when it is named."""
    require(rules.can_print_notices, request.user)
    now, asked = clock.now(), request.GET
    seats = queries.seats_without_email(request.user, at=now)
    if asked.get("service"):
        seats = queries.in_service(seats, sent_number(asked["service"]))
    if asked.get("seance"):
        seats = seats.filter(session__slug=slugify(asked["seance"]))
    return pdf_answer(notices.joining_notices(queries.ready_to_print(seats), at=now), "convocations")


@require_safe
def relay(request: AgentRequest) -> HttpResponse:
    """The page of who acts for colleagues: notices to hand over, who is away."""
    require(rules.acts_for_others, request.user)
    now, zone = clock.now(), request.user.organisation.zone
    context: dict[str, Any] = {
        "notices": queries.people_to_tell(request.user, at=now),
        "letters": queries.letters_to_hand_over(request.user, at=now).count(),
        "away": queries.away_soon(request.user, today=now.astimezone(zone).date()),
    }
    with timezone.override(zone):
        return render(request, "agenda/relay.html", context)


@require_safe
def relay_letters(request: AgentRequest) -> HttpResponse:
    """What colleagues without e-mail have to know, a sheet for each letter, to print and hand over."""
    require(rules.acts_for_others, request.user)
    letters = Paginator(queries.letters_to_hand_over(request.user, at=clock.now()), LETTERS_PRINTED)
    page = letters.get_page(request.GET.get("page"))
    with timezone.override(request.user.organisation.zone):
        return render(request, "agenda/relay_letters.html", {"page": page})
