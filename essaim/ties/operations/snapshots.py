"""Everything of a composition that a change may lose, kept before each change: one step back, always."""

from typing import Any

from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.ties.models import Composition, Member, Place
from essaim.ties.rules import can_change
from essaim.ui.words import gettext as _

State = Composition.State
SETTINGS = ("table_size", "rounds", "most_per_unit", "apart_managers", "tables", "seed", "chance")


class TablesFrozen(Refused):
    """The session is closed: its tables are what happened."""


class NotReady(Refused):
    """The worker is composing, or nothing was composed."""


def locked(composition: Composition) -> Composition:
    """The row, held until the transaction ends; refused once its session is closed."""
    fresh = (
        Composition.objects.select_for_update(of=("self",)).select_related("session").get(pk=composition.pk)
    )
    if not can_change(fresh):
        raise TablesFrozen(_("La séance est terminée : ses tables restent telles qu’elles étaient."))
    return fresh


def locked_and_ready(composition: Composition) -> Composition:
    """The same, when there are tables to change."""
    fresh = locked(composition)
    if fresh.state != State.DONE:
        raise NotReady(_("Les tables se composent : attendez qu’elles soient prêtes."))
    return fresh


def snapshot(composition: Composition) -> dict[str, Any]:
    """The settings, who is away, and every place: in the order of their keys."""
    members = Member.objects.filter(composition=composition).order_by("pk")
    places = Place.objects.filter(member__composition=composition).order_by("pk")
    return {
        "settings": {name: getattr(composition, name) for name in SETTINGS},
        "members": [list(row) for row in members.values_list("agent", "unit", "is_away")],
        "places": [list(row) for row in places.values_list("member__agent", "round", "table", "is_pinned")],
    }


def keep(composition: Composition) -> None:
    """Remember how it stands, for « Annuler »."""
    composition.undo = snapshot(composition)
    composition.save(update_fields=["undo"])


@transaction.atomic
def undo_last(*, composition: Composition) -> Composition:
    """Put everything back as it stood before the last change; a second time does nothing."""
    fresh = locked(composition)
    if fresh.state == State.QUEUED:
        raise NotReady(_("Les tables se composent : attendez qu’elles soient prêtes."))
    if fresh.undo:
        put_back(fresh, fresh.undo)
    return fresh


def put_back(composition: Composition, kept: dict[str, Any]) -> None:
    """Tables as they stood; somebody erased since stays erased."""
    for name, value in kept["settings"].items():
        setattr(composition, name, value)
    composition.undo, composition.conflicts, composition.leased_until = None, [], None
    composition.state, composition.progress = State.DONE, 100
    composition.save()
    before = {agent: (unit, is_away) for agent, unit, is_away in kept["members"]}
    members = {one.agent_id: one for one in Member.objects.filter(composition=composition)}
    Member.objects.filter(pk__in=[one.pk for key, one in members.items() if key not in before]).delete()
    Place.objects.filter(member__composition=composition).delete()
    for agent, member in members.items():
        if agent in before and member.is_away != before[agent][1]:
            member.is_away = before[agent][1]
            member.save(update_fields=["is_away"])
    Place.objects.bulk_create(
        Place(member=members[agent], round=turn, table=table, is_pinned=is_pinned)
        for agent, turn, table, is_pinned in kept["places"]
        if agent in members
    )
