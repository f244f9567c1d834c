"""Accueil, Moi and Cette semaine."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from essaim.agenda.views.lines import line_context
from essaim.feedback.queries import pending_for
from essaim.home.queries import mine
from essaim.home.queries import week as weeks
from essaim.home.queries.welcome import Suggestion, met_by, welcome
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.people.http import AgentRequest
from essaim.programmes.queries import site_of
from essaim.programmes.rules import can_pilot_anything

RECENT = 6
TAGLINE = (
    "Deux couloirs plus loin, quelqu’un sait déjà faire ce que vous cherchez. "
    "Et vous savez faire ce que d’autres cherchent."
)


def here(request: AgentRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, its hours told in the time of the person's town hall."""
    with timezone.override(request.user.organisation.zone):
        return render(request, template, context)


@require_safe
def index(request: AgentRequest) -> HttpResponse:
    now = clock.now()
    found = welcome(request.user, at=now)
    with timezone.override(request.user.organisation.zone):
        lines = [suggested_line(one, at=now) for one in found.suggestions]
    context = {
        "welcome": found,
        "lines": lines,
        "surveys": pending_for(request.user, now)[:1],
        "tagline": site_of(request.user).tagline or _(TAGLINE),
    }
    return here(request, "home/index.html", context)


def suggested_line(suggestion: Suggestion, *, at: datetime) -> SafeString:
    """The programme's own line, with the reason why it is shown."""
    context = line_context(suggestion.session, None, at=at) | {"reason": suggestion.reason}
    return mark_safe(render_to_string("agenda/_line.html", context))  # noqa: S308 -- our own template


@require_safe
def me(request: AgentRequest) -> HttpResponse:
    now = clock.now()
    past = mine.past_of(request.user)
    today = now.astimezone(request.user.organisation.zone).date()
    context = {
        "meetings": [
            line_context(meeting.session, meeting.registration, at=now) | {"leads": meeting.leads}
            for meeting in mine.meetings_of(request.user, at=now)
        ],
        "surveys": pending_for(request.user, now),
        "recent": past[:RECENT],
        "older": past[RECENT:],
        "hours": mine.hours_of(request.user, past, today=today),
        "met": met_by(request.user, at=now),
    }
    return here(request, "home/me.html", context)


@require_safe
def week(request: AgentRequest) -> HttpResponse:
    require(can_pilot_anything, request.user)
    now = clock.now()
    tasks = weeks.tasks_for(request.user, at=now)
    context = {
        "now": now,
        "tasks": tasks,
        "headline": weeks.headline(len(tasks)),
        "sessions": weeks.sessions_of_week(request.user, at=now),
        "figures": weeks.season_figures(request.user, at=now),
    }
    return here(request, "home/week.html", context)
