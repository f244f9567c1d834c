"""Mon équipe: who goes where this month, what waits for an answer, who answers in one's place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.forms.fields import DateField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import operations
from essaim.agenda.forms.approvals import ConflictForm, DeputyForm, RefusalForm
from essaim.agenda.models import Registration
from essaim.agenda.queries import approvals, teams
from essaim.agenda.queries.teams import Away
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.language import spoken
from essaim.kernel.sorting import bare
from essaim.people.http import AgentRequest
from essaim.people.models import Agent, Deputy
from essaim.people.operations.deputies import end_deputy, name_deputy
from essaim.people.queries import teams as people
from essaim.people.rules import is_deputy, leads
from essaim.ui.dates import month_name
from essaim.ui.phrases import told

EVERYBODY = "toutes"
COMING = timedelta(days=92)
KEPT_SECONDS = 300


@dataclass(frozen=True)
class Team:
    """Whose month it is: one's own people, and those of who is replaced today."""

    managers: list[Agent]
    members: list[Agent]
    today: date


def team_for(request: AgentRequest, *, at: datetime) -> Team:
    agent = request.user
    today = at.astimezone(agent.organisation.zone).date()
    replaced = people.managers_replaced_by(agent, on=today) if is_deputy(agent) else []
    direct = people.teams_of([agent, *replaced], on=today)
    wide = people.everybody_below(agent, on=today) if request.GET.get("equipe") == EVERYBODY else []
    members = {member.pk: member for member in (*direct, *wide) if member.pk != agent.pk}
    by_name = sorted(members.values(), key=lambda one: (bare(one.last_name), bare(one.first_name), one.pk))
    return Team([agent, *replaced], by_name, today)


def month_asked(request: AgentRequest, today: date) -> date:
    """The first day of the month in the address (« 2030-02 »), else of this one."""
    try:
        month = DateField(input_formats=["%Y-%m"]).clean(request.GET.get("mois", ""))
    except ValidationError:
        return today.replace(day=1)
    return month if abs(month.year - today.year) < 20 else today.replace(day=1)


@require_safe
def team(request: AgentRequest) -> HttpResponse:
    require(leads, request.user)
    now = clock.now()
    found = team_for(request, at=now)
    return team_page(request, found, at=now)


def team_page(
    request: AgentRequest,
    found: Team,
    *,
    at: datetime,
    conflict: ConflictForm | None = None,
    deputy: DeputyForm | None = None,
) -> HttpResponse:
    agent, zone = request.user, request.user.organisation.zone
    first = month_asked(request, found.today)
    wanted = request.GET.get("chercher", "")
    away = away_around(found, first, zone, at=at)
    seats = seats_to_come(away, at=at)
    waiting = approvals.read_questions([m.pk for m in found.managers], but=agent.pk)
    colleagues = people.colleagues_named(agent, wanted) if wanted else []
    context = month_context(request, found, first, away) | {
        "requests": waiting,
        "refusal_form": RefusalForm() if waiting else None,
        "deputies": people.deputyships_of(agent, on=found.today),
        "wanted": wanted,
        "colleagues": colleagues,
        "deputy_form": deputy or (new_deputy(found.today) if colleagues else None),
        "conflict_fields": conflict_fields(conflict, seats) if seats else "",
        "figures": teams.figures_of(
            found.members,
            since=found.today.replace(month=1, day=1),
            threshold=agent.organisation.privacy_threshold,
        ),
        "threshold": agent.organisation.privacy_threshold,
    }
    with timezone.override(zone):
        context["table"] = kept_month(context)
        return render(request, "agenda/team.html", context)


def new_deputy(today: date) -> DeputyForm:
    return DeputyForm(initial={"starts_on": today, "ends_on": today + timedelta(days=14)})


def conflict_fields(form: ConflictForm | None, seats: list[tuple[int, str]]) -> SafeString:
    """The two fields, which only the seats of the team change, until somebody has filled them in."""
    template = "agenda/team_conflict_fields.html"
    if form is not None:
        return render_to_string(template, {"form": form})
    key = ("team conflict", spoken(), tuple(seats))
    kept: SafeString | None = caches["pages"].get(key)
    if kept is None:
        kept = render_to_string(template, {"form": ConflictForm(seats=seats)})
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def away_around(found: Team, first: date, zone: ZoneInfo, *, at: datetime) -> list[Away]:
    """Who is away in the month that is looked at, and in the three that begin now: read together."""
    _first, after = teams.month_of(first)
    start, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first, after))
    return teams.away_between(found.members, min(start, at), max(end, at + COMING)) if found.members else []


