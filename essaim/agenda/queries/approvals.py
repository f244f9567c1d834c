"""Questions to line managers: who may answer, what waits, what is overdue."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.signing import BadSignature, Signer
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from essaim.agenda.models import Approval, Session
from essaim.kernel.plans import not_a_way_in
from essaim.kernel.prepared import PreparedForMany, SeldomForMany
from essaim.people.models import Agent
from essaim.people.queries.teams import deputies_of, managers_replaced_by
from essaim.programmes.models import Format, Programme
from essaim.ui.dates import moment_text
from essaim.ui.phrases import quoted

State, Level = Approval.State, Approval.Level
OTHER_DATES = 3


def with_everything() -> QuerySet[Approval]:
    """Questions with all that a page or a letter says of them, in one query."""
    return Approval.objects.select_related(
        "registration__agent__unit",
        "registration__session__format",
        "registration__session__programme__organisation",
        "asked_of",
        "answered_by",
    )


def _signer() -> Signer:
    return Signer(salt="agenda.approval", sep=".")


def token_for(approval: Approval, agent: Agent) -> str:
    """The secret of a letter's link: one question, one person; nobody can make it up."""
    return _signer().sign(f"{approval.pk}-{agent.pk}")


def approval_of_token(token: str) -> tuple[Approval, Agent] | None:
    """The question that a link is about and the person it was written to; nothing for a link we never made."""
    try:
        approval_pk, agent_pk = map(int, _signer().unsign(token).split("-"))
    except (BadSignature, ValueError):
        return None
    approval = with_everything().filter(pk=approval_pk).first()
    agent = Agent.objects.select_related("organisation").filter(pk=agent_pk).first()
    return (approval, agent) if approval and agent else None


def circle_of(approval: Approval, *, on: date) -> list[Agent]:
    """Who reads the question: the manager and the deputies of the day, or those who run the programme."""
    registration = approval.registration
    manager = approval.asked_of
    if manager is not None:
        people = [manager, *deputies_of(manager, on=on)]
    else:
        people = coordination_of(registration.session.programme)
    return [agent for agent in people if agent.is_active and agent.pk != registration.agent_id]


def coordination_of(programme: Programme) -> list[Agent]:
    """Those who run the programme; while nobody does, those who administer the organisation."""
    coordinators = list(programme.coordinators.filter(is_active=True).order_by("pk"))
    if coordinators:
        return coordinators
    administrators = Agent.objects.filter(
        organisation=programme.organisation_id, is_administrator=True, is_active=True
    )
    return list(administrators.order_by("pk"))


def asked_name(approval: Approval) -> str:
    """Who is asked, in words."""
    if approval.asked_of is not None:
        return approval.asked_of.full_name
    return _("l’équipe de %(programme)s") % {"programme": approval.registration.session.programme.name}


def answered_name(approval: Approval) -> str:
    """Who answered, in words; nobody when silence did."""
    return approval.answered_by.full_name if approval.answered_by else ""


def why_refused(approval: Approval) -> str:
    """« Refus de Maya Marchand : nécessités de service. « Trois absences ce jour-là. » »."""
    if approval.reason == Approval.Reason.SILENCE:
        return _("Aucune réponse de votre hiérarchie dans le délai : la règle du dispositif rend la place.")
    reason = approval.get_reason_display()
    said = _("Refus de %(name)s : %(reason)s.") % {
        "name": answered_name(approval),
        "reason": reason[0].lower() + reason[1:],
    }
    return f"{said} {quoted(approval.words)}" if approval.words else said


def opinion_text(approval: Approval) -> str:
    """« Avis de la commission du 12/03/2030, référence CAP 12 : favorable au refus. »."""
    return _("Avis de la commission du %(day)s, référence %(reference)s : %(opinion)s.") % {
        "day": f"{approval.opinion_on:%d/%m/%Y}",
        "reference": approval.opinion_reference,
        "opinion": approval.get_opinion_display(),
    }


def decision_text(approval: Approval) -> str:
    """What was decided, for who answers after somebody else."""
    by = answered_name(approval) or _("la règle du dispositif")
    texts = {
        Approval.State.ACCEPTED: _("%(by)s a déjà donné l’accord.") % {"by": by},
        Approval.State.REFUSED: _("%(by)s a déjà refusé cette demande.") % {"by": by},
        Approval.State.PROPOSED: _("%(by)s a proposé un refus : l’avis de la commission est attendu.")
        % {"by": by},
        Approval.State.DROPPED: _("La personne n’attend plus de réponse : la demande n’a plus d’objet."),
        Approval.State.ASKED: _("Cette demande attend encore une réponse."),
    }
    return texts[Approval.State(approval.state)]


def last_approval(registration_pk: int) -> Approval | None:
    """The latest question about a registration."""
    return with_everything().filter(registration=registration_pk).order_by("-pk").first()


def open_approval(registration_pk: int) -> Approval | None:
    return with_everything().filter(registration=registration_pk, state__in=Approval.OPEN).first()


def asked_through(agent: Agent, *, on: date) -> list[int]:
    """The managers whose questions come to this person: oneself, and who is replaced that day."""
    return [agent.pk, *(manager.pk for manager in managers_replaced_by(agent, on=on))]


def waiting_for(managers: Collection[int], *, but: Agent) -> QuerySet[Approval]:
    """What these managers have to answer, the most urgent first; never about the person who looks."""
    found = with_everything().filter(state=State.ASKED, asked_of__in=managers)
    return found.exclude(registration__agent=but).order_by("due_at", "pk")


