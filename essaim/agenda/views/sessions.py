"""The programme and the page of a session, with what agents do there: register, withdraw, undo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda import files, operations, rules
from essaim.agenda.forms.filters import FilterForm
from essaim.agenda.models import Registration, Session
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.cards import CardState
from essaim.agenda.queries.sessions import Filters, LineKey, Standing
from essaim.agenda.views import details
from essaim.agenda.views.lines import KEPT_SECONDS, Stamp, card_of, render_line, rendered_lines, stamp_of
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.language import in_english, spoken
from essaim.kernel.turns import in_turn
from essaim.people import ladder
from essaim.people.http import AgentRequest
from essaim.people.ladder import Action
from essaim.people.models import Agent, Site
from essaim.programmes.models import Format, default_words
from essaim.ui.dates import days_between
from essaim.ui.phrases import told

PER_PAGE = 50
CHOICES_SECONDS = 3
LINE_ID = "ligne-"
Week = tuple[str, SafeString]


@require_safe
def session_list(request: AgentRequest) -> HttpResponse:
    now, agent = clock.now(), request.user
    choices = kept_choices(agent, at=now)
    today = timezone.localdate(now, agent.organisation.zone)
    form = (
        FilterForm(request.GET, formats=choices.formats, sites=choices.sites, today=today)
        if request.GET
        else None
    )
    filters = form.filters() if form else Filters()
    mine = queries.registrations_of(agent, after=now)
    keys = found_keys(agent, filters, at=now)
    found = [line for line in keys if line.cancelled_at is None or line.pk in mine]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = rendered_lines(list(page.object_list), choices.looks, mine, viewer=agent, at=now)
    context = {
        "filter_form": kept_filter_form(filters, choices, today=today),
        "filters": filters,
        "page": page,
        "weeks": by_week(page, rows, today=today, agent=agent),
        "total": len(found),
        "last_day": found[-1].starts_at if found else None,
        "word": choices.words[len(found) > 1],
        "only_format": next((f.name for f in choices.formats if filters.formats == (f.slug,)), ""),
        "wider": wider_links(request, form, at=now) if form and not found else [],
        "here_and_now": request.get_full_path(),
    }
    with timezone.override(agent.organisation.zone):
        return render(request, "agenda/session_list.html", context)


@dataclass(frozen=True)
class Choices:
    """What the programme of an organisation can be narrowed to, and how its formats look."""

    formats: list[Format]
    sites: list[Site]
    looks: dict[int, Stamp]
    words: tuple[str, str]


def found_keys(agent: Agent, filters: Filters, *, at: datetime) -> list[LineKey]:
    if filters.is_empty:
        return queries.upcoming_line_keys(agent, at=at)
    upcoming = queries.upcoming_sessions(agent, at=at)
    return queries.line_keys(queries.narrowed(upcoming, filters, agent=agent, at=at), agent)


def kept_choices(agent: Agent, *, at: datetime) -> Choices:
    """Read again after some seconds: a new colour or name is seen at once by nearly everybody."""
    key = ("choices", agent.organisation_id)
    kept: Choices | None = caches["pages"].get(key)
    if kept is None:
        formats = queries.formats_of(agent)
        own = formats[0].programme.word if formats else default_words().__getitem__
        words = (_("séance"), _("séances")) if in_english() else (own("session"), own("sessions"))
        looks = {item.pk: stamp_of(item) for item in formats}
        sites = queries.sites_of(queries.upcoming_sessions(agent, at=at))
        kept = Choices(formats, sites, looks, words)
        caches["pages"].set(key, kept, CHOICES_SECONDS)
    return kept


def kept_filter_form(filters: Filters, choices: Choices, *, today: date) -> SafeString:
    """The HTML of the filters, which only their choices, the day and what is chosen change."""
    places = tuple((site.pk, site.name) for site in choices.sites)
    key = ("filters", tuple(choices.looks.values()), places, today, filters, spoken())
    kept: SafeString | None = caches["pages"].get(key)
    if kept is None:
        form = FilterForm(filters.as_query(), formats=choices.formats, sites=choices.sites, today=today)
        context = {"form": form, "formats": choices.formats, "filters": filters}
        kept = render_to_string("agenda/_filters.html", context)
        caches["pages"].set(key, kept, KEPT_SECONDS)
    return kept


def by_week(page: Page[LineKey], rows: dict[int, SafeString], *, today: date, agent: Agent) -> list[Week]:
    """Lines under the heading of their week; what began earlier and goes on stands under this one."""
    zone, this_monday = agent.organisation.zone, queries.monday_of(today)
    weeks: dict[date, list[SafeString]] = {}
    for line in page.object_list:
        monday = max(monday_at(line.starts_at, zone), this_monday)
        if line.pk in rows:
            weeks.setdefault(monday, []).append(rows[line.pk])
    return [(week_text(monday, this_monday), SafeString("".join(lines))) for monday, lines in weeks.items()]


@lru_cache(maxsize=4096)
def monday_at(moment: datetime, zone: ZoneInfo) -> date:
    return queries.monday_of(moment.astimezone(zone).date())


def week_text(monday: date, this_monday: date) -> str:
    """« Cette semaine », « Du 24 au 28 mai », « Du 31 mai au 4 juin »."""
    if monday == this_monday:
        return _("Cette semaine")
    friday = monday + timedelta(days=4)
    return days_between(monday, friday)


def wider_links(request: AgentRequest, form: FilterForm, *, at: datetime) -> list[tuple[str, str, int]]:
    """Ways out of an empty result: the same without one of its filters, when that finds something."""
    upcoming = queries.upcoming_sessions(request.user, at=at)
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
    session = session_or_404(request, slug)
    context = details.page_context(request.user, session, queries.standing_of(request.user, session), at=now)
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/session_detail.html", context)


def session_or_404(request: AgentRequest, slug: str) -> Session:
    session = queries.session_to_read(request.user, slug)
    if session is None:
        raise Http404(slug)
    return session


@require_POST
@in_turn
def session_register(request: AgentRequest, slug: str) -> HttpResponse:
    session = session_or_404(request, slug)
    require(rules.can_register, request.user, session)
    ladder.require(ladder.rung_of(request), Action.REGISTER)
    standing = queries.standing_of(request.user, session)
    register = partial(operations.register, found=standing.registration)
    return moved(request, session, register, standing=standing)


@require_POST
@in_turn
def session_withdraw(request: AgentRequest, slug: str) -> HttpResponse:
    ladder.require(ladder.rung_of(request), Action.WITHDRAW)
    return moved(request, session_or_404(request, slug), operations.withdraw)


@require_POST
@in_turn
def session_undo(request: AgentRequest, slug: str) -> HttpResponse:
    return moved(request, session_or_404(request, slug), operations.undo_withdrawal)


def moved(
    request: AgentRequest,
    session: Session,
    operation: Callable[..., Registration],
    *,
    standing: Standing | None = None,
) -> HttpResponse:
    """Do it, and show what became of it where the person is: the line, the page, or a message after a redirect.

    `standing` is what was read of the person before, for an operation that says all that it has moved.
    """
    now, version = clock.now(), session.version
    registration, refusal = None, ""
    try:
        registration = operation(session=session, agent=request.user, at=now)
    except Refused as refused:
        refusal = str(refused)
    if request.htmx and (request.htmx.target or "").startswith(LINE_ID):
        return line_after(request, session, at=now, refusal=refusal)
    if standing and registration and only_counts(registration, session, version):
        standing = replace(standing, registration=registration)
    else:
        session = session_or_404(request, session.slug)
        standing = queries.standing_of(request.user, session)
    if not request.htmx:
        own = standing.registration
        card = card_of(session, own, at=now, kept=details.kept_of(request.user, session, at=now))
        say(request, session, card, refusal=refusal)
        return redirect(way_back(request, session))
    context = details.page_context(request.user, session, standing, at=now) | {"refusal": refusal}
    if not refusal:
        say(request, session, context["card"], refusal="")
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/session_detail.html#session", context | {"oob": True})


def only_counts(registration: Registration, session: Session, version: int) -> bool:
    """Whether what was read of the session before a move is still all true, its counters brought up to date.

    The object must be the one that the move counted, of the version that was read: else its text may be older.
    """
    is_known = Registration.session.is_cached(registration)
    return is_known and registration.session is session and session.version == version


def say(request: AgentRequest, session: Session, card: CardState, *, refusal: str) -> None:
    """What happened, in one sentence; a withdrawal brings its undo."""
    if refusal:
        messages.warning(request, refusal)
    elif card.name == "withdrawn":
        undo = f"undo:{reverse('agenda:session_undo', args=[session.slug])}" if card.can_undo else ""
        messages.success(request, told(session.title, card.why), extra_tags=undo)
    else:
        messages.success(request, told(session.title, f"{card.title}."))


def way_back(request: AgentRequest, session: Session) -> str:
    """The list that the person came from, at the same line; else the page of the session."""
    back = request.POST.get("retour", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return f"{back}#{LINE_ID}{session.pk}"
    return reverse("agenda:session_detail", args=[session.slug])


def line_after(request: AgentRequest, session: Session, *, at: datetime, refusal: str) -> HttpResponse:
    fresh = queries.sessions_to_show([session.pk])[0]
    registration = queries.standing_of(request.user, fresh).registration
    kept = details.kept_of(request.user, fresh, at=at)
    card = card_of(fresh, registration, at=at, kept=kept)
    if not refusal:
        say(request, fresh, card, refusal="")
    line = render_line(fresh, registration, viewer=request.user, at=at, kept=kept, refusal=refusal)
    return render(request, "agenda/_line_after.html", {"line": line, "oob": True})


@require_safe
def session_calendar(request: AgentRequest, slug: str) -> HttpResponse:
    session = session_or_404(request, slug)
    dates = queries.dates_of(session)
    content = files.session_calendar(session, dates, at=clock.now(), agent=request.user)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response
