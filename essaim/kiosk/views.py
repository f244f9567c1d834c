"""The screens of a kiosk, and the settings where an administrator enrols and revokes it."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kiosk import operations, queries, rules
from essaim.kiosk.forms import KioskForm
from essaim.kiosk.models import Kiosk
from essaim.people.http import AgentRequest

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
    page = {"kiosk": kiosk, "idle_seconds": IDLE_SECONDS}
    return render(request, template, page | context, status=status)


@login_not_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The tiles; on a device that is not enrolled, how to enrol it. Each visit prolongs the device's cookie."""
    kiosk = kiosk_of(request)
    if kiosk is None:
        return render(request, "kiosk/enrol.html", {"refusal": ""})
    return keep_device(shown(request, "kiosk/home.html", kiosk), request.COOKIES[COOKIE])


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
        return render(request, "kiosk/enrol.html", {"refusal": str(refused)})
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
    """A number typed or read; the answer says the session, never the person."""
    if request.method != "POST":
        return shown(request, "kiosk/presence.html", kiosk, refusal="")
    try:
        session = operations.say_present(kiosk=kiosk, number=request.POST.get("number", ""), at=clock.now())
    except Refused as refused:
        return shown(request, "kiosk/presence.html", kiosk, refusal=str(refused))
    return shown(request, "kiosk/present.html", kiosk, session=session)


@require_POST
@on_a_kiosk
def stop(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Nothing is kept of whoever stood here."""
    logout(request)
    return redirect("kiosk:home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_list(request: AgentRequest) -> HttpResponse:
    """The kiosks of one's employer; the code of a new one is said on this answer only."""
    require(rules.can_keep_kiosks, request.user)
    employer, code = request.user.organisation, ""
    form = KioskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        _kiosk, code = operations.add_kiosk(organisation=employer, name=name, by=request.user, at=clock.now())
        form = KioskForm()
    context = {"form": form, "code": code, "kiosks": queries.kiosks_of(employer)}
    return render(request, "kiosk/kiosk_list.html", context)


@require_POST
def kiosk_revoke(request: AgentRequest, pk: int) -> HttpResponse:
    require(rules.can_keep_kiosks, request.user)
    kiosk = get_object_or_404(queries.kiosks_of(request.user.organisation), pk=pk)
    operations.revoke(kiosk=kiosk, at=clock.now())
    messages.success(request, _("« %(name)s » n’ouvre plus rien.") % {"name": kiosk.name})
    return redirect("kiosk:kiosk_list")
