"""Where an agent stands with a session, in words: the heart of every card and line."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import Approval, Move, Registration, Session
from essaim.agenda.queries.approvals import asked_name, opinion_text, why_refused
from essaim.agenda.rules import is_open_for_registration, may_promote
from essaim.ui.dates import moment_text

State, Reason = Registration.State, Move.Reason
FEW = 3


@dataclass(frozen=True)
class CardState:
    """What a card shows: its state by name, why it is so, what comes next, and the one thing to do."""

    name: str
    title: str
    why: str = ""
    next: str = ""
    action: str = ""
    """`register`, `accept`, `withdraw` or nothing."""
    label: str = ""
    rank: int | None = None
    can_undo: bool = False
    free: int | None = None
    few: bool = False


def state_of(
    session: Session,
    registration: Registration | None,
    at: datetime,
    *,
    last_reason: str = "",
    rank: int | None = None,
) -> CardState:
    """The card of one session for one person at one moment.

    `last_reason` is the reason of the last move, needed only to explain a withdrawal; `rank` that of who waits.
    """
    if session.cancelled_at:
        return CardState(
            "cancelled", _("Séance annulée"), why=_("Raison : %(why)s") % {"why": session.cancel_reason}
        )
    if session.closed_at or at >= session.ends_at:
        return _past(registration)
    if registration and registration.state in {*Registration.LIVE, State.REFUSED}:
        return _live(session, registration, at, rank or 1)
    if not is_open_for_registration(session, at):
        return _closed(session, at)
    if registration and registration.state == State.WITHDRAWN:
        return _withdrawn(session, at, last_reason)
    return _open_or_full(session, at)


def _live(session: Session, registration: Registration, at: datetime, rank: int) -> CardState:
    if registration.state == State.CONFIRMED:
        return _confirmed(session, at)
    if registration.state == State.OFFERED:
        return _offered(session, registration, at)
    if registration.state == State.PENDING:
        return _pending(session, at)
    if registration.state == State.REFUSED:
        return _refused()
    return _waiting(session, at, rank)


def _pending(session: Session, at: datetime) -> CardState:
    begun = at >= session.starts_at
    return CardState(
        "pending",
        _("Votre place est tenue, accord demandé"),
        why=_("Votre hiérarchie donne son accord."),
        next=_("Vous n’avez rien à faire : nous vous écrivons dès la réponse."),
        action="" if begun else "withdraw",
        label="" if begun else _("Je me désiste"),
    )


def _refused() -> CardState:
    return CardState(
        "refused",
        _("Pas cette fois"),
        why=_("Votre demande a été refusée. La raison est dans votre lettre et sur la page de la séance."),
        next=_("Vous pouvez en parler ensemble : une réponse peut changer."),
    )


def with_approval(card: CardState, approval: Approval | None) -> CardState:
    """The card of a session's own page, which also says who is asked until when, or who refused and why."""
    if approval is None or card.name not in {"pending", "refused"}:
        return card
    if card.name == "refused":
        opinion = f" {opinion_text(approval)}" if approval.opinion else ""
        return replace(card, why=why_refused(approval) + opinion)
    if approval.state == Approval.State.PROPOSED:
        coming = _(
            "C’est le deuxième refus de suite : la commission donne son avis. Votre place reste tenue."
        )
        return replace(card, why=why_refused(approval), next=coming)
    end = moment_text(approval.due_at, approval.registration.session.programme.organisation.zone)
    why = _("Demandé à %(name)s, réponse attendue avant le %(end)s.")
    return replace(card, why=why % {"name": asked_name(approval), "end": end})


def free_seats(session: Session) -> int | None:
    return None if session.seats is None else max(session.seats - session.taken, 0)


def _past(registration: Registration | None) -> CardState:
    had_a_seat = registration is not None and registration.state == State.CONFIRMED
    why = _("Vous aviez une place.") if had_a_seat else ""
    return CardState("past", _("Cette séance est passée"), why=why)


