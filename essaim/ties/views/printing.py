"""Taking tables away: a plan to put up, name cards to cut out, a table for a spreadsheet."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essaim.agenda.views.printing import pdf_answer
from essaim.kernel import clock
from essaim.people.http import AgentRequest
from essaim.people.views.exports import answer_with_table
from essaim.ties import files
from essaim.ties.models import Composition
from essaim.ties.queries.tables import Board, board_of
from essaim.ties.views.composing import find


def board_to_print(request: AgentRequest, pk: int) -> Board:
    """The tables, once there are some."""
    composition = find(request, pk)
    if composition.state != Composition.State.DONE:
        raise Http404(composition.state)
    return board_of(composition)


@require_safe
@never_cache
def composition_plan(request: AgentRequest, pk: int) -> HttpResponse:
    board = board_to_print(request, pk)
    return pdf_answer(files.plan(board, at=clock.now()), f"tables-{pk}")


@require_safe
@never_cache
def composition_cards(request: AgentRequest, pk: int) -> HttpResponse:
    board = board_to_print(request, pk)
    return pdf_answer(files.name_cards(board, at=clock.now()), f"cartes-de-nom-{pk}")


@require_POST
def composition_export(request: AgentRequest, pk: int) -> HttpResponseBase:
    board = board_to_print(request, pk)
    return answer_with_table(
        request,
        files.seating_table(board),
        organisation=board.composition.programme.organisation,
        content=f"Tables, {board.composition.programme.name}",
        filters=board.composition.title,
        name=f"tables-{pk}",
        back=reverse("ties:composition", args=[pk]),
    )
