"""Seats: confirmed, awaited, offered, given back."""

from datetime import datetime

from essaim.agenda.emails.parts import in_its_words, when_and_where, worded
from essaim.agenda.models import Session
from essaim.letters.emails import Wording
from essaim.letters.marks import mark
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _


@in_its_words
def confirmed(session: Session) -> Wording:
    return worded(
        session,
        _("Place réservée"),
        [
            _("Votre place est réservée."),
            when_and_where(session),
            _("Un empêchement ? Rendez votre place en un appui : elle ira à une personne qui attend."),
        ],
        _("Voir la séance"),
        form="confirmed",
    )


@in_its_words
def waiting(session: Session, rank: int, *, why: str = "") -> Wording:
    """`why` stands in for « complète » when the free seats are kept for others."""
    fact = mark("pourquoi", why or _("La séance est complète."))
    position = mark("rang", rank, needed=True)
    return worded(
        session,
        _("En attente, rang %(rank)s") % {"rank": position},
        [
            f"{fact} " + _("Votre rang sur la liste d’attente : %(rank)s.") % {"rank": position},
            when_and_where(session),
            _("Dès qu’une place se libère, nous suivons l’ordre d’arrivée et nous vous écrivons."),
        ],
        _("Voir la séance"),
        form="waiting",
    )


@in_its_words
def offered(session: Session, until: datetime) -> Wording:
    end = mark("fin", moment_text(until, session.programme.organisation.zone), needed=True)
    return worded(
        session,
        _("Une place pour vous"),
        [
            _("Une place s’est libérée. Elle vous est gardée jusqu’au %(end)s.") % {"end": end},
            when_and_where(session),
            _("Sans réponse d’ici là, elle passe à la personne suivante."),
        ],
        _("Je prends la place"),
        form="offered",
    )


@in_its_words
def offer_ended(session: Session) -> Wording:
    return worded(
        session,
        _("Place passée à la personne suivante"),
        [
            _(
                "La place qui vous était gardée est restée sans réponse. Elle est passée à la personne suivante."
            ),
            _("Elle vous intéresse toujours ? Vous pouvez vous remettre en attente."),
        ],
        _("Voir la séance"),
        form="offer_ended",
    )


@in_its_words
def withdrawn(session: Session) -> Wording:
    return worded(
        session,
        _("Désistement noté"),
        [
            _("Votre place est rendue. Merci d’avoir prévenu."),
            _("Vous pouvez revenir en arrière tant que personne ne l’a prise."),
        ],
        _("Voir la séance"),
        form="withdrawn",
    )


@in_its_words
def moved_back(session: Session, rank: int) -> Wording:
    return worded(
        session,
        _("Retour en liste d’attente"),
        [
            _("Le nombre de places a baissé. Vous revenez en liste d’attente, rang %(rank)s.")
            % {"rank": mark("rang", rank, needed=True)},
            when_and_where(session),
            _("Les personnes dans ce cas passent avant toutes les autres."),
        ],
        _("Voir la séance"),
        form="moved",
    )


@in_its_words
def cancelled(session: Session) -> Wording:
    return worded(
        session,
        _("Séance annulée"),
        [
            _("Cette séance n’aura pas lieu. Raison : %(reason)s")
            % {"reason": mark("raison", session.cancel_reason, needed=True)},
            when_and_where(session),
            _("Vous n’avez rien à faire."),
        ],
        _("Voir la séance"),
        form="cancelled",
    )


@in_its_words
def another_date(session: Session) -> Wording:
    return worded(
        session,
        _("Une autre date"),
        [
            _("Vous attendez une place. La même séance s’ouvre à une autre date."),
            when_and_where(session),
            _("Vous gardez votre rang sur la première liste, même en vous inscrivant ici."),
        ],
        _("Voir cette date"),
        form="another_date",
    )
