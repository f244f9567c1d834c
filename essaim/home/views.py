"""Accueil, Moi and Cette semaine."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from django.contrib import messages
from django.core import signing
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.sessions import is_guest, sessions_to_show
from essaim.agenda.views.lines import line_context, seconds_to_keep
from essaim.feedback.queries import Survey, pending_for
from essaim.home import operations
from essaim.home.queries import mine
from essaim.home.queries import search as searching
from essaim.home.queries import week as weeks
from essaim.home.queries.week import Task
from essaim.home.queries.week.sessions import Ready
from essaim.home.queries.welcome import (
    Light,
    Welcome,
    met_by,
    own_registration,
    reason_for,
    units_of,
    welcome,
)
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.language import spoken
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.programmes.queries import programmes_to_pilot, site_of
from essaim.programmes.rules import can_pilot_anything

T = TypeVar("T")
RECENT = 6
KEPT_SECONDS = 60
UNDO, UNDO_SECONDS = "home.week", 60
LONGEST_SEARCH = 100
TAGLINE = gettext_lazy(
    "Deux couloirs plus loin, quelqu’un sait déjà faire ce que vous cherchez. "
    "Et vous savez faire ce que d’autres cherchent."
)


def here(request: AgentRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, its hours told in the time of the person’s town hall."""
    with timezone.override(request.user.organisation.zone):
        return render(request, template, context)


@require_safe
def index(request: AgentRequest) -> HttpResponse:
    now = clock.now()
    with timezone.override(request.user.organisation.zone):
        found = welcome(request.user, at=now)
        pieces = Pieces(request.user, found, at=now)
        site = site_of(request.user)
        context = {
            "welcome": found,
            "first_name": request.user.first_name,
            "coming": found.coming,
            "mine": found.mine,
            "met": found.met,
            "is_bare": found.is_bare,
            "lines": [pieces.line(light) for light in found.joinable],
            "appointment": pieces.appointment(found.next) if found.next else "",
            "surveys": pieces.surveys(),
            "tagline": site.tagline or str(TAGLINE),
            "is_new": request.user.may_pilot and not site.slug,
        }
        return render(request, "home/index.html", context)


class Pieces:
    """HTML kept per version of a session and state of the person; sessions are read only for what is missing."""

    def __init__(self, agent: Agent, found: Welcome, *, at: datetime) -> None:
        self.agent, self.found, self.at = agent, found, at

    @cached_property
    def sessions(self) -> dict[int, Session]:
        """Every session that the page shows, with dates and hosts."""
        found = self.found
        wanted = [light.pk for light in (*found.joinable, found.next) if light is not None]
        wanted += [survey.session.pk for survey in found.surveys]
        return {session.pk: session for session in sessions_to_show(wanted)}

    def surveys(self) -> list[Survey]:
        """Those that wait, with their session as the page has read it, if it had to read any."""
        if "sessions" in vars(self):
            for survey in self.found.surveys:
                survey.questionnaire.session = self.sessions[survey.session.pk]
        return self.found.surveys

    def line(self, light: Light) -> SafeString:
        """The programme's own line, with the reason why it is shown."""
        units = self.kept("units", light, (), units_of)
        reason = reason_for(light, self.agent, self.found.met, units)
        return self.kept("line", light, (reason,), lambda session: self.rendered_line(session, reason))

    def rendered_line(self, session: Session, reason: str) -> SafeString:
        context = line_context(session, None, viewer=self.agent, at=self.at) | {"reason": reason}
        return mark_safe(render_to_string("agenda/_line.html", context))  # noqa: S308 -- our own template

    def appointment(self, light: Light) -> SafeString:
        """The next appointment, without the form around it."""
        own = own_registration(light)
        leads = light.is_led is not None
        stands = (own.state, own.offered_until, leads)
        return self.kept(
            "next", light, stands, lambda session: self.rendered_appointment(session, own, leads)
        )

    def rendered_appointment(self, session: Session, own: Registration, leads: bool) -> SafeString:
        context = line_context(session, own, viewer=self.agent, at=self.at) | {"leads": leads}
        return mark_safe(render_to_string("home/_appointment.html", context))  # noqa: S308 -- our own template

    def kept(self, name: str, light: Light, stands: tuple[object, ...], make: Callable[[Session], T]) -> T:
        """What was made for this version of the session, else made now and kept until something turns by itself."""
        guest = is_guest(self.agent, light.organisation)
        key = ("home", name, light.pk, light.version, light.waiting, guest, spoken(), *stands)
        found: T | None = caches["pages"].get(key)
        if found is None:
            session = self.sessions[light.pk]
            found = make(session)
            seconds = min(KEPT_SECONDS, seconds_to_keep(session, own_registration(light), at=self.at))
            caches["pages"].set(key, found, seconds)
        return found


