"""Closing: every thread between answers and people is cut, and what is left is counted in bundles."""

import hashlib
import secrets
import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from essaim.feedback import queries, rules
from essaim.feedback.models import Answer, Bundle, Invitation, Kind, Paper, Questionnaire, Reply, Word
from essaim.feedback.operations.refusals import SurveyStillOpen
from essaim.feedback.rules import Asked
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.programmes.models import Format

_random = secrets.SystemRandom()


def close_questionnaires(at: datetime) -> int:
    """Close those whose days are over, in the order of their end; how many they were."""
    due = Questionnaire.objects.filter(closed_at=None, closes_at__lte=at).order_by("closes_at", "pk")
    found = list(due)
    for questionnaire in found:
        close_questionnaire(questionnaire=questionnaire, at=at)
    return len(found)


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, at: datetime) -> Questionnaire:
    """Cut every thread between the answers and those who gave them, then put the answers in bundles.

    The secret and the codes of paper are destroyed, so that nothing opens it again; the letters forget theirs;
    the invitations forget whom they asked; the answers get random keys and a random place in the table, and those
    to the programme's own questions leave their sheet. Closing twice is harmless, closing early is refused.
    """
    rows = Questionnaire.objects.select_related("session__programme__organisation", "version")
    fresh = rows.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    if fresh.closed_at:
        return fresh
    if at < fresh.closes_at:
        raise SurveyStillOpen(_("Ce questionnaire est encore ouvert."))
    on_paper = fresh.on_paper
    fresh.closed_at, fresh.secret, fresh.on_paper = at, "", 0
    fresh.save(update_fields=["closed_at", "secret", "on_paper"])
    letters.cancel(cause=fresh.cause, at=at, kinds=[Letter.Kind.SURVEY])
    letters.redact(cause=fresh.cause, kinds=[Letter.Kind.SURVEY])
    letters.forget(cause=fresh.cause, kind=Letter.Kind.SURVEY_REMINDER)
    _forget_whom(fresh, on_paper=on_paper)
    # One at a time for a format, so that two closings never fill the same bundle at once.
    Format.objects.select_for_update().get(pk=fresh.session.format_id)
    threshold = fresh.session.programme.organisation.privacy_threshold
    _scatter(fresh, threshold=threshold, at=at)
    _bundle(fresh, threshold=threshold, at=at)
    return fresh


def _forget_whom(questionnaire: Questionnaire, *, on_paper: int) -> None:
    """Keep how many were asked and how many answered, on a phone or on paper; neither who nor in which order.

    Codes of paper die here, answered or not.
    """
    invitations = Invitation.objects.filter(questionnaire=questionnaire)
    asked = invitations.count()
    count = min(asked, invitations.filter(has_answered=True).count() + on_paper)
    answered = [True] * count + [False] * (asked - count)
    _random.shuffle(answered)
    if questionnaire.wave == Questionnaire.Wave.HOT:
        Paper.objects.filter(session=questionnaire.session_id).delete()
    invitations.delete()
    Invitation.objects.bulk_create(
        Invitation(questionnaire=questionnaire, agent=None, has_answered=value) for value in answered
    )


def _bundle(questionnaire: Questionnaire, *, threshold: int, at: datetime) -> None:
    """Alone when its own sheets are enough; otherwise with the smaller ones that asked the same, once they are."""
    answers = Answer.objects.filter(questionnaire=questionnaire)
    if not answers.exists():
        return
    asked = rules.standing_names(rules.asked_by(questionnaire))
    kind = questionnaire.session.format_id
    if _are_enough(answers, asked, threshold):
        bundle = Bundle.objects.create(format_id=kind, asked=asked, made_at=at)
    else:
        bundle, _is_new = Bundle.objects.get_or_create(format_id=kind, asked=asked, made_at=None)
    questionnaire.bundle = bundle
    questionnaire.save(update_fields=["bundle"])
    _mix(questionnaire, bundle)
    if bundle.made_at is None and _are_enough(bundle.answers.all(), asked, threshold):
        Bundle.objects.filter(pk=bundle.pk).update(made_at=at)


