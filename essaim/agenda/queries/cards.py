"""Where an agent stands with a session, in words: the heart of every card and line."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import ngettext

from essaim.agenda.models import Approval, Move, Registration, Session
from essaim.agenda.queries.approvals import asked_name, opinion_text, why_refused
from essaim.agenda.queries.pools import Kept
from essaim.agenda.rules import is_open_for_registration, may_promote
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _

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
    kept: Kept | None = None,
) -> CardState:
    """The card of one session for one person at one moment.

    `last_reason` is the reason of the last move, needed only to explain a withdrawal; `rank` that of who waits;
    `kept` what the session keeps as this person reads it, needed only where it keeps something.
    """
    if session.cancelled_at:
        return CardState(
            "cancelled", _("Séance annulée"), why=_("Raison : %(why)s") % {"why": session.cancel_reason}
        )
    if session.closed_at or at >= session.ends_at:
        return _past(registration)
    if registration and registration.state in {*Registration.LIVE, State.REFUSED}:
        return _live(session, registration, at, rank=rank or 1, kept=kept)
    if not is_open_for_registration(session, at):
        return _closed(session, at)
    if registration and registration.state == State.WITHDRAWN:
        return _withdrawn(session, at, last_reason, kept=kept)
    return _open_or_full(session, at, kept)


def hosting_card(session: Session, registration: Registration | None, at: datetime) -> CardState | None:
    """For who leads it the room, and never a registration; nothing for a draft, nor once it is over for good.

    Who held a seat before hosts had to give it back may still do so.
    """
    over = session.closed_at or session.cancelled_at
    if over or session.published_at is None or (registration and registration.state in Registration.LIVE):
        return None
    if at >= session.ends_at:
        coming = _("Elle est finie : notez qui était là, puis terminez-la.")
    else:
        coming = _("La salle réunit le code à montrer et la liste des personnes attendues.")
    return CardState(
        "hosting",
        _("Vous animez cette séance"),
        why=_expected(session),
        next=coming,
        label=_("Ouvrir la salle"),
    )


def _expected(session: Session) -> str:
    if not session.taken:
        return _("Personne n’est sur la liste pour l’instant.")
    expected = ngettext("%(n)s personne attendue", "%(n)s personnes attendues", session.taken)
    words = [expected % {"n": session.taken}]
    if session.waiting:
        words.append(
            ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
        )
    return f"{', '.join(words)}."


def _live(
    session: Session, registration: Registration, at: datetime, *, rank: int, kept: Kept | None
) -> CardState:
    if registration.state == State.CONFIRMED:
        return _confirmed(session, at)
    if registration.state == State.OFFERED:
        return _offered(session, registration, at)
    if registration.state == State.PENDING:
        return _pending(session, at)
    if registration.state == State.REFUSED:
        return _refused()
    return _waiting(session, at, rank, kept=kept)


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


def free_seats(session: Session, kept: Kept | None = None) -> int | None:
    """Seats for anybody, and those kept for the person who reads."""
    if session.seats is None:
        return None
    left = session.seats - session.taken - (kept.count if kept else session.kept)
    return max(left, 0) + (kept.mine if kept else 0)


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


def _waiting(session: Session, at: datetime, rank: int, *, kept: Kept | None) -> CardState:
    free = free_seats(session, kept)
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
        why=kept.why if kept and kept.why else _("La séance est complète. L’ordre d’arrivée décide."),
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


def _withdrawn(session: Session, at: datetime, last_reason: str, *, kept: Kept | None) -> CardState:
    fresh = _open_or_full(session, at, kept)
    if last_reason == Reason.OFFER_EXPIRED:
        why = _("La place gardée pour vous est restée sans réponse. Elle est passée à la personne suivante.")
    elif last_reason == Reason.LEADS:
        why = _("Vous deviez animer cette séance : votre place était passée à la personne suivante.")
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


def _open_or_full(session: Session, at: datetime, kept: Kept | None) -> CardState:
    kept = kept or Kept(session.kept, 0, "")
    free = free_seats(session, kept)
    must_queue = not kept.mine and (free == 0 or (session.waiting > 0 and may_promote(session, at)))
    if must_queue:
        return CardState(
            "full",
            _full_title(session, kept),
            why=kept.why or _("Toutes les places sont prises."),
            next=_next_for_who_waits(kept),
            action="register",
            label=_("Je me mets en attente"),
            free=0,
        )
    return CardState(
        "open",
        _places_for_you(kept) if kept.mine else _places(free),
        why=kept.why,
        next=_("Un appui suffit. Vous pourrez vous désister en un appui."),
        action="register",
        label=_("Je m’inscris"),
        free=free,
        few=free is not None and free <= FEW,
    )


def _next_for_who_waits(kept: Kept) -> str:
    if kept.count:
        return _("Une place qui s’ouvre va à la première personne qui peut l’avoir, et nous la prévenons.")
    return _("Si une place se libère, elle va à la première personne de la liste, et nous la prévenons.")


def _full_title(session: Session, kept: Kept) -> str:
    title = _("Les places libres sont gardées") if kept.count else _("Complet")
    if not session.waiting:
        return title
    waiting = ngettext("%(n)s en attente", "%(n)s en attente", session.waiting) % {"n": session.waiting}
    return _("%(title)s, %(waiting)s") % {"title": title, "waiting": waiting}


def _places_for_you(kept: Kept) -> str:
    if kept.is_shared:
        text = ngettext(
            "%(n)s place gardée pour votre organisation",
            "%(n)s places gardées pour votre organisation",
            kept.mine,
        )
    else:
        text = ngettext("%(n)s place gardée pour vous", "%(n)s places gardées pour vous", kept.mine)
    return text % {"n": kept.mine}


def _places(free: int | None) -> str:
    if free is None:
        return _("Sans limite de places")
    return ngettext("Il reste %(n)s place", "Il reste %(n)s places", free) % {"n": free}
