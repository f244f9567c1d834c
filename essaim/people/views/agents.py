"""The list of people, one person, and the list as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.kernel.access import require
from essaim.people import files, rules
from essaim.people.forms import DirectoryForm
from essaim.people.http import AgentRequest
from essaim.people.queries import agents as queries
from essaim.people.views.exports import answer_with_table

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


@require_POST
def agent_export(request: AgentRequest) -> HttpResponseBase:
    """The same list as a file; what it holds depends on the role of who asks."""
    require(rules.can_read_directory, request.user)
    organisation = request.user.organisation
    asked = DirectoryForm(request.GET).wanted()
    found = queries.directory(organisation, **asked)
    is_whole = rules.can_administer(request.user, organisation)
    return answer_with_table(
        request,
        files.people_table(found, is_whole=is_whole),
        organisation=organisation,
        content=_("Personnes"),
        filters=files.people_filters(
            **asked, units={unit.pk: unit.name for unit in queries.units_with_people(organisation)}
        ),
        name=f"{organisation.slug}-personnes",
        back=reverse("people:agent_list"),
    )
