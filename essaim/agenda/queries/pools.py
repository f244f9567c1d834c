"""Kept seats as they are now: who they are for, who may have one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Attendance, Pool, Session
from essaim.agenda.reserved import Counting, Profile, Reserve
from essaim.agenda.rules import pool_is_due
from essaim.people.models import Agent, Posting, Unit
from essaim.ui import dates


@dataclass(frozen=True)
class Kept:
    """The free kept seats of a session as one person reads them."""

    count: int
    """All of them; so many less are open to everybody."""
    mine: int
    """Those that the person may have."""
    why: str
    """For whom they are kept, until when: first those of the person, if any, else all."""
    is_shared: bool = False
    """Those that the person may have are kept for a whole employer, a partner of who invites."""


def kept_pools(session: Session, *, at: datetime) -> list[Pool]:
    """Those whose seats are still kept at that moment, also when the worker is late, in the order they are asked."""
    return [pool for pool in unreleased(session) if not pool_is_due(pool, session, at)]


def unreleased(session: Session) -> QuerySet[Pool]:
    rows = session.pools.filter(released_at=None).select_related("unit", "organisation")
    return rows.order_by("rank", "pk")


def opened_pools(session: Session) -> QuerySet[Pool]:
    """Those that open the session to a partner: it stays open once the seats are everybody's."""
    return session.pools.filter(kind=Pool.Kind.ORGANISATION).order_by("pk")


def coordination_at(organisation: int | None) -> list[Agent]:
    """Those who coordinate a programme there; while nobody does, those who administer the organisation."""
    people = Agent.objects.filter(organisation=organisation, is_active=True).order_by("pk")
    return list(people.filter(is_coordinator=True)) or list(people.filter(is_administrator=True))


def reserve_of(pool: Pool, *, session: Session, key: int | None = None) -> Reserve:
    """The pool as the calculation knows it."""
    return Reserve(
        pool.pk if key is None else key,
        pool.kind,
        pool.seats,
        unit=pool.unit_id,
        category=pool.category,
        organisation=pool.organisation_id,
        host=session.programme.organisation_id,
    )


def counting_of(session: Session, pools: Iterable[Pool]) -> Counting:
    """The seats of a session whose row is held, or as somebody reads them."""
    pools = list(pools)
    return Counting(
        session.seats,
        [reserve_of(pool, session=session) for pool in pools],
        taken=session.taken,
        by_pool={pool.pk: pool.taken for pool in pools},
    )


def profiles_of(agents: Iterable[int], organisation: int) -> dict[int, Profile]:
    """What pools ask of each person; one query, and one for the tree of units of that organisation."""
    above = units_above(organisation)
    posting = Posting.objects.filter(agent=OuterRef("pk"), ends_on=None)
    been = Attendance.objects.filter(person=OuterRef("person"))
    rows = Agent.objects.filter(pk__in=list(agents)).annotate(
        open_category=Subquery(posting.values("category")[:1]), has_been=Exists(been)
    )
    return {
        pk: Profile(organisation, above.get(unit, frozenset()), category or "", not has_been)
        for pk, organisation, unit, category, has_been in rows.values_list(
            "pk", "organisation", "unit", "open_category", "has_been"
        )
    }


def units_above(organisation: int) -> Mapping[int | None, frozenset[int]]:
    """Each unit of an organisation with those above it, itself included."""
    parents = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "parent"))
    found: dict[int | None, frozenset[int]] = {}
    for pk in parents:
        chain: set[int] = set()
        here: int | None = pk
        while here is not None and here not in chain:
            chain.add(here)
            here = parents.get(here)
        found[pk] = frozenset(chain)
    return found


def sessions_to_look_at(at: datetime) -> list[int]:
    """Sessions with a pool whose day has come, or soon comes somewhere, or with kept seats while people wait."""
    rows = Pool.objects.filter(released_at=None, session__cancelled_at=None, session__closed_at=None)
    near = Q(releases_on__lte=at.date() + timedelta(days=1)) | Q(
        session__starts_at__lte=at + timedelta(days=3)
    )
    meant = near | Q(session__kept__gt=0, session__waiting__gt=0)
    return list(rows.filter(meant).order_by("session").values_list("session", flat=True).distinct())


def audience_of(pool: Pool) -> str:
    """For whom: « le service Accueil », « la catégorie C », « une première participation », an organisation."""
    if pool.unit is not None:
        return _("le service « %(name)s »") % {"name": pool.unit.name}
    if pool.organisation is not None:
        return _("« %(name)s »") % {"name": pool.organisation.name}
    if pool.category:
        return _("la catégorie %(letter)s") % {"letter": pool.category}
    return _("une première participation")


def kept_text(pool: Pool, free: int) -> str:
    """« 2 places sont gardées pour la catégorie C jusqu’au 12 mai. » The release day itself is open to everybody."""
    text = ngettext(
        "%(n)s place est gardée pour %(who)s jusqu’au %(day)s.",
        "%(n)s places sont gardées pour %(who)s jusqu’au %(day)s.",
        free,
    )
    return text % {"n": free, "who": audience_of(pool), "day": last_day_text(pool)}


def last_day_text(pool: Pool) -> str:
    return dates.day(date.fromordinal(pool.releases_on.toordinal() - 1))


def kept_for(agent: Agent, sessions: Iterable[int], *, at: datetime) -> dict[int, Kept]:
    """What each of these sessions keeps, as the person reads it; three queries, whatever their number."""
    rows = Pool.objects.filter(session__in=list(sessions), released_at=None, taken__lt=F("seats"))
    joined = rows.select_related("session__programme__organisation", "unit", "organisation")
    by_session: dict[int, list[Pool]] = {}
    for pool in joined.order_by("rank", "pk"):
        if not pool_is_due(pool, pool.session, at):
            by_session.setdefault(pool.session_id, []).append(pool)
    if not by_session:
        return {}
    who = profiles_of([agent.pk], agent.organisation_id)[agent.pk]
    return {pk: _kept_as_read(pools, who) for pk, pools in by_session.items()}


def _kept_as_read(pools: list[Pool], who: Profile) -> Kept:
    mine = [pool for pool in pools if reserve_of(pool, session=pool.session).suits(who)]
    is_guest = who.organisation != pools[0].session.programme.organisation_id
    if is_guest and not mine:  # our services and our other partners are not theirs to read
        return Kept(_free(pools), 0, _("Les places libres sont gardées pour d’autres personnes."))
    said = [kept_text(pool, pool.seats - pool.taken) for pool in mine or pools]
    is_shared = all(pool.kind == Pool.Kind.ORGANISATION for pool in mine)
    return Kept(_free(pools), _free(mine), " ".join(said), is_shared)


def _free(pools: list[Pool]) -> int:
    return sum(pool.seats - pool.taken for pool in pools)
