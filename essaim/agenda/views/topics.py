"""When a topic is given next, on its sheet."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from essaim.agenda.queries.sessions import sessions_of_topic
from essaim.catalogue.queries import topic_to_read
from essaim.kernel import clock
from essaim.people.http import AgentRequest


@require_safe
def topic_sessions(request: AgentRequest, slug: str) -> HttpResponse:
    topic = topic_to_read(request.user, slug)
    if topic is None:
        raise Http404(slug)
    context = {"topic": topic, "sessions": sessions_of_topic(request.user, topic, at=clock.now())}
    template = "agenda/topic_sessions.html"
    with timezone.override(request.user.organisation.zone):
        return render(request, f"{template}#list" if request.htmx else template, context)
