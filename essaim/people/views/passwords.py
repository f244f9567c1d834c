"""Moi, Mot de passe: choosing the first, or another."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.people.forms.passwords import PasswordForm
from essaim.people.http import ENTERED_BY_LINK, AgentRequest
from essaim.people.models import Agent
from essaim.people.operations.passwords import choose_password
from essaim.people.operations.sign_in import LIFE


@sensitive_post_parameters("current", "new", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: AgentRequest) -> HttpResponse:
    """Whoever forgot it comes in by a link, and is not asked for it; whoever finds an open browser is."""
    asks = request.user.has_usable_password() and not just_entered_by_link(request)
    sent = request.POST if request.method == "POST" else None
    is_too_fast = bool(sent and asks) and not ratelimit.consume(
        request, action="change_password", user=request.user
    )
    form = PasswordForm(sent, agent=request.user, asks_current=asks)
    if not is_too_fast and form.is_valid():
        is_first = not request.user.has_usable_password()
        choose_password(agent=request.user, password=form.cleaned_data["new"], at=clock.now())
        request.session.pop(ENTERED_BY_LINK, None)
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Votre mot de passe est choisi. Vos autres appareils sont déconnectés."))
        return redirect(after_first(request.user) if is_first else "home:me")
    context = {"form": form, "is_too_fast": is_too_fast}
    return render(request, "people/password.html", context, status=429 if is_too_fast else 200)


def after_first(agent: Agent) -> str:
    """Where somebody begins: at the first steps of a school, or at what it offers."""
    return "home:week" if agent.may_pilot else "home:index"


def just_entered_by_link(request: AgentRequest) -> bool:
    """A link proves the mailbox, for as long as a link lives."""
    entered = request.session.get(ENTERED_BY_LINK)
    return entered is not None and clock.now() < datetime.fromisoformat(entered) + LIFE
