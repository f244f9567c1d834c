"""The manager's word: asked, given, refused; the team told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from essaim.agenda.emails.parts import in_its_words, when_and_where, worded
from essaim.agenda.models import Approval, Registration, Session
from essaim.agenda.queries.approvals import (
    answered_name,
    asked_name,
    opinion_text,
    other_dates,
    token_for,
    why_refused,
)
from essaim.agenda.queries.teams import Away, days_of_request
from essaim.kernel.sorting import bare
from essaim.letters.emails import Wording, drafted
from essaim.letters.marks import mark
from essaim.people.models import Agent
from essaim.programmes.queries import site_of
from essaim.ui.dates import moment_text
from essaim.ui.phrases import quoted, told
from essaim.ui.words import gettext as _
from essaim.ui.words import in_words_of


@in_its_words
def pending(session: Session, approval: Approval) -> Wording:
    end = moment_text(approval.due_at, session.programme.organisation.zone)
    return worded(
        session,
        _("Place tenue, accord demandé"),
        [
            _("Votre place est tenue. Il manque l’accord de votre hiérarchie."),
            when_and_where(session),
            _("Demandé à %(name)s, réponse attendue avant le %(end)s.")
            % {"name": mark("à qui", asked_name(approval)), "end": mark("fin", end, needed=True)},
            _("Vous n’avez rien à faire : nous vous écrivons dès la réponse."),
        ],
        _("Voir la séance"),
        form="pending",
    )


@in_its_words
def approved(session: Session, approval: Approval) -> Wording:
    by = answered_name(approval)
    said = _("%(name)s est d’accord : votre place est réservée.") % {"name": by}
    if not by:
        said = _("Personne n’a répondu à temps : votre place est réservée.")
    elif approval.opinion:
        said = _("La commission a rendu son avis : votre place est réservée.")
    return worded(
        session,
        _("Place réservée"),
        [
            mark("réponse", said, needed=True),
            when_and_where(session),
            _("Un empêchement ? Rendez votre place en un appui : elle ira à une personne qui attend."),
        ],
        _("Voir la séance"),
        form="approved",
    )


@in_its_words
def refused(session: Session, approval: Approval, *, at: datetime) -> Wording:
    zone = session.programme.organisation.zone
    reader = approval.registration.agent
    others = [
        f"{other.title}, {moment_text(other.starts_at, zone)}"
        for other in other_dates(session, reader=reader, at=at)
    ]
    coming = _("Aucune autre date n’est annoncée pour l’instant. Le programme les montrera.")
    if others:
        coming = "\n".join([_("D’autres dates :"), *others])
    why = [why_refused(approval), *([opinion_text(approval)] if approval.opinion else [])]
    lines = [
        mark("raison", "\n\n".join(why), needed=True, block=True),
        mark("autres dates", coming, needed=True, block=True),
        _("Vous pouvez en parler ensemble : une réponse peut changer."),
    ]
    return worded(
        session, _("Pas cette fois"), lines, _("Voir la séance et les autres dates"), form="refused"
    )


@in_its_words
def refusal_proposed(session: Session, approval: Approval) -> Wording:
    return worded(
        session,
        _("Avis de la commission attendu"),
        [
            why_refused(approval),
            _("C’est le deuxième refus de suite pour cette formation. La commission donne d’abord son avis."),
            _("Votre place reste tenue jusque-là. Nous vous écrivons dès la décision."),
        ],
        _("Voir la séance"),
    )


@drafted
@in_words_of(lambda approval: approval.registration.session.programme.own_words)
def approval_asked(approval: Approval, agent: Agent, *, is_reminder: bool) -> Wording:
    """The question to who may answer it, with the team's absences and a link of one's own."""
    registration = approval.registration
    session, zone = registration.session, registration.session.programme.organisation.zone
    who = mark("qui", registration.agent.full_name, needed=True)
    fact = _("Rappel : %(who)s attend votre accord") if is_reminder else _("%(who)s demande votre accord")
    sittings = session.sittings.order_by("starts_at", "pk")
    team = [
        told(moment_text(day.starts_at, zone), ", ".join(day.away) or _("personne d’autre"))
        for day in days_of_request(registration.agent, session, sittings, reader=agent)
    ]
    lines = [
        _("%(who)s voudrait suivre cette séance. Sa place est tenue.") % {"who": who},
        when_and_where(session),
        mark("absences", "\n".join([_("De son équipe, en séance ces jours-là :"), *team]), block=True),
        _("Réponse attendue avant le %(end)s. Un bouton suffit, sans mot de passe.")
        % {"end": mark("fin", moment_text(approval.due_at, zone), needed=True)},
    ]
    form = "approval_reminder" if is_reminder else "approval_asked"
    wording = worded(session, fact % {"who": who}, lines, _("Je réponds"), form=form)
    path = reverse("agenda:approval", args=[token_for(approval, agent)])
    return replace(wording, action_path=path)


@drafted
@in_words_of(lambda manager: site_of(manager).words)
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
    line = told(f"{away.agent.full_name}, {moment_text(away.starts_at, organisation_zone)}", f"{away.title}.")
    names = sorted({other.agent.full_name for other in others if other.agent.pk != away.agent.pk}, key=bare)
    return (
        _("%(line)s En même temps : %(names)s.") % {"line": line, "names": ", ".join(names)}
        if names
        else line
    )


@drafted
@in_words_of(lambda registration: registration.session.programme.own_words)
def conflict(registration: Registration, by: Agent, words: str) -> Wording:
    """A manager's note to those who run the programme; it changes no seat."""
    session = registration.session
    wording = worded(
        session,
        _("Conflit signalé"),
        [
            _("%(manager)s signale un conflit pour %(who)s.")
            % {"manager": by.full_name, "who": registration.agent.full_name},
            quoted(words),
            when_and_where(session),
            _("Rien n’a changé : la place reste réservée. À vous de voir ensemble."),
        ],
        _("Voir la séance"),
    )
    path = reverse("agenda:manage_session", args=[session.slug])
    return replace(wording, action_path=path)
