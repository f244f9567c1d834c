"""Answering: each tap is saved alone."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from essaim.feedback import queries, rules
from essaim.feedback.models import Answer, Invitation, Kind, Paper, Questionnaire, Wave
from essaim.feedback.operations.refusals import (
    AlreadyAnswered,
    AnswerUnknown,
    OneTooMany,
    SurveyClosed,
    SurveyUnknown,
)
from essaim.feedback.rules import Asked


def answer(*, token: str, question: str, value: str, at: datetime) -> queries.Survey:
    """Save one tap. The same question may be answered again, as long as the questionnaire is open."""
    return answer_all(token=token, values={question: value}, at=at)


@transaction.atomic
def answer_all(*, token: str, values: Mapping[str, str], at: datetime) -> queries.Survey:
    """Save the answers given at once, by question; those not given keep what they had.

    An empty free word takes the one before it back.
    """
    lock(token)
    survey = queries.find_survey(token)
    if survey is None:
        raise SurveyUnknown(_("Cette adresse n’ouvre aucun questionnaire."))
    if not (survey.invitation or survey.paper) or not survey.is_open(at):
        raise SurveyClosed(_("Ce questionnaire est fermé : il ne prend plus de réponse."))
    if survey.is_typed:
        raise SurveyClosed(_("Cette feuille a déjà été saisie : elle est comptée, une fois."))
    given = checked(values, survey.asked)
    _count(survey)
    keep(survey, given)
    return survey


@transaction.atomic
def answer_once(*, survey: queries.Survey, values: Mapping[str, str], at: datetime) -> None:
    """Save the answers of somebody whose name was picked in the room, unless any came under that name before.

    They are kept where those of the letter's link are: who answers by both is counted once. A name is easily
    picked by somebody else, so it neither reads nor changes what was said; the letter's link does.
    """
    lock(survey.token)
    fresh = queries.find_survey(survey.token)
    if fresh and fresh.invitation and fresh.invitation.has_answered:
        raise AlreadyAnswered(_("Un avis est déjà donné sous ce nom : il compte une fois."))
    answer_all(token=survey.token, values=values, at=at)


def _count(survey: queries.Survey) -> None:
    """Say that the invitation, or the sheet of paper, was answered; once."""
    if survey.invitation and not survey.invitation.has_answered:
        refuse_one_too_many(survey.questionnaire)
        Invitation.objects.filter(pk=survey.invitation.pk, has_answered=False).update(has_answered=True)
    elif survey.paper and survey.paper.state == Paper.State.BLANK:
        use_paper(survey.questionnaire, survey.paper, state=Paper.State.PHONE)


def use_paper(questionnaire: Questionnaire, paper: Paper, *, state: str) -> None:
    """Spend the code of a sheet, under the lock of its questionnaire."""
    if Paper.objects.filter(pk=paper.pk, state=Paper.State.BLANK).update(state=state):
        refuse_one_too_many(questionnaire, on_paper=True)
        Questionnaire.objects.filter(pk=questionnaire.pk).update(on_paper=F("on_paper") + 1)


def refuse_one_too_many(questionnaire: Questionnaire, *, on_paper: bool = False) -> None:
    """Never more answers than questionnaires sent: nothing tells who answered on paper, only how many."""
    if not (on_paper or questionnaire.on_paper):
        return
    sent = Invitation.objects.filter(questionnaire=questionnaire)
    if sent.filter(has_answered=True).count() + questionnaire.on_paper >= sent.count():
        raise OneTooMany(
            _("Il y a déjà autant de réponses que de personnes venues : une de plus compterait double.")
        )


def keep(survey: queries.Survey, given: Mapping[str, str]) -> None:
    """Write the answers under the digest of the token, or of the code."""
    key = rules.make_key(survey.token)
    Answer.objects.get_or_create(key=key, defaults={"questionnaire": survey.questionnaire})
    columns = {name: value for name, value in given.items() if name in rules.COLUMNS}
    survey.answers.update(given)
    more = {name: value for name, value in survey.answers.items() if name not in rules.COLUMNS and value}
    Answer.objects.filter(key=key).update(**columns, more=more or None)


def checked(values: Mapping[str, str], asked: Iterable[Asked]) -> dict[str, str]:
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


def lock(token: str) -> None:
    """One answer at a time for a questionnaire, from phones and from paper."""
    code = rules.read_code(token)
    which = Q(session__papers__code=code, wave=Wave.HOT) if code else Q(pk=_number(token))
    Questionnaire.objects.select_for_update(of=("self",)).filter(which).first()


def _number(token: str) -> int:
    number = token.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
