"""Answering a question about somebody's seat: behind a letter's link, or from Mon équipe."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda import operations, rules
from essaim.agenda.forms.approvals import RefusalForm
from essaim.agenda.models import Approval
from essaim.agenda.queries import approvals as queries
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.sessions import dates_of
from essaim.agenda.queries.teams import days_of_request
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

State = Approval.State
Address = Callable[[Approval], str]
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@read_or_write
def approval(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter's link opens: the request and two buttons. Opening it does nothing: mail scanners open all."""
    now = clock.now()
    found = queries.approval_of_token(token)
    if found is None:
        return useless(request, _("Ce lien n’existe pas. Il a peut-être été coupé en route."), status=404)
    asked, agent = found
    if refusal := why_useless(asked, agent, at=now):
        return useless(request, refusal, status=410)
    return answer_page(request, asked, agent, at=now, address=lambda one: address_of(one, agent))


def address_of(asked: Approval, agent: Agent) -> str:
    return reverse("agenda:approval", args=[queries.token_for(asked, agent)])


def why_useless(asked: Approval, agent: Agent, *, at: datetime) -> str:
    """Why a link that we made serves no more; nothing while it does."""
    session = asked.registration.session
    if session.cancelled_at or at >= session.starts_at:
        return _("La séance a commencé, ou n’aura pas lieu : la question ne se pose plus.")
    if not agent.is_active:
        return _("Ce compte est fermé : ce lien ne donne plus accès à rien.")
    if not rules.can_answer(agent, asked, local_day(asked, at)):
        return _("Cette demande est passée à %(name)s.") % {"name": queries.asked_name(asked)}
    return ""


def local_day(asked: Approval, at: datetime) -> Any:
    return at.astimezone(asked.registration.session.programme.organisation.zone).date()


def useless(request: HttpRequest, refusal: str, *, status: int) -> HttpResponse:
    return render(request, "agenda/approval_useless.html", {"refusal": refusal}, status=status)


@never_cache
@read_or_write
def approval_mine(request: AgentRequest, pk: int) -> HttpResponse:
    """The same for who is signed in and may answer; for everybody else the question does not exist."""
    now = clock.now()
    asked = question_or_404(request, pk, at=now)
    return answer_page(request, asked, request.user, at=now, address=address_at_home)


def address_at_home(asked: Approval) -> str:
    return reverse("agenda:approval_mine", args=[asked.pk])


def question_or_404(request: AgentRequest, pk: int, *, at: datetime) -> Approval:
    asked = queries.with_everything().filter(pk=pk).first()
    if asked is None or not rules.can_answer(request.user, asked, local_day(asked, at)):
        raise Http404
    return asked


@require_POST
def approval_undo(request: AgentRequest, pk: int) -> HttpResponse:
    """« Annuler » beside the message of an answer given from Mon équipe."""
    now = clock.now()
    asked = question_or_404(request, pk, at=now)
    try:
        operations.change_mind(approval=asked, by=request.user, at=now)
        messages.success(request, _("Votre réponse est annulée. La demande vous attend de nouveau."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("agenda:team")


def answer_page(
    request: HttpRequest, asked: Approval, agent: Agent, *, at: datetime, address: Address
) -> HttpResponse:
    """Show the question; take an answer, or its undoing, and show what became of it."""
    form, refusal = RefusalForm(), ""
    if request.method == "POST":
        form = RefusalForm(request.POST) if request.POST.get("answer") == "refuse" else form
        if not form.is_bound or form.is_valid():
            try:
                answer(request, asked, agent, form=form, at=at)
                return after_answer(request, asked, address)
            except Refused as refused:
                refusal = str(refused)
                asked = queries.with_everything().get(pk=asked.pk)
    context = page_context(asked, agent, at=at, address=address)
    context |= {"form": form, "refusal": refusal}
    with timezone.override(asked.registration.session.programme.organisation.zone):
        return render(request, "agenda/approval.html", context)


def answer(request: HttpRequest, asked: Approval, agent: Agent, *, form: RefusalForm, at: datetime) -> None:
    """Do what the button says; an unknown one does nothing."""
    match request.POST.get("answer"):
        case "accept":
            operations.accept(approval=asked, by=agent, at=at)
        case "refuse":
            operations.refuse(approval=asked, by=agent, at=at, **form.cleaned_data)
        case "undo":
            operations.change_mind(approval=asked, by=agent, at=at)


def after_answer(request: HttpRequest, asked: Approval, address: Address) -> HttpResponse:
    """Back to where the answer was given; from Mon équipe with a word and its undo."""
    if request.POST.get("retour") != "equipe":
        return redirect(address(asked))
    fresh = queries.with_everything().get(pk=asked.pk)
    said = {
        State.ACCEPTED: _("C’est accepté : %(name)s vient de l’apprendre."),
        State.REFUSED: _("C’est noté : %(name)s lit votre raison et d’autres dates."),
        State.PROPOSED: _(
            "C’est noté : deuxième refus de suite pour %(name)s, la commission donne son avis."
        ),
    }.get(State(fresh.state), "%(name)s")
    undo = f"undo:{reverse('agenda:approval_undo', args=[asked.pk])}"
    messages.success(request, said % {"name": fresh.registration.agent.full_name}, extra_tags=undo)
    return redirect("agenda:team")


def page_context(asked: Approval, agent: Agent, *, at: datetime, address: Address) -> dict[str, Any]:
    """All that `approval.html` names."""
    registration, session = asked.registration, asked.registration.session
    dates = dates_of(session)
    day = local_day(asked, at)
    is_at_home = address is address_at_home  # a link that travels by mail opens one request and no other
    others = queries.waiting_for(queries.asked_through(agent, on=day), but=agent).exclude(pk=asked.pk)
    other = others.first() if is_at_home else None
    answered_at = asked.answered_at or at
    return {
        "asked": asked,
        "session": session,
        "person": registration.agent,
        "viewer": agent,
        "dates": [(date, place_of(date)) for date in dates],
        "days": days_of_request(registration.agent, session, dates, reader=agent)
        if asked.state == State.ASKED
        else [],
        "address": address(asked),
        "is_open": asked.state == State.ASKED,
        "decision": queries.decision_text(asked),
        "is_mine": asked.answered_by_id == agent.pk,
        "why": queries.why_refused(asked) if asked.reason else "",
        "may_change": asked.state not in {State.ASKED, State.DROPPED}
        and not asked.opinion
        and rules.may_change_mind(session, answered_at, at),
        "change_until": rules.mind_end(session),
        "silence": queries.silence_text(asked),
        "other": other,
        "other_address": address(other) if other else "",
        "is_at_home": is_at_home,
    }
