"""Asking for tables, watching them come, reading what they are worth."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from essaim.agenda.queries.manage import piloted_sessions
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.people.http import AgentRequest
from essaim.programmes.queries import programme_to_pilot
from essaim.ties import operations, rules
from essaim.ties.forms import PeopleForm, RulesForm, rules_of, usual_rules
from essaim.ties.messages import conflicts_in_words
from essaim.ties.models import Composition
from essaim.ties.operations.composing import expected
from essaim.ties.queries import pages
from essaim.ties.queries.people import people_of_units
from essaim.ties.queries.tables import board_of, compositions_for
from essaim.ui.words import gettext as _

PAGE = 25
State = Composition.State


def find(request: AgentRequest, pk: int) -> Composition:
    """A composition of a programme that one runs; the others do not exist."""
    return get_object_or_404(compositions_for(request.user), pk=pk)


@require_safe
def composition_list(request: AgentRequest) -> HttpResponse:
    require(rules.can_compose, request.user)
    page = Paginator(pages.listed(request.user), PAGE).get_page(request.GET.get("page"))
    with timezone.override(request.user.organisation.zone):
        return render(request, "ties/composition_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def composition_new(request: AgentRequest) -> HttpResponse:
    """Seat the people of a list."""
    programme = programme_to_pilot(request.user)
    if programme is None or not rules.can_compose(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = PeopleForm(sent, organisation=request.user.organisation, initial=usual_rules(0))
    if form.is_valid():
        organisation, units = request.user.organisation, form.cleaned_data["units"]
        picked = [*form.found.people, *people_of_units([*map(int, units)], organisation=organisation)]
        try:
            asked = operations.ask_composition(
                programme=programme,
                rules=form.rules(),
                by=request.user,
                at=clock.now(),
                people=picked,
                title=form.cleaned_data["title"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ties:composition", asked.pk)
    return render(request, "ties/composition_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def session_tables(request: AgentRequest, slug: str) -> HttpResponse:
    """Seat those who have a place in a session; once it is done, this address leads to its tables."""
    session = get_object_or_404(piloted_sessions(request.user), slug=slug)
    known = Composition.objects.filter(session=session).order_by("pk").first()
    if known:
        return redirect("ties:composition", known.pk)
    people = expected(session)
    sent = request.POST if request.method == "POST" else None
    form = RulesForm(sent, initial=usual_rules(len(people)))
    if form.is_valid():
        try:
            asked = operations.ask_composition(
                programme=session.programme,
                session=session,
                rules=form.rules(),
                by=request.user,
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ties:composition", asked.pk)
    context = pages.before_composing(session, people) | {"form": form, "session": session}
    with timezone.override(session.programme.organisation.zone):
        return render(request, "ties/session_tables.html", context)


@require_safe
def composition(request: AgentRequest, pk: int) -> HttpResponse:
    """How far it is; the tables of a round; or which rules contradict each other."""
    found = find(request, pk)
    if request.htmx and not found.is_running:
        return HttpResponseClientRefresh()
    if request.htmx:
        return render(request, "ties/composition_running.html#state", {"composition": found})
    return shown(request, found)


def shown(request: AgentRequest, found: Composition, *, form: RulesForm | None = None) -> HttpResponse:
    """The page of a composition in its state; a form that was refused comes back as it was sent."""
    context: dict[str, Any] = {"composition": found, "may_change": rules.can_change(found)}
    if found.state == State.DONE:
        asked = {name: sent_number(request.GET.get(name, "")) for name in ("tour", "personne")}
        context |= pages.done(board_of(found), turn=asked["tour"], moving=asked["personne"])
    if found.state == State.IMPOSSIBLE:
        context["conflicts"] = conflicts_in_words(found)
    context["form"] = form or RulesForm(initial=rules_of(found))
    with timezone.override(found.programme.organisation.zone):
        return render(request, "ties/composition.html", context)


@require_POST
def composition_again(request: AgentRequest, pk: int) -> HttpResponse:
    """Compose around those who are pinned, with the rules of the form."""
    found = find(request, pk)
    form = RulesForm(request.POST)
    if not form.is_valid():
        return shown(request, found, form=form)
    try:
        operations.compose_again(composition=found, rules=form.rules(), at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("ties:composition", pk)


@require_POST
def composition_stop(request: AgentRequest, pk: int) -> HttpResponse:
    found = operations.stop_composition(composition=find(request, pk))
    if found.state == State.DONE:
        messages.success(request, _("C’est arrêté : voici les tables d’avant."))
    return redirect("ties:composition", pk)


@require_POST
def composition_undo(request: AgentRequest, pk: int) -> HttpResponse:
    try:
        operations.undo_last(composition=find(request, pk))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Les tables sont revenues comme avant."))
    turn = sent_number(request.GET.get("tour", ""), otherwise=1)
    return redirect(f"{reverse('ties:composition', args=[pk])}?tour={turn}")