def _are_enough(answers: QuerySet[Answer], asked: str, threshold: int) -> bool:
    return rules.are_enough(answers.aggregate(**queries.question_counts()), threshold, asked.split())


def _mix(questionnaire: Questionnaire, bundle: Bundle) -> None:
    """Write the answers of the whole bundle anew, in random order under random keys, without their session.

    Answers that will only ever be counted together have no need to know which small session each came from;
    a session that three people attended would otherwise tell too much to whoever reads the tables.
    """
    answers = Answer.objects.filter(Q(questionnaire=questionnaire) | Q(bundle=bundle))
    sheets = list(answers.order_by("pk").values(*rules.COLUMNS))
    _random.shuffle(sheets)
    answers.delete()
    Answer.objects.bulk_create(Answer(key=uuid.uuid4(), bundle=bundle, **sheet) for sheet in sheets)


def _scatter(questionnaire: Questionnaire, *, threshold: int, at: datetime) -> None:
    """Take the answers to the programme's own questions off their sheets, each question by itself."""
    answers = Answer.objects.filter(questionnaire=questionnaire)
    sheets = [more for more in answers.order_by("pk").values_list("more", flat=True) if more]
    answers.update(more=None)
    for question in rules.asked_by(questionnaire):
        given = [sheet[question.name] for sheet in sheets if sheet.get(question.name)]
        if given and question.kind == Kind.TEXT:
            _keep_words(questionnaire, question, given, threshold=threshold, at=at)
        elif given:
            _keep_replies(questionnaire, question, given, threshold=threshold, at=at)


def _keep_replies(
    questionnaire: Questionnaire, question: Asked, given: list[str], *, threshold: int, at: datetime
) -> None:
    """Alone when the session gave enough answers to this question, else with others to the same wording."""
    asked = f"version:{questionnaire.version_id}:{question.name}"
    place: dict[str, Any] = {"format_id": questionnaire.session.format_id, "asked": asked}
    if len(given) >= threshold:
        bundle = Bundle.objects.create(**place, made_at=at, alone=questionnaire)
    else:
        bundle, _is_new = Bundle.objects.get_or_create(**place, made_at=None)
    values = [*given, *bundle.replies.order_by("pk").values_list("value", flat=True)]
    _random.shuffle(values)
    bundle.replies.all().delete()
    Reply.objects.bulk_create(Reply(key=uuid.uuid4(), bundle=bundle, value=value) for value in values)
    _make_if(bundle, len(values) >= threshold, at=at)


def _keep_words(
    questionnaire: Questionnaire, question: Asked, given: list[str], *, threshold: int, at: datetime
) -> None:
    """Free words join those on the same topic; nobody reads any before a batch holds enough of them.

    A batch answers one wording: the only word that answers another would betray its session.
    """
    session = questionnaire.session
    zone = session.programme.organisation.zone
    bundle, _is_new = Bundle.objects.get_or_create(
        format_id=session.format_id,
        asked=f"{rules.words_on(session.topic_id)}{_digest(question.text)}",
        made_at=None,
        defaults={"topic_id": session.topic_id, "begun_on": _month(at.astimezone(zone).date())},
    )
    words = list(bundle.free_words.order_by("pk").values_list("question", "text"))
    words += [(question.text, text) for text in given]
    _random.shuffle(words)
    bundle.free_words.all().delete()
    Word.objects.bulk_create(
        Word(key=uuid.uuid4(), bundle=bundle, question=wording, text=text) for wording, text in words
    )
    _make_if(bundle, len(words) >= threshold, at=at)


def _digest(wording: str) -> str:
    return hashlib.sha256(wording.encode()).hexdigest()[:12]


def _make_if(bundle: Bundle, is_enough: bool, *, at: datetime) -> None:
    if is_enough and bundle.made_at is None:
        Bundle.objects.filter(pk=bundle.pk).update(made_at=at)


def _month(day: date) -> date:
    """Coarse on purpose: a day would name the session."""
    return day.replace(day=1)
