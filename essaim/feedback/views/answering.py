"""Pages of whoever answers: the questions, thanks, and what may be shown of the answers."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essaim.agenda.models import Session
from essaim.agenda.queries.sessions import invited_by
from essaim.catalogue.queries import topic_to_read
from essaim.feedback import forms, operations, queries, rules
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people import ladder
from essaim.people.http import AgentRequest
from essaim.people.ladder import Action, Rung
from essaim.programmes.queries import visitor_context
from essaim.ui.words import gettext as _

GONE, UNKNOWN = 410, 404


@require_http_methods(["GET", "POST"])
@never_cache
@login_not_required
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """The questions of whoever holds the token; the button sends what was touched or written."""
    at = clock.now()
    ladder.require(Rung.LETTER, Action.ANSWER)
    found = queries.find_survey(token)
    if found is None or found.is_typed or not found.is_open(at):
        return _shut(request, token, found)
    form = forms.SurveyForm(request.POST if request.method == "POST" else None, found)
    refusal = form.message()
    if form.is_bound and form.is_valid():
        try:
            operations.answer_all(token=token, values=form.cleaned_data, at=at)
        except operations.SurveyClosed:
            return _shut(request, token, queries.find_survey(token))
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("feedback:thanks", token)
    if refusal:
        found.answers.update((name, request.POST[name]) for name in form.fields if request.POST.get(name))
    _dress(request, found.session)
    page = {"survey": found, "refusal": refusal}
    return render(request, "feedback/survey.html", page, status=400 if refusal else 200)


def _dress(request: HttpRequest, session: Session) -> None:
    """A visitor with a token sees the name and colours of the programme that asks."""
    given = request.site_context()  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        given |= visitor_context(session.programme)
    request.site_context = given  # type: ignore[attr-defined]


def _shut(request: HttpRequest, token: str, found: queries.Survey | None) -> HttpResponse:
    """Too late, too early, typed already, or never sent: a sentence and a way on."""
    code = rules.read_code(token)
    if found is not None:
        why = "typed" if found.is_typed and found.is_open(clock.now()) else "closed"
    elif code:
        why = "early" if queries.opens_later(code) else "code"
    else:
        why = "unknown"
    page = {"why": why}
    return render(request, "feedback/survey_shut.html", page, status=UNKNOWN if found is None else GONE)


@require_POST
@never_cache
@login_not_required
def tap(request: HttpRequest, token: str) -> HttpResponse:
    """Save what was just touched, on the questionnaire's page or on the card of the home page."""
    found, refusal = queries.find_survey(token), ""
    form = forms.SurveyForm(request.POST, found) if found else None
    if form and not form.is_valid():
        refusal = form.message()
    else:
        try:
            values = form.cleaned_data if form else {}
            found = operations.answer_all(token=token, values=values, at=clock.now())
        except Refused as refused:
            refusal = str(refused)
    if not request.headers.get("HX-Request"):
        return redirect("feedback:survey", token)
    template = "feedback/_card.html" if "card" in request.POST else "feedback/survey.html#saved"
    return render(request, template, {"survey": found, "refusal": refusal})


@require_GET
@never_cache
@login_not_required
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What becomes of the answer."""
    found = queries.find_survey(token)
    if found is None or found.is_typed or not found.is_open(clock.now()):
        return _shut(request, token, found)
    _dress(request, found.session)
    page = {
        "survey": found,
        "threshold": found.session.programme.organisation.privacy_threshold,
        "could_explain": found.answers.get("next") == "explain",
        "coordinators": queries.coordinator_names(found.session),
    }
    return render(request, "feedback/thanks.html", page)


@require_GET
@never_cache
def survey_mine(request: AgentRequest, slug: str) -> HttpResponse:
    """One's own questionnaire when one is invited; otherwise what may be shown of the answers."""
    session = get_object_or_404(
        Session.objects.visible_to(request.user).select_related("programme__organisation"), slug=slug
    )
    if not request.htmx:
        mine = queries.survey_of(session, request.user, at=clock.now())
        if mine is not None:
            return redirect("feedback:survey", mine.token)
    if invited_by(session, request.user):  # figures are those of the organisation that invites
        return redirect("agenda:session_detail", session.slug)
    page = {"session": session, "results": queries.results(session)}
    return render(request, "feedback/survey_mine.html" + ("#results" if request.htmx else ""), page)


@require_GET
@never_cache
def echo(request: AgentRequest, slug: str) -> HttpResponse:
    """What people who came said: of this session once it is over, else of the topic or the format before it."""
    sessions = Session.objects.visible_to(request.user).select_related(
        "programme__organisation", "format", "topic"
    )
    session = get_object_or_404(sessions, slug=slug)
    if invited_by(session, request.user):  # so are the words of those who came
        return redirect("agenda:session_detail", session.slug)
    page = {
        "about": session,
        "echo": queries.echo_of(session),
        "back": reverse("agenda:session_detail", args=[session.slug]),
        "back_label": _("Voir la séance"),
    }
    return echo_page(request, page)


@require_GET
@never_cache
def topic_echo(request: AgentRequest, slug: str) -> HttpResponse:
    """What people who came to sessions of a topic said, on its sheet."""
    topic = topic_to_read(request.user, slug)
    if topic is None:
        raise Http404(slug)
    page = {
        "about": topic,
        "echo": queries.echo_of_topic(topic),
        "back": reverse("catalogue:topic", args=[topic.slug]),
        "back_label": _("Voir la fiche"),
    }
    return echo_page(request, page)


def echo_page(request: AgentRequest, page: dict[str, object]) -> HttpResponse:
    """What people said, as a page, or as the fragment that another page asks for."""
    return render(request, "feedback/echo.html" + ("#fragment" if request.htmx else ""), page)
