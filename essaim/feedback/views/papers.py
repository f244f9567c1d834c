"""Questionnaires on paper: the host prints them, then types them back, one after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda.models import Session
from essaim.agenda.views.room import led_session
from essaim.feedback import files, forms, operations, queries, rules
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest

EXAMPLE = "132132"
LAST = "last_paper"
"""In the session of the browser: the sheet that this person typed last, which may be taken back."""


@require_safe
@never_cache
def paper(request: AgentRequest, slug: str) -> HttpResponse:
    """How many sheets are typed, the next one to type, and printing more."""
    return _page(request, led_session(request, slug))


def _page(request: AgentRequest, session: Session, *, status: int = 200, **more: Any) -> HttpResponse:
    at = clock.now()
    questionnaire = queries.hot_questionnaire(session)
    asked = queries.asked_on_paper(session)
    to_tick = sum(bool(question.values) for question in asked)
    sheet = more.get("sheet") or forms.PaperForm(None, asked)
    context = {
        "session": session,
        "pile": queries.pile_of(session),
        "may_print": rules.may_print(session, questionnaire, at),
        "may_type": questionnaire is not None and rules.is_open(questionnaire, at),
        "is_closed": questionnaire is not None and not rules.is_open(questionnaire, at),
        "questions": queries.questions(asked, sheet.data),
        "digits": to_tick,
        "example": EXAMPLE[:to_tick],
        "last": request.session.get(LAST, {}).get(slug_key(session), ""),
        "sheet": sheet,
        "refusal": "",
        "printing": forms.PrintForm(initial={"number": min(max(session.taken, 1), forms.MOST_AT_ONCE)}),
    }
    with timezone.override(session.programme.organisation.zone):
        return render(request, "feedback/paper.html", context | more, status=status)


def slug_key(session: Session) -> str:
    """Sessions of browsers are kept as JSON, whose keys are text."""
    return str(session.pk)


@require_POST
@never_cache
def paper_print(request: AgentRequest, slug: str) -> HttpResponse:
    """A PDF of so many sheets, each under a code that was just drawn."""
    session = led_session(request, slug)
    printing = forms.PrintForm(request.POST)
    if not printing.is_valid():
        return _page(request, session, status=400, printing=printing)
    at = clock.now()
    try:
        papers = operations.print_papers(session=session, number=printing.cleaned_data["number"], at=at)
    except Refused as refused:
        printing.add_error("number", str(refused))
        return _page(request, session, status=400, printing=printing)
    content = files.papers_pdf(session, papers, queries.asked_on_paper(session), at=at)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="questionnaires-{session.slug}.pdf"'
    return answer


@require_POST
@never_cache
def paper_type(request: AgentRequest, slug: str) -> HttpResponse:
    """Count one sheet, then ask for the next."""
    session = led_session(request, slug)
    asked = queries.asked_on_paper(session)
    form = forms.PaperForm(request.POST, asked)
    if not form.is_valid():
        return _page(request, session, status=400, sheet=form, refusal=form.message())
    try:
        found = operations.type_paper(
            session=session, code=form.cleaned_data["code"], values=form.values, at=clock.now()
        )
    except operations.SurveyClosed as refused:
        messages.error(request, str(refused))
        return redirect("feedback:paper", slug)
    except Refused as refused:
        form.add_error("digits" if isinstance(refused, operations.AnswerUnknown) else "code", str(refused))
        return _page(request, session, status=400, sheet=form, refusal=str(refused))
    code = rules.spaced_code(found.code)
    request.session[LAST] = {slug_key(session): code}
    said = _("%(code)s : %(answers)s") % {"code": code, "answers": queries.typed_text(asked, form.values)}
    messages.success(request, said)
    return redirect("feedback:paper", slug)


@require_POST
@never_cache
def paper_undo(request: AgentRequest, slug: str) -> HttpResponse:
    """Take back the sheet that this person typed last."""
    session = led_session(request, slug)
    code = request.session.pop(LAST, {}).get(slug_key(session), "")
    if not code:
        messages.info(request, _("Il n’y a pas de feuille à reprendre."))
        return redirect("feedback:paper", slug)
    try:
        operations.take_paper_back(session=session, code=code, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("La feuille %(code)s n’est plus comptée : saisissez-la de nouveau quand vous voulez.")
        messages.success(request, said % {"code": code})
    return redirect("feedback:paper", slug)
