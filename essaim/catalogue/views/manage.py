"""Pilotage, Programme: the catalogue of those who run it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from essaim.catalogue import operations, queries
from essaim.catalogue.forms import DecisionForm, DocumentForm, SheetForm
from essaim.catalogue.models import Document, Topic, TopicMove
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest

PAGE = 50
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def piloted_topic(request: AgentRequest, slug: str) -> Topic:
    """The topic, for those who run its programme; for everybody else this page does not exist."""
    mine = Topic.objects.piloted_by(request.user) if request.user.may_pilot else Topic.objects.none()
    return get_object_or_404(mine.select_related("programme__organisation", "format", "author"), slug=slug)


@require_safe
def manage_topics(request: AgentRequest) -> HttpResponse:
    if not request.user.may_pilot:
        raise PermissionDenied
    state, format_slug = request.GET.get("etat", ""), request.GET.get("format", "")
    topics = queries.topics_to_manage(request.user, state=state, format_slug=format_slug)
    context = {
        "page": Paginator(topics, PAGE).get_page(request.GET.get("page")),
        "formats": queries.formats_to_manage(request.user),
        "states": [(value, Topic.State(value).label) for value in queries.STATES],
        "state": state,
        "format_slug": format_slug,
    }
    return render(request, "catalogue/manage_topics.html", context)


@read_or_write
def manage_topic_new(request: AgentRequest) -> HttpResponse:
    formats = queries.formats_to_manage(request.user) if request.user.may_pilot else []
    if not formats:
        raise PermissionDenied
    form = SheetForm(request.POST if request.method == "POST" else None, formats=formats)
    if form.is_valid():
        kind = form.cleaned_data["format"]
        try:
            topic = operations.write_topic(
                programme=kind.programme, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, draft_kept(topic))
            return back(topic)
    return render(request, "catalogue/manage_topic_new.html", {"form": form})


def draft_kept(topic: Topic) -> str:
    """How many blocks are written is said where the law asks for them."""
    if not topic.is_training:
        return _("Le brouillon est gardé.")
    return _("Le brouillon est gardé : %(filled)s/6.") % {"filled": topic.filled}


@read_or_write
def manage_topic(request: AgentRequest, slug: str) -> HttpResponse:
    """Read the sheet as it stands, and write it."""
    topic = piloted_topic(request, slug)
    form = sheet_form(request, topic)
    if request.method != "POST":
        return page(request, topic, form=form, version=topic.version)
    stopped = stopped_by_sheet(request, topic, form)
    if stopped:
        return stopped
    messages.success(request, _("La fiche est enregistrée."))
    return back_with_words(request, piloted_topic(request, slug))


def sheet_form(request: AgentRequest, topic: Topic) -> SheetForm:
    """The sheet as it was sent, beside what is kept; a button that does not send it leaves it as it is."""
    sent = request.POST if request.method == "POST" else None
    formats = queries.formats_to_manage(request.user)
    return SheetForm(sent, initial=SheetForm.values_of(topic), formats=formats)


def stopped_by_sheet(request: AgentRequest, topic: Topic, form: SheetForm) -> HttpResponse | None:
    """Save what was typed; whatever refuses it comes back as the page, everything still in its form."""
    version = version_read(request, topic)
    if not form.is_valid():
        return page(request, topic, form=form, version=version)
    try:
        operations.edit_topic(
            topic=topic, version=version, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        topic = piloted_topic(request, str(topic.slug))
        return page(request, topic, form=form, version=topic.version)
    return None


def version_read(request: AgentRequest, topic: Topic) -> int:
    """The version that the page showed when somebody began to type."""
    sent = request.POST.get("version", "")
    if request.method != "POST":
        return topic.version
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def page(request: AgentRequest, topic: Topic, **more: Any) -> HttpResponse:
    context = {
        "topic": topic,
        "hosts": queries.hosts_of(topic),
        "documents": queries.documents_of(topic),
        "history": queries.history_of(topic),
        "half_days": queries.half_days_in_words(topic.half_days),
        "words": DecisionForm(initial={"words": request.POST.get("words", "")}),
        "document_form": DocumentForm(),
        "session_url": f"{reverse('agenda:manage_new')}?sujet={topic.slug}",
    } | more
    with timezone.override(topic.programme.organisation.zone):
        return render(request, "catalogue/manage_topic.html", context)


def back(topic: Topic) -> HttpResponse:
    return redirect("catalogue:manage_topic", slug=topic.slug)


def undo(topic: Topic, decision: str) -> str:
    """Takes this decision back, and no other that would come after it."""
    return f"undo:{reverse('catalogue:topic_decide', args=[topic.slug])}?decision=retablir&de={decision}"


@require_POST
def topic_decide(request: AgentRequest, slug: str) -> HttpResponse:
    """Publish, ask, decline, withdraw, or take the last decision back; what was typed in the sheet is kept first."""
    topic = piloted_topic(request, slug)
    decide = DECISIONS.get(request.POST.get("decision", "") or request.GET.get("decision", ""))
    if decide is None:
        return back(topic)
    form = sheet_form(request, topic)
    if form.is_unsaved():
        stopped = stopped_by_sheet(request, topic, form)
        if stopped:
            return stopped
        topic = piloted_topic(request, slug)
    try:
        said, decided = decide(topic, request)
        messages.success(request, said, extra_tags=undo(topic, decided) if decided else "")
    except Refused as refused:
        messages.warning(request, str(refused))
    return back(topic)


def publish(topic: Topic, request: AgentRequest) -> tuple[str, str]:
    operations.publish_topic(topic=topic, by=request.user, at=clock.now())
    return _("« %(title)s » est publié.") % {"title": topic.title}, TopicMove.Kind.PUBLISHED


def ask(topic: Topic, request: AgentRequest) -> tuple[str, str]:
    words = request.POST.get("words", "")[:2000]
    operations.ask_author(topic=topic, question=words, by=request.user, at=clock.now())
    return _("Votre question est partie."), ""


def decline(topic: Topic, request: AgentRequest) -> tuple[str, str]:
    words = request.POST.get("words", "")[:2000]
    operations.decline_topic(topic=topic, reason=words, by=request.user, at=clock.now())
    return _("La proposition est déclinée, son auteur en lira la raison."), TopicMove.Kind.DECLINED


def archive(topic: Topic, request: AgentRequest) -> tuple[str, str]:
    operations.archive_topic(topic=topic, by=request.user, at=clock.now())
    return _("« %(title)s » est retiré du catalogue.") % {"title": topic.title}, TopicMove.Kind.ARCHIVED


def restore(topic: Topic, request: AgentRequest) -> tuple[str, str]:
    meant = request.GET.get("de", "")
    operations.restore_topic(topic=topic, by=request.user, at=clock.now(), decision=meant)
    return _("C’est comme avant."), ""


DECISIONS: dict[str, Callable[[Topic, AgentRequest], tuple[str, str]]] = {
    "publier": publish,
    "demander": ask,
    "decliner": decline,
    "retirer": archive,
    "retablir": restore,
}


@require_POST
def topic_document_add(request: AgentRequest, slug: str) -> HttpResponse:
    topic = piloted_topic(request, slug)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.warning(request, str(next(iter(form.errors["file"]))))
        return back_to_typing(request, topic)
    file = form.cleaned_data["file"]
    try:
        operations.add_document(
            topic=topic,
            name=file.name,
            content=file.read(operations.LARGEST_DOCUMENT + 1),
            by=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Le document est joint."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return back_to_typing(request, topic)


@require_POST
def topic_document_remove(request: AgentRequest, slug: str, number: int) -> HttpResponse:
    topic = piloted_topic(request, slug)
    document = Document.objects.filter(topic=topic, pk=number).first()
    if document is None:
        messages.info(request, _("Ce document n’est plus sur cette fiche."))
    else:
        operations.remove_document(document=document)
        messages.success(request, _("Le document est retiré."))
    return back_to_typing(request, topic)


def back_to_typing(request: AgentRequest, topic: Topic) -> HttpResponse:
    """The page again. What was typed in the sheet and not saved stays in its form; saving it is another button."""
    form = sheet_form(request, topic)
    if not form.is_unsaved():
        return back_with_words(request, topic)
    messages.info(request, _("Le texte de la fiche n’est pas encore enregistré."))
    return page(request, topic, form=form, version=version_read(request, topic))


def back_with_words(request: AgentRequest, topic: Topic) -> HttpResponse:
    """The sheet as it is kept; the words of a decision that was not taken yet stay."""
    if not request.POST.get("words", "").strip():
        return back(topic)
    formats = queries.formats_to_manage(request.user)
    form = SheetForm(initial=SheetForm.values_of(topic), formats=formats)
    return page(request, topic, form=form, version=topic.version)
