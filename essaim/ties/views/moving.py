"""Moving people by hand: one button each, one undo in the message."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.people.http import AgentRequest
from essaim.ties import operations
from essaim.ties.models import Composition, Member, Place
from essaim.ties.queries.names import table_name
from essaim.ties.queries.tables import board_of
from essaim.ties.views.composing import find
from essaim.ui.templatetags.ui import number
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext


def place_sent(request: AgentRequest, composition: Composition, name: str) -> Place:
    """The place that a button names, with its person."""
    places = Place.objects.filter(member__composition=composition).select_related("member__agent")
    found = places.filter(pk=sent_number(request.POST.get(name, ""))).first()
    if found is None:
        raise Refused(_("Cette personne n’est plus à cette table. Cherchez-la de nouveau dans la page."))
    return found


def member_sent(request: AgentRequest, composition: Composition) -> Member:
    members = Member.objects.filter(composition=composition).select_related("agent")
    found = members.filter(pk=sent_number(request.POST.get("membre", ""))).first()
    if found is None:
        raise Refused(_("Cette personne ne fait plus partie de la liste."))
    return found


def back_to(composition: Composition, *, turn: int = 1, place: int = 0, button: str = "deplacer") -> str:
    """The page of the round, on the button of the person that was pressed."""
    address = f"{reverse('ties:composition', args=[composition.pk])}?tour={turn}"
    return f"{address}#{button}-{place}" if place else address


def answered(
    request: AgentRequest, composition: Composition, act: Callable[[], tuple[str, str]]
) -> HttpResponse:
    """Do it and say what it made of the new ties, with an undo; or say why not.

    `act` says what it did, and where to go back.
    """
    before = board_of(composition).score.new
    try:
        text, address = act()
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(back_to(composition, turn=sent_number(request.POST.get("tour", ""), otherwise=1)))
    after = board_of(find(request, composition.pk)).score.new
    turn = sent_number(request.POST.get("tour", ""), otherwise=1)
    undo = f"{reverse('ties:composition_undo', args=[composition.pk])}?tour={turn}"
    messages.success(request, f"{text} {difference(before, after)}", f"undo:{undo}")
    return redirect(address)


def difference(before: int, after: int) -> str:
    """What a move made of the score: « 57 rencontres neuves, 2 de plus »."""
    now = ngettext("%(n)s rencontre neuve", "%(n)s rencontres neuves", after) % {"n": number(after)}
    if after == before:
        return _("Toujours %(now)s.") % {"now": now}
    change = _("%(n)s de plus") if after > before else _("%(n)s de moins")
    return _("%(now)s, %(change)s.") % {"now": now, "change": change % {"n": abs(after - before)}}


@require_POST
def place_move(request: AgentRequest, pk: int) -> HttpResponse:
    composition = find(request, pk)

    def act() -> tuple[str, str]:
        place = place_sent(request, composition, "place")
        table = sent_number(request.POST.get("table", ""))
        moved = operations.move(place=place, table=table)
        where = table_name(moved.table, of=composition.tables)
        text = _("%(name)s : %(table)s.") % {"name": place.member.agent.full_name, "table": where}
        return text, back_to(composition, turn=moved.round, place=moved.pk)

    return answered(request, composition, act)


@require_POST
def place_exchange(request: AgentRequest, pk: int) -> HttpResponse:
    composition = find(request, pk)

    def act() -> tuple[str, str]:
        place, other = (place_sent(request, composition, name) for name in ("place", "autre"))
        moved, _other = operations.exchange(place=place, other=other)
        names = {"one": place.member.agent.full_name, "two": other.member.agent.full_name}
        text = _("%(one)s et %(two)s ont échangé leurs places.") % names
        return text, back_to(composition, turn=moved.round, place=moved.pk)

    return answered(request, composition, act)


@require_POST
def place_pin(request: AgentRequest, pk: int) -> HttpResponse:
    """Pin, or let go: the button itself says which."""
    composition = find(request, pk)
    try:
        place = place_sent(request, composition, "place")
        operations.pin(place=place, is_pinned=not place.is_pinned)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(back_to(composition))
    return redirect(back_to(composition, turn=place.round, place=place.pk, button="epingle"))


@require_POST
def member_away(request: AgentRequest, pk: int) -> HttpResponse:
    composition = find(request, pk)

    def act() -> tuple[str, str]:
        member = operations.set_away(member=member_sent(request, composition))
        turn = sent_number(request.POST.get("tour", ""), otherwise=1)
        text = _("%(name)s n’a plus de table.") % {"name": member.agent.full_name}
        return text, back_to(composition, turn=turn)

    return answered(request, composition, act)


@require_POST
def member_back(request: AgentRequest, pk: int) -> HttpResponse:
    composition = find(request, pk)

    def act() -> tuple[str, str]:
        member = operations.bring_back(member=member_sent(request, composition))
        turn = sent_number(request.POST.get("tour", ""), otherwise=1)
        place = member.places.get(round=min(max(turn, 1), composition.rounds))
        text = _("%(name)s est de retour.") % {"name": member.agent.full_name}
        return text, back_to(composition, turn=turn, place=place.pk)

    return answered(request, composition, act)
