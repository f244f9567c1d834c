"""One's own letters, and the demo's mailbox."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from essaim.kernel import clock
from essaim.letters import emails, queries
from essaim.people.http import AgentRequest
from essaim.programmes.queries import programme_of

PER_PAGE = 25


@require_GET
def mine(request: AgentRequest) -> HttpResponse:
    """What was written to the person, newest first; everything is there, with or without an e-mail."""
    letters = queries.letters_of(request.user, at=clock.now())
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "letters/mine.html", {"page": page})


@login_not_required
@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every letter of the demo, as the mail server would have had it."""
    only_in_a_demo()
    page = Paginator(queries.kept_letters(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "letters/mailbox.html", {"page": page})


@login_not_required
@never_cache
@require_GET
def mailbox_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter with its headers."""
    only_in_a_demo()
    letter = get_object_or_404(queries.kept_letters(), pk=pk)
    programme = programme_of(letter.agent)
    context = {
        **emails.parts(letter, programme),
        "headers": emails.headers(letter),
        "sender_address": emails.sender(programme)[1],
    }
    return render(request, "letters/mailbox_letter.html", context)


def only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404
