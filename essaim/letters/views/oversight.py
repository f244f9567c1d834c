"""The letters of a programme, for who runs it: found, read, held, released, sent again."""

from collections.abc import Callable

from django.contrib import messages as messages_of_page
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.language import speaking
from essaim.letters import emails, messages, operations, oversight, queries, rules
from essaim.letters.models import Letter
from essaim.letters.origins import origin_of
from essaim.letters.oversight import Asked
from essaim.people.http import AgentRequest
from essaim.programmes.queries import programme_of
from essaim.programmes.rules import can_pilot_anything

PER_PAGE = 25

LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""A letter carries its styles inline, as mailboxes want them; nothing else is let in."""


@require_safe
def message_list(request: AgentRequest) -> HttpResponse:
    """Pilotage, Messages: what will leave, what left, what did not arrive; found by name, session, kind and state."""
    require(can_pilot_anything, request.user)
    asked = Asked.read(request.GET.dict())
    letters = oversight.narrowed(oversight.letters_seen_by(request.user), asked)
    counts = oversight.counts_of(letters, asked)
    context: dict[str, object] = {
        "asked": asked,
        "counts": counts,
        "headline": _("Messages") if asked.narrows else oversight.headline(counts),
        "kinds": oversight.kinds_to_ask_for(),
        "narrowing": oversight.narrowing_of(letters, asked),
        "page": None,
    }
    if asked.box or asked.narrows:
        letters = oversight.in_order(letters, asked.box)
        page = Paginator(letters, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": oversight.lines_of(page)}
    else:
        context["overview"] = oversight.overview_of(letters)
    with timezone.override(request.user.organisation.zone):
        return render(request, "letters/message_list.html", context)


@require_safe
def message(request: AgentRequest, pk: int) -> HttpResponse:
    """One letter as it was received, why it was written, and what became of it; a sealed one without what it says."""
    letter, now = seen_or_404(request, pk), clock.now()
    may_read = rules.can_handle(request.user, letter)
    copy = oversight.copy_of(letter)
    has_left = may_read and letter.state == Letter.State.SENT and copy is None
    refusal = operations.refusal_of(letter, at=now) if has_left else ""
    context = {
        "letter": letter,
        "line": oversight.lines_of([letter])[0],
        "shown": oversight.shown(letter) if may_read else None,
        "sender_name": emails.sender_of(letter, programme_of(letter.agent))[0],
        "attached": origin_of(letter.cause).attached(letter) if may_read else [],
        "why": origin_of(letter.cause).why(letter),
        "life": oversight.life_of(letter, at=now),
        "copy": copy,
        "may_resend": has_left and not refusal,
        "refusal_shown": refusal,
        "may_retry": rules.can_retry(request.user, letter) and letter.state in queries.STUCK,
        "message_id": messages.message_id(letter),
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "letters/message.html", context)


@require_safe
def message_email(request: AgentRequest, pk: int) -> HttpResponse:
    """The HTML of an open letter, alone in its page, where nothing runs; without its addressee's own links."""
    letter = seen_or_404(request, pk)
    require(rules.can_handle, request.user, letter)
    copy = oversight.masked(letter)
    with speaking(letter.agent.language):
        content = emails.parts(copy, programme_of(letter.agent)) | {"stop_url": ""}
        response = HttpResponse(render_to_string("letters/email/letter.html", content))
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


@require_POST
def message_hold(request: AgentRequest, pk: int) -> HttpResponse:
    letter = handled_or_404(request, pk)
    return acted(
        request,
        lambda: operations.hold(letter=letter, by=request.user, at=clock.now()),
        said=_("Retenue. Cette lettre ne part pas tant que vous ne la laissez pas partir."),
        undo=reverse("letters:message_release", args=[pk]),
        pk=pk,
    )


@require_POST
def message_release(request: AgentRequest, pk: int) -> HttpResponse:
    letter = handled_or_404(request, pk)
    return acted(
        request,
        lambda: operations.release(letter=letter, at=clock.now()),
        said=_("Cette lettre partira à son heure."),
        undo=reverse("letters:message_hold", args=[pk]),
        pk=pk,
    )


@require_POST
def message_again(request: AgentRequest, pk: int) -> HttpResponse:
    """A new version leaves in a minute, which is the time to change one's mind."""
    letter, now = handled_or_404(request, pk), clock.now()
    return acted(
        request,
        lambda: operations.send_again(letter=letter, at=now),
        said=_("Cette lettre repart dans une minute."),
        undo=reverse("letters:message_not_again", args=[pk]),
        pk=pk,
    )


@require_POST
def message_not_again(request: AgentRequest, pk: int) -> HttpResponse:
    letter = handled_or_404(request, pk)
    return acted(
        request,
        lambda: operations.take_back_copy(letter=letter),
        said=_("Cette lettre ne repartira pas."),
        pk=pk,
    )


@require_POST
def message_retry(request: AgentRequest, pk: int) -> HttpResponse:
    letter = seen_or_404(request, pk)
    require(rules.can_retry, request.user, letter)
    return acted(
        request,
        lambda: operations.retry(letter=letter, at=clock.now()),
        said=_("Cette lettre repart dans un instant."),
        pk=pk,
    )


def seen_or_404(request: AgentRequest, pk: int) -> Letter:
    """A letter that this person may know of; the others do not exist."""
    require(can_pilot_anything, request.user)
    return get_object_or_404(oversight.letters_seen_by(request.user), pk=pk)


def handled_or_404(request: AgentRequest, pk: int) -> Letter:
    letter = seen_or_404(request, pk)
    require(rules.can_handle, request.user, letter)
    return letter


def acted(
    request: AgentRequest, act: Callable[[], object], *, said: str, pk: int, undo: str = ""
) -> HttpResponse:
    """Do it, say it with its undo or say why not, and return to where the button was."""
    try:
        act()
    except Refused as refused:
        messages_of_page.warning(request, str(refused))
    else:
        messages_of_page.success(request, said, extra_tags=f"undo:{undo}" if undo else "")
    back = request.POST.get("retour", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours else reverse("letters:message", args=[pk]))
