"""The calendars that programs read by themselves, and the page of Moi that gives their addresses."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import files
from essaim.agenda.models import Feed
from essaim.agenda.operations.feeds import make_feed, stop_feed
from essaim.agenda.queries import feeds as queries
from essaim.kernel import clock
from essaim.kernel.language import speaking, spoken
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.programmes.models import Programme

KEPT_SECONDS = 60
PRIVATE = "private, no-store"


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads: the owner's sessions, or a programme of their employer. Nobody signs in."""
    found = queries.feed_of_token(token)
    if found is None:
        return useless(request)
    agent, number = found[0].agent, found[1]
    programme = queries.programme_of_feed(agent, number) if number != queries.OWN else None
    if programme is None and number != queries.OWN:
        return useless(request)
    with speaking(agent.language):
        now = clock.now()
        content = programme_calendar(programme, at=now) if programme else own_calendar(agent, at=now)
    return answer(request, content)


def own_calendar(agent: Agent, *, at: datetime) -> bytes:
    name = _("Mes rendez-vous – %(site)s") % {"site": agent.organisation.name}
    return files.feed_calendar(name, queries.own_sessions(agent, at=at), agent=agent)


def programme_calendar(programme: Programme, *, at: datetime) -> bytes:
    """The same for everybody, so drawn once a minute."""
    key = ("calendar of programme", programme.pk, spoken())
    content: bytes | None = caches["pages"].get(key)
    if content is None:
        entries = queries.programme_sessions(programme, at=at)
        content = files.feed_calendar(programme.name, entries, agent=None)
        caches["pages"].set(key, content, KEPT_SECONDS)
    return content


def answer(request: HttpRequest, content: bytes) -> HttpResponse:
    """The calendar, unless the program has the same already; nobody on the way may keep it."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response) or response
    found["Cache-Control"] = PRIVATE
    return found


def useless(request: HttpRequest) -> HttpResponse:
    refusal = _("Cette adresse d’agenda a été renouvelée, arrêtée, ou coupée en route.")
    response = render(request, "agenda/feed_useless.html", {"refusal": refusal}, status=404)
    response["Cache-Control"] = PRIVATE
    return response


@require_safe
def feed_mine(request: AgentRequest) -> HttpResponse:
    """The addresses of one's calendars, once they were asked for."""
    own = queries.feed_of(request.user)
    context: dict[str, object] = {"feed": own}
    if own:
        followed = queries.programmes_to_follow(request.user)
        context["own"] = addresses_of(own)
        context["programmes"] = [
            {"programme": programme, **addresses_of(own, programme.pk)} for programme in followed
        ]
    response = render(request, "agenda/feed_mine.html", context)
    response["Cache-Control"] = PRIVATE
    return response


def addresses_of(own: Feed, programme: int = queries.OWN) -> dict[str, str]:
    """The address to copy, and the one that opens the calendar program of the device."""
    address = f"{settings.SITE_URL}{reverse('agenda:feed', args=[queries.token_of(own, programme)])}"
    return {"address": address, "opens": f"webcal:{address.partition(':')[2]}"}


@require_POST
def feed_make(request: AgentRequest) -> HttpResponse:
    """New addresses: the former ones stop at once."""
    is_first = queries.feed_of(request.user) is None
    make_feed(agent=request.user, at=clock.now())
    said = _("Votre adresse est prête.")
    if not is_first:
        said = _("L’adresse est renouvelée. L’ancienne ne s’ouvre plus : donnez la nouvelle à votre agenda.")
    messages.success(request, said)
    return redirect("agenda:feed_mine")


@require_POST
def feed_stop(request: AgentRequest) -> HttpResponse:
    stop_feed(agent=request.user)
    messages.success(request, _("C’est arrêté. Plus aucune adresse n’ouvre votre agenda."))
    return redirect("agenda:feed_mine")
