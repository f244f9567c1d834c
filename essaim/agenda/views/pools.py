"""Pilotage, a session, its kept seats: what saving would do is shown before it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from essaim.agenda import operations
from essaim.agenda.forms.pools import PoolsPage
from essaim.agenda.models import Session
from essaim.agenda.queries import pools as pool_queries
from essaim.agenda.queries import simulations as queries
from essaim.agenda.queries.proposals import proposal, refusal_of
from essaim.agenda.views.manage import piloted_session
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.people.models import Agent


@require_http_methods(["GET", "HEAD", "POST"])
def manage_pools(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    sent = request.POST if request.method == "POST" else None
    kept = pool_queries.kept_pools(session, at=clock.now())
    form = PoolsPage(queries.possible_audiences(session), kept, sent=sent)
    simulation = None
    with timezone.override(session.programme.organisation.zone):
        if form.is_checked and form.is_valid():
            if form.is_saving and save(session, form, by=request.user):
                messages.success(request, saved_text(form))
                return redirect("agenda:manage_session", slug=slug)
            simulation = simulate(session, form)
        context = {
            "session": session,
            "view": "places",
            "pools": form,
            "simulation": simulation,
            "released": [line for line in queries.pool_lines(session) if line.pool.released_at],
            "total": sum(pool.seats for pool in kept),
        }
        return render(request, "agenda/manage_pools.html", context)


def save(session: Session, form: PoolsPage, *, by: Agent) -> bool:
    """Write the pools; a refusal joins the mistakes of the page."""
    try:
        operations.set_pools(session=session, plans=form.plans(), at=clock.now(), by=by)
    except Refused as refused:
        form.refusal = str(refused)
        return False
    return True


def saved_text(form: PoolsPage) -> str:
    return _("Les places gardées sont enregistrées.") if form.lines else _("Toutes les places sont ouvertes.")


def simulate(session: Session, form: PoolsPage) -> queries.Simulation | None:
    """Who would enter, wait, be passed over: the calculation of the operation itself, nothing written."""
    now, plans = clock.now(), form.plans()
    form.refusal = form.refusal or refusal_of(session, plans, at=now)
    if form.refusal:
        return None
    found = queries.simulation_of(session, proposal(session, plans, at=now))
    form.refusal = found.refusal
    return None if found.refusal else found
