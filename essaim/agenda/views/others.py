"""One screen to register several people: tick, reread with their conflicts and ranks, send, take back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda import rules
from essaim.agenda.forms.others import MOST_AT_ONCE, ListForm, chosen_people
from essaim.agenda.models import Registration, Session
from essaim.agenda.operations.others import Outcome, register_others, unregister_others
from essaim.agenda.queries import others as queries
from essaim.agenda.views.sessions import session_or_404
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent
from essaim.ui.phrases import told


@require_http_methods(["GET", "HEAD", "POST"])
def session_enrol(request: AgentRequest, slug: str) -> HttpResponse:
    session = session_or_404(request, slug)
    require(rules.can_register_others, request.user, session)
    if request.method == "POST":
        return send(request, session)
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/session_enrol.html", page_context(request, session))


def page_context(request: AgentRequest, session: Session) -> dict[str, Any]:
    """The list to tick, those ticked so far with what awaits them, and those already registered by this hand."""
    now, form = clock.now(), ListForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    people = queries.people_to_register(request.user, session)
    shown, total = queries.narrowed(people, text=asked.get("nom", ""), unit=asked.get("service"))
    ticked = chosen_people(request.GET)
    if asked.get("tout"):
        ticked = list(dict.fromkeys([*ticked, *(agent.pk for agent in shown)]))[:MOST_AT_ONCE]
    kept = queries.allowed(request.user, session, ticked)
    known = {agent.pk: agent for agent in (*shown, *kept)}
    found = queries.candidates(session, list(known.values()), reader=request.user)
    cards = {card.agent_id: card for card in found}
    place = queries.place_in(session, now)
    chosen = [cards[agent.pk] for agent in kept]
    entitled = queries.entitled_to_kept_seats(session, chosen, at=now)
    return {
        "session": session,
        "place": place,
        "is_open": rules.is_open_for_registration(session, now),
        "rows": [cards[agent.pk] for agent in shown],
        "more": total - len(shown),
        "chosen": queries.with_standing(chosen, place, entitled=entitled),
        "ticked": ticked,
        "hidden": [pk for pk in ticked if pk not in {agent.pk for agent in shown}],
        "asked": asked,
        "services": queries.services_of(people),
        "mine": mine_of(request.user, session),
    }


def mine_of(by: Agent, session: Session) -> list[tuple[Registration, int | None]]:
    """Those registered by this hand, each with the rank if the person waits."""
    rows = list(queries.registered_by(by, session))
    ranks = queries.rank_by_registration(session) if rows else {}
    return [(row, ranks.get(row.pk)) for row in rows]


def send(request: AgentRequest, session: Session) -> HttpResponse:
    """Register those sent, and say one result per person."""
    page = reverse("agenda:session_enrol", args=[session.slug])
    agents = queries.allowed(request.user, session, chosen_people(request.POST))
    if not agents:
        messages.warning(request, _("Cochez au moins une personne."))
        return redirect(page)
    try:
        outcomes = register_others(session=session, agents=agents, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(page)
    tell(request, session, outcomes)
    return redirect(f"{page}#par-vous")


def tell(request: AgentRequest, session: Session, outcomes: list[Outcome]) -> None:
    """How many have a seat, how many wait, with one undo for all; each refusal with its sentence."""
    done = [outcome for outcome in outcomes if not outcome.refusal]
    for outcome in outcomes:
        if outcome.refusal:
            messages.error(request, told(outcome.agent.full_name, outcome.refusal))
    if not done:
        return
    waiting = sum(outcome.rank is not None for outcome in done)
    seated = len(done) - waiting
    words = [ngettext("%(n)s place réservée", "%(n)s places réservées", seated) % {"n": seated}]
    if waiting:
        words.append(ngettext("%(n)s en attente", "%(n)s en attente", waiting) % {"n": waiting})
    undo = reverse("agenda:session_enrol_undo", args=[session.slug])
    people = urlencode({"personne": [outcome.agent.pk for outcome in done]}, doseq=True)
    messages.success(
        request,
        _("%(what)s. Chaque personne est prévenue.") % {"what": ", ".join(words)},
        f"undo:{undo}?{people}",
    )


@require_POST
def session_enrol_undo(request: AgentRequest, slug: str) -> HttpResponse:
    """Take back one, several or all of those registered by this hand."""
    session = session_or_404(request, slug)
    require(rules.can_register_others, request.user, session)
    wanted = chosen_people(request.POST) or chosen_people(request.GET)
    agents = list(Agent.objects.filter(pk__in=wanted).order_by("pk"))
    try:
        taken_back = unregister_others(session=session, agents=agents, at=clock.now(), by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        count = len(taken_back)
        text = ngettext("%(n)s inscription annulée.", "%(n)s inscriptions annulées.", count) % {"n": count}
        messages.success(request, text if count else _("Il n’y avait rien à annuler."))
    return redirect(f"{reverse('agenda:session_enrol', args=[slug])}#par-vous")
