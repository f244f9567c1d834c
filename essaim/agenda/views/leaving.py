"""The pages behind « Je ne peux plus venir »: one button that gives the seat back, signed in or from a letter."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from essaim.agenda import operations
from essaim.agenda.models import Registration
from essaim.agenda.queries import changes, nearing
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.places import place_of
from essaim.agenda.views.sessions import session_or_404
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.ui.words import gettext as _


@require_safe
def session_leave(request: AgentRequest, slug: str) -> HttpResponse:
    """A mail scanner may open it: only the button acts."""
    session = session_or_404(request, slug)
    own = queries.standing_of(request.user, session).registration
    change = changes.last_change(session)
    stands = own is not None and own.state in Registration.LIVE and session.cancelled_at is None
    has_begun = clock.now() >= session.starts_at
    context = {
        "session": session,
        "may_leave": stands and not has_begun,
        "may_tell": stands and has_begun,
        "hosts": queries.people_of(session)[0] if stands and has_begun else [],
        "dates": [(sitting, place_of(sitting)) for sitting in queries.dates_of(session)],
        "lines": changes.change_lines(change) if change else [],
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/session_leave.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat_leave(request: HttpRequest, token: str) -> HttpResponse:
    """What a reminder's link opens, without signing in: mail scanners may, only the button acts."""
    found = nearing.registration_of_token(token)
    if found is None:
        refusal = _("Ce lien n’existe pas. Il a peut-être été coupé en route.")
        return render(
            request, "agenda/seat_leave_useless.html", {"refusal": refusal}, status=HTTPStatus.NOT_FOUND
        )
    session = found.session
    if session.cancelled_at or clock.now() >= session.starts_at:
        refusal = _("La séance a commencé, ou n’aura pas lieu : il n’y a plus de place à rendre.")
        return render(request, "agenda/seat_leave_useless.html", {"refusal": refusal}, status=HTTPStatus.GONE)
    if request.method == "POST":
        _move(request, found)
        return redirect("agenda:seat_leave", token=token)
    context = {
        "session": session,
        "stands": found.state in Registration.LIVE,
        "is_given_back": found.state == Registration.State.WITHDRAWN,
        "dates": [(sitting, place_of(sitting)) for sitting in queries.dates_of(session)],
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/seat_leave.html", context)


def _move(request: HttpRequest, registration: Registration) -> None:
    """Give the seat back, or take it again; pressing twice is harmless."""
    operation = operations.undo_withdrawal if "again" in request.POST else operations.withdraw
    try:
        operation(session=registration.session, agent=registration.agent, at=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
