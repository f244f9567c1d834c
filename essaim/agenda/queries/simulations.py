"""A proposal of kept seats as a page tells it: who keeps, enters, waits, is passed over, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Pool, Session
from essaim.agenda.queries.pools import audience_of, kept_text
from essaim.agenda.queries.proposals import Proposal, lacking_text
from essaim.agenda.queries.room import service_of
from essaim.kernel.sorting import InFrench
from essaim.people.models import Organisation, Posting, Unit
from essaim.people.queries.partnerships import partners_of
from essaim.ui import dates

CATEGORIES = Posting.Category.values


@dataclass(frozen=True)
class Fate:
    """What becomes of one person, and why."""

    name: str
    unit: str
    why: str
    rank: int = 0
    is_passed: bool = False
    """Somebody who came later gets a seat."""


@dataclass(frozen=True)
class Simulation:
    """Everybody, by what becomes of them; or why these pools cannot be."""

    keep: list[Fate]
    enter: list[Fate]
    wait: list[Fate]
    refusal: str


def simulation_of(session: Session, found: Proposal) -> Simulation:
    """The same settlement that saving would write, in words."""
    settlement = found.settlement
    pools = [plan.pool(session) for plan in found.plans]
    last_called = max((found.registrations[one.person].ticket for one in settlement.called), default=None)
    left = _left_text(pools, found)

    def fate(person: int, why: str, *, rank: int = 0, is_passed: bool = False) -> Fate:
        agent = found.registrations[person].agent
        return Fate(agent.full_name, service_of(agent, session), why, rank, is_passed)

    def seat_text(place: int | None) -> str:
        if place is None:
            return _("Place ouverte à tous")
        return _("Place gardée pour %(who)s") % {"who": audience_of(pools[place])}

    def is_passed(person: int) -> bool:
        return last_called is not None and found.registrations[person].ticket < last_called

    return Simulation(
        keep=[fate(person, seat_text(place)) for person, place in settlement.held.items()],
        enter=[fate(one.person, seat_text(one.seat.pool)) for one in settlement.called],
        wait=[
            fate(person, left, rank=rank, is_passed=is_passed(person))
            for rank, person in enumerate(settlement.waiting, 1)
        ],
        refusal=lacking_text(session, settlement),
    )


def _left_text(pools: list[Pool], found: Proposal) -> str:
    """Which kept seats stay free though people wait; that none is left, otherwise."""
    settlement = found.settlement
    given = [*settlement.held.values(), *(one.seat.pool for one in settlement.called)]
    free = [(pool, pool.seats - given.count(place)) for place, pool in enumerate(pools)]
    return " ".join(kept_text(pool, n) for pool, n in free if n > 0) or _("Toutes les places sont prises.")


def possible_audiences(session: Session) -> "list[tuple[str, list[tuple[str, str]]]]":
    """For whom seats may be kept, by group, as a list to choose from; closed units are left out."""
    kept = session.pools.filter(kind=Pool.Kind.ORGANISATION).values("organisation")
    partners = partners_of(session.programme.organisation_id) | Organisation.objects.filter(pk__in=kept)
    units = units_of(session.programme.organisation_id)
    return [
        (_("Les personnes"), [("first", _("Une première participation"))]),
        (
            _("Une catégorie"),
            [(f"category:{value}", _("Catégorie %(letter)s") % {"letter": value}) for value in CATEGORIES],
        ),
        (
            _("Une organisation partenaire"),
            _choices("organisation", partners.order_by(InFrench("name"), "pk")),
        ),
        (_("Un service et ceux qui en dépendent"), _choices("unit", units)),
    ]


def units_of(organisation: int) -> QuerySet[Unit]:
    return Unit.objects.filter(organisation=organisation, valid_to=None).order_by(InFrench("name"), "pk")


def _choices(kind: str, rows: Iterable[Unit | Organisation]) -> list[tuple[str, str]]:
    return [(f"{kind}:{row.pk}", row.name) for row in rows]


def audience_value(pool: Pool) -> str:
    """« unit:12 », « category:A », « first »: how the list to choose from says it."""
    target = pool.unit_id or pool.category or pool.organisation_id
    return f"{pool.kind}:{target}" if target else pool.kind


@dataclass(frozen=True)
class PoolLine:
    """One pool on the page of the session."""

    who: str
    pool: Pool

    @property
    def text(self) -> str:
        """« 3 places gardées pour la catégorie C, 1 prise, ouvertes à tous le mer. 16 décembre »."""
        pool = self.pool
        text = ngettext("%(n)s place gardée pour %(who)s", "%(n)s places gardées pour %(who)s", pool.seats)
        taken = ngettext("%(n)s prise", "%(n)s prises", max(pool.taken, 1)) % {"n": pool.taken}
        if pool.released_at:
            opened = _("ouverte à tous depuis") if pool.seats == 1 else _("ouvertes à tous depuis")
        else:
            opened = _("ouverte à tous") if pool.seats == 1 else _("ouvertes à tous")
        said = text % {"n": pool.seats, "who": self.who}
        return f"{said}, {taken}, {opened} {_('le')} {dates.day(pool.releases_on)}"


def pool_lines(session: Session) -> list[PoolLine]:
    """Kept pools first, then those open to everybody by now."""
    rows = session.pools.select_related("unit", "organisation").order_by("released_at", "rank", "pk")
    lines = [PoolLine(audience_of(pool), pool) for pool in rows]
    return sorted(lines, key=lambda line: line.pool.released_at is not None)
