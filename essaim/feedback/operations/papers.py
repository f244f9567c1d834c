"""Sheets of paper: printing them, typing them back, taking the last one back."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from essaim.agenda.models import Session
from essaim.feedback import queries, rules
from essaim.feedback.models import Answer, Paper, Questionnaire
from essaim.feedback.operations.answering import checked, keep, use_paper
from essaim.feedback.operations.refusals import AnswerUnknown, PaperWrong, SurveyClosed, TooManyPapers
from essaim.feedback.rules import CODE_LENGTH, CODE_SIGNS
from essaim.ui.words import gettext as _

MOST_BLANK = 500
"""Sheets of one session that nobody has answered yet."""
State = Paper.State


@transaction.atomic
def print_papers(*, session: Session, number: int, at: datetime) -> list[Paper]:
    """Draw so many codes for a session, each to be answered once; printing again draws others."""
    fresh = Session.objects.select_for_update(of=("self",)).select_related("format").get(pk=session.pk)
    if not rules.may_print(fresh, queries.hot_questionnaire(fresh), at):
        raise SurveyClosed(_("On n’imprime plus de questionnaire pour cette séance."))
    blank = Paper.objects.filter(session=fresh, state=State.BLANK).count()
    if blank + number > MOST_BLANK:
        raise TooManyPapers(
            _(
                "Cette séance a déjà %(count)s feuilles vierges, %(most)s au plus : servez-vous d’abord d’elles."
            )
            % {"count": blank, "most": MOST_BLANK}
        )
    questionnaire = queries.hot_questionnaire(fresh)
    version = questionnaire.version if questionnaire else queries.version_to_ask(fresh)
    codes: set[str] = set()
    while len(codes) < number:
        codes.add("".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH)))
    return Paper.objects.bulk_create(
        Paper(session=fresh, version=version, code=code) for code in sorted(codes)
    )


@transaction.atomic
def type_paper(*, session: Session, code: str, values: Mapping[str, str], at: datetime) -> Paper:
    """Count the answers of one sheet, once: its code is spent."""
    questionnaire = _open(session, at)
    paper = _paper(session, code)
    if paper.state != State.BLANK:
        raise PaperWrong(_spent(paper))
    survey = queries.Survey(paper.code, questionnaire, paper=paper)
    ticked = {name: value for name, value in values.items() if value}
    given = checked(ticked, survey.asked) if ticked else {}
    if not any(given.values()):
        raise AnswerUnknown(_("Cette feuille ne porte aucune réponse : il n’y a rien à saisir."))
    use_paper(questionnaire, paper, state=State.TYPED)
    keep(survey, given)
    return paper


@transaction.atomic
def take_paper_back(*, session: Session, code: str, at: datetime) -> Paper:
    """Forget a sheet that was typed: its answers go, its code may serve again. Twice is harmless."""
    questionnaire = _open(session, at)
    paper = _paper(session, code)
    if Paper.objects.filter(pk=paper.pk, state=State.TYPED).update(state=State.BLANK):
        Answer.objects.filter(pk=rules.make_key(paper.code)).delete()
        Questionnaire.objects.filter(pk=questionnaire.pk).update(on_paper=F("on_paper") - 1)
    return paper


def forget_idle_papers() -> int:
    """Delete the sheets of cancelled sessions, whose questionnaire will never close; how many."""
    idle = Paper.objects.filter(session__cancelled_at__isnull=False, session__closed_at=None)
    count, _per_model = idle.delete()
    return count


def _open(session: Session, at: datetime) -> Questionnaire:
    """The session's questionnaire, locked."""
    rows = Questionnaire.objects.select_for_update(of=("self",)).select_related("version")
    found = rows.filter(session=session, wave=Questionnaire.Wave.HOT).first()
    if found is None:
        raise SurveyClosed(_("Terminez d’abord la séance : le questionnaire s’ouvre à ce moment."))
    if not rules.is_open(found, at):
        raise SurveyClosed(_("Ce questionnaire est fermé : il ne prend plus de réponse."))
    return found


def _paper(session: Session, code: str) -> Paper:
    wanted = rules.read_code(code)
    paper = Paper.objects.filter(code=wanted).first() if wanted else None
    if paper is None:
        raise PaperWrong(_("Aucune feuille ne porte ce code : relisez-le, huit lettres et chiffres."))
    if paper.session_id != session.pk:
        raise PaperWrong(_("Ce code est celui d’une autre séance : rangez la feuille avec les siennes."))
    return paper


def _spent(paper: Paper) -> str:
    if paper.state == State.PHONE:
        return _("Ce code a déjà servi sur un téléphone : la feuille est comptée, passez à la suivante.")
    return _("Cette feuille est déjà saisie : passez à la suivante.")
