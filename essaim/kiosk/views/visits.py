"""What a card opens on a kiosk: registering, and giving one's opinion; nothing else of the person is shown."""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from essaim.agenda import operations as agenda
from essaim.agenda.queries import sessions as programme
from essaim.agenda.rules import can_register
from essaim.agenda.views.lines import kept_of as kept_of_lines
from essaim.agenda.views.lines import line_context
from essaim.feedback import forms, queries
from essaim.feedback.operations import answer_all
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kiosk import visits
from essaim.kiosk.models import Kiosk
from essaim.kiosk.queries import SHOWN, survey_asked
from essaim.kiosk.views.screens import Screen, on_a_kiosk, shown
from essaim.people import ladder
from essaim.people.forms.cards import CardForm
from essaim.people.ladder import Action
from essaim.people.models import Agent
from essaim.people.operations.cards import CodeWrong, TooManyTries
from essaim.people.views.cards import agent_by

WISHES = {"inscription": "kiosk:register", "presence": "kiosk:presence", "avis": "kiosk:opinion"}
"""What one came for, as the address of the card says it."""
TILES = "kiosk:home"


def by_card(wish: str) -> Callable[[Callable[[HttpRequest, Kiosk, Agent], HttpResponse]], Screen]:
    """A screen for whoever came in by card; everybody else is asked for it."""

    def decorate(view: Callable[[HttpRequest, Kiosk, Agent], HttpResponse]) -> Screen:
        @wraps(view)
        def screen(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
            visitor = visits.visitor_of(request)
            if visitor is None:
                return redirect(f"/borne/carte/?pour={wish}")
            return view(request, kiosk, visitor)

        return screen

    return decorate


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@on_a_kiosk
def card(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The identifier, then the six digits; then what one came for."""
    sent = request.POST if request.method == "POST" else request.GET
    wish = sent.get("pour", "") if sent.get("pour") in WISHES else ""
    if visits.visitor_of(request):
        return redirect(WISHES.get(wish, TILES))
    form = CardForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or "code" not in request.POST or not form.is_valid():
        return card_page(request, kiosk, form, wish)
    if not ratelimit.consume(request, action="login"):
        return render(request, "people/too_many.html", status=429)
    try:
        visits.begin(request, agent_by(request, form), at=clock.now())
    except CodeWrong as refused:
        return card_page(request, kiosk, form, wish, problem=str(refused))
    except TooManyTries as refused:
        return card_page(request, kiosk, form, wish, problem=str(refused), status=429)
    return redirect(WISHES.get(wish, TILES))


def card_page(
    request: HttpRequest, kiosk: Kiosk, form: CardForm, wish: str, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The first step, or the second once there is an identifier; the code is never written back."""
    has_login = form.is_bound and "login" not in form.errors
    field = "code" if has_login else "login"
    if not problem and field in request.POST:
        problem = str(next(iter(form.errors.get(field, [])), ""))
    login = form.cleaned_data["login"] if has_login else ""
    page = {"wish": wish, "login": login, "problem": problem}
    return shown(request, "kiosk/card.html", kiosk, status=status, **page)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_kiosk
@by_card("inscription")
def register(request: HttpRequest, kiosk: Kiosk, visitor: Agent) -> HttpResponse:
    """What comes, each with one button; after a touch, what became of it."""
    at, refusal, touched = clock.now(), "", None
    if request.method == "POST":
        touched = programme.session_to_read(visitor, request.POST.get("seance", "").replace("\x00", ""))
        if touched is None:
            return redirect("kiosk:register")
        leaves = "quitter" in request.POST
        ladder.require(ladder.rung_of(request), Action.WITHDRAW if leaves else Action.REGISTER)
        require(can_register, visitor, touched)
        try:
            move = agenda.withdraw if leaves else agenda.register
            move(session=touched, agent=visitor, at=at)
        except Refused as refused:
            refusal = str(refused)
    keys = programme.upcoming_line_keys(visitor, at=at)[:SHOWN]
    own = programme.registrations_of(visitor, after=at)
    kept = kept_of_lines(visitor, keys, at=at)
    sessions = programme.sessions_to_show([key.pk for key in keys])
    lines = [
        line_context(session, own.get(session.pk), viewer=visitor, at=at, kept=kept.get(session.pk))
        for session in sessions
    ]
    done = next((line for line in lines if touched and line["session"].pk == touched.pk), None)
    return shown(request, "kiosk/register.html", kiosk, lines=lines, done=done, refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_kiosk
@by_card("avis")
def opinion(request: HttpRequest, kiosk: Kiosk, visitor: Agent) -> HttpResponse:
    """One question at a time, one touch each; then the next questionnaire that waits, then thanks."""
    at, refusal, survey = clock.now(), "", None
    ladder.require(ladder.rung_of(request), Action.ANSWER)
    waiting = queries.pending_for(visitor, at)
    thanked = "merci" in request.GET
    if request.method == "POST":
        survey, refusal = answered(request, visitor)
        thanked = survey is not None
    if survey is None or (not refusal and survey.next_question is None):
        still = [one for one in waiting if survey is None or one.questionnaire.pk != survey.questionnaire.pk]
        survey = queries.find_survey(still[0].token) if still else None
    template = "kiosk/opinion.html" if survey else "kiosk/opinion_end.html"
    return shown(request, template, kiosk, survey=survey, refusal=refusal, thanked=thanked)


def answered(request: HttpRequest, visitor: Agent) -> tuple[queries.Survey | None, str]:
    """The questionnaire that was touched, with the answer in it, and why it was refused if it was."""
    found = survey_asked(visitor, request.POST.get("avis", ""), at=clock.now())
    if found is None:
        return None, ""
    form = forms.SurveyForm(request.POST, found)
    if not form.is_valid():
        return found, form.message()
    try:
        return answer_all(token=found.token, values=form.cleaned_data, at=clock.now()), ""
    except Refused as refused:
        return found, str(refused)
