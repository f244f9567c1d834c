"""Impact, Paroles: free words, read by a coordinator before anyone else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from essaim.feedback import forms, operations, queries
from essaim.feedback.models import Word
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.programmes.models import Programme
from essaim.programmes.queries import programmes_to_pilot
from essaim.programmes.rules import can_pilot_anything

MOST_SHOWN = 100
SAID = {
    "publish": (Word.State.PUBLISHED, gettext_lazy("La parole est publiée, sans date ni séance.")),
    "hide": (Word.State.HIDDEN, gettext_lazy("La parole reste cachée. Personne ne la lira.")),
    "wait": (Word.State.WAITING, gettext_lazy("La parole attend de nouveau votre lecture.")),
}


@require_safe
def word_list(request: AgentRequest) -> HttpResponse:
    """Those to read first, then those decided about; never a date nor a session."""
    programmes = _piloted(request)
    return _page(request, programmes)


def _piloted(request: AgentRequest) -> list[Programme]:
    require(can_pilot_anything, request.user)
    return list(programmes_to_pilot(request.user))


def _page(
    request: AgentRequest, programmes: list[Programme], *, wrong: UUID | None = None, refusal: str = ""
) -> HttpResponse:
    words = queries.readable_words(programmes)
    context = {
        "waiting": list(words.filter(state=Word.State.WAITING)[:MOST_SHOWN]),
        "decided": list(words.exclude(state=Word.State.WAITING)[:MOST_SHOWN]),
        "wrong": wrong,
        "refusal": refusal,
        "typed": request.POST.get("names", ""),
    }
    return render(request, "feedback/word_list.html", context, status=400 if refusal else 200)


@require_POST
def word_decide(request: AgentRequest, key: UUID) -> HttpResponse:
    """Publish, hide, strike a name, or take the decision back; each but striking can be undone."""
    programmes = _piloted(request)
    word = get_object_or_404(queries.readable_words(programmes), key=key)
    wanted = request.POST.get("do") or request.GET.get("do", "")
    if wanted == "strike":
        return _strike(request, programmes, word)
    if wanted not in SAID:
        raise Http404
    state, said = SAID[wanted]
    operations.decide(word=word, state=state)
    undo = "" if wanted == "wait" else f"undo:{reverse('feedback:word_decide', args=[key])}?do=wait"
    messages.success(request, str(said), extra_tags=undo)
    return redirect("feedback:word_list")


def _strike(request: AgentRequest, programmes: list[Programme], word: Word) -> HttpResponse:
    form = forms.StrikeForm(request.POST)
    if not form.is_valid():
        return _page(request, programmes, wrong=word.key, refusal=str(form.errors["names"][0]))
    try:
        operations.strike(word=word, names=form.cleaned_data["names"])
    except Refused as refused:
        return _page(request, programmes, wrong=word.key, refusal=str(refused))
    messages.success(request, _("Le nom est masqué, et n’est plus gardé nulle part."))
    return redirect("feedback:word_list")
