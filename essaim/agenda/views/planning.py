"""Pilotage, Programme: planning a session, from a topic, a format or another session; changing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda import operations
from essaim.agenda.forms.meanwhile import with_theirs
from essaim.agenda.forms.planning import Planning
from essaim.agenda.forms.written import (
    dates_again,
    planned_dates,
    values_again,
    written_dates,
    written_values,
)
from essaim.agenda.models import Session
from essaim.agenda.queries import manage as queries
from essaim.agenda.queries import room as roll_queries
from essaim.agenda.queries.planning import Warned
from essaim.agenda.views import edits
from essaim.agenda.views.manage import back, piloted_session
from essaim.catalogue.models import Topic
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.people.http import AgentRequest
from essaim.people.models import Agent, Organisation
from essaim.programmes.models import Format
from essaim.ui.words import gettext as _


@dataclass(frozen=True)
class Start:
    """What a new session begins with: a topic, a format, or another session to give again."""

    format: Format | None
    topic: Topic | None
    again: Session | None

    @property
    def values(self) -> dict[str, Any]:
        if self.again:
            return values_again(self.again)
        first = {"format": self.format.pk, "seats": self.format.usual_seats} if self.format else {}
        return first | (queries.values_of_topic(self.topic) if self.topic else {})

    @property
    def dates(self) -> list[dict[str, Any]]:
        return dates_again(self.again) if self.again else [{}]


def start_of(request: AgentRequest, formats: QuerySet[Format]) -> Start:
    again = session_asked(request)
    topic = topic_of(again, request.user) if again else topic_asked(request)
    asked = request.POST.get("format") or request.GET.get("format", "")
    chosen = formats.filter(pk=again.format_id if again else sent_number(asked)).first()
    chosen = chosen or (formats.filter(pk=topic.format_id).first() if topic else None)
    return Start(chosen, topic, again)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_new(request: AgentRequest) -> HttpResponse:
    """First the topic, or the format alone, then one page for the rest; the draft is shown for rereading."""
    if not request.user.may_pilot:
        raise PermissionDenied
    formats = queries.formats_of(request.user)
    start = start_of(request, formats)
    chosen, topic = start.format, start.topic
    if request.method != "POST" and chosen is None:
        topics = list(queries.topics_to_plan(request.user))
        return render(request, "agenda/manage_new.html", {"formats": formats, "topics": topics})
    organisation = chosen.programme.organisation if chosen else request.user.organisation
    with timezone.override(organisation.zone):
        planning = planning_for(request, formats, organisation, first=start.values, first_dates=start.dates)
        doubts: list[Warned] = []
        if planning.is_saving and planning.is_valid():
            doubts = edits.to_confirm(request, planning, organisation, session=None)
            session = None if doubts else plan(planning, by=request.user, topic=topic)
            if session:
                return back(session)
        more = {"chosen": chosen, "topic": topic, "again": start.again, "doubts": doubts}
        return form_page(request, planning, organisation, session=None, **more)


def topic_asked(request: AgentRequest) -> Topic | None:
    """The published topic that the session is to give, of a programme that the person runs."""
    slug = request.POST.get("sujet") or request.GET.get("sujet", "")
    return queries.topics_to_plan(request.user).filter(slug=slug).first() if slug else None


def session_asked(request: AgentRequest) -> Session | None:
    """The session to give again, one of those that the person runs; asked for by the link of its page."""
    slug = request.GET.get("comme", "") if request.method != "POST" else ""
    return queries.piloted_sessions(request.user).filter(slug=slug).first() if slug else None


def topic_of(session: Session, agent: Agent) -> Topic | None:
    """What the session gives, while it can still be given."""
    return queries.topics_to_plan(agent).filter(pk=session.topic_id).first() if session.topic_id else None


def planning_for(
    request: AgentRequest,
    formats: QuerySet[Format],
    organisation: Organisation,
    sent: QueryDict | None = None,
    **first: Any,
) -> Planning:
    if sent is None and request.method == "POST":
        sent = request.POST
    sites, agents = queries.sites_of(organisation.pk), queries.possible_hosts(organisation.pk)
    return Planning(formats, sites, agents, sent=sent, **first)


def plan(planning: Planning, *, by: Agent, topic: Topic | None = None) -> Session | None:
    """Write the draft; a refusal joins the mistakes of the page."""
    chosen: Format = planning.form.cleaned_data["format"]
    seats: int | None = planning.form.cleaned_data["seats"]
    try:
        return operations.plan_session(
            programme=chosen.programme,
            sittings=planning.plans(),
            seats=seats,
            at=clock.now(),
            by=by,
            topic=topic,
            **planning.details(),
        )
    except Refused as refused:
        planning.refusal = str(refused)
        return None


def form_page(
    request: AgentRequest, planning: Planning, organisation: Organisation, **more: Any
) -> HttpResponse:
    """The page of a new session or of a change, with the colleagues found for the team."""
    chosen_hosts = queries.possible_hosts(organisation.pk).filter(pk__in=planning.host_ids)
    found = roll_queries.agents_named(organisation, planning.host_text, but=planning.host_ids)
    alone = len(found) == 1 and not any(roll_queries.is_named(a, planning.host_text) for a in chosen_hosts)
    context: dict[str, Any] = {"planning": planning, "chosen_hosts": chosen_hosts, "found_hosts": found}
    context["is_only_one"] = planning.is_searching and alone
    context |= {
        "topic": None,
        "again": None,
        "doubts": [],
        "meanwhile": [],
        "seen": "",
        "ticked": request.POST.getlist("voulu"),
    } | more
    shown = {f"choix-{field.name}" for field in context["meanwhile"]}
    context["choices"] = [
        (name, value)
        for name, value in request.POST.items()
        if name.startswith("choix-") and name not in shown and value != "theirs"  # that one is done
    ]
    return render(request, "agenda/manage_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_edit(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    organisation = session.programme.organisation
    formats = queries.formats_of(request.user).filter(programme=session.programme)
    with timezone.override(organisation.zone):
        sent = with_theirs(request.POST, session) if request.method == "POST" else None
        first, dates = written_values(session), written_dates(session)
        planning = planning_for(request, formats, organisation, sent=sent, first=first, first_dates=dates)
        more = edits.meanwhile_context(request, session)
        if planning.is_saving and planning.is_valid():
            more["meanwhile"] = edits.read_meanwhile(request, planning, session)
            if not more["meanwhile"]:
                more["doubts"] = edits.to_confirm(request, planning, organisation, session=session)
            if not (more["meanwhile"] or more["doubts"]) and edit(session, planning, by=request.user):
                edits.say_edited(request, session)
                return back(session)
        return form_page(request, planning, organisation, session=session, chosen=session.format, **more)


def edit(session: Session, planning: Planning, *, by: Agent) -> bool:
    """Write the change; dates only when they changed. A refusal joins the mistakes of the page."""
    plans = planning.plans()
    moved = None if plans == planned_dates(session) else plans
    try:
        operations.edit_session(
            session=session,
            at=clock.now(),
            by=by,
            sittings=moved,
            unless_edited_since=session.edited_at,
            **planning.details(),
        )
    except Refused as refused:
        planning.refusal = str(refused)
        return False
    return True


@require_POST
def manage_attach(request: AgentRequest, slug: str) -> HttpResponse:
    """The session gives the published topic of the same title from now on."""
    session = piloted_session(request, slug)
    topic = queries.topic_of_that_name(session)
    if topic is None:
        messages.info(request, _("C’était déjà réglé."))
        return back(session)
    try:
        operations.edit_session(session=session, at=clock.now(), by=request.user, topic=topic)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("C’est fait : le sujet est « %(title)s ».") % {"title": topic.title})
    return back(session)
