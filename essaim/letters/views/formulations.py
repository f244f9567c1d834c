"""The words that a programme gives to its letters."""

from collections.abc import Callable

from django.contrib import messages as messages_of_page
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.letters import emails, forms, operations, queries, rules
from essaim.letters.formulations import REGISTER, Desk, desk_for, in_groups
from essaim.letters.views.framing import FRAMING_POLICY, framed
from essaim.people.http import AgentRequest
from essaim.programmes.views.settings import page as page_of_settings
from essaim.programmes.views.settings import programme_to_set, stay

VERSIONS_SHOWN = 10


@require_safe
def formulation_list(request: AgentRequest) -> HttpResponse:
    """The letters that the programme may word, and which it has."""
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    own = queries.formulations_of(programme)
    groups = [
        (group.label, [(letter, own.get(letter.name)) for letter in letters])
        for group, letters in in_groups()
    ]
    return page_of_settings(request, "letters/formulation_list.html", programme, groups=groups)


@require_http_methods(["GET", "HEAD", "POST"])
def formulation(request: AgentRequest, name: str) -> HttpResponse:
    """One letter: its words, what they give on a real example, and the way back."""
    desk = desk_of(request, name)
    if not desk.samples:
        return page_of_settings(request, "letters/formulation_none.html", desk.programme, letter=desk.letter)
    change = CHANGES.get(request.POST.get("do", ""))
    if change is None:
        return formulation_page(request, desk, _form_shown(request, desk))
    try:
        return change(request, desk)
    except Refused as refused:
        messages_of_page.error(request, str(refused))
        return redirect(request.get_full_path())


def desk_of(request: AgentRequest, name: str) -> Desk:
    """The letter that the address names, of the programme that one runs."""
    programme, letter = programme_to_set(request), REGISTER.get(name)
    if programme is None or letter is None:
        raise Http404
    require(rules.can_word, request.user, programme)
    place = sent_number(request.GET.get("exemple", ""))
    return desk_for(programme, letter, reader=request.user, at=clock.now(), place=place)


def _form_shown(request: AgentRequest, desk: Desk) -> forms.FormulationForm:
    """What was typed comes back: to be looked at again, or with one mark more."""
    if request.method != "POST":
        return forms.FormulationForm(initial=desk.said, known=desk.marks)
    mark = request.POST.get("mark", "")
    if mark not in desk.marks:
        return forms.FormulationForm(request.POST, known=desk.marks)
    typed = {field: request.POST.get(field, "") for field in ("subject", "body")}
    return forms.FormulationForm(initial=typed | {"body": f"{typed['body']}\n\n{{{mark}}}"}, known=desk.marks)


def formulation_page(request: AgentRequest, desk: Desk, form: forms.FormulationForm) -> HttpResponse:
    words = {field.name: str(field.value() or "") for field in form}
    context = {
        "desk": desk,
        "form": form,
        "shown": desk.shown(words),
        "former": list(queries.former_formulations(desk.programme, desk.letter.name)[:VERSIONS_SHOWN]),
    }
    response = page_of_settings(request, "letters/formulation.html", desk.programme, **context)
    response["Content-Security-Policy"] = FRAMING_POLICY
    return response


def _save_words(request: AgentRequest, desk: Desk) -> HttpResponse:
    form = forms.FormulationForm(request.POST, known=desk.marks)
    if not form.is_valid():
        return formulation_page(request, desk, form)
    operations.word_letter(
        programme=desk.programme, letter=desk.letter, by=request.user, at=desk.at, **form.cleaned_data
    )
    return stay(request, _("C’est enregistré. Les prochaines lettres le diront ainsi."))


def _take_essaim_words(request: AgentRequest, desk: Desk) -> HttpResponse:
    operations.take_essaim_words(programme=desk.programme, letter=desk.letter)
    return stay(request, _("Cette lettre reprend le texte d’Essaim. Le vôtre reste plus bas."))


def _take_again(request: AgentRequest, desk: Desk) -> HttpResponse:
    former = queries.former_formulations(desk.programme, desk.letter.name)
    version = get_object_or_404(former, pk=sent_number(request.POST.get("version", "")))
    operations.take_again(
        programme=desk.programme, letter=desk.letter, version=version, by=request.user, at=desk.at
    )
    return stay(request, _("Ce texte est de nouveau en usage."))


CHANGES: dict[str, Callable[[AgentRequest, Desk], HttpResponse]] = {
    "save": _save_words,
    "essaim": _take_essaim_words,
    "again": _take_again,
}


@xframe_options_sameorigin
@require_http_methods(["GET", "HEAD", "POST"])
def formulation_mail(request: AgentRequest, name: str) -> HttpResponse:
    """The HTML that these words give, in a frame; nothing is written, and its links lead nowhere."""
    desk = desk_of(request, name)
    if not desk.samples:
        raise Http404
    words = {field: request.POST.get(field, said) for field, said in desk.said.items()}
    shown = emails.parts(desk.mailed(words), desk.programme)
    return framed(request, shown | {"action_url": "#", "stop_url": "", "site_url": "#"})