def _confirmed(session: Session, at: datetime) -> CardState:
    if at >= session.starts_at:
        return CardState(
            "confirmed", _("Votre place est réservée"), next=_("La séance a commencé. Bonne séance !")
        )
    return CardState(
        "confirmed",
        _("Votre place est réservée"),
        why=_("Rien à faire signer, rien à imprimer."),
        next=_("Un empêchement ? Rendez votre place : elle ira à une personne qui attend."),
        action="withdraw",
        label=_("Je me désiste"),
    )


def _offered(session: Session, registration: Registration, at: datetime) -> CardState:
    until = registration.offered_until
    if until is None or at >= until:
        return CardState(
            "closed", _("Cette place n’est plus gardée"), next=_("Elle passe à la personne suivante.")
        )
    end = moment_text(until, session.programme.organisation.zone)
    return CardState(
        "offered",
        _("Une place pour vous jusqu’au %(end)s") % {"end": end},
        why=_("Une place s’est libérée, et c’est votre tour."),
        next=_("Sans réponse d’ici là, elle passe à la personne suivante."),
        action="accept",
        label=_("Je prends la place"),
    )


def _waiting(session: Session, at: datetime, rank: int) -> CardState:
    free = free_seats(session)
    if not may_promote(session, at) and (free is None or free > 0) and is_open_for_registration(session, at):
        return CardState(
            "waiting",
            _("Une place est libre"),
            why=_("La séance est trop proche pour appeler la liste : la place est à qui la prend."),
            action="register",
            label=_("Je prends la place"),
            rank=rank,
        )
    ordinal = "1re" if rank == 1 else f"{rank}e"
    coming = _(
        "Une place qui se libère va à la première personne de la liste. Nous vous écrivons dès votre tour."
    )
    if not may_promote(session, at):
        coming = _("La séance est trop proche : la liste n’avance plus.")
    return CardState(
        "waiting",
        _("En attente, %(ordinal)s sur %(waiting)s")
        % {"ordinal": ordinal, "waiting": max(session.waiting, rank)},
        why=_("La séance est complète. L’ordre d’arrivée décide."),
        next=coming,
        action="withdraw",
        label=_("Je quitte l’attente"),
        rank=rank,
    )


def _closed(session: Session, at: datetime) -> CardState:
    opens = session.registration_opens_at
    if opens and at < opens:
        moment = moment_text(opens, session.programme.organisation.zone)
        return CardState("closed", _("Inscriptions à partir du %(moment)s") % {"moment": moment})
    return CardState("closed", _("Les inscriptions sont closes"), why=_("Leur date limite est passée."))


def _withdrawn(session: Session, at: datetime, last_reason: str) -> CardState:
    fresh = _open_or_full(session, at)
    if last_reason == Reason.OFFER_EXPIRED:
        why = _("La place gardée pour vous est restée sans réponse. Elle est passée à la personne suivante.")
    else:
        why = _("Vous avez rendu votre place.")
    return CardState(
        "withdrawn",
        _("Vous n’êtes plus sur la liste"),
        why=why,
        next=fresh.title,
        action="register",
        label=fresh.label,
        can_undo=last_reason in {Reason.OWN_WISH, Reason.OFFER_DECLINED},
        free=fresh.free,
        few=fresh.few,
    )


def _open_or_full(session: Session, at: datetime) -> CardState:
    free = free_seats(session)
    must_queue = free == 0 or (session.waiting > 0 and may_promote(session, at))
    if must_queue:
        waiting = ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
        return CardState(
            "full",
            _("Complet, %(waiting)s") % {"waiting": waiting} if session.waiting else _("Complet"),
            why=_("Toutes les places sont prises."),
            next=_(
                "Si une place se libère, elle va à la première personne de la liste, et nous la prévenons."
            ),
            action="register",
            label=_("Je me mets en attente"),
            free=0,
        )
    return CardState(
        "open",
        _places(free),
        next=_("Un appui suffit. Vous pourrez vous désister en un appui."),
        action="register",
        label=_("Je m’inscris"),
        free=free,
        few=free is not None and free <= FEW,
    )


def _places(free: int | None) -> str:
    if free is None:
        return _("Sans limite de places")
    return ngettext("Il reste %(n)s place", "Il reste %(n)s places", free) % {"n": free}
