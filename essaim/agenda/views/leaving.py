"""The page behind « Je ne peux plus venir »: what changed, one button that gives the seat back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim.agenda.models import Registration
from essaim.agenda.queries import changes
from essaim.agenda.queries import sessions as queries
from essaim.agenda.queries.places import place_of
from essaim.agenda.views.sessions import session_or_404
from essaim.kernel import clock
from essaim.people.http import AgentRequest


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
