"""The demo's mailbox: what would leave, seen without a mail server."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from essaim.letters import emails, links, messages, queries
from essaim.letters.enclosures import enclosures_sent
from essaim.letters.views.framing import FRAMING_POLICY, framed
from essaim.programmes.queries import programme_of

PER_PAGE = 25


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
    """One letter with its headers, as a mailbox draws it, and what travels with it."""
    only_in_a_demo()
    letter = get_object_or_404(queries.kept_letters(), pk=pk)
    programme = programme_of(letter.agent)
    context = {
        **emails.parts(letter, programme),
        "headers": messages.headers(letter),
        "sender_address": emails.sender(programme)[1],
        "enclosures": enclosures_sent(letter),
    }
    response = render(request, "letters/mailbox_letter.html", context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


@login_not_required
@never_cache
@xframe_options_sameorigin
@require_GET
def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a letter of the demo; its links open on the whole page."""
    only_in_a_demo()
    letter = get_object_or_404(queries.kept_letters(), pk=pk)
    shown = emails.parts(letter, programme_of(letter.agent))
    here = {"action_url": letter.action_path, "stop_url": links.stop_path(letter), "site_url": ""}
    return framed(request, shown | here)


@login_not_required
@never_cache
@require_GET
def mailbox_enclosure(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """What travels with a letter of the demo, as a file that a calendar opens."""
    only_in_a_demo()
    enclosures = enclosures_sent(get_object_or_404(queries.kept_letters(), pk=pk))
    if place >= len(enclosures):
        raise Http404
    one = enclosures[place]
    response = HttpResponse(one.content, content_type=one.kind)
    response["Content-Disposition"] = f'attachment; filename="{one.name}"'
    return response


def only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404
