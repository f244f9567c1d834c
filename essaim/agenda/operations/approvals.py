"""Asking line managers: which state a seat begins in, whom the question goes to, when it has no object any more.

The engine of the seats knows nothing of managers: it grants a seat, asks here in which state, and says here that it
was given. Answers are in `answers`.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from essaim.agenda import emails
from essaim.agenda.models import Approval, Registration, Session
from essaim.agenda.queries.approvals import circle_of, coordination_of
from essaim.agenda.rules import approval_end, asks_manager
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.people.queries.teams import manager_of

State = Registration.State
Level = Approval.Level
ASKING = (Letter.Kind.APPROVAL_ASKED, Letter.Kind.APPROVAL_REMINDER)


def day_of(session: Session, at: datetime) -> date:
    return at.astimezone(session.programme.organisation.zone).date()


def state_on_entry(session: Session, agent: Agent, *, at: datetime, by: Agent | None = None) -> State:
    """The state of a seat that was just granted: pending when somebody has to agree and has not done so.

    Where nobody can be asked, the seat is simply given: a rule is never a wall.
    """
    if not asks_manager(session):
        return State.CONFIRMED
    manager = manager_of(agent, on=day_of(session, at))
    if manager is not None:
        return State.CONFIRMED if by is not None and by.pk == manager.pk else State.PENDING
    others = [person for person in coordination_of(session.programme) if person.pk != agent.pk]
    return State.PENDING if others else State.CONFIRMED


def ask(registration: Registration, session: Session, *, at: datetime) -> Approval:
    """Write the question and the letters that carry it; to those who run the programme when there is no manager."""
    manager = manager_of(registration.agent, on=day_of(session, at))
    registration.session = session
    approval = Approval(registration=registration, asked_at=at)
    send_question(approval, manager=manager, level=Level.MANAGER if manager else Level.COORDINATION, at=at)
    return approval


def send_question(approval: Approval, *, manager: Agent | None, level: int, at: datetime) -> None:
    """Put the question to somebody from now on, with a time to answer and one reminder half-way."""
    session = approval.registration.session
    due = approval_end(session, at)
    organisation = session.programme.organisation
    local = at.astimezone(organisation.zone)
    calendar = organisation.calendar
    remind = calendar.add_hours(local, calendar.day_hours * session.programme.approval_days / 2)
    approval.asked_of, approval.level, approval.due_at = manager, level, due
    approval.remind_at = remind if remind < due else None
    approval.reminded_at = None
    approval.save()
    retire_letters(approval, at=at)
    write_question(approval, kind=Letter.Kind.APPROVAL_ASKED, at=at)


def write_question(approval: Approval, *, kind: Letter.Kind, at: datetime) -> None:
    """One letter to each who may answer, each with a link of their own."""
    for agent in circle_of(approval, on=day_of(approval.registration.session, at)):
        wording = emails.approval_asked(approval, agent, is_reminder=kind == Letter.Kind.APPROVAL_REMINDER)
        letters.post(
            agent=agent,
            kind=kind,
            cause=approval.cause,
            version=f"{approval.level}-{at.isoformat()}",
            wording=wording,
            at=at,
            expires_at=approval.registration.session.starts_at,
            about=approval.registration.session.starts_at,
        )


def retire_letters(approval: Approval, *, at: datetime) -> None:
    """The question is answered or passed on: unsent letters never leave, and no link stays in the others."""
    letters.cancel(cause=approval.cause, at=at)
    letters.redact(cause=approval.cause, kinds=ASKING)


def drop(registration: Registration, *, at: datetime) -> None:
    """The registration went another way: the open question has no object, its unsent letters never leave."""
    _drop(Approval.objects.filter(registration=registration, state__in=Approval.OPEN), at=at)


def drop_all(session: Session, *, at: datetime) -> None:
    """The same for a whole session."""
    _drop(Approval.objects.filter(registration__session=session, state__in=Approval.OPEN), at=at)


def _drop(approvals: QuerySet[Approval], *, at: datetime) -> None:
    for approval in list(approvals.order_by("pk")):
        retire_letters(approval, at=at)
    approvals.update(state=Approval.State.DROPPED, remind_at=None)
