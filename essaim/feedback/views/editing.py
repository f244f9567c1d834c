"""Réglages, Questionnaire: what is asked, its draft, its versions, and the question that comes weeks later."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.feedback import forms, operations, queries, rules
from essaim.feedback.models import Version, Wave
from essaim.feedback.queries import Scope
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.programmes.models import Format
from essaim.programmes.queries import formats_of
from essaim.programmes.views.settings import page, programme_to_set

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
COLD = "froid"


@dataclass(frozen=True)
class Desk:
    """Where one edits: a programme's questionnaire or a format's, with the ends of its addresses."""

    scope: Scope
    query: str
    hot_query: str
    """The same without the moment: the questions asked right after."""

    @property
    def address(self) -> str:
        return f"{reverse('feedback:editor')}{self.query}"


def desk_of(request: AgentRequest) -> Desk | None:
    """The questionnaire meant by the address; none on an empty installation, 404 for those of others."""
    programme = programme_to_set(request)
    if programme is None:
        return None
    wanted, kind = request.GET.get("format", ""), None
    if wanted:
        kind = next((one for one in formats_of(programme) if one.slug == wanted), None)
        if kind is None:
            raise Http404
    wave = Wave.COLD if request.GET.get("moment") == COLD else Wave.HOT
    keys = {"dispositif": request.GET.get("dispositif", ""), "format": wanted}
    moment = {"moment": COLD} if wave == Wave.COLD else {}
    return Desk(Scope(programme, kind, wave), _query(keys | moment), _query(keys))


def _query(keys: dict[str, str]) -> str:
    query = urlencode({key: value for key, value in keys.items() if value})
    return f"?{query}" if query else ""


@read_or_write
def editor(request: AgentRequest) -> HttpResponse:
    desk = desk_of(request)
    if desk is None:
        return redirect("programmes:settings")
    if request.method == "POST":
        return change(request, desk)
    draft = queries.draft_of(desk.scope)
    asked = rules.read_asked(draft.questions) if draft else queries.asked_in(desk.scope)
    return show(request, desk, forms.QuestionsForm(asked, wave=desk.scope.wave), draft=draft)


def change(request: AgentRequest, desk: Desk) -> HttpResponse:
    """One button: keep, move, add, put in use, give up, go back. What was typed is never lost."""
    wanted, form = request.POST.get("do", ""), forms.QuestionsForm((), request.POST, wave=desk.scope.wave)
    draft, said = None, ""
    try:
        if wanted in DIRECT:
            return DIRECT[wanted](request, desk)
        draft = operations.save_draft(
            scope=desk.scope, asked=form.moved(wanted), revision=_sent(request, "revision"), by=request.user
        )
        if wanted != "use":
            return stay(desk, wanted, len(draft.questions))
        if form.is_valid():
            version = operations.put_in_use(scope=desk.scope, revision=draft.revision, at=clock.now())
            said = _("La version %(number)s est en service. Les questionnaires déjà ouverts gardent la leur.")
            messages.success(request, said % {"number": version.number})
            return redirect(desk.address)
    except operations.DraftMoved as refused:
        draft = queries.draft_of(desk.scope)
        return show(request, desk, form, draft=draft, refusal=str(refused), theirs=draft)
    except Refused as refused:
        said = str(refused)
    return show(request, desk, form, draft=draft or queries.draft_of(desk.scope), refusal=said)


def _sent(request: AgentRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def stay(desk: Desk, wanted: str, number: int) -> HttpResponse:
    """Back to the page, where the button led."""
    verb, _dash, given = wanted.partition("-")
    rank = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else 0
    rank = {"up": rank - 1, "down": rank + 1, "add": number - 1}.get(verb, -1)
    if verb == "look":
        return redirect(f"{desk.address}#apercu")
    if not 0 <= rank < number:
        return redirect(desk.address)
    joined = "&" if desk.query else "?"
    return redirect(f"{desk.address}{joined}question={rank + 1}#question-{rank + 1}")


def forget(request: AgentRequest, desk: Desk) -> HttpResponse:
    operations.forget_draft(scope=desk.scope)
    messages.success(request, _("Le brouillon est abandonné. Ce qui est en service n’a pas changé."))
    return redirect(desk.address)


def go_back(request: AgentRequest, desk: Desk) -> HttpResponse:
    number = _sent(request, "number")
    version = operations.go_back(scope=desk.scope, number=number, by=request.user, at=clock.now())
    said = _("Les questions d’avant sont de nouveau en service : c’est la version %(number)s.")
    messages.success(request, said % {"number": version.number})
    return redirect(desk.address)


DIRECT = {"forget": forget, "back": go_back}


def show(
    request: AgentRequest,
    desk: Desk,
    form: forms.QuestionsForm,
    *,
    draft: Version | None,
    refusal: str = "",
    theirs: Version | None = None,
) -> HttpResponse:
    has_errors = bool(refusal) or any(one.is_bound and one.errors for one in form.forms)
    response = page(
        request,
        "feedback/editor.html",
        desk.scope.programme,
        desk=desk,
        editor=form,
        has_errors=has_errors,
        draft=draft,
        revision=draft.revision if draft else 0,
        current=queries.current_of(desk.scope),
        scopes=queries.scopes_of(desk.scope.programme, desk.scope.wave),
        refusal=refusal,
        theirs=rules.read_asked(theirs.questions) if theirs else [],
        focus=request.GET.get("question", ""),
        most=rules.MOST,
        **preview_of(form),
    )
    response.status_code = 400 if has_errors else 200
    return response


def preview_of(form: forms.QuestionsForm) -> dict[str, object]:
    """The questions as an agent would see them."""
    seconds = rules.seconds_of(form.asked)
    return {
        "questions": queries.questions(form.asked, {}),
        "seconds": seconds,
        "is_long": seconds > rules.LONG_SECONDS,
        "limit": rules.LONG_SECONDS,
    }


@require_POST
def editor_preview(request: AgentRequest) -> HttpResponse:
    """What stands in the page, as on a phone; nothing is kept."""
    desk = desk_of(request)
    if desk is None:
        return redirect("programmes:settings")
    form = forms.QuestionsForm((), request.POST, wave=desk.scope.wave)
    return render(request, "feedback/_preview.html", preview_of(form))


@require_safe
def editor_versions(request: AgentRequest) -> HttpResponse:
    """Every version that was in use, in its words, with what may be said of its own questions."""
    desk = desk_of(request)
    if desk is None:
        return redirect("programmes:settings")
    threshold = desk.scope.programme.organisation.privacy_threshold
    return page(
        request,
        "feedback/editor_versions.html",
        desk.scope.programme,
        desk=desk,
        versions=queries.version_results(desk.scope, threshold=threshold),
        threshold=threshold,
    )


@read_or_write
def editor_cold(request: AgentRequest) -> HttpResponse:
    """Format by format: ask again some weeks later, or not."""
    desk = desk_of(request)
    if desk is None:
        return redirect("programmes:settings")
    rows = [(kind, _cold_form(request, kind, days)) for kind, days in queries.cold_of(desk.scope.programme)]
    if request.method == "POST" and not sum(not form.is_valid() for _kind, form in rows):
        for kind, form in rows:
            operations.set_cold(format=kind, days=form.wanted)
        messages.success(request, _("C’est enregistré. Cela vaut pour les questionnaires à venir."))
        return redirect(f"{reverse('feedback:editor_cold')}{desk.query}")
    has_errors = any(form.is_bound and form.errors for _kind, form in rows)
    keys = {"dispositif": desk.scope.programme.slug, "moment": COLD}
    response = page(
        request,
        "feedback/editor_cold.html",
        desk.scope.programme,
        desk=desk,
        rows=rows,
        asked=queries.asked_in(Scope(desk.scope.programme, wave=Wave.COLD))[0],
        wording_url=f"{reverse('feedback:editor')}{_query(keys)}",
    )
    response.status_code = 400 if has_errors else 200
    return response


def _cold_form(request: AgentRequest, kind: Format, days: int | None) -> forms.ColdForm:
    sent = request.POST if request.method == "POST" else None
    return forms.ColdForm(
        sent, prefix=f"format-{kind.pk}", initial={"is_on": days is not None, "days": days or 60}
    )
