"""The programme and the page of a session, with what agents do there: register, withdraw, undo."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import files, operations, rules
from essaim.agenda.forms.filters import FilterForm
from essaim.agenda.models import Registration, Session, Sitting
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.cards import CardState
from essaim.agenda.queries.sessions import LineKey
from essaim.agenda.views import details
from essaim.agenda.views.lines import card_of, render_line, rendered_lines
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.dates import MONTHS

PER_PAGE = 50
LINE_ID = "ligne-"
Week = tuple[str, list[SafeString]]


@require_safe
def session_list(request: AgentRequest) -> HttpResponse:
    now, agent = clock.now(), request.user
    upcoming = queries.upcoming_sessions(agent, at=now)
    formats = queries.formats_of(agent)
    today = timezone.localdate(now, agent.organisation.zone)
    form = FilterForm(request.GET, formats=formats, sites=queries.sites_of(upcoming), today=today)
    filters = form.filters()
    found = queries.line_keys(queries.narrowed(upcoming, filters, agent=agent, at=now))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = rendered_lines(page.object_list, formats, queries.registrations_of(agent, after=now), at=now)
    context = {
        "form": form,
        "formats": formats,
        "filters": filters,
        "page": page,
        "weeks": by_week(page, rows, today=today, agent=agent),
        "total": len(found),
        "last_day": found[-1].starts_at if found else None,
        "word": word_for(formats, len(found)),
        "only_format": next((f.name for f in formats if filters.formats == (f.slug,)), ""),
        "wider": [] if found else wider_links(request, form, upcoming, at=now),
        "here_and_now": request.get_full_path(),
    }
    with timezone.override(agent.organisation.zone):
        return render(request, "agenda/session_list.html", context)


def word_for(formats: list[Any], count: int) -> str:
    """The programme's own word for a session."""
    key = "sessions" if count > 1 else "session"
    return (
        formats[0].programme.word(key) if formats else {"session": _("séance"), "sessions": _("séances")}[key]
    )


def by_week(page: Page[LineKey], rows: dict[int, SafeString], *, today: date, agent: Agent) -> list[Week]:
    """Lines under the heading of their week; what began earlier and goes on stands under this one."""
    zone, this_monday = agent.organisation.zone, queries.monday_of(today)
    weeks: dict[date, list[SafeString]] = {}
    for line in page.object_list:
        monday = max(queries.monday_of(line.starts_at.astimezone(zone).date()), this_monday)
        if line.pk in rows:
            weeks.setdefault(monday, []).append(rows[line.pk])
    return [(week_text(monday, this_monday), lines) for monday, lines in weeks.items()]


def week_text(monday: date, this_monday: date) -> str:
    """« Cette semaine », « Du 24 au 28 mai », « Du 31 mai au 4 juin »."""
    if monday == this_monday:
        return _("Cette semaine")
    friday = monday + timedelta(days=4)
    start = day_in_month(monday, with_month=monday.month != friday.month)
    return _("Du %(start)s au %(end)s") % {"start": start, "end": day_in_month(friday, with_month=True)}


def day_in_month(day: date, *, with_month: bool) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {MONTHS[day.month - 1]}" if with_month else number


def wider_links(
    request: AgentRequest, form: FilterForm, upcoming: Any, *, at: datetime
) -> list[tuple[str, str, int]]:
    """Ways out of an empty result: the same without one of its filters, when that finds something."""
    links = []
    for name, label in [
        ("format", _("Tous les formats")),
        ("quand", _("Toutes les dates")),
        ("ou", _("Tous les lieux")),
        ("duree", _("Toutes les durées")),
    ]:
        if not form.cleaned_data.get(name):
            continue
        address = request.GET.copy()
        del address[name]
        less = FilterForm.copy_of(form, address).filters()
        count = queries.narrowed(upcoming, less, agent=request.user, at=at).count()
        if count:
            links.append((label, f"?{address.urlencode()}", count))
    return links


