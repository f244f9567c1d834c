"""The promises of the agenda, checked from the rows themselves."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from essaim.agenda.models import Approval, Attendance, Move, Pool, Presence, Registration, Session
from essaim.agenda.queries import pools
from essaim.agenda.reserved import call
from essaim.agenda.rules import may_promote
from essaim.people.models import Organisation
from essaim.people.queries.days import days_as_kept

State = Registration.State


class Violation(NamedTuple):
    """A promise that does not hold, and where."""

    rule: str
    detail: str


def violations(at: datetime) -> list[Violation]:
    """Everything that contradicts a promise; empty when all is well."""
    return [
        *_counters(),
        *_seats(),
        *_pools(),
        *_idle_seats(at),
        *_ledger(),
        *_doubles(),
        *_hosts(at),
        *_approvals(),
        *_attendances(),
        *_days(),
    ]


def _days() -> Iterator[Violation]:
    """What organisations keep of their days is what the periods say."""
    for organisation in Organisation.objects.order_by("pk"):
        if days_as_kept(organisation) != (organisation.closed_days, organisation.school_until):
            yield Violation("days_equal_the_periods", organisation.slug)


def _counted(session_filter: Q) -> "list[Session]":
    held = Count("registrations", filter=Q(registrations__state__in=Registration.HOLDS_A_SEAT))
    queue = Count("registrations", filter=Q(registrations__state=State.WAITING))
    rows = Session.objects.annotate(held=held, queue=queue).filter(session_filter)
    return list(rows.order_by("pk"))


def _counters() -> Iterator[Violation]:
    for session in _counted(~Q(taken=F("held")) | ~Q(waiting=F("queue"))):
        held, queue = session.held, session.queue  # type: ignore[attr-defined]
        detail = (
            f"{session.slug}: taken {session.taken} for {held} held, waiting {session.waiting} for {queue}"
        )
        yield Violation("counters_equal_the_rows", detail)


def _seats() -> Iterator[Violation]:
    for session in _counted(Q(seats__isnull=False, held__gt=F("seats"))):
        held = session.held  # type: ignore[attr-defined]
        yield Violation("never_more_held_than_seats", f"{session.slug}: {held} for {session.seats}")


def _idle_seats(at: datetime) -> Iterator[Violation]:
    rows = Session.objects.filter(Q(seats=None) | Q(taken__lt=F("seats")), waiting__gt=0)
    for session in rows.select_related("programme__organisation").order_by("pk"):
        if may_promote(session, at) and (not session.kept or _somebody_may_have_a_seat(session)):
            yield Violation("no_free_seat_while_somebody_waits", session.slug)


def _somebody_may_have_a_seat(session: Session) -> bool:
    """Whether one who waits may have an open seat, or one that is kept, as far as pools are not released yet."""
    waiting = Registration.objects.filter(session=session, state=State.WAITING)
    people = list(waiting.order_by("ticket", "pk").values_list("agent", flat=True))
    counting = pools.counting_of(session, pools.unreleased(session))
    return bool(call(counting, people, pools.profiles_of(people, session.programme.organisation_id)))


def _pools() -> Iterator[Violation]:
    held = Count("registrations", filter=Q(registrations__state__in=Registration.HOLDS_A_SEAT))
    kept = Pool.objects.filter(released_at=None).select_related("session").annotate(held=held)
    free: dict[int, int] = {}
    for pool in kept.order_by("pk"):
        free[pool.session_id] = free.get(pool.session_id, 0) + pool.seats - pool.taken
        if pool.taken != pool.held:
            detail = f"{pool.session.slug}: pool {pool.pk} counts {pool.taken} for {pool.held} held"
            yield Violation("pools_equal_the_rows", detail)
    for session in Session.objects.filter(Q(kept__gt=0) | Q(pk__in=free)).order_by("pk"):
        if session.kept != free.get(session.pk, 0):
            detail = f"{session.slug}: kept {session.kept} for {free.get(session.pk, 0)}"
            yield Violation("kept_seats_equal_the_pools", detail)
    astray = Registration.objects.filter(pool__isnull=False).exclude(
        pool__session=F("session"), pool__released_at=None, state__in=Registration.HOLDS_A_SEAT
    )
    for registration in astray.order_by("pk"):
        yield Violation("a_kept_seat_is_held", f"registration {registration.pk}: {registration.state}")


def _ledger() -> Iterator[Violation]:
    last = Move.objects.filter(registration=OuterRef("pk")).order_by("-pk")
    rows = Registration.objects.annotate(
        ledger_state=Subquery(last.values("state")[:1]), ledger_ticket=Subquery(last.values("ticket")[:1])
    )
    wrong = rows.filter(Q(ledger_state=None) | ~Q(state=F("ledger_state")) | ~Q(ticket=F("ledger_ticket")))
    for registration in wrong.order_by("pk"):
        yield Violation(
            "state_follows_from_the_ledger", f"registration {registration.pk}: {registration.state}"
        )


def _doubles() -> Iterator[Violation]:
    rows = Registration.objects.values("session__slug", "agent").annotate(n=Count("pk")).filter(n__gt=1)
    for row in rows.order_by("session__slug", "agent"):
        yield Violation(
            "one_registration_per_agent_and_session", f"{row['session__slug']}: agent {row['agent']}"
        )
    tickets = Registration.objects.filter(state=State.WAITING).values("session__slug", "ticket")
    for rank in tickets.annotate(n=Count("pk")).filter(n__gt=1).order_by("session__slug", "ticket"):
        yield Violation("ranks_are_distinct", f"{rank['session__slug']}: ticket {rank['ticket']}")


def _hosts(at: datetime) -> Iterator[Violation]:
    coming = Registration.objects.filter(state__in=Registration.LIVE, session__starts_at__gt=at)
    seated = coming.filter(session__hosts__agent=F("agent")).select_related("session")
    for row in seated.order_by("pk"):
        yield Violation("who_leads_takes_no_seat", f"{row.session.slug}: agent {row.agent_id}")


def _approvals() -> Iterator[Violation]:
    is_open = Approval.objects.filter(registration=OuterRef("pk"), state__in=Approval.OPEN)
    asked = Registration.objects.annotate(is_asked=Exists(is_open))
    for row in asked.filter(state=State.PENDING, is_asked=False).order_by("pk"):
        yield Violation("who_is_pending_waits_for_an_answer", f"registration {row.pk}")
    for row in asked.filter(~Q(state=State.PENDING), is_asked=True).order_by("pk"):
        yield Violation("an_open_question_holds_a_seat", f"registration {row.pk}")


def _attendances() -> Iterator[Violation]:
    counted = Attendance.objects.filter(
        session=OuterRef("sitting__session"), person=OuterRef("agent__person")
    )
    came = Presence.objects.filter(status=Presence.Status.PRESENT, sitting__session__closed_at__isnull=False)
    for row in came.filter(~Exists(counted)).order_by("pk"):
        yield Violation("who_was_present_is_counted", f"presence {row.pk}")
