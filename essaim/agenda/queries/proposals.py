"""What a set of pools would do to everybody, before it is saved: the same calculation as saving it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from essaim.agenda.models import Pool, Registration, Session
from essaim.agenda.queries import pools as queries
from essaim.agenda.reserved import Counting, Settlement, settle
from essaim.agenda.rules import may_promote, pool_is_due
from essaim.people.models import Organisation, Partnership, Unit
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

Kind = Pool.Kind
State = Registration.State
Target = tuple[str, int | None, str, int | None]


@dataclass(frozen=True)
class PoolPlan:
    """One pool to be: for whom, how many seats, until when they are kept."""

    kind: str
    seats: int
    releases_on: date
    unit: Unit | None = None
    category: str = ""
    organisation: Organisation | None = None

    @property
    def target(self) -> Target:
        return target_of(self.pool())

    def pool(self, session: Session | None = None) -> Pool:
        """The row it would be, not saved."""
        return Pool(
            session=session,
            kind=self.kind,
            unit=self.unit,
            category=self.category,
            organisation=self.organisation,
            seats=self.seats,
            releases_on=self.releases_on,
        )


def target_of(pool: Pool) -> Target:
    """What makes two pools of a session the same one."""
    return (pool.kind, pool.unit_id, pool.category, pool.organisation_id)


@dataclass(frozen=True)
class Proposal:
    """The calculation, with the rows it speaks of; keys of pools are their places in the plans."""

    settlement: Settlement
    registrations: dict[int, Registration]
    """By agent, those who hold a seat and those who wait."""
    plans: Sequence[PoolPlan]


def proposal(session: Session, plans: Sequence[PoolPlan], *, at: datetime) -> Proposal:
    """Who keeps, gets and awaits a seat once these pools are saved; reads, writes nothing."""
    rows = Registration.objects.filter(
        session=session, state__in=[*Registration.HOLDS_A_SEAT, State.WAITING]
    ).select_related("agent__unit", "agent__organisation")
    people = {row.agent_id: row for row in rows.order_by("ticket", "pk")}
    before = {pool.pk: target_of(pool) for pool in queries.kept_pools(session, at=at)}
    places = {plan.target: place for place, plan in enumerate(plans)}
    held = {
        pk: places.get(before[row.pool_id]) if row.pool_id in before else None
        for pk, row in people.items()
        if row.state != State.WAITING
    }
    waiting = [pk for pk, row in people.items() if row.state == State.WAITING]
    reserves = [
        queries.reserve_of(plan.pool(session), session=session, key=place) for place, plan in enumerate(plans)
    ]
    settlement = settle(
        Counting(session.seats, reserves),
        held=held,
        waiting=waiting,
        profiles=queries.profiles_of(people, session.programme.organisation_id),
        may_call=may_promote(session, at),
    )
    return Proposal(settlement, people, plans)


def refusal_of(session: Session, plans: Sequence[PoolPlan], *, at: datetime) -> str:
    """Why these pools cannot be, in words; empty when they can. The numbers are the calculation's to judge."""
    if session.closed_at or session.cancelled_at or at >= session.starts_at:
        return _("Cette séance a commencé ou n’a plus lieu : ses places gardées ne changent plus.")
    if plans and session.seats is None:
        return _("Cette séance n’a pas de limite de places : il n’y a rien à garder.")
    if len({plan.target for plan in plans}) < len(plans):
        return _("Deux lignes gardent des places pour les mêmes personnes : réunissez-les.")
    total = sum(plan.seats for plan in plans)
    if session.seats is not None and total > session.seats:
        return _("Vous gardez %(total)s places, et la séance en a %(seats)s.") % {
            "total": total,
            "seats": session.seats,
        }
    known = {target_of(pool) for pool in session.pools.all()}
    wrong = (_refusal_of_plan(session, plan, at=at, is_known=plan.target in known) for plan in plans)
    return next((text for text in wrong if text), "") or _refusal_of_closing(session, plans)


def _refusal_of_plan(session: Session, plan: PoolPlan, *, at: datetime, is_known: bool) -> str:
    organisation = session.programme.organisation
    last = session.starts_at.astimezone(organisation.zone).date()
    if plan.seats < 1:
        return _("Il faut au moins une place : retirez la ligne pour n’en garder aucune.")
    if pool_is_due(plan.pool(session), session, at):
        return _("Le jour d’ouverture à tous est passé : choisissez un jour à venir.")
    if plan.releases_on >= last:
        return _("Les places gardées s’ouvrent à tous au plus tard la veille de la séance.")
    if plan.unit is not None and plan.unit.organisation_id != organisation.pk:
        return _("Ce service n’est pas de votre organisation.")
    if plan.organisation is not None and not is_known:
        partners = Partnership.objects.of(organisation.pk).running().of(plan.organisation.pk)
        if plan.organisation.pk == organisation.pk or not partners.exists():
            return _(
                "« %(name)s » n’est pas une organisation partenaire : proposez d’abord un partenariat."
            ) % {"name": plan.organisation.name}
    return ""


def _refusal_of_closing(session: Session, plans: Sequence[PoolPlan]) -> str:
    """A partner whose agents are registered goes on seeing the session."""
    kept = {plan.organisation.pk for plan in plans if plan.organisation}
    closed = session.pools.filter(kind=Kind.ORGANISATION, released_at=None).exclude(organisation__in=kept)
    for pool in closed.select_related("organisation").order_by("pk"):
        there = Registration.objects.filter(
            session=session, state__in=Registration.LIVE, agent__organisation=pool.organisation_id
        ).count()
        if there and pool.organisation:
            text = ngettext(
                "%(n)s personne de « %(name)s » est inscrite : la séance lui reste ouverte.",
                "%(n)s personnes de « %(name)s » sont inscrites : la séance leur reste ouverte.",
                there,
            )
            return text % {"n": there, "name": pool.organisation.name}
    return ""


def lacking_text(session: Session, settlement: Settlement) -> str:
    """Why there are not seats enough, when nobody may lose theirs; empty when there are."""
    if not settlement.lacking:
        return ""
    text = ngettext(
        "Il manque %(n)s place : les places déjà prises ne se reprennent pas.",
        "Il manque %(n)s places : les places déjà prises ne se reprennent pas.",
        settlement.lacking,
    )
    return text % {"n": settlement.lacking}
