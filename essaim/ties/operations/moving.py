"""Moves by hand: to another table, against somebody, away and back; each can be taken back."""

from collections import Counter
from dataclasses import asdict

from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.ties.counting import chance
from essaim.ties.models import Composition, Member, Place
from essaim.ties.operations.snapshots import keep, locked_and_ready
from essaim.ties.queries.tables import board_of
from essaim.ui.words import gettext as _


class Elsewhere(Refused):
    """Somebody moved them meanwhile, or the table does not exist."""


@transaction.atomic
def move(*, place: Place, table: int) -> Place:
    """Seat somebody at another table in that round; who is moved by hand stays there when the rest is composed."""
    composition, fresh = _held(place)
    if not 1 <= table <= composition.tables:
        raise Elsewhere(_("Cette table n’existe pas : choisissez-en une de la liste."))
    if table != fresh.table:
        keep(composition)
        fresh.table, fresh.is_pinned = table, True
        fresh.save(update_fields=["table", "is_pinned"])
    return fresh


@transaction.atomic
def exchange(*, place: Place, other: Place) -> tuple[Place, Place]:
    """Two people of one round change tables; both then stay where they were put."""
    composition, one = _held(place)
    two = Place.objects.filter(member__composition=composition, round=one.round, pk=other.pk).first()
    if two is None:
        raise Elsewhere(_("Cette personne n’est à aucune table de ce tour : choisissez quelqu’un d’autre."))
    if one.table != two.table:
        keep(composition)
        one.table, two.table = two.table, one.table
        one.is_pinned = two.is_pinned = True
        Place.objects.bulk_update([one, two], ["table", "is_pinned"])
    return one, two


@transaction.atomic
def pin(*, place: Place, is_pinned: bool) -> Place:
    """Keep somebody at this table when the rest is composed again, or let them go."""
    _composition, fresh = _held(place)
    fresh.is_pinned = is_pinned
    fresh.save(update_fields=["is_pinned"])
    return fresh


@transaction.atomic
def set_away(*, member: Member) -> Member:
    """Free the places of somebody who will not come; the others do not move."""
    composition, fresh = _listed(member)
    if not fresh.is_away:
        keep(composition)
        fresh.is_away = True
        fresh.save(update_fields=["is_away"])
        fresh.places.all().delete()
        _count_chance(composition)
    return fresh


@transaction.atomic
def bring_back(*, member: Member) -> Member:
    """Seat somebody who was away where there are fewest people, in each round."""
    composition, fresh = _listed(member)
    if not fresh.is_away:
        return fresh
    keep(composition)
    fresh.is_away = False
    fresh.save(update_fields=["is_away"])
    Place.objects.bulk_create(
        Place(member=fresh, round=turn, table=_emptiest(composition, turn))
        for turn in range(1, composition.rounds + 1)
    )
    _count_chance(composition)
    return fresh


def _count_chance(composition: Composition) -> None:
    """Chance plays with those who are there: one more or one less changes what it gives."""
    board = board_of(composition)
    by_chance = chance(board.rounds, units=board.units, met=board.met.keys(), seed=composition.seed)
    Composition.objects.filter(pk=composition.pk).update(chance=asdict(by_chance))


def _emptiest(composition: Composition, turn: int) -> int:
    places = Place.objects.filter(member__composition=composition, round=turn)
    people = Counter(places.values_list("table", flat=True))
    return min(range(1, composition.tables + 1), key=lambda table: (people[table], table))


def _held(place: Place) -> tuple[Composition, Place]:
    """The composition under its lock, and the place as it stands then."""
    composition = locked_and_ready(place.member.composition)
    fresh = Place.objects.filter(pk=place.pk).select_related("member").first()
    if fresh is None:
        raise Elsewhere(_("Cette personne n’est plus à cette table : rechargez la page."))
    return composition, fresh


def _listed(member: Member) -> tuple[Composition, Member]:
    """The composition under its lock, and its member as they stand then."""
    composition = locked_and_ready(member.composition)
    fresh = Member.objects.filter(pk=member.pk).first()
    if fresh is None:
        raise Elsewhere(_("Cette personne ne fait plus partie de la liste."))
    return composition, fresh
