"""Editing what is asked: a draft, a version in use, the question that comes weeks later."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from essaim.feedback import queries, rules
from essaim.feedback.models import Cold, Version
from essaim.feedback.operations.refusals import DraftMoved, NothingBefore, QuestionsWrong
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from essaim.people.models import Agent
from essaim.programmes.models import Format, Programme


@transaction.atomic
def save_draft(*, scope: Scope, asked: Sequence[Asked], revision: int, by: Agent) -> Version:
    """Keep the questions as they stand, also unfinished ones, unless somebody else changed them since.

    `revision` is the one that the page showed, 0 when there was no draft yet.
    """
    questions = [question.stored() for question in asked]
    _lock(scope)
    draft = queries.draft_of(scope)
    if draft is None and revision == 0:
        number = queries.last_number(scope) + 1
        return Version.objects.create(
            programme=scope.programme,
            format=scope.format,
            wave=scope.wave,
            number=number,
            questions=questions,
            edited_by=by,
        )
    mine = Version.objects.filter(pk=draft.pk if draft else 0, in_use_at=None, revision=revision)
    if draft is None or not mine.update(questions=questions, revision=F("revision") + 1, edited_by=by):
        raise DraftMoved(_said_moved(draft))
    draft.refresh_from_db()
    return draft


def _said_moved(draft: Version | None) -> str:
    if draft is None:
        return _(
            "Ce brouillon n’existe plus : il a été mis en service, ou abandonné. Relisez avant de garder."
        )
    name = draft.edited_by.full_name if draft.edited_by else _("Quelqu’un")
    return _("%(name)s a changé ce brouillon pendant que vous écriviez. Comparez avant de garder.") % {
        "name": name
    }


@transaction.atomic
def put_in_use(*, scope: Scope, revision: int, at: datetime) -> Version:
    """From now on, questionnaires that open ask this; those already open keep their questions."""
    _lock(scope)
    draft = queries.draft_of(scope)
    if draft is None or draft.revision != revision:
        raise DraftMoved(_said_moved(draft))
    if fault := rules.fault_in(rules.read_asked(draft.questions), scope.wave):
        raise QuestionsWrong(fault)
    Version.objects.filter(pk=draft.pk, in_use_at=None).update(in_use_at=at)
    draft.in_use_at = at
    return draft


@transaction.atomic
def forget_draft(*, scope: Scope) -> None:
    """Keep what is in use; a draft that is gone already is gone."""
    _lock(scope)
    queries.versions_of(scope).filter(in_use_at=None).delete()


@transaction.atomic
def go_back(*, scope: Scope, number: int, by: Agent, at: datetime) -> Version:
    """Ask again what was asked before version `number`, as a new version; asked twice, it answers once.

    A draft is left where it is. Before the first version there are the questions of the programme, or
    those that Essaim brings.
    """
    _lock(scope)
    current = queries.current_of(scope)
    if current is None or current.number != number:
        raise NothingBefore(_("Une autre version est en service entre-temps : relisez la page."))
    before = queries.used_versions(scope).filter(number__lt=number).first()
    questions = before.questions if before else [] if scope.format else _brought(scope)
    draft = queries.draft_of(scope)
    new = Version.objects.create(
        programme=scope.programme,
        format=scope.format,
        wave=scope.wave,
        number=queries.last_number(scope) + 1,
        questions=questions,
        edited_by=by,
        in_use_at=at,
    )
    if draft:
        Version.objects.filter(pk=draft.pk).update(number=new.number + 1)
    return new


def _brought(scope: Scope) -> list[dict[str, object]]:
    return [question.stored() for question in rules.brought(scope.wave)]


def _lock(scope: Scope) -> None:
    """Two people who edit one questionnaire come one after the other."""
    Programme.objects.select_for_update().get(pk=scope.programme.pk)


def set_cold(*, format: Format, days: int | None) -> None:
    """Ask again so many days after each session of this format; None asks no more."""
    if days is None:
        Cold.objects.filter(format=format).delete()
    else:
        Cold.objects.update_or_create(format=format, defaults={"days": days})
