"""Registrations and presences as files: of one session, or of a programme's season."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from essaim.agenda import files
from essaim.agenda.models import Session
from essaim.agenda.queries import exports as queries
from essaim.agenda.queries.manage import piloted_sessions
from essaim.kernel.access import require
from essaim.kernel.tables import Table
from essaim.people.http import AgentRequest
from essaim.people.views.exports import answer_with_table
from essaim.programmes.rules import can_pilot_anything


def answer_with_scope(
    request: AgentRequest,
    scope: queries.Scope,
    table_of: Callable[[QuerySet[Session]], Table],
    *,
    what: str,
    back: str,
) -> HttpResponseBase:
    """The people of these sessions; the trace names the programme, the sessions and what was read."""
    table = table_of(scope.sessions)
    return answer_with_table(
        request,
        table,
        organisation=scope.programme.organisation,
        content=f"{table.name}, {scope.programme.name}",
        filters=scope.words,
        name=f"{scope.name}-{what}",
        back=back,
    )


def of_session(request: AgentRequest, slug: str) -> queries.Scope:
    return queries.scope_of_session(get_object_or_404(piloted_sessions(request.user), slug=slug))


def of_season(request: AgentRequest) -> queries.Scope:
    require(can_pilot_anything, request.user)
    scope = queries.scope_asked(request.user, request.POST.get("perimetre", ""))
    if scope is None:
        raise Http404
    return scope


@require_POST
def manage_registrations_export(request: AgentRequest, slug: str) -> HttpResponseBase:
    back = reverse("agenda:manage_session", args=[slug])
    scope = of_session(request, slug)
    return answer_with_scope(request, scope, files.registrations_table, what="inscriptions", back=back)


@require_POST
def manage_presences_export(request: AgentRequest, slug: str) -> HttpResponseBase:
    back = reverse("agenda:manage_presence", args=[slug])
    scope = of_session(request, slug)
    return answer_with_scope(request, scope, files.presences_table, what="presences", back=back)


@require_POST
def registrations_export(request: AgentRequest) -> HttpResponseBase:
    back = reverse("agenda:manage_list")
    scope = of_season(request)
    return answer_with_scope(request, scope, files.registrations_table, what="inscriptions", back=back)


@require_POST
def presences_export(request: AgentRequest) -> HttpResponseBase:
    back = reverse("agenda:manage_list")
    scope = of_season(request)
    return answer_with_scope(request, scope, files.presences_table, what="presences", back=back)
