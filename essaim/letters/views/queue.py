"""What does not leave, for who administers."""

from django.conf import settings
from django.contrib import messages as messages_of_page
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.letters import operations, queries, rules
from essaim.people.http import AgentRequest

PER_PAGE = 25


@require_safe
def queue(request: AgentRequest) -> HttpResponse:
    """Réglages: what waits to leave, and whom no letter reaches, in words."""
    require(rules.can_watch_queue, request.user)
    people = Paginator(queries.not_reached(request.user), PER_PAGE)
    context = {
        "queue": queries.queue_of(request.user, at=clock.now()),
        "page": people.get_page(request.GET.get("page")),
        "is_kept": settings.EMAIL_IS_KEPT,
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "letters/queue.html", context)


@require_POST
def retry(request: AgentRequest) -> HttpResponse:
    """Send anew what failed: of one person when the button says so, else of all."""
    require(rules.can_watch_queue, request.user)
    letters = queries.letters_watched_by(request.user)
    if request.POST.get("agent", "").isdecimal():
        letters = letters.filter(agent=int(request.POST["agent"][:9]))
    count = operations.try_again(letters, at=clock.now())
    said = ngettext("%(count)s lettre repart.", "%(count)s lettres repartent.", count) % {"count": count}
    messages_of_page.info(request, said)
    return redirect("letters:queue")
