"""Pilotage, a session, Message: a coordinator writes to its people, sees what they will read, takes it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from essaim.agenda import emails
from essaim.agenda.forms.notes import NoteForm
from essaim.agenda.models import Session
from essaim.agenda.operations.writing import OthersMeanwhile, take_note_back, write_note
from essaim.agenda.queries import writing as queries
from essaim.agenda.queries.writing import Audience
from essaim.agenda.views.manage import piloted_session
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.letters.emails import Draft, sender
from essaim.letters.operations import TooLate
from essaim.people.http import AgentRequest
from essaim.programmes.queries import programme_of
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext


@require_http_methods(["GET", "HEAD", "POST"])
def manage_message(request: AgentRequest, slug: str) -> HttpResponse:
    session = piloted_session(request, slug)
    audiences = queries.audiences_of(session, at=clock.now())
    if request.method != "POST":
        taken_up = queries.words_of_note(session, request.GET.get("reprendre", ""))
        first = {"audience": audiences[0].slug} if audiences else {}
        return message_page(
            request, session, NoteForm(audiences=audiences, initial=first | taken_up), audiences
        )
    form = NoteForm(request.POST, audiences=audiences)
    if request.POST.get("do") != "send" or not form.is_valid():
        return message_page(request, session, form, audiences)
    return send(request, session, form)


def send(request: AgentRequest, session: Session, form: NoteForm) -> HttpResponse:
    """Write the letters, or say why not beside what was typed."""
    said = request.POST.get("said", "")
    try:
        written = write_note(session=session, said=said, at=clock.now(), by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error("audience" if isinstance(refused, OthersMeanwhile) else None, str(refused))
        return message_page(request, session, form, queries.audiences_of(session, at=clock.now()))
    text = ngettext(
        "Votre message part dans une minute, à %(n)s personne.",
        "Votre message part dans une minute, à %(n)s personnes.",
        written.count,
    )
    undo = reverse("agenda:manage_message_undo", args=[session.slug, written.version])
    messages.success(request, text % {"n": written.count}, f"undo:{undo}")
    return redirect("agenda:manage_message", slug=session.slug)


def message_page(
    request: AgentRequest, session: Session, form: NoteForm, audiences: list[Audience]
) -> HttpResponse:
    """The form with what was typed; the preview is the letter itself, as the first of them would be."""
    now = clock.now()
    chosen = str(form["audience"].value() or "")
    context = {
        "session": session,
        "view": "message",
        "form": form,
        "audiences": audiences,
        "on_paper": any(one.on_paper for one in audiences),
        "chosen": next((one for one in audiences if one.slug == chosen), None),
        "why_not": queries.why_not_write(session, audiences, at=now),
        "leaving": queries.notes_leaving(session, at=now),
        "sent": queries.letters_sent(session, request.user),
        "shown": shown(request, session, form),
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "agenda/manage_message.html", context)


def shown(request: AgentRequest, session: Session, form: NoteForm) -> dict[str, object]:
    """What they will see: the words of the form in the letter that they would give."""
    typed = {name: str(form[name].value() or "").replace("\r\n", "\n") for name in ("subject", "text")}
    draft: Draft = emails.note(session, request.user, typed["subject"], "")
    return {
        "sender": f"{request.user.full_name}, {sender(programme_of(request.user))[0]}",
        "subject": typed["subject"].strip(),
        "paragraphs": [part.strip() for part in typed["text"].split("\n\n") if part.strip()],
        "block": draft.worded(request.user.language).about,
    }


@require_POST
def manage_message_undo(request: AgentRequest, slug: str, version: str) -> HttpResponse:
    session = piloted_session(request, slug)
    page = reverse("agenda:manage_message", args=[slug])
    try:
        left = take_note_back(session=session, version=version, at=clock.now())
    except TooLate as refused:
        messages.error(request, str(refused))
        return redirect(page)
    if left:
        text = ngettext(
            "Envoi retenu, mais %(n)s lettre était déjà partie.",
            "Envoi retenu, mais %(n)s lettres étaient déjà parties.",
            left,
        )
        messages.warning(request, text % {"n": left})
    else:
        messages.success(request, _("Envoi retenu : rien ne part. Votre texte est toujours là."))
    return redirect(f"{page}?reprendre={version}")
