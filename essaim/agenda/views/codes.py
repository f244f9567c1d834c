"""A session's code: the field to type it, the public page that it opens, and where it leads at the right hour."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from essaim.agenda import rules
from essaim.agenda.models import Session
from essaim.agenda.queries import codes
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.cards import state_of
from essaim.agenda.queries.guests import guest_of
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.room import halves_of_session, readable_code
from essaim.kernel import clock
from essaim.people.models import Agent
from essaim.people.queries.agents import has_cards
from essaim.programmes.queries import visitor_context
from essaim.ui.words import gettext as _

ROOMS = "salle"
"""Where the browser's session keeps whose name was picked in which room."""
Page = Callable[[HttpRequest, Session], HttpResponse]


def of_code(view: Page) -> Callable[[HttpRequest, str], HttpResponse]:
    """The session of the code, in the colours of its programme and at its own hours; else a sentence and a way on."""

    @wraps(view)
    def page(request: HttpRequest, code: str) -> HttpResponse:
        viewer = request.user if request.user.is_authenticated else None
        session = codes.session_of_code(code, viewer=viewer)
        if viewer is None and not knows(request, session) and not guesses(request, dry_run=True):
            refusal = _("Trop de codes inconnus viennent de votre réseau. Réessayez dans une minute.")
            return entry(request, written=code, refusal=refusal, status=429)
        if session is None:
            guesses(request, dry_run=False)
            return entry(request, written=code, refusal=unknown(code), status=404)
        if viewer is None:
            given = request.site_context() | visitor_context(session.programme)  # type: ignore[attr-defined]
            request.site_context = given  # type: ignore[attr-defined]
        with timezone.override(session.programme.organisation.zone):
            return view(request, session)

    return never_cache(login_not_required(page))


def knows(request: HttpRequest, session: Session | None) -> bool:
    """Whether a name was picked in this room from this browser: a crowd's mistakes do not put it out."""
    return session is not None and str(session.pk) in request.session.get(ROOMS, {})


def guesses(request: HttpRequest, *, dry_run: bool) -> bool:
    """Whether one more wrong code may come from this place. Right ones never count."""
    return bool(
        ratelimit.consume(
            request, app="allauth.account", action="session_code", dry_run=dry_run, limit_get=True
        )
    )


def unknown(written: str) -> str:
    if not codes.plain_code(written):
        return _("Un code compte cinq lettres et chiffres, comme TCD-48. Relisez-le sur l’affiche.")
    return _(
        "Aucune séance ne porte le code « %(code)s » ici. Relisez-le sur l’affiche, "
        "qui est peut-être ancienne, ou d’une autre organisation."
    ) % {"code": written}


def entry(request: HttpRequest, *, written: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"written": written[: codes.MOST_TYPED], "refusal": refusal}
    return render(request, "agenda/code_entry.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def code_entry(request: HttpRequest) -> HttpResponse:
    """One field for the code of a poster."""
    written = request.GET.get("code", "").replace("\x00", "").strip()
    code = codes.plain_code(written)
    if code:
        return redirect("agenda:short", code)
    return entry(request, written=written, refusal=unknown(written) if written else "")


@require_safe
@of_code
def short(request: HttpRequest, session: Session) -> HttpResponse:
    """What a poster's code opens.

    Somebody signed in: the questionnaire once closed, the room on the day, else the page. A visitor: the room while
    it is open, else what the poster says.
    """
    at = clock.now()
    if request.user.is_authenticated:
        return signed_in(request, session, request.user)
    halves = halves_of_session(session)
    is_now = rules.takes_opinions(session, halves, at) or (
        not session.closed_at and rules.arriving_half(halves, at) is not None
    )
    if is_now and not session.cancelled_at and "lire" not in request.GET:
        return redirect("agenda:guest_room", session.code)
    context = {
        "session": session,
        "format": session.format,
        "code": readable_code(session),
        "dates": [(sitting, place_of(sitting)) for sitting in queries.dates_of(session)],
        "card": state_of(session, None, at),
        "phone": session.programme.phone,
        "has_cards": has_cards(),
        "is_now": is_now,
    }
    return render(request, "agenda/code_page.html", context)


def signed_in(request: HttpRequest, session: Session, agent: Agent) -> HttpResponse:
    at = clock.now()
    if "lire" in request.GET:
        return redirect("agenda:session_detail", slug=session.slug)
    if session.closed_at:
        return redirect("feedback:survey_mine", slug=session.slug)
    if queries.is_day_of(session, at=at) and queries.hosts_session(agent, session):
        return redirect("agenda:room", slug=session.slug)
    half = rules.arriving_half(halves_of_session(session), at)
    if half and not session.cancelled_at and guest_of(session, agent.pk):
        return redirect("agenda:guest_room", session.code)
    return redirect("agenda:session_detail", slug=session.slug)
