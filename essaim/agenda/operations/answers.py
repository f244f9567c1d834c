"""What line managers answer, what silence does, and what the law asks of a second refusal."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from essaim.agenda import emails
from essaim.agenda.models import Approval, Move, Registration, Session
from essaim.agenda.operations.approvals import day_of, retire_letters
from essaim.agenda.operations.granting import fill, give_seat_up, lock_now, take_seat_now
from essaim.agenda.operations.seats import Reason, SeatGone, State, set_state, tell
from essaim.agenda.queries.approvals import decision_text, follows_a_refusal, with_everything
from essaim.agenda.rules import approval_end, can_answer, can_record_opinion, may_change_mind, may_promote
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.ui.words import gettext as _

Answer = Approval.State
GIVEN_REASONS = tuple(value for value in Approval.Reason.values if value != Approval.Reason.SILENCE)


class AlreadyAnswered(Refused):
    """Somebody was faster, or the question has no object any more."""


class NotYours(Refused):
    """The question is not, or no more, for this person."""


class ReasonMissing(Refused):
    """A refusal is given with a reason that the person will read."""


def hold(approval: Approval, *, at: datetime) -> Approval:
    """The question as it is now, with the row of its session held until the end of the transaction."""
    session = lock_now(approval.registration.session, at=at)
    fresh = with_everything().get(pk=approval.pk)
    fresh.registration.session = session
    return fresh


def _decide(approval: Approval, state: Answer, *, before: Answer = Answer.ASKED, **fields: Any) -> None:
    """Move the question in one conditional statement: of two answers at once, the second reads the first."""
    changed = Approval.objects.filter(pk=approval.pk, state=before).update(
        state=state, remind_at=None, **fields
    )
    if not changed:
        raise AlreadyAnswered(decision_text(with_everything().get(pk=approval.pk)))
    for name, value in {"state": state, **fields}.items():
        setattr(approval, name, value)


def _check(approval: Approval, by: Agent, *, at: datetime) -> None:
    session = approval.registration.session
    if approval.state != Answer.ASKED:
        raise AlreadyAnswered(decision_text(approval))
    if session.cancelled_at or at >= session.starts_at:
        raise AlreadyAnswered(_("La séance a commencé, ou n’aura pas lieu : la question ne se pose plus."))
    if not can_answer(by, approval, day_of(session, at)):
        raise NotYours(_("Cette demande n’attend pas votre réponse."))


@transaction.atomic
def accept(*, approval: Approval, by: Agent, at: datetime) -> Approval:
    """« D’accord » : the seat that was held is the person's, who learns it at once."""
    fresh = hold(approval, at=at)
    _check(fresh, by, at=at)
    _decide(fresh, Answer.ACCEPTED, answered_at=at, answered_by=by)
    _give(fresh, Reason.APPROVED, at=at, by=by)
    return fresh


def _give(approval: Approval, reason: Reason, *, at: datetime, by: Agent | None) -> None:
    registration = approval.registration
    move = set_state(registration, State.CONFIRMED, reason=reason, at=at, by=by)
    retire_letters(approval, at=at)
    wording = emails.approved(registration.session, approval)
    tell(move, registration.session, Letter.Kind.CONFIRMED, wording)


@transaction.atomic
def refuse(*, approval: Approval, by: Agent, at: datetime, reason: str, words: str = "") -> Approval:
    """« Pas cette fois », with a typed reason: the seat goes to the next, other dates go to the person.

    A second refusal in a row for the same training stays a proposal, and the seat is held, until the advisory
    committee's opinion is recorded.
    """
    if reason not in GIVEN_REASONS:
        raise ReasonMissing(_("Choisissez une raison : la personne la lira, avec votre nom."))
    words = words.strip()[:500]
    if reason in Approval.MUST_BE_TOLD and not words:
        raise ReasonMissing(_("Écrivez votre raison en quelques mots : la personne la lira."))
    fresh = hold(approval, at=at)
    _check(fresh, by, at=at)
    _refuse(fresh, at=at, by=by, reason=reason, words=words, why=Reason.MANAGER_REFUSED)
    return fresh


def _refuse(
    approval: Approval, *, at: datetime, by: Agent | None, reason: str, words: str, why: Reason
) -> None:
    registration = approval.registration
    # Two sessions on one training are two rows: the person's own row puts their refusals one after the other.
    Agent.objects.select_for_update().get(pk=registration.agent_id)
    is_second = follows_a_refusal(approval)
    state = Answer.PROPOSED if is_second else Answer.REFUSED
    _decide(approval, state, answered_at=at, answered_by=by, reason=reason, words=words)
    retire_letters(approval, at=at)
    if is_second:
        move = set_state(registration, State.PENDING, reason=Reason.REFUSAL_PROPOSED, at=at, by=by)
        wording = emails.refusal_proposed(registration.session, approval)
        tell(move, registration.session, Letter.Kind.PENDING, wording)
    else:
        _take_back(approval, why, at=at, by=by)


