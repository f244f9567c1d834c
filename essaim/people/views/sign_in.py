"""Coming in, by password or by a link, and going out."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.routes import page_of
from essaim.people.forms import LinkForm, SignInForm
from essaim.people.http import ENTERED_BY_LINK
from essaim.people.models import Agent
from essaim.people.operations import sign_in as operations
from essaim.people.queries.agents import DEMO_ROLES, demo_accounts, has_cards

BACKEND = "essaim.people.backends.AgentBackend"


@sensitive_post_parameters("password")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; once it is right, the page that was wanted."""
    if request.user.is_authenticated:
        return redirect(wanted_page(request))
    if request.method != "POST":
        return sign_in_page(request, SignInForm(request=request))
    if not ratelimit.consume(request, action="login"):
        return render(request, "people/too_many.html", status=429)
    form = SignInForm(request.POST, request=request)
    if not form.is_valid():
        return sign_in_page(request, form, status=429 if form.is_limited else 200)
    answer: HttpResponse = form.login(request, redirect_url=wanted_page(request))
    return answer


def sign_in_page(request: HttpRequest, form: SignInForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "has_cards": has_cards(),
        "is_demo": settings.DEMO,
        "demo_accounts": demo_accounts() if settings.DEMO else [],
    }
    return render(request, "people/sign_in.html", context, status=status)


def wanted_page(request: HttpRequest) -> str:
    """The page that the person came from, if it is ours; the one above, when a button was pressed; else home."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page_of(wanted) if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def link_request(request: HttpRequest) -> HttpResponse:
    """Send a link to whoever this is; the answer is the same whether the account exists or not."""
    if not ratelimit.consume(request, action="login"):
        return render(request, "people/too_many.html", status=429)
    form = LinkForm(request.POST)
    if form.is_valid():
        operations.ask_for_link(name=form.cleaned_data["name"], at=clock.now())
    return render(request, "people/link_sent.html", {"is_demo": settings.DEMO})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_open(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter's link opens: a page with one button, because mail scanners open every link."""
    try:
        if request.method == "POST":
            now = clock.now()
            login(request, operations.use_link(token=token, at=now), backend=BACKEND)
            request.session.set_expiry(None)  # a visitor's may have ended sooner
            request.session[ENTERED_BY_LINK] = now.isoformat()
            return redirect(settings.LOGIN_REDIRECT_URL)
        agent = operations.find_link(token=token, at=clock.now()).agent
    except operations.LinkUseless as refused:
        status = 404 if isinstance(refused, operations.LinkUnknown) else 410
        return render(request, "people/link_useless.html", {"refusal": str(refused)}, status=status)
    return render(request, "people/link_open.html", {"agent": agent, "token": token})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One button per role, on demo data only."""
    if not settings.DEMO:
        raise Http404
    name = request.POST.get("login", "")
    if name not in DEMO_ROLES:
        raise Http404
    login(request, get_object_or_404(Agent, login=name, is_active=True), backend=BACKEND)
    request.session.set_expiry(None)
    return redirect(wanted_page(request))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends here."""
    logout(request)
    return redirect("home:index")
