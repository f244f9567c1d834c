"""Every write about questionnaires: opening, answering, closing for ever."""

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.agenda.models import Session
from essaim.feedback import emails, queries, rules
from essaim.feedback.models import Answer, Bundle, Invitation, Questionnaire
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Agent
from essaim.programmes.models import Format

_random = secrets.SystemRandom()


class SurveyUnknown(Refused):
    """The token never opened a questionnaire."""


class SurveyClosed(Refused):
    """The questionnaire takes no answer any more."""


class SurveyStillOpen(Refused):
    """The days to answer are not over."""


class AnswerUnknown(Refused):
    """The question or the value is not one of ours."""


@transaction.atomic
def open_questionnaire(*, session: Session, at: datetime) -> Questionnaire:
    """Ask everybody who attended, once: an invitation and a letter each. Opening twice is harmless."""
    questionnaire, is_new = Questionnaire.objects.get_or_create(
        session=session,
        defaults={
            "opened_at": at,
            "closes_at": at + timedelta(days=session.programme.survey_days),
            "secret": secrets.token_hex(32),
        },
    )
    if is_new:
        for agent in Agent.objects.filter(attendances__session=session).order_by("pk"):
            _invite(questionnaire, session, agent, at=at)
    return questionnaire


@transaction.atomic
def invite(*, session: Session, agent: Agent, at: datetime) -> Invitation | None:
    """Ask somebody whose presence was noted late, as long as the questionnaire is open."""
    questionnaire = Questionnaire.objects.select_for_update().filter(session=session).first()
    if questionnaire is None or not rules.is_open(questionnaire, at):
        return None
    return _invite(questionnaire, session, agent, at=at)


def _invite(questionnaire: Questionnaire, session: Session, agent: Agent, *, at: datetime) -> Invitation:
    invitation, _is_new = Invitation.objects.get_or_create(questionnaire=questionnaire, agent=agent)
    wording = emails.survey(session, questionnaire.closes_at)
    letters.post(
        agent=agent,
        kind=Letter.Kind.SURVEY,
        cause=session.cause,
        subject=wording.subject,
        body=wording.body,
        at=at,
        action_label=wording.action_label,
        action_path=reverse("feedback:survey", args=[queries.token_of(questionnaire, agent)]),
    )
    return invitation


def answer(*, token: str, question: str, value: str, at: datetime) -> queries.Survey:
    """Save one tap. The same question may be answered again, as long as the questionnaire is open."""
    return answer_all(token=token, values={question: value}, at=at)


@transaction.atomic
def answer_all(*, token: str, values: Mapping[str, str], at: datetime) -> queries.Survey:
    """Save the answers given at once, by question; those not given keep what they had."""
    _check_values(values)
    Questionnaire.objects.select_for_update().filter(pk=_number(token)).first()
    survey = queries.find_survey(token)
    if survey is None:
        raise SurveyUnknown(_("Cette adresse n’ouvre aucun questionnaire."))
    if survey.invitation is None or not survey.is_open(at):
        raise SurveyClosed(_("Ce questionnaire est fermé : il ne prend plus de réponse."))
    key = rules.make_key(token)
    Answer.objects.get_or_create(key=key, defaults={"questionnaire": survey.questionnaire})
    Answer.objects.filter(key=key).update(**values)
    Invitation.objects.filter(pk=survey.invitation.pk, has_answered=False).update(has_answered=True)
    survey.answers.update(values)
    return survey


def _check_values(values: Mapping[str, str]) -> None:
    if not values:
        raise AnswerUnknown(_("Touchez au moins une réponse."))
    for question, value in values.items():
        if question not in rules.QUESTIONS or value not in rules.QUESTIONS[question].values:
            raise AnswerUnknown(_("Cette réponse n’existe pas : touchez l’une de celles qui sont proposées."))


def _number(token: str) -> int:
    number = token.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


def close_questionnaires(at: datetime) -> int:
    """Close those whose days are over, in the order of their end; how many they were."""
    due = Questionnaire.objects.filter(closed_at=None, closes_at__lte=at).order_by("closes_at", "pk")
    found = list(due)
    for questionnaire in found:
        close_questionnaire(questionnaire=questionnaire, at=at)
    return len(found)


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, at: datetime) -> Questionnaire:
    """Cut every thread between the answers and those who gave them, then put the answers in a bundle.

    The secret is destroyed, so that no token can be made again; the letters forget theirs; the invitations
    forget whom they asked; the answers get random keys and a random place in the table. Closing twice is
    harmless, closing early is refused.
    """
    rows = Questionnaire.objects.select_related("session__programme__organisation")
    fresh = rows.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if fresh.closed_at:
        return fresh
    if at < fresh.closes_at:
        raise SurveyStillOpen(_("Ce questionnaire est encore ouvert."))
    fresh.closed_at, fresh.secret = at, ""
    fresh.save(update_fields=["closed_at", "secret"])
    session = fresh.session
    letters.cancel(cause=session.cause, at=at, kinds=[Letter.Kind.SURVEY])
    letters.redact(cause=session.cause, kind=Letter.Kind.SURVEY)
    _forget_whom(fresh)
    _bundle(fresh, threshold=session.programme.organisation.privacy_threshold, at=at)
    return fresh


def _forget_whom(questionnaire: Questionnaire) -> None:
    """Keep how many were asked and how many answered; neither who nor in which order."""
    invitations = Invitation.objects.filter(questionnaire=questionnaire)
    answered = list(invitations.order_by("pk").values_list("has_answered", flat=True))
    _random.shuffle(answered)
    invitations.delete()
    Invitation.objects.bulk_create(
        Invitation(questionnaire=questionnaire, agent=None, has_answered=value) for value in answered
    )


def _bundle(questionnaire: Questionnaire, *, threshold: int, at: datetime) -> None:
    """Alone when its own answers are enough; otherwise with the smaller ones of its format, once they are."""
    kind = Format.objects.select_for_update().get(pk=questionnaire.session.format_id)
    answers = Answer.objects.filter(questionnaire=questionnaire)
    if not answers.exists():
        return
    if _are_enough(answers, threshold):
        bundle = Bundle.objects.create(format=kind, made_at=at)
    else:
        bundle, _is_new = Bundle.objects.get_or_create(format=kind, made_at=None)
    questionnaire.bundle = bundle
    questionnaire.save(update_fields=["bundle"])
    _mix(questionnaire, bundle)
    if bundle.made_at is None and _are_enough(bundle.answers.all(), threshold):
        Bundle.objects.filter(pk=bundle.pk).update(made_at=at)


def _are_enough(answers: QuerySet[Answer], threshold: int) -> bool:
    return rules.are_enough(answers.aggregate(**queries.question_counts()), threshold)


def _mix(questionnaire: Questionnaire, bundle: Bundle) -> None:
    """Write the answers of the whole bundle anew, in random order under random keys, without their session.

    Answers that will only ever be counted together have no need to know which small session each came from;
    a session that three people attended would otherwise tell too much to whoever reads the tables.
    """
    answers = Answer.objects.filter(Q(questionnaire=questionnaire) | Q(bundle=bundle))
    sheets = list(answers.order_by("pk").values(*rules.QUESTIONS))
    _random.shuffle(sheets)
    answers.delete()
    Answer.objects.bulk_create(Answer(key=uuid.uuid4(), bundle=bundle, **sheet) for sheet in sheets)