def _take_back(approval: Approval, why: Reason, *, at: datetime, by: Agent | None) -> None:
    """The refusal takes effect: the seat passes on in the same transaction."""
    registration = approval.registration
    session = registration.session
    move = set_state(registration, State.REFUSED, reason=why, at=at, by=by)
    give_seat_up(session, registration, at=at)
    tell(move, session, Letter.Kind.REFUSED, emails.refused(session, approval, at=at))


@transaction.atomic
def change_mind(*, approval: Approval, by: Agent, at: datetime) -> Approval:
    """Take the answer back: the question is open again and the seat held; a refused seat only if one is free."""
    fresh = hold(approval, at=at)
    registration, session = fresh.registration, fresh.registration.session
    if not can_answer(by, fresh, day_of(session, at)):
        raise NotYours(_("Cette demande n’attend pas votre réponse."))
    if fresh.state in {Answer.ASKED, Answer.DROPPED}:
        raise AlreadyAnswered(decision_text(fresh))
    if fresh.opinion:
        raise Refused(_("Cette décision suit l’avis de la commission : elle ne se reprend plus ici."))
    if session.cancelled_at or not may_change_mind(session, fresh.answered_at or at, at):
        raise Refused(_("La séance est trop proche pour revenir sur cette réponse."))
    before = Answer(fresh.state)
    fields = {"answered_at": None, "answered_by": None, "reason": "", "words": ""}
    _decide(fresh, Answer.ASKED, before=before, due_at=approval_end(session, at), **fields)
    move = _hold_seat_again(registration, session, before, at=at, by=by)
    tell(move, session, Letter.Kind.PENDING, emails.pending(session, fresh))
    return fresh


def _hold_seat_again(
    registration: Registration, session: Session, before: Answer, *, at: datetime, by: Agent
) -> Move:
    expected = {
        Answer.ACCEPTED: State.CONFIRMED,
        Answer.REFUSED: State.REFUSED,
        Answer.PROPOSED: State.PENDING,
    }
    if registration.state != expected[before]:
        raise Refused(_("Cette inscription a changé depuis : la réponse ne se reprend plus."))
    if before == Answer.REFUSED:
        _take_seat_again(registration, session, at=at)
    return set_state(registration, State.PENDING, reason=Reason.MIND_CHANGED, at=at, by=by)


def _take_seat_again(registration: Registration, session: Session, *, at: datetime) -> None:
    """A kept seat if the person may have one, else an open one; nobody who waits for it is passed."""
    if session.kept:
        fill(session, at=at)
    passing = not may_promote(session, at)
    seat = take_seat_now(session, registration.agent, at=at, passing_the_list=passing)
    if seat is None:
        raise SeatGone(_("La place a déjà trouvé quelqu’un. Proposez une autre date à cette personne."))
    Registration.objects.filter(pk=registration.pk).update(pool=seat.pool)


@transaction.atomic
def record_opinion(
    *,
    approval: Approval,
    opinion: str,
    on: date,
    reference: str,
    takes_effect: bool,
    by: Agent,
    at: datetime,
) -> Approval:
    """Write down what the advisory committee said of a second refusal, and whether the refusal takes effect."""
    fresh = hold(approval, at=at)
    session = fresh.registration.session
    if not can_record_opinion(by, session):
        raise NotYours(_("Seule l’administration de l’organisation note l’avis de la commission."))
    if opinion not in Approval.Opinion.values or not reference.strip():
        raise Refused(_("L’avis demande son sens, sa date et sa référence."))
    if on > day_of(session, at):
        raise Refused(_("La date de l’avis est dans l’avenir : corrigez-la."))
    fields = {"opinion": opinion, "opinion_on": on, "opinion_reference": reference.strip()[:100]}
    state = Answer.REFUSED if takes_effect else Answer.ACCEPTED
    if fresh.state == Answer.PROPOSED and fresh.opinion == "":
        _decide(fresh, state, before=Answer.PROPOSED, opinion_by=by, **fields)
    else:
        raise AlreadyAnswered(decision_text(fresh))
    if takes_effect:
        _take_back(fresh, Reason.OPINION, at=at, by=by)
    else:
        _give(fresh, Reason.OPINION, at=at, by=by)
    return fresh


def settle_silence(approval: Approval, *, refused: bool, at: datetime) -> None:
    """Nobody answered in time: give the seat, or take it back. The row of the session must be held."""
    if refused:
        silence = Approval.Reason.SILENCE
        _refuse(approval, at=at, by=None, reason=silence, words="", why=Reason.SILENCE)
        return
    _decide(approval, Answer.ACCEPTED, answered_at=at, answered_by=None)
    _give(approval, Reason.SILENCE, at=at, by=None)


def settle_too_late(approval: Approval, *, at: datetime) -> None:
    """The session begins: who holds a seat keeps it; a refusal that lacks its opinion never takes effect."""
    registration: Registration = approval.registration
    set_state(registration, State.CONFIRMED, reason=Reason.TOO_LATE, at=at)
