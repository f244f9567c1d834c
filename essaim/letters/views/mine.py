"""One's own letters, what one wants by e-mail, and the one click that stops them."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from essaim.kernel import clock
from essaim.letters import links, operations, queries
from essaim.letters.models import Letter, Wish
from essaim.people.http import AgentRequest
from essaim.people.models import Agent

PER_PAGE = 25


@require_GET
def mine(request: AgentRequest) -> HttpResponse:
    """What was written to the person, newest first; everything is there, with or without an e-mail."""
    letters = queries.letters_of(request.user, at=clock.now())
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "letters/mine.html", {"page": page})


@require_http_methods(["GET", "POST"])
def preferences(request: AgentRequest) -> HttpResponse:
    """What the person wants by e-mail; nothing here stops an answer to what they did."""
    if request.method == "POST":
        _choose(request, agent=request.user)
        return redirect("letters:preferences")
    return render(request, "letters/preferences.html", {"choices": queries.choices_of(request.user)})


@login_not_required
@never_cache
@csrf_exempt  # a mailbox sends the one click of RFC 8058 by itself; the link is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One button, which stops one family of letters; opening the page changes nothing."""
    link = links.stop_link(token, at=clock.now())
    if link is None:
        refusal = _("Il a plus d’un an, ou il a été coupé. Vos choix se font aussi dans Mes messages.")
        return render(request, "letters/stop_useless.html", {"refusal": refusal}, status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        _choose(request, agent=link.agent, family=link.family)
    context = {
        "choices": queries.choices_of(link.agent),
        "family": Letter.Family(link.family),
        "is_chosen": request.method == "POST",
    }
    return render(request, "letters/stop.html", context)


def _choose(request: HttpRequest, *, agent: Agent, family: str = "") -> None:
    """Stop the family that the button names, or the link's; or have it again."""
    chosen = request.POST.get("family", family)
    if chosen not in {*Letter.Family.values, *Wish.What.values}:
        raise Http404
    if "again" in request.POST:
        operations.resume(agent=agent, family=chosen, at=clock.now())
    else:
        operations.stop(agent=agent, family=chosen, at=clock.now())