@require_safe
def me(request: AgentRequest) -> HttpResponse:
    now = clock.now()
    past = mine.past_of(request.user)
    today = now.astimezone(request.user.organisation.zone).date()
    context = {
        "meetings": [
            line_context(meeting.session, meeting.registration, viewer=request.user, at=now)
            | {"leads": meeting.leads}
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
def search(request: AgentRequest) -> HttpResponse:
    """Sessions, topics and colleagues that hold the words typed; as one types, only the results come back."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip(" ")
    now = clock.now()
    results = searching.results_for(request.user, text, at=now) if text else None
    nothing = results is not None and not (results.count and results.is_whole)
    context = {
        "text": text,
        "results": results,
        "near": searching.coming_near(request.user, at=now) if nothing else [],
    }
    return here(request, "home/search.html#results" if request.htmx else "home/search.html", context)


@require_safe
def week(request: AgentRequest) -> HttpResponse:
    require(can_pilot_anything, request.user)
    now = clock.now()
    found = weeks.week_of(request.user, at=now)
    steps = [] if found.has_begun else weeks.first_steps(request.user)
    # A first person comes before a second one.
    tasks = tuple(task for task in found.tasks if not steps or task.kind != "deputy")
    context = {
        "now": now,
        "tasks": tasks,
        "stamp": found.stamp,
        "steps": steps,
        "is_empty": any(step.key == "programme" and not step.is_done for step in steps),
        "headline": weeks.headline(len(tasks), is_new=bool(steps)),
        "is_weekend": weeks.is_weekend(request.user, now),
        "sessions": found.sessions,
        "figures": found.figures,
    }
    with timezone.override(request.user.organisation.zone):
        context |= {
            "session_rows": partial(kept_rows, found.sessions),
        }
        context |= {
            "rows": kept_piece("home/_week_rows.html", context),
            "below": kept_piece("home/_week_below.html", context),
        }
        return render(request, "home/week.html", context)


def kept_piece(template: str, context: dict[str, Any]) -> SafeString:
    """HTML of a reading of the week, without a form's token: the same as long as the reading is."""
    stands = (context["stamp"], context["is_weekend"], context["is_empty"], len(context["tasks"]))
    key = ("week", template, *stands, timezone.get_current_timezone_name())
    kept: SafeString | None = caches["pages"].get(key)
    if kept is None:
        kept = mark_safe(render_to_string(template, context))  # noqa: S308 -- our own template
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def kept_rows(rows: Iterable[Ready]) -> list[SafeString]:
    """The lines of the sessions, each drawn again only when it says something else.

    Only asked for when the piece around them is drawn.
    """
    place = spoken(), timezone.get_current_timezone_name()
    keys = {row: ("week row", row, *place) for row in rows}
    kept: dict[Any, SafeString] = caches["pages"].get_many(keys.values())
    for row, key in keys.items():
        if key not in kept:
            kept[key] = mark_safe(render_to_string("home/_week_row.html", {"row": row}))  # noqa: S308 -- our own template
            caches["pages"].set(key, kept[key], KEPT_SECONDS)
    return [kept[key] for key in keys.values()]


def task_meant(request: AgentRequest) -> Task | None:
    """The thing to decide whose button was pressed, if it still waits."""
    require(can_pilot_anything, request.user)
    task = weeks.task_named(request.user, request.POST.get("chose", ""), at=clock.now())
    if task is None:
        messages.info(request, _("C’était déjà réglé."))
    return task


@require_POST
def week_decide(request: AgentRequest) -> HttpResponse:
    task = task_meant(request)
    if task is not None:
        try:
            done = operations.decide(task=task, by=request.user, at=clock.now())
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, done.said, extra_tags=undo_tag(done.undo))
    return redirect("home:week")


@require_POST
def week_later(request: AgentRequest) -> HttpResponse:
    task = task_meant(request)
    if task is not None:
        until = clock.now() + operations.LATER
        operations.put_aside(task=task, until=until, by=request.user)
        facts = {"kind": operations.ASIDE, "programme": task.programme, "key": task.key}
        said = _("Remis à plus tard. Cela reviendra dans une semaine.")
        messages.success(request, said, extra_tags=undo_tag(facts))
    return redirect("home:week")


def undo_tag(facts: Mapping[str, Any]) -> str:
    """Where the undo of a message posts; only who was shown it can have it, and only for a minute."""
    return f"undo:{reverse('home:week_undo', args=[signing.dumps(dict(facts), salt=UNDO)])}"


@require_POST
def week_undo(request: AgentRequest, token: str) -> HttpResponse:
    require(can_pilot_anything, request.user)
    try:
        facts = signing.loads(token, salt=UNDO, max_age=UNDO_SECONDS)
        piloted = {programme.pk for programme in programmes_to_pilot(request.user)}
        require(lambda _agent, programme: programme in piloted, request.user, facts["programme"])
        messages.success(request, operations.take_back(facts=facts, at=clock.now()))
    except signing.BadSignature:
        messages.warning(request, _("Trop tard pour revenir en arrière : plus d’une minute a passé."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("home:week")
