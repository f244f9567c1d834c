"""Coming in by a personal card."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.kernel import clock
from essaim.people.forms.cards import CardForm
from essaim.people.http import CARD_BACKEND
from essaim.people.models import Agent
from essaim.people.operations.cards import CodeWrong, TooManyTries, agent_of_card
from essaim.people.queries.agents import has_cards
from essaim.people.views.sign_in import wanted_page

STAYS = timedelta(days=1)
"""Cards are used on machines of others too: the browser forgets who came in by the next day."""


@sensitive_post_parameters("code")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_sign_in(request: HttpRequest) -> HttpResponse:
    """The form; once it is right, the page that was wanted. Where nobody holds a card there is no such door."""
    if request.user.is_authenticated:
        return redirect(wanted_page(request))
    if not has_cards():
        raise Http404("nobody holds a card")
    if request.method != "POST":
        return page(request, CardForm())
    if not ratelimit.consume(request, action="login"):
        return render(request, "people/too_many.html", status=429)
    form = CardForm(request.POST)
    return enter(request, form) if form.is_valid() else page(request, form)


def agent_by(request: HttpRequest, form: CardForm) -> Agent:
    """Whom the card of a right form lets in, or a refusal; wrong codes are counted on the card and for the place."""
    place = get_adapter().get_client_ip(request)
    return agent_of_card(**form.cleaned_data, place=place, at=clock.now())


def enter(request: HttpRequest, form: CardForm) -> HttpResponse:
    try:
        agent = agent_by(request, form)
    except CodeWrong as refused:
        return page(request, form, refusal=str(refused))
    except TooManyTries as refused:
        return page(request, form, refusal=str(refused), status=429)
    login(request, agent, backend=CARD_BACKEND)
    request.session.set_expiry(STAYS)
    return redirect(wanted_page(request))


def page(request: HttpRequest, form: CardForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    context = {"form": form, "problem": refusal, "anchor": "id_code", "next": wanted}
    return render(request, "people/card_sign_in.html", context, status=status)
