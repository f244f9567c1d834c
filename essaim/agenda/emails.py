"""The wording of the agenda's letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import Approval, Registration, Session
from essaim.agenda.queries.approvals import (
    answered_name,
    asked_name,
    opinion_text,
    other_dates,
    token_for,
    why_refused,
)
from essaim.agenda.queries.places import place_text
from essaim.agenda.queries.teams import Away, days_of_request
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


def pending(session: Session, approval: Approval) -> Wording:
    end = moment_text(approval.due_at, session.programme.organisation.zone)
    return _wording(
        session,
        _("Place tenue, accord demandé"),
        [
            _("Votre place est tenue. Votre hiérarchie donne son accord avant elle."),
            _when_and_where(session),
            _("Demandé à %(name)s, réponse attendue avant le %(end)s.")
            % {"name": asked_name(approval), "end": end},
            _("Vous n’avez rien à faire : nous vous écrivons dès la réponse."),
        ],
        _("Voir la séance"),
    )


def approved(session: Session, approval: Approval) -> Wording:
    by = answered_name(approval)
    said = _("%(name)s est d’accord : votre place est réservée.") % {"name": by}
    if not by:
        said = _("Personne n’a répondu à temps : votre place est réservée.")
    elif approval.opinion:
        said = _("La commission a rendu son avis : votre place est réservée.")
    return _wording(
        session,
        _("Place réservée"),
        [
            said,
            _when_and_where(session),
            _("Un empêchement ? Rendez votre place en un appui : elle ira à une personne qui attend."),
        ],
        _("Voir la séance"),
    )


def refused(session: Session, approval: Approval, *, at: datetime) -> Wording:
    zone = session.programme.organisation.zone
    others = [f"{other.title}, {moment_text(other.starts_at, zone)}" for other in other_dates(session, at=at)]
    coming = _("Aucune autre date n’est annoncée pour l’instant. Le programme les montrera.")
    if others:
        coming = "\n".join([_("D’autres dates :"), *others])
    lines = [why_refused(approval), coming, _("Vous pouvez en parler ensemble : une réponse peut changer.")]
    if approval.opinion:
        lines.insert(1, opinion_text(approval))
    return _wording(session, _("Pas cette fois"), lines, _("Voir la séance et les autres dates"))


def refusal_proposed(session: Session, approval: Approval) -> Wording:
    return _wording(
        session,
        _("Avis de la commission attendu"),
        [
            why_refused(approval),
            _("C’est le deuxième refus de suite pour cette formation. La commission donne d’abord son avis."),
            _("Votre place reste tenue jusque-là. Nous vous écrivons dès la décision."),
        ],
        _("Voir la séance"),
    )


def approval_asked(approval: Approval, agent: Agent, *, is_reminder: bool) -> Wording:
    """The question to who may answer it, with the team's absences and a link of one's own."""
    registration = approval.registration
    session, zone = registration.session, registration.session.programme.organisation.zone
    who = registration.agent.full_name
    fact = _("Rappel : %(who)s attend votre accord") if is_reminder else _("%(who)s demande votre accord")
    sittings = session.sittings.order_by("starts_at", "pk")
    team = [
        "{} : {}".format(moment_text(day.starts_at, zone), ", ".join(day.away) or _("personne d’autre"))
        for day in days_of_request(registration.agent, session, sittings)
    ]
    lines = [
        _("%(who)s voudrait suivre cette séance. Sa place est tenue.") % {"who": who},
        _when_and_where(session),
        "\n".join([_("De son équipe, en séance ces jours-là :"), *team]),
        _("Réponse attendue avant le %(end)s. Un bouton suffit, sans mot de passe.")
        % {"end": moment_text(approval.due_at, zone)},
    ]
    wording = _wording(session, fact % {"who": who}, lines, _("Je réponds"))
    path = reverse("agenda:approval", args=[token_for(approval, agent)])
    return Wording(wording.subject, wording.body, wording.action_label, path)


def team_digest(manager: Agent, *, going: Iterable[str], not_going: Iterable[str]) -> Wording:
    """Who of the team will be away; one letter a day at most."""
    lines = [_("Rien à faire : cette lettre vous informe, une fois par jour au plus.")]
    if going := list(going):
        lines.insert(0, "\n".join([_("Votre équipe en séance :"), *going]))
    if not_going := list(not_going):
        lines.insert(-1, "\n".join([_("N’y vont plus :"), *not_going]))
    return Wording(
        _("Votre équipe en séance"), "\n\n".join(lines), _("Voir mon équipe"), reverse("agenda:team")
    )


def digest_line(away: Away, others: Iterable[Away], organisation_zone: ZoneInfo) -> str:
    """« Bob Perrin, ven. 21 mai, 9 h : Tableaux croisés. En même temps : Léna Roux. »."""
    line = f"{away.agent.full_name}, {moment_text(away.starts_at, organisation_zone)} : {away.title}."
    names = sorted({other.agent.full_name for other in others if other.agent.pk != away.agent.pk})
    return (
        _("%(line)s En même temps : %(names)s.") % {"line": line, "names": ", ".join(names)}
        if names
        else line
    )


def conflict(registration: Registration, by: Agent, words: str) -> Wording:
    """A manager's note to those who run the programme; it changes no seat."""
    session = registration.session
    wording = _wording(
        session,
        _("Conflit signalé"),
        [
            _("%(manager)s signale un conflit pour %(who)s.")
            % {"manager": by.full_name, "who": registration.agent.full_name},
            f"« {words} »",
            _when_and_where(session),
            _("Rien n’a changé : la place reste réservée. À vous de voir ensemble."),
        ],
        _("Voir la séance"),
    )
    path = reverse("agenda:manage_session", args=[session.slug])
    return Wording(wording.subject, wording.body, wording.action_label, path)
