"""Answering: each tap is saved alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.feedback import queries, rules
from essaim.feedback.models import Answer, Invitation, Kind, Questionnaire
from essaim.feedback.operations.refusals import AnswerUnknown, SurveyClosed, SurveyUnknown
from essaim.feedback.rules import Asked


def answer(*, token: str, question: str, value: str, at: datetime) -> queries.Survey:
    """Save one tap. The same question may be answered again, as long as the questionnaire is open."""
    return answer_all(token=token, values={question: value}, at=at)


@transaction.atomic
def answer_all(*, token: str, values: Mapping[str, str], at: datetime) -> queries.Survey:
    """Save the answers given at once, by question; those not given keep what they had.

    An empty free word takes the one before it back.
    """
    Questionnaire.objects.select_for_update().filter(pk=_number(token)).first()
    survey = queries.find_survey(token)
    if survey is None:
        raise SurveyUnknown(_("Cette adresse n’ouvre aucun questionnaire."))
    if survey.invitation is None or not survey.is_open(at):
        raise SurveyClosed(_("Ce questionnaire est fermé : il ne prend plus de réponse."))
    given = _checked(values, survey.asked)
    key = rules.make_key(token)
    Answer.objects.get_or_create(key=key, defaults={"questionnaire": survey.questionnaire})
    columns = {name: value for name, value in given.items() if name in rules.COLUMNS}
    survey.answers.update(given)
    more = {name: value for name, value in survey.answers.items() if name not in rules.COLUMNS and value}
    Answer.objects.filter(key=key).update(**columns, more=more or None)
    Invitation.objects.filter(pk=survey.invitation.pk, has_answered=False).update(has_answered=True)
    return survey


def _checked(values: Mapping[str, str], asked: Iterable[Asked]) -> dict[str, str]:
    """The answers as they will be kept; refused as soon as one is not an answer to what was asked."""
    if not values:
        raise AnswerUnknown(_("Touchez au moins une réponse."))
    known = {question.name: question for question in asked}
    given = {}
    for name, value in values.items():
        question = known.get(name)
        if question is not None and question.kind == Kind.TEXT:
            given[name] = _short(value)
        elif question is not None and value in question.values:
            given[name] = value
        else:
            raise AnswerUnknown(_("Cette réponse n’existe pas : touchez l’une de celles qui sont proposées."))
    return given


def _short(value: str) -> str:
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > rules.SIGNS:
        raise AnswerUnknown(
            _("Votre mot compte %(count)s signes : %(most)s au plus, raccourcissez-le.")
            % {"count": len(text), "most": rules.SIGNS}
        )
    return text


def _number(token: str) -> int:
    number = token.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
