"""What others did: registering somebody, moving a date, giving the session to another host."""

from dataclasses import replace

from django.urls import reverse

from essaim.agenda.emails.parts import in_its_words, when_and_where, worded
from essaim.agenda.models import DateChange, Registration, Session
from essaim.agenda.queries.changes import change_lines
from essaim.letters.emails import Wording
from essaim.letters.marks import mark
from essaim.people.models import Agent
from essaim.ui.dates import moment_text
from essaim.ui.words import gettext as _


def registered_by(by: Agent) -> str:
    """What comes first in the letter of somebody whom a colleague registered."""
    return _(
        "%(name)s a fait cette inscription pour vous. Elle ne vous va pas ? "
        "Ouvrez la séance et appuyez sur « Je me désiste »."
    ) % {"name": by.full_name}


@in_its_words
def unregistered(session: Session, by: Agent) -> Wording:
    return worded(
        session,
        _("Inscription annulée"),
        [
            _("%(name)s a annulé l’inscription faite pour vous.") % {"name": by.full_name},
            when_and_where(session),
            _("Vous voulez venir ? Vous pouvez vous inscrire sur la page de la séance."),
        ],
        _("Voir la séance"),
    )


@in_its_words
def changed(
    session: Session, change: DateChange, registration: Registration | None, *, rank: int = 0
) -> Wording:
    """A date, an hour or a place moved: what was, what is now, where the person stands."""
    moved = mark("changement", "\n\n".join(change_lines(change)), needed=True, block=True)
    lines = [_("« %(title)s » change.") % {"title": mark("titre", session.title)}, moved]
    if registration is None:
        lines.append(_("Vous animez cette séance. La coordination a fait ce changement."))
        return worded(session, _("Changement"), lines, _("Voir la séance"))
    lines.append(mark("où vous en êtes", _standing(session, registration, rank), needed=True))
    lines.append(_("Vous pouvez toujours venir ? Vous n’avez rien à faire."))
    wording = worded(session, _("Changement"), lines, _("Je ne peux plus venir"), form="changed")
    return replace(wording, action_path=reverse("agenda:session_leave", args=[session.slug]))


def _standing(session: Session, registration: Registration, rank: int) -> str:
    if registration.state == Registration.State.WAITING:
        return _("Vous gardez votre rang sur la liste d’attente : %(rank)s.") % {"rank": rank}
    if registration.state == Registration.State.OFFERED and registration.offered_until:
        end = moment_text(registration.offered_until, session.programme.organisation.zone)
        return _("Une place vous est gardée jusqu’au %(end)s.") % {"end": end}
    return _("Votre place reste réservée.")


@in_its_words
def hosting(session: Session, by: Agent) -> Wording:
    return worded(
        session,
        _("Vous animez"),
        [
            _("%(name)s vous confie l’animation de cette séance.") % {"name": mark("qui", by.full_name)},
            when_and_where(session),
            _("Un empêchement ? Répondez à la coordination dès que possible."),
        ],
        _("Voir la séance"),
        form="hosting",
    )


@in_its_words
def leads_now(session: Session) -> Wording:
    return worded(
        session,
        _("Place rendue"),
        [
            _("Vous animez désormais cette séance : vous n’y prenez pas de place."),
            _("Celle que vous aviez, ou votre rang, passe à la personne suivante. Vous n’avez rien à faire."),
        ],
        _("Voir la séance"),
    )


@in_its_words
def hosting_ended(session: Session, by: Agent, successor: Agent) -> Wording:
    return worded(
        session,
        _("Animation reprise"),
        [
            _("%(successor)s anime cette séance à votre place. %(name)s l’a noté.")
            % {"successor": successor.full_name, "name": by.full_name},
            when_and_where(session),
            _("Vous n’avez rien à faire."),
        ],
        _("Voir la séance"),
    )