def questions_to(managers: list[int], *, but: int) -> QuerySet[Approval]:
    return waiting_for(managers, but=Agent(pk=but))


read_questions = PreparedForMany(questions_to, but=int)
"""Those of `waiting_for`, as Mon équipe shows them."""


def silence_text(approval: Approval) -> str:
    """What happens without an answer, in a sentence."""
    texts = {
        Programme.Silence.ACCEPT: _("Sans réponse, sa place est accordée."),
        Programme.Silence.REFUSE: _("Sans réponse, sa place est rendue."),
        Programme.Silence.ESCALATE: _("Sans réponse, la demande passe au niveau suivant."),
    }
    return texts[Programme.Silence(approval.registration.session.programme.on_silence)]


def waiting_for_coordination(programmes: Collection[Programme]) -> QuerySet[Approval]:
    """What those who run these programmes have to answer themselves."""
    mine = Q(registration__session__programme__in=programmes, state=State.ASKED, asked_of=None)
    return with_everything().filter(mine).order_by("due_at", "pk")


def waiting_for_managers(programmes: Collection[Programme], *, at: datetime) -> QuerySet[Approval]:
    """What managers have to answer about the sessions to come of these programmes, the most urgent first."""
    theirs = Q(registration__session__programme__in=programmes, state=State.ASKED, asked_of__isnull=False)
    return with_everything().filter(theirs, registration__session__starts_at__gt=at).order_by("due_at", "pk")


def waiting_for_opinion(programmes: Collection[Programme]) -> QuerySet[Approval]:
    """Refusals that wait for the advisory committee's opinion."""
    mine = Q(registration__session__programme__in=programmes, state=State.PROPOSED)
    return with_everything().filter(mine).order_by("registration__session__starts_at", "pk")


def follows_a_refusal(approval: Approval) -> bool:
    """Whether the last thing decided for this agent and this training was a refusal.

    The same training is the same topic, else the same title in the same format; what is no training is free.
    """
    registration = approval.registration
    session = registration.session
    if session.format.nature == Format.Nature.NOT_TRAINING:
        return False
    same = Q(registration__session__topic=session.topic_id)
    if session.topic_id is None:
        same = Q(registration__session__title=session.title, registration__session__format=session.format_id)
    decided = Approval.objects.filter(
        same, registration__agent=registration.agent_id, state__in=(State.ACCEPTED, State.REFUSED)
    )
    last = decided.exclude(pk=approval.pk).order_by("-answered_at", "-pk").first()
    return last is not None and last.state == State.REFUSED


def other_dates(session: Session, *, reader: Agent, at: datetime) -> list[Session]:
    """Sessions to come on the same topic or title, else of the same format; those with seats first.

    A partner's agent reads only those that are open to the partner too.
    """
    mine = (
        Session.objects.visible_to(reader)
        .filter(
            programme=session.programme_id,
            published_at__isnull=False,
            cancelled_at=None,
            closed_at=None,
            starts_at__gt=at,
        )
        .exclude(pk=session.pk)
    )
    same = Q(topic=session.topic_id) if session.topic_id else Q()
    same |= Q(title=session.title, format=session.format_id)
    found = list(mine.filter(same).order_by("starts_at", "pk")[:OTHER_DATES])
    if not found:
        free = Q(seats=None) | Q(seats__gt=F("taken") + F("kept"))
        found = list(mine.filter(free, format=session.format_id).order_by("starts_at", "pk")[:OTHER_DATES])
    return found


@dataclass(frozen=True)
class Overdue:
    """A question that needs a person of the coordination: why, and what to do about it."""

    approval: Approval
    cause: str
    proposal: str


def overdue(programmes: Collection[Programme], *, at: datetime) -> list[Overdue]:
    """Questions that stay without answer: up to the coordination, past their time, or waiting for an opinion."""
    found = read_overdue([programme.pk for programme in programmes], at=at)
    found.sort(key=lambda approval: (approval.registration.session.starts_at, approval.pk))
    return [Overdue(approval, cause_of(approval), proposal_of(approval)) for approval in found]


def unanswered(programmes: list[int], *, at: datetime) -> QuerySet[Approval]:
    is_late = Q(asked_of=None) | Q(due_at__lte=at)
    waiting = with_everything().filter(
        Q(state=State.ASKED) & is_late | Q(state=State.PROPOSED),
        state__in=Approval.OPEN,
        registration__session__starts_at__gt=at,
    )
    # Few questions wait, many sessions are to come: the database comes by the former.
    ours = waiting.alias(of=not_a_way_in("registration__session__programme_id")).filter(of__in=programmes)
    return ours.order_by()


read_overdue = SeldomForMany(unanswered, at=datetime)


def cause_of(approval: Approval) -> str:
    """« Accord demandé à Maya Marchand, sans réponse depuis le lun. 4 février, 10 h »."""
    zone = approval.registration.session.programme.organisation.zone
    if approval.state == State.PROPOSED:
        return _("Deuxième refus de suite : l’avis de la commission manque.")
    since = moment_text(approval.asked_at, zone)
    if approval.asked_of is None:
        return _("Personne dans la hiérarchie n’a pu répondre à la demande du %(since)s.") % {"since": since}
    return _("%(name)s n’a pas répondu à la demande du %(since)s.") % {
        "name": asked_name(approval),
        "since": since,
    }


def proposal_of(approval: Approval) -> str:
    if approval.state == State.PROPOSED:
        return _("Noter l’avis de la commission")
    return _("Répondre à sa place")
