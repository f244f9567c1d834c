"""What everybody finds on a kiosk: the tiles, the programme, « je suis là », and the end of a visit."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.language import FRENCH, choose, in_english
from essaim.kiosk import operations, queries, visits
from essaim.kiosk.models import Kiosk
from essaim.people import ladder
from essaim.people.ladder import Action, Rung
from essaim.programmes.queries import visitor_context

COOKIE = "essaim_borne"
COOKIE_SECONDS = 400 * 24 * 3600
IDLE_SECONDS = 90
Screen = Callable[[HttpRequest, Kiosk], HttpResponse]


def on_a_kiosk(view: Screen) -> Callable[[HttpRequest], HttpResponse]:
    """An enrolled device, else back to the page that says how to enrol."""

    @wraps(view)
    def screen(request: HttpRequest) -> HttpResponse:
        kiosk = kiosk_of(request)
        if kiosk is None:
            return redirect("kiosk:home")
        with timezone.override(kiosk.organisation.zone):
            return view(request, kiosk)

    return never_cache(login_not_required(screen))


def kiosk_of(request: HttpRequest) -> Kiosk | None:
    return queries.kiosk_of_device(request.COOKIES.get(COOKIE, ""))


def shown(
    request: HttpRequest, template: str, kiosk: Kiosk, *, status: int = 200, **context: object
) -> HttpResponse:
    ours = queries.programme_of_kiosk(kiosk)
    if ours:
        request.site_context = request.site_context() | visitor_context(ours)  # type: ignore[attr-defined]
    page = {"kiosk": kiosk, "idle_seconds": IDLE_SECONDS, "visitor": visits.visitor_of(request)}
    return render(request, template, page | context, status=status)


@login_not_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The tiles; on a device that is not enrolled, how to enrol it. Each visit prolongs the device's cookie."""
    kiosk = kiosk_of(request)
    if kiosk is None:
        if visits.is_one(request):
            logout(request)
        return render(request, "kiosk/enrol.html", {"refusal": "", "was_kiosk": COOKIE in request.COOKIES})
    forgot = "oubli" in request.GET
    page = shown(request, "kiosk/home.html", kiosk, was_forgotten=forgot, was_changed=in_english())
    return keep_device(page, request.COOKIES[COOKIE])


def keep_device(response: HttpResponse, token: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path="/borne/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@never_cache
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    if not ratelimit.consume(request, action="login"):
        return render(request, "people/too_many.html", status=429)
    try:
        token = operations.enrol(code=request.POST.get("code", ""), at=clock.now())
    except Refused as refused:
        return render(request, "kiosk/enrol.html", {"refusal": str(refused), "was_kiosk": False})
    logout(request)
    return keep_device(redirect("kiosk:home"), token)


@require_safe
@on_a_kiosk
def programme(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    sessions = list(queries.coming_sessions(kiosk.organisation, at=clock.now()))
    return shown(request, "kiosk/programme.html", kiosk, sessions=sessions)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_kiosk
def presence(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """A number typed or read, or whoever came in by card; the answer says the session, never the person."""
    visitor, at = visits.visitor_of(request), clock.now()
    if request.method != "POST":
        half = queries.expected_now(visitor, at=at) if visitor else None
        return shown(request, "kiosk/presence.html", kiosk, refusal="", half=half)
    ladder.require(ladder.rung_of(request) if visitor else Rung.BADGE, Action.BE_PRESENT)
    try:
        if visitor:
            session = operations.say_present_by_card(agent=visitor, at=at)
        else:
            number = request.POST.get("number", "")
            session = operations.say_present(kiosk=kiosk, number=number, at=at)
    except Refused as refused:
        return shown(request, "kiosk/presence.html", kiosk, refusal=str(refused), half=None)
    return shown(request, "kiosk/present.html", kiosk, session=session)


@require_POST
@on_a_kiosk
def stop(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Nothing is kept of whoever stood here, not even the language."""
    logout(request)
    choose(request, FRENCH)
    return redirect("kiosk:home")
