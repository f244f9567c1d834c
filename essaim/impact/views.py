"""Pages of the figures: the table, the sessions behind it, the same as a file."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from essaim.impact import files, queries
from essaim.impact.forms import PeriodForm
from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.people.http import AgentRequest
from essaim.people.views.exports import answer_with_table
from essaim.programmes.models import Programme
from essaim.programmes.rules import can_pilot_anything

PER_PAGE = 100


@dataclass(frozen=True)
class Choice:
    """A programme and a period, as the address asks for them."""

    programme: Programme
    programmes: list[Programme]
    form: PeriodForm
    first: date
    last: date
    today: date

    @cached_property
    def presets(self) -> list[queries.Period]:
        """Read by the page that offers them; a file does without."""
        return queries.periods(self.programme, self.today)

    @property
    def query(self) -> str:
        """The same choice, for links."""
        return self.query_for(self.first, self.last)

    def query_for(self, first: date, last: date) -> str:
        return urlencode({"dispositif": self.programme.slug, "du": first, "au": last})

    @property
    def in_words(self) -> str:
        return files.period_in_words(self.first, self.last)

    @property
    def shortcuts(self) -> list[tuple[queries.Period, str, bool]]:
        """Each named period, its address, and whether it is the one shown."""
        shown = (self.first, self.last)
        return [(period, self.query_for(*period.days), period.days == shown) for period in self.presets]


def _chosen(request: AgentRequest) -> Choice | None:
    """What the address asks for; None when one pilots no programme; 404 for the programme of others."""
    require(can_pilot_anything, request.user)
    piloted = Programme.objects.piloted_by(request.user).select_related("organisation")
    programmes = list(piloted.order_by("pk"))
    slug = request.GET.get("dispositif")
    programme = next((p for p in programmes if slug in (None, p.slug)), None)
    if programme is None:
        if slug is not None:
            raise Http404
        return None
    today = timezone.localdate(clock.now(), programme.organisation.zone)
    asked = {name: request.GET[name] for name in ("du", "au") if name in request.GET}
    form = PeriodForm(asked)
    if not form.is_valid():
        usual = queries.usual_period(queries.periods(programme, today), today)
        form = PeriodForm(asked or {"du": usual.first.isoformat(), "au": usual.last.isoformat()})
        first, last = usual.days
    else:
        first, last = form.cleaned_data["du"], form.cleaned_data["au"]
    return Choice(programme, programmes, form, first, last, today)


@require_GET
def index(request: AgentRequest) -> HttpResponse:
    """The figures of a period, by format and in total."""
    choice = _chosen(request)
    if choice is None:
        return render(request, "impact/no_programme.html")
    figures = queries.indicators(choice.programme, choice.first, choice.last)
    most = max((month.attendances for month in figures.months), default=0)
    page = {
        "choice": choice,
        "figures": figures,
        "total": figures.total,
        "most": max(most, 1),
    }
    return render(request, "impact/index.html", page, status=200 if choice.form.is_valid() else 400)


@require_GET
def sessions(request: AgentRequest) -> HttpResponse:
    """The sessions behind a figure, each with its attendances; never an answer."""
    choice = _chosen(request)
    if choice is None:
        return render(request, "impact/no_programme.html")
    found = queries.sessions_of(choice.programme, choice.first, choice.last)
    kind = None
    if slug := request.GET.get("format"):
        kind = next((one for one in choice.programme.formats.order_by("pk") if one.slug == slug), None)
        if kind is None:
            raise Http404(slug)
        found = found.filter(format=kind)
    held = queries.held_sessions(found)
    context = {
        "choice": choice,
        "kind": kind,
        "count": len(held),
        "attendances": sum(row.attendances for row in held),
        "answers": sum(row.answers for row in held),
        "invited": sum(row.invited for row in held),
        "page": Paginator(held, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "impact/sessions.html", context)


@require_POST
def export(request: AgentRequest) -> HttpResponseBase:
    """The table as a file for spreadsheets."""
    choice = _chosen(request)
    if choice is None:
        raise Http404
    programme = choice.programme
    return answer_with_table(
        request,
        files.figures_table(queries.indicators(programme, choice.first, choice.last)),
        organisation=programme.organisation,
        content=_("Chiffres, %(name)s") % {"name": programme.name},
        filters=choice.in_words,
        name=f"{programme.slug}-chiffres-{choice.first}-{choice.last}",
        back=f"{reverse('impact:index')}?{choice.query}",
    )
