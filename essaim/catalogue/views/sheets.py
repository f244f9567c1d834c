"""The sheet of a topic, as every agent reads it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from essaim.catalogue import operations, queries, rules
from essaim.catalogue.models import BLOCKS, Document, Topic
from essaim.kernel import clock
from essaim.people.http import AgentRequest


def topic_or_404(request: AgentRequest, slug: str) -> Topic:
    topic = queries.topic_to_read(request.user, slug)
    if topic is None:
        raise Http404(slug)
    return topic


@require_safe
def topic(request: AgentRequest, slug: str) -> HttpResponse:
    found = topic_or_404(request, slug)
    hosts = queries.hosts_of(found)
    context = {
        "topic": found,
        "blocks": [(label, text) for name, label in BLOCKS.items() if (text := getattr(found, name).strip())],
        "hosts": hosts,
        "can_host": request.user in hosts,
        "documents": queries.documents_of(found),
        "may_decide": rules.can_decide(request.user, found),
    }
    return render(request, "catalogue/topic.html", context)


@require_POST
def topic_host(request: AgentRequest, slug: str) -> HttpResponse:
    """« Je sais faire », and back."""
    found = topic_or_404(request, slug)
    if "retirer" in request.POST:
        operations.stop_offering(topic=found, agent=request.user)
        messages.success(request, _("C’est noté : vous n’êtes plus parmi les personnes qui savent faire."))
    else:
        operations.offer_to_host(topic=found, agent=request.user, at=clock.now())
        messages.success(request, _("Merci ! La coordination sait que vous pouvez transmettre ce sujet."))
    return redirect("catalogue:topic", slug=slug)


@require_safe
def document(request: AgentRequest, slug: str, number: int) -> HttpResponse:
    """A file of the sheet, always saved and never opened in place of a page."""
    found = get_object_or_404(Document, topic=topic_or_404(request, slug), pk=number)
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or ""
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
