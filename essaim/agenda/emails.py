"""The wording of the agenda's letters."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import DateChange, Registration, Session
from essaim.agenda.queries.changes import change_lines
from essaim.agenda.queries.places import place_text
from essaim.people.models import Agent
from essaim.ui.dates import moment_text


@dataclass(frozen=True)
class Wording:
    """What a letter says: the fact, some lines, one button."""

    subject: str
    body: str
    action_label: str
    action_path: str


def _wording(session: Session, fact: str, lines: list[str], label: str) -> Wording:
    subject = (
        f"{fact} : {session.title}, {moment_text(session.starts_at, session.programme.organisation.zone)}"
    )
    return Wording(
        subject[:250], "\n\n".join(lines), label, reverse("agenda:session_detail", args=[session.slug])
    )


def _when_and_where(session: Session) -> str:
    zone = session.programme.organisation.zone
    sittings = session.sittings.select_related("site").order_by("starts_at", "pk")
    dates = [f"{moment_text(s.starts_at, zone)} – {place_text(s)}" for s in sittings]
    return "\n".join([session.title, *dates])


def confirmed(session: Session) -> Wording:
    return _wording(
        session,
        _("Place réservée"),
        [
            _("Votre place est réservée."),
            _when_and_where(session),
            _("Un empêchement ? Rendez votre place en un appui : elle ira à une personne qui attend."),
        ],
        _("Voir la séance"),
    )


def waiting(session: Session, rank: int) -> Wording:
    return _wording(
        session,
        _("En attente, rang %(rank)s") % {"rank": rank},
        [
            _("La séance est complète. Votre rang sur la liste d’attente : %(rank)s.") % {"rank": rank},
            _when_and_where(session),
            _("Dès qu’une place se libère, nous suivons l’ordre d’arrivée et nous vous écrivons."),
        ],
        _("Voir la séance"),
    )


def offered(session: Session, until: datetime) -> Wording:
    end = moment_text(until, session.programme.organisation.zone)
    return _wording(
        session,
        _("Une place pour vous"),
        [
            _("Une place s’est libérée. Elle vous est gardée jusqu’au %(end)s.") % {"end": end},
            _when_and_where(session),
            _("Sans réponse d’ici là, elle passe à la personne suivante."),
        ],
        _("Je prends la place"),
    )


def offer_ended(session: Session) -> Wording:
    return _wording(
        session,
        _("Place passée à la personne suivante"),
        [
            _(
                "La place qui vous était gardée est restée sans réponse. Elle est passée à la personne suivante."
            ),
            _("Elle vous intéresse toujours ? Vous pouvez vous remettre en attente."),
        ],
        _("Voir la séance"),
    )


def withdrawn(session: Session) -> Wording:
    return _wording(
        session,
        _("Désistement noté"),
        [
            _("Votre place est rendue. Merci d’avoir prévenu."),
            _("Vous pouvez revenir en arrière tant que personne ne l’a prise."),
        ],
        _("Voir la séance"),
    )


def moved_back(session: Session, rank: int) -> Wording:
    return _wording(
        session,
        _("Retour en liste d’attente"),
        [
            _("Le nombre de places a baissé. Vous revenez en liste d’attente, rang %(rank)s.")
            % {"rank": rank},
            _when_and_where(session),
            _("Les personnes dans ce cas passent avant toutes les autres."),
        ],
        _("Voir la séance"),
    )


def cancelled(session: Session) -> Wording:
    return _wording(
        session,
        _("Séance annulée"),
        [
            _("Cette séance n’aura pas lieu. Raison : %(reason)s") % {"reason": session.cancel_reason},
            _when_and_where(session),
            _("Vous n’avez rien à faire."),
        ],
        _("Voir la séance"),
    )


def another_date(session: Session) -> Wording:
    return _wording(
        session,
        _("Une autre date"),
        [
            _("Vous attendez une place. La même séance s’ouvre à une autre date."),
            _when_and_where(session),
            _("Vous gardez votre rang sur la première liste, même en vous inscrivant ici."),
        ],
        _("Voir cette date"),
    )


def registered_by(by: Agent) -> str:
    """What comes first in the letter of somebody whom a colleague registered."""
    return _(
        "%(name)s a fait cette inscription pour vous. Elle ne vous va pas ? "
        "Ouvrez la séance et appuyez sur « Je me désiste »."
    ) % {"name": by.full_name}


def unregistered(session: Session, by: Agent) -> Wording:
    return _wording(
        session,
        _("Inscription annulée"),
        [
            _("%(name)s a annulé l’inscription faite pour vous.") % {"name": by.full_name},
            _when_and_where(session),
            _("Vous voulez venir ? Vous pouvez vous inscrire sur la page de la séance."),
        ],
        _("Voir la séance"),
    )


def changed(
    session: Session, change: DateChange, registration: Registration | None, *, rank: int = 0
) -> Wording:
    """A date, an hour or a place moved: what was, what is now, where the person stands."""
    lines = [_("« %(title)s » change.") % {"title": session.title}, *change_lines(change)]
    if registration is None:
        lines.append(_("Vous animez cette séance. La coordination a fait ce changement."))
        return _wording(session, _("Changement"), lines, _("Voir la séance"))
    lines.append(_standing(session, registration, rank))
    lines.append(_("Vous pouvez toujours venir ? Vous n’avez rien à faire."))
    wording = _wording(session, _("Changement"), lines, _("Je ne peux plus venir"))
    return replace(wording, action_path=reverse("agenda:session_leave", args=[session.slug]))


def _standing(session: Session, registration: Registration, rank: int) -> str:
    if registration.state == Registration.State.WAITING:
        return _("Vous gardez votre rang sur la liste d’attente : %(rank)s.") % {"rank": rank}
    if registration.state == Registration.State.OFFERED and registration.offered_until:
        end = moment_text(registration.offered_until, session.programme.organisation.zone)
        return _("Une place vous est gardée jusqu’au %(end)s.") % {"end": end}
    return _("Votre place reste réservée.")


def hosting(session: Session, by: Agent) -> Wording:
    return _wording(
        session,
        _("Vous animez"),
        [
            _("%(name)s vous confie l’animation de cette séance.") % {"name": by.full_name},
            _when_and_where(session),
            _("Un empêchement ? Répondez à la coordination dès que possible."),
        ],
        _("Voir la séance"),
    )


def hosting_ended(session: Session, by: Agent, successor: Agent) -> Wording:
    return _wording(
        session,
        _("Animation reprise"),
        [
            _("%(successor)s anime cette séance à votre place. %(name)s l’a noté.")
            % {"successor": successor.full_name, "name": by.full_name},
            _when_and_where(session),
            _("Vous n’avez rien à faire."),
        ],
        _("Voir la séance"),
    )
