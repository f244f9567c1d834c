"""Who came: marked in the room, frozen when the session closes, corrected from paper."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from essaim.agenda.models import Attendance, Presence, Registration, Session, Sitting
from essaim.agenda.operations.granting import lock_now, take_seat_now
from essaim.agenda.operations.registering import refuse_who_leads
from essaim.agenda.operations.resizing import resize
from essaim.agenda.operations.seats import Reason, RegistrationClosed, State, lock, note, set_state
from essaim.agenda.rules import half_days, minutes_attended
from essaim.agenda.signals import attendance_added, presence_corrected, session_closed
from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Posting, Unit
from essaim.ui.words import gettext as _

Status = Presence.Status


@transaction.atomic
def mark_presence(
    *,
    sitting: Sitting,
    agent: Agent,
    status: str,
    at: datetime,
    by: Agent,
    half: int = 1,
    add_seat: bool = False,
) -> Presence:
    """Note present, excused or absent for one half-day of a date, as long as the session is not closed.

    Somebody present without a seat is given a free one; when none is left the refusal says so, and the host may
    add a seat on purpose (`add_seat`): the ledger keeps who added it.
    """
    session = lock_now(Session(pk=sitting.session_id), at=at)
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Cette séance est terminée : ses présences se corrigent depuis Pilotage."))
    if status == Status.PRESENT:
        _seat_walk_in(session, agent, at=at, by=by, add_seat=add_seat)
    return write_presence(sitting, agent, status=status, at=at, by=by, half=half)


def write_presence(
    sitting: Sitting, agent: Agent, *, status: str, at: datetime, by: Agent | None, half: int
) -> Presence:
    """Under the lock of the session."""
    presence, _is_new = Presence.objects.update_or_create(
        sitting=sitting, half=half, agent=agent, defaults={"status": status, "recorded_at": at, "by": by}
    )
    return presence


def _seat_walk_in(session: Session, agent: Agent, *, at: datetime, by: Agent, add_seat: bool) -> None:
    found = Registration.objects.filter(session=session, agent=agent).first()
    if found and found.state == State.CONFIRMED:
        return
    if found and found.state in {State.OFFERED, State.PENDING}:
        set_state(found, State.CONFIRMED, reason=Reason.WALK_IN, at=at, by=by)
        return
    refuse_who_leads(session, agent, by=by)
    seat, reason = take_seat_now(session, agent, at=at, passing_the_list=True), Reason.WALK_IN
    if seat is None and add_seat:
        resize(session=session, seats=session.taken + session.kept + 1, at=at, by=by)
        seat, reason = take_seat_now(session, agent, at=at, passing_the_list=True), Reason.SEAT_ADDED
    if seat is None:
        raise RegistrationClosed(_("Il n’y a plus de place. Ajoutez-en une, puis notez la présence."))
    ticket = Session.objects.values_list("last_ticket", flat=True).get(pk=session.pk)
    if found is None:
        found = Registration.objects.create(
            session=session,
            agent=agent,
            state=State.CONFIRMED,
            ticket=ticket,
            pool_id=seat.pool,
            registered_at=at,
            changed_at=at,
        )
        note(found, reason=reason, at=at, by=by)
        return
    if found.state == State.WAITING:
        Session.objects.filter(pk=session.pk).update(waiting=F("waiting") - 1)
    Registration.objects.filter(pk=found.pk).update(pool=seat.pool)
    set_state(found, State.CONFIRMED, reason=reason, at=at, by=by, ticket=ticket)


@transaction.atomic
def mark_everybody(*, sitting: Sitting, at: datetime, by: Agent, half: int = 1) -> int:
    """« Tout le monde est là »: present for each who has a seat and of whom nothing was noted yet; how many."""
    session = lock(Session(pk=sitting.session_id))
    if session.closed_at or session.cancelled_at:
        raise Refused(_("Cette séance est terminée : ses présences se corrigent depuis Pilotage."))
    for registration in Registration.objects.filter(session=session, state=State.PENDING).order_by("pk"):
        set_state(registration, State.CONFIRMED, reason=Reason.WALK_IN, at=at, by=by)
    missing = _unmarked(sitting, half)
    _write_all(sitting, missing, status=Status.PRESENT, at=at, by=by, half=half)
    return len(missing)


def _unmarked(sitting: Sitting, half: int) -> list[int]:
    seated = Registration.objects.filter(session=sitting.session_id, state=State.CONFIRMED)
    marked = Presence.objects.filter(sitting=sitting, half=half).values("agent")
    return list(seated.exclude(agent__in=marked).order_by("ticket", "pk").values_list("agent", flat=True))


def _write_all(
    sitting: Sitting, agents: Iterable[int], *, status: str, at: datetime, by: Agent | None, half: int
) -> None:
    Presence.objects.bulk_create(
        Presence(sitting=sitting, half=half, agent_id=pk, status=status, recorded_at=at, by=by)
        for pk in agents
    )


@transaction.atomic
def close_session(*, session: Session, at: datetime, by: Agent | None) -> Session:
    """Freeze who attended, as they were that day, and tell those who wait for it (`session_closed`).

    Those with a seat of whom nothing was noted are absent. Closing twice is harmless; a session that has not
    begun, or whose last date has not, cannot be closed.
    """
    fresh = lock(session)
    if fresh.closed_at:
        return fresh
    if fresh.cancelled_at:
        raise Refused(_("Cette séance est annulée : il n’y a rien à terminer."))
    sittings = list(fresh.sittings.order_by("starts_at", "pk"))
    if not sittings or sittings[-1].starts_at > at:
        raise Refused(_("La dernière date n’a pas commencé : la séance se termine après elle."))
    for half in half_days(sittings, fresh.programme.organisation.zone):
        missing = _unmarked(half.sitting, half.number)
        _write_all(half.sitting, missing, status=Status.ABSENT, at=at, by=by, half=half.number)
    fresh.closed_at = at
    fresh.save(update_fields=["closed_at"])
    came = Agent.objects.filter(presences__sitting__session=fresh, presences__status=Status.PRESENT)
    freeze(fresh, list(came.select_related("organisation").distinct().order_by("pk")))
    session_closed.send(sender=Session, session=fresh, at=at)
    return fresh


def freeze(session: Session, agents: list[Agent]) -> None:
    """Write one attendance per agent: the time spent, and what each was on the first day of the session."""
    day = session.starts_at.astimezone(session.programme.organisation.zone).date()
    postings = _postings_on(day, agents)
    units = {
        unit.pk: unit for unit in Unit.objects.filter(organisation__in={a.organisation_id for a in agents})
    }
    minutes = minutes_by_agent(session)
    frozen = [
        _frozen(session, agent, posting=postings.get(agent.pk), units=units, day=day) for agent in agents
    ]
    for attendance in frozen:
        attendance.minutes = minutes.get(attendance.agent_id or 0, 0)
    Attendance.objects.bulk_create(frozen)


def minutes_by_agent(session: Session) -> dict[int, int]:
    """How long each was there, from the half-days where they were present."""
    halves = half_days(session.sittings.order_by("starts_at", "pk"), session.programme.organisation.zone)
    present: dict[int, list[tuple[int, int]]] = {}
    rows = Presence.objects.filter(sitting__session=session, status=Status.PRESENT).order_by("pk")
    for agent, sitting, half in rows.values_list("agent", "sitting", "half"):
        present.setdefault(agent, []).append((sitting, half))
    return {agent: minutes_attended(halves, keys) for agent, keys in present.items()}


def _postings_on(day: date, agents: list[Agent]) -> dict[int, Posting]:
    then = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = Posting.objects.filter(then, agent__in=agents).select_related("site", "occupation", "unit")
    return {posting.agent_id: posting for posting in rows.order_by("starts_on", "pk")}


def _frozen(
    session: Session, agent: Agent, *, posting: Posting | None, units: dict[int, Unit], day: date
) -> Attendance:
    frozen = Attendance(
        session=session,
        agent=agent,
        person=agent.person,
        day=day,
        organisation=agent.organisation,
        organisation_name=agent.organisation.name,
    )
    if posting is None:
        return frozen
    frozen.unit = posting.unit
    frozen.unit_path = path_of(posting.unit_id, units)
    frozen.category, frozen.status, frozen.sex = posting.category, posting.status, posting.sex
    frozen.site_name = posting.site.name if posting.site else ""
    frozen.occupation_name = posting.occupation.name if posting.occupation else ""
    frozen.stream = posting.occupation.stream if posting.occupation else ""
    return frozen


def path_of(pk: int | None, units: dict[int, Unit]) -> list[str]:
    """Names from the top of the tree down to the unit."""
    path: list[str] = []
    while pk is not None and pk in units:
        path.insert(0, units[pk].name)
        pk = units[pk].parent_id
    return path


@transaction.atomic
def correct_presence(
    *, sitting: Sitting, agent: Agent, status: str, at: datetime, by: Agent, half: int = 1
) -> Presence:
    """Correct a presence after the closing, from paper or memory: the attendance follows, the figures with it."""
    session = lock(Session(pk=sitting.session_id))
    if session.closed_at is None:
        raise Refused(_("La séance n’est pas terminée : notez la présence dans la salle."))
    presence = write_presence(sitting, agent, status=status, at=at, by=by, half=half)
    came = Presence.objects.filter(sitting__session=session, agent=agent, status=Status.PRESENT).exists()
    counted = Attendance.objects.filter(session=session, person=agent.person)
    if not came:
        counted.delete()
    elif not counted.exists():
        freeze(session, [Agent.objects.select_related("organisation").get(pk=agent.pk)])
        attendance_added.send(sender=Session, session=session, agent=agent, at=at)
    else:
        counted.update(minutes=minutes_by_agent(session).get(agent.pk, 0))
    presence_corrected.send(sender=Session, session=session, agent=agent, at=at)
    return presence
