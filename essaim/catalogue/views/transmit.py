"""« Transmettre »: three short screens, and what became of one's proposals."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.catalogue import operations, queries, rules
from essaim.catalogue.forms import HalfDaysForm, ShapeForm, TitleForm, WordsForm
from essaim.catalogue.models import Topic
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.programmes.models import Format
from essaim.ui.dates import duration

read_or_write = require_http_methods(["GET", "HEAD", "POST"])
USUAL_MINUTES = 60


def steps() -> list[str]:
    return [_("Le sujet"), _("La durée"), _("Vos créneaux")]


def formats_offered(request: AgentRequest) -> list[Format]:
    require(lambda agent, _nothing: rules.can_propose(agent), request.user, None)
    return queries.formats_to_propose(request.user)


@read_or_write
def transmit(request: AgentRequest) -> HttpResponse:
    formats = formats_offered(request)
    if not formats:
        return render(request, "catalogue/transmit_closed.html")
    sketch = queries.sketch_of(request.user)
    first = {"title": sketch.title, "promise": sketch.promise} if sketch else {}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        kind = sketch.format if sketch else formats[0]
        operations.save_sketch(agent=request.user, format=kind, at=clock.now(), **form.cleaned_data)
        return redirect("catalogue:transmit_shape")
    context = {
        "form": form,
        "steps": steps(),
        "proposals": queries.proposals_of(request.user),
        "sketch": sketch,
    }
    return render(request, "catalogue/transmit_title.html", context)


@read_or_write
def transmit_shape(request: AgentRequest) -> HttpResponse:
    formats = formats_offered(request)
    sketch = queries.sketch_of(request.user)
    if sketch is None:
        return redirect("catalogue:transmit")
    first = {
        "format": sketch.format_id,
        "minutes": sketch.minutes or USUAL_MINUTES,
        "audience": sketch.audience,
    }
    form = ShapeForm(request.POST if request.method == "POST" else None, initial=first, formats=formats)
    if form.is_valid():
        operations.save_sketch(agent=request.user, at=clock.now(), **form.cleaned_data)
        return redirect("catalogue:transmit_when")
    context = {
        "form": form,
        "steps": steps(),
        "sketch": sketch,
        "close": queries.close_topics(sketch.programme, sketch.title),
    }
    return render(request, "catalogue/transmit_shape.html", context)


@read_or_write
def transmit_when(request: AgentRequest) -> HttpResponse:
    now, sketch = clock.now(), queries.sketch_of(request.user)
    if sketch is None:
        return redirect("catalogue:transmit")
    refusal = ""
    if request.method == "POST":
        half_days = HalfDaysForm(request.POST).half_days()
        sketch = operations.save_sketch(agent=request.user, format=sketch.format, at=now, half_days=half_days)
        if "plus-tard" in request.POST:
            messages.success(request, _("C’est gardé. Vous finirez quand vous voudrez."))
            return redirect("home:index")
        try:
            sent = operations.propose_topic(agent=request.user, at=now)
        except Refused as refused:
            refusal = str(refused)
        else:
            return redirect("catalogue:transmit_thanks", slug=sent.slug)
    context = {
        "steps": steps(),
        "sketch": sketch,
        "refusal": refusal,
        "length": duration(sketch.minutes or USUAL_MINUTES),
        "sticky_action": True,
        "weeks": queries.weeks_to_choose(request.user, sketch.half_days, at=now, programme=sketch.programme),
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "catalogue/transmit_when.html", context)


def own_or_404(request: AgentRequest, slug: str) -> Topic:
    topic = queries.topic_to_read(request.user, slug)
    if topic is None or topic.author_id != request.user.pk:
        raise Http404(slug)
    return topic


@require_safe
def transmit_thanks(request: AgentRequest, slug: str) -> HttpResponse:
    return render(request, "catalogue/transmit_thanks.html", {"topic": own_or_404(request, slug)})


@read_or_write
def proposal(request: AgentRequest, slug: str) -> HttpResponse:
    """What became of one's proposal; a question asked is answered here."""
    topic = own_or_404(request, slug)
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            words = form.cleaned_data["words"]
            operations.answer_question(topic=topic, answer=words, agent=request.user, at=clock.now())
            messages.success(request, _("Votre réponse est partie."))
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect("catalogue:proposal", slug=slug)
    context = {
        "topic": topic,
        "form": form,
        "history": queries.history_of(topic),
        "half_days": queries.half_days_in_words(topic.half_days),
    }
    with timezone.override(request.user.organisation.zone):
        return render(request, "catalogue/proposal.html", context)


@require_POST
def proposal_take_back(request: AgentRequest, slug: str) -> HttpResponse:
    topic = own_or_404(request, slug)
    try:
        operations.take_back_proposal(topic=topic, agent=request.user, at=clock.now())
        messages.success(request, _("Votre proposition est retirée. Merci quand même !"))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("catalogue:proposal", slug=slug)
