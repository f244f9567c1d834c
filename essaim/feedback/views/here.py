"""The questionnaire answered in the room, under a name picked there: once, and nothing of before is shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from essaim.agenda.models import Session
from essaim.agenda.queries.guests import first_name_of
from essaim.agenda.queries.room import halves_of_session
from essaim.agenda.rules import takes_opinions
from essaim.agenda.views.codes import of_code
from essaim.agenda.views.guests import picked_agent, room_context, rung_here
from essaim.feedback import forms, operations, queries
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people import ladder
from essaim.people.ladder import Action


@require_http_methods(["GET", "HEAD", "POST"])
@of_code
def guest_survey(request: HttpRequest, session: Session) -> HttpResponse:
    """The questions for the name that was picked; without one, back to the list."""
    at = clock.now()
    agent = picked_agent(request, session) if is_asking(session) else None
    if agent is None:
        return redirect("agenda:guest_room", session.code)
    ladder.require(rung_here(request), Action.ANSWER)
    mine = queries.survey_of(session, agent, at=at)
    survey = queries.find_survey(mine.token) if mine else None
    context = room_context(session, None) | {"first_name": first_name_of(agent), "survey": survey}
    if survey is None or survey.invitation is None or survey.invitation.has_answered:
        return render(request, "feedback/guest_answered.html", context)
    form = forms.SurveyForm(request.POST if request.method == "POST" else None, survey)
    refusal = form.message()
    if form.is_bound and form.is_valid():
        try:
            operations.answer_once(survey=survey, values=form.cleaned_data, at=at)
        except operations.AlreadyAnswered:
            return render(request, "feedback/guest_answered.html", context)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("feedback:guest_thanks", session.code)
    if refusal:
        survey.answers.update((name, request.POST[name]) for name in form.fields if request.POST.get(name))
    context |= {"refusal": refusal}
    return render(request, "feedback/guest_survey.html", context, status=400 if refusal else 200)


def is_asking(session: Session) -> bool:
    """Whether the room asks for opinions now."""
    return takes_opinions(session, halves_of_session(session), clock.now())


@require_safe
@of_code
def guest_thanks(request: HttpRequest, session: Session) -> HttpResponse:
    """What becomes of the answer; the next person on this phone begins at the list."""
    if not is_asking(session):
        return redirect("agenda:guest_room", session.code)
    context = room_context(session, None) | {
        "threshold": session.programme.organisation.privacy_threshold,
    }
    return render(request, "feedback/guest_thanks.html", context)