@require_safe
def session_detail(request: AgentRequest, slug: str) -> HttpResponse:
    now = clock.now()
    sittings = dates_or_404(request.user, slug)
    context = details.page_context(request.user, sittings, at=now)
    with timezone.override(sittings[0].session.programme.organisation.zone):
        return render(request, "agenda/session_detail.html", context)


def dates_or_404(agent: Agent, slug: str) -> list[Sitting]:
    sittings = queries.dates_of_session(agent, slug)
    if not sittings:
        raise Http404(slug)
    return sittings


@require_POST
def session_register(request: AgentRequest, slug: str) -> HttpResponse:
    session = session_or_404(request, slug)
    require(rules.can_register, request.user, session)
    return moved(request, session, operations.register)


@require_POST
def session_withdraw(request: AgentRequest, slug: str) -> HttpResponse:
    return moved(request, session_or_404(request, slug), operations.withdraw)


@require_POST
def session_undo(request: AgentRequest, slug: str) -> HttpResponse:
    return moved(request, session_or_404(request, slug), operations.undo_withdrawal)


def session_or_404(request: AgentRequest, slug: str) -> Session:
    visible = Session.objects.visible_to(request.user).select_related("programme__organisation")
    return get_object_or_404(visible, slug=slug)


def moved(request: AgentRequest, session: Session, operation: Callable[..., Registration]) -> HttpResponse:
    """Do it, and show what became of it where the person is: the line, the page, or a message after a redirect."""
    now = clock.now()
    refusal = ""
    try:
        operation(session=session, agent=request.user, at=now)
    except Refused as refused:
        refusal = str(refused)
    if request.htmx and (request.htmx.target or "").startswith(LINE_ID):
        return line_after(request, session, at=now, refusal=refusal)
    sittings = dates_or_404(request.user, session.slug)
    context = details.page_context(request.user, sittings, at=now) | {"refusal": refusal}
    if not request.htmx:
        say(request, session, context["card"], refusal=refusal)
        return redirect(way_back(request, session))
    if not refusal:
        say(request, session, context["card"], refusal="")
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/session_detail.html#session", context | {"oob": True})


def say(request: AgentRequest, session: Session, card: CardState, *, refusal: str) -> None:
    """What happened, in one sentence; a withdrawal brings its undo."""
    if refusal:
        messages.warning(request, refusal)
    elif card.name == "withdrawn":
        undo = f"undo:{reverse('agenda:session_undo', args=[session.slug])}" if card.can_undo else ""
        messages.success(request, f"{session.title} : {card.why}", extra_tags=undo)
    else:
        messages.success(request, f"{session.title} : {card.title}.")


def way_back(request: AgentRequest, session: Session) -> str:
    """The list that the person came from, at the same line; else the page of the session."""
    back = request.POST.get("retour", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return f"{back}#{LINE_ID}{session.pk}"
    return reverse("agenda:session_detail", args=[session.slug])


def line_after(request: AgentRequest, session: Session, *, at: datetime, refusal: str) -> HttpResponse:
    fresh = queries.sessions_to_show([session.pk])[0]
    registration = queries.registration_of(request.user, session)
    card = card_of(fresh, registration, at=at)
    if not refusal:
        say(request, fresh, card, refusal="")
    line = render_line(fresh, registration, at=at, refusal=refusal)
    return render(request, "agenda/_line_after.html", {"line": line, "oob": True})


@require_safe
def session_calendar(request: AgentRequest, slug: str) -> HttpResponse:
    sittings = dates_or_404(request.user, slug)
    content = files.session_calendar(sittings[0].session, sittings, at=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


@require_safe
def short(request: AgentRequest, code: str) -> HttpResponse:
    """What a poster's code opens: the questionnaire once closed, the room for its host that day, else the page."""
    session = queries.session_of_code(request.user, code)
    if session is None:
        return render(request, "agenda/session_unknown.html", {"code": code}, status=404)
    if session.closed_at:
        return redirect("feedback:survey_mine", slug=session.slug)
    if queries.is_day_of(session, at=clock.now()) and queries.hosts_session(request.user, session):
        return redirect("agenda:room", slug=session.slug)
    return redirect("agenda:session_detail", slug=session.slug)