def kept_month(context: dict[str, Any]) -> SafeString:
    """The table of the month, which only what it shows changes."""
    days = tuple(day for _is_used, week in context["weeks"] for day in week)
    shown = tuple(
        (one.agent.first_name, one.agent.last_name, one.slug, one.title, one.colour)
        for day in days
        for one in day.away
    )
    when = tuple((one.starts_at, one.is_pending, one.leads) for day in days for one in day.away)
    first, last, total = days[0].day, days[-1].day, days[0].total
    key = (
        "team month",
        context["month"],
        first,
        last,
        len(days),
        total,
        clock.today(),
        spoken(),
        shown,
        when,
    )
    kept: SafeString | None = caches["pages"].get(key)
    if kept is None:
        kept = render_to_string("agenda/team_month.html", context)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def month_context(request: AgentRequest, found: Team, first: date, away: list[Away]) -> dict[str, Any]:
    """The month in weeks, and the way to its neighbours."""
    everybody = request.GET.get("equipe") == EVERYBODY
    _first, after = teams.month_of(first)
    before = (first - timedelta(days=1)).replace(day=1)
    end = f"&equipe={EVERYBODY}" if everybody else ""
    weeks = teams.weeks_of(first, away, len(found.members), request.user.organisation.zone)
    return {
        "team": found,
        "replaced": found.managers[1:],
        "weeks": [(any(day.away for day in week), week) for week in weeks],
        "is_empty": not any(day.away for week in weeks for day in week),
        "day_names": [
            _("Lundi"),
            _("Mardi"),
            _("Mercredi"),
            _("Jeudi"),
            _("Vendredi"),
            _("Samedi"),
            _("Dimanche"),
        ][: len(weeks[0])],
        "month": month_text(first, found.today),
        "before": (month_name(before), f"?mois={before:%Y-%m}{end}"),
        "after": (month_name(after), f"?mois={after:%Y-%m}{end}"),
        "direct": f"?mois={first:%Y-%m}",
        "query": f"?mois={first:%Y-%m}{end}",
        "everybody": everybody,
    }


def month_text(first: date, today: date) -> str:
    """« mai », with the year when it is not this one."""
    return month_name(first) + (f" {first.year}" if first.year != today.year else "")


def seats_to_come(all_away: Iterable[Away], *, at: datetime) -> list[tuple[int, str]]:
    """The seats of the team that a conflict may be about."""
    coming = {away.registration_id: away for away in all_away if at < away.ends_at <= at + COMING}
    return [(pk, told(away.agent.full_name, away.title)) for pk, away in coming.items() if pk]


@require_safe
def team_print(request: AgentRequest) -> HttpResponse:
    """The month as a list to print: only the days on which somebody is away."""
    require(leads, request.user)
    now = clock.now()
    found = team_for(request, at=now)
    first = month_asked(request, found.today)
    zone = request.user.organisation.zone
    context = month_context(request, found, first, away_around(found, first, zone, at=now))
    with timezone.override(zone):
        return render(request, "agenda/team_print.html", context)


@require_POST
def team_conflict(request: AgentRequest) -> HttpResponse:
    """A word to those who run the programme about one seat of the team; the seat stays."""
    require(leads, request.user)
    now = clock.now()
    found = team_for(request, at=now)
    away = teams.away_between(found.members, now, now + COMING) if found.members else []
    form = ConflictForm(request.POST, seats=seats_to_come(away, at=now))
    if not form.is_valid():
        return team_page(request, found, at=now, conflict=form)
    seat = Registration.objects.select_related("agent", "session__programme__organisation").get(
        pk=form.cleaned_data["registration"]
    )
    try:
        words = form.cleaned_data["words"]
        operations.report_conflict(registration=seat, by=request.user, words=words, at=now)
        said = _("C’est noté. L’équipe de %(programme)s vous lira ; la place reste réservée.")
        messages.success(request, said % {"programme": seat.session.programme.name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("agenda:team")


@require_POST
def deputy_name(request: AgentRequest) -> HttpResponse:
    """Let a colleague answer for a while."""
    require(leads, request.user)
    now = clock.now()
    found = team_for(request, at=now)
    form = DeputyForm(request.POST)
    if not form.is_valid():
        return team_page(request, found, at=now, deputy=form)
    colleague = get_object_or_404(Agent.objects.visible_to(request.user), pk=form.cleaned_data.pop("agent"))
    try:
        name_deputy(manager=request.user, agent=colleague, today=found.today, **form.cleaned_data)
        said = _("%(name)s peut répondre à votre place pendant ces jours.")
        messages.success(request, said % {"name": colleague.full_name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("agenda:team")


@require_POST
def deputy_end(request: AgentRequest, pk: int) -> HttpResponse:
    """The colleague answers no more."""
    deputy = get_object_or_404(Deputy.objects.select_related("agent"), pk=pk, manager=request.user)
    end_deputy(deputy=deputy)
    messages.success(request, _("%(name)s ne répond plus à votre place.") % {"name": deputy.agent.full_name})
    return redirect("agenda:team")
