"""The list of people, one person, and the list as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.tables import csv_rows
from essaim.people import rules
from essaim.people.forms import DirectoryForm
from essaim.people.http import AgentRequest
from essaim.people.queries import agents as queries

PER_PAGE = 50


@require_GET
def agent_list(request: AgentRequest) -> HttpResponse:
    """People of one's own employer, fifty at a time."""
    require(rules.can_read_directory, request.user)
    organisation = request.user.organisation
    form = DirectoryForm(request.GET)
    found = queries.directory(organisation, **form.wanted())
    counts = queries.count_to_check(organisation)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": form.wanted(),
        "units": queries.units_with_people(organisation),
        "counts": counts,
        "checks": queries.checks(counts),
        "asked_query": form.as_query(),
    }
    return render(request, "people/agent_list.html", context)


@require_GET
def agent_detail(request: AgentRequest, pk: int) -> HttpResponse:
    """Who this is, what the person may do here, where the person works and worked."""
    require(rules.can_read_directory, request.user)
    agent = get_object_or_404(queries.agent_sheet(request.user, pk))
    team_size = queries.team_size(agent)
    context = {
        "agent": agent,
        "postings": queries.postings_of(agent),
        "roles": queries.roles_of(agent, team_size=team_size),
        "team_size": team_size,
    }
    return render(request, "people/agent_detail.html", context)


@require_GET
def agent_export(request: AgentRequest) -> StreamingHttpResponse:
    """The same list as a file, one line at a time; no cell can be taken for a formula."""
    require(rules.can_read_directory, request.user)
    found = queries.directory(request.user.organisation, **DirectoryForm(request.GET).wanted())
    lines = csv_rows(queries.EXPORT_HEADER, queries.export_rows(found))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="personnes-{clock.today():%Y-%m-%d}.csv"'
    return answer
