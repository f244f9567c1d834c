"""What the buttons of the cockpit do, and how each is taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda import operations as agenda
from essaim.agenda.models import Session
from essaim.agenda.operations.replacing import replace_host, undo_replacement
from essaim.catalogue import operations as catalogue
from essaim.catalogue.models import Topic, TopicMove
from essaim.feedback import operations as feedback
from essaim.feedback.models import Questionnaire
from essaim.home import emails
from essaim.home.models import SeasonCount, Snooze
from essaim.home.queries.week import Task, figures, week_of
from essaim.home.queries.week.pulse import pulse_of
from essaim.home.queries.week.tasks import moment
from essaim.kernel.errors import Refused
from essaim.kernel.language import speaking
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.letters.rules import week_ends, week_to_tell
from essaim.people.models import Agent, Organisation, Unit
from essaim.programmes.models import Programme

LATER = timedelta(days=7)
ANSWERED = timedelta(days=30)
"""A service that was written to is left in peace for a month."""
SECOND_THOUGHTS = timedelta(minutes=1)
INVITED_TO = 3
COUNTED_AGAIN_AFTER = timedelta(minutes=10)
"""Whatever the stamp of a count forgets is right again by then."""


@dataclass(frozen=True)
class Done:
    """What was done, in one sentence, and the facts that take it back."""

    said: str
    undo: Mapping[str, Any] = field(default_factory=dict)


def put_aside(*, task: Task, until: datetime, by: Agent) -> None:
    """Show the thing again only later; putting it aside twice keeps the later moment."""
    Snooze.objects.update_or_create(
        programme_id=task.programme, key=task.key, defaults={"until": until, "by": by}
    )


def bring_back(*, programme: int, key: str) -> None:
    """Show at once what was put aside."""
    Snooze.objects.filter(programme=programme, key=key).delete()


def count_seasons(*, at: datetime) -> int:
    """Count again the season of each programme where something moved, and of all every ten minutes; how many."""
    counted = 0
    for programme in Programme.objects.select_related("organisation").order_by("pk"):
        spans = figures.spans_of(programme, today=at.astimezone(programme.organisation.zone).date())
        stamp = figures.stamp_of(programme, spans, pulse_of([programme]))
        recent = {"stamp": stamp, "counted_at__gt": at - COUNTED_AGAIN_AFTER}
        if SeasonCount.objects.filter(programme=programme, starts_on=spans.now.first, **recent).exists():
            continue
        season = figures.season_counted(programme, spans, stamp, at=at)
        SeasonCount.objects.update_or_create(
            programme=programme,
            starts_on=season.starts_on,
            defaults={
                "stamp": stamp,
                "now": season.now,
                "before": season.before,
                "counted_at": at,
            },
        )
        counted += 1
    return counted


def tell_coordinators(*, at: datetime) -> int:
    """On the first working morning of the week, what waits for each who coordinates; nothing waits, no letter."""
    written = Letter.objects.filter(kind=Letter.Kind.COORDINATOR_WEEK)
    count = 0
    for organisation in Organisation.objects.order_by("pk"):
        if week := week_to_tell(organisation, at):
            told = written.filter(key__endswith=f":{week}").values("agent")
            people = Agent.objects.filter(
                organisation=organisation, is_active=True, coordinated_programmes__isnull=False
            ).distinct()
            rest = people.exclude(pk__in=told).select_related("organisation").order_by("pk")
            count += sum(_tell_coordinator(agent, version=week, at=at) for agent in rest)
    return count


@transaction.atomic
def _tell_coordinator(agent: Agent, *, version: str, at: datetime) -> bool:
    with speaking(agent.language):
        week = week_of(agent, at=at)
    if not week.tasks:
        return False
    letter = letters.post(
        agent=agent,
        kind=Letter.Kind.COORDINATOR_WEEK,
        cause=f"coordinator_week:{agent.pk}",
        version=version,
        wording=emails.coordinator_week(agent, week.tasks, week.sessions),
        at=at,
        expires_at=week_ends(agent.organisation, at),
    )
    return bool(letter and letter.pk)


@transaction.atomic
def decide(*, task: Task, by: Agent, at: datetime) -> Done:
    """Do what the task proposes, and say how to take it back. Refuses what has no button."""
    if task.kind not in DECISIONS or not task.does:
        raise Refused(_("Cette ligne n’a plus rien à faire faire. Rechargez la page."))
    return DECISIONS[task.kind].do(task, by, at)


@transaction.atomic
def take_back(*, facts: Mapping[str, Any], at: datetime) -> str:
    """Undo a decision by the facts it left; what happened since is told by a refusal."""
    kind = facts["kind"]
    return (UNDO[kind] if kind in UNDO else DECISIONS[kind].undo)(facts, at)


def _open_another_date(task: Task, by: Agent, at: datetime) -> Done:
    session = Session.objects.select_related("programme__organisation").get(pk=task.does["session"])
    starts_at = datetime.fromisoformat(task.does["starts_at"])
    again = agenda.repeat_session(session=session, starts_at=starts_at, at=at, by=by)
    put_aside(task=task, until=again.starts_at, by=by)
    said = _("« %(title)s » s’ouvre aussi le %(moment)s. La liste d’attente est prévenue.")
    return Done(said % {"title": session.title, "moment": moment(again)}, _facts(task, session=again.pk))


def _close_the_date(facts: Mapping[str, Any], at: datetime) -> str:
    session = Session.objects.filter(pk=facts["session"]).first()
    if session is not None:
        agenda.take_back_repeat(session=session, at=at)
    bring_back(programme=facts["programme"], key=facts["key"])
    return _("La nouvelle date est retirée. Personne n’a été prévenu.")


def _invite_unit(task: Task, by: Agent, at: datetime) -> Done:
    unit = Unit.objects.get(pk=task.does["unit"])
    head = Agent.objects.get(pk=task.does["head"])
    programme = Programme.objects.select_related("organisation").get(pk=task.programme)
    room = Q(seats=None) | Q(taken__lt=F("seats"))
    coming = Session.objects.filter(
        room, programme=programme, published_at__isnull=False, cancelled_at=None, starts_at__gt=at
    )
    sessions = list(coming.order_by("starts_at", "pk")[:INVITED_TO])
    letters.post(
        agent=head,
        kind=Letter.Kind.INVITATION,
        cause=task.cause,
        version=f"{at:%Y-%m-%d-%H-%M-%S}",
        wording=emails.invitation(programme, unit, sessions),
        at=at,
        due_at=at + SECOND_THOUGHTS,
        expires_at=sessions[-1].starts_at if sessions else None,
    )
    put_aside(task=task, until=at + ANSWERED, by=by)
    return Done(_("La lettre part à %(head)s.") % {"head": head.full_name}, _facts(task))


def _hold_the_letter(facts: Mapping[str, Any], at: datetime) -> str:
    held = letters.cancel(cause=facts["cause"], at=at, kinds=[Letter.Kind.INVITATION])
    if not held:
        raise Refused(_("La lettre est déjà partie."))
    bring_back(programme=facts["programme"], key=facts["key"])
    return _("La lettre ne partira pas.")


def _publish_topic(task: Task, by: Agent, at: datetime) -> Done:
    topic = Topic.objects.get(pk=task.does["topic"])
    catalogue.publish_topic(topic=topic, by=by, at=at)
    said = _("« %(title)s » est publié. Son auteur l’apprend dans une minute.") % {"title": topic.title}
    return Done(said, _facts(task, topic=topic.pk, by=by.pk))


def _take_topic_back(facts: Mapping[str, Any], at: datetime) -> str:
    topic, by = Topic.objects.get(pk=facts["topic"]), Agent.objects.get(pk=facts["by"])
    catalogue.restore_topic(topic=topic, by=by, at=at, decision=TopicMove.Kind.PUBLISHED)
    return _("« %(title)s » attend de nouveau votre réponse.") % {"title": topic.title}


def _hand_over(task: Task, by: Agent, at: datetime) -> Done:
    """Give the session to the colleague who was proposed; both hosts read it in a letter."""
    session = Session.objects.get(pk=task.does["session"])
    new = Agent.objects.get(pk=task.does["new"])
    old = Agent.objects.filter(pk=task.does["old"]).first()
    replace_host(session=session, old=old, new=new, at=at, by=by)
    said = _("%(name)s anime « %(title)s » et reçoit une lettre.")
    return Done(
        said % {"name": new.full_name, "title": session.title},
        _facts(task, **task.does, by=by.pk),
    )


def _take_over_again(facts: Mapping[str, Any], at: datetime) -> str:
    people = Agent.objects.in_bulk([pk for pk in (facts["old"], facts["new"], facts["by"]) if pk])
    session = Session.objects.filter(pk=facts["session"]).first()
    if session is not None:
        undo_replacement(
            session=session,
            old=people.get(facts["old"]),
            new=people[facts["new"]],
            at=at,
            by=people[facts["by"]],
        )
    return _("L’équipe est revenue comme avant.")


def _hold_anyway(task: Task, by: Agent, at: datetime) -> Done:
    put_aside(task=task, until=datetime.fromisoformat(task.does["until"]), by=by)
    return Done(_("« %(title)s » est maintenue.") % {"title": task.about}, _facts(task))


def _remind(task: Task, by: Agent, at: datetime) -> Done:
    questionnaire = Questionnaire.objects.get(pk=task.does["questionnaire"])
    count = feedback.remind_silent(questionnaire=questionnaire, at=at)
    said = ngettext("Le rappel part à %(n)s personne.", "Le rappel part à %(n)s personnes.", count)
    return Done(said % {"n": count}, _facts(task, **task.does))


def _hold_the_reminder(facts: Mapping[str, Any], at: datetime) -> str:
    questionnaire = Questionnaire.objects.filter(pk=facts["questionnaire"]).first()
    if questionnaire is not None:
        feedback.take_back_reminder(questionnaire=questionnaire, at=at)
    return _("Le rappel attendra la veille de la fin.")


def _facts(task: Task, **more: Any) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "key": task.key,
        "cause": task.cause,
        "programme": task.programme,
        **more,
    }


@dataclass(frozen=True)
class Decision:
    """One kind of button: what it does, and what takes it back."""

    do: Callable[[Task, Agent, datetime], Done]
    undo: Callable[[Mapping[str, Any], datetime], str]


ASIDE = "later"


def _show_again(facts: Mapping[str, Any], at: datetime) -> str:
    bring_back(programme=facts["programme"], key=facts["key"])
    return _("C’est revenu dans la liste.")


UNDO: dict[str, Callable[[Mapping[str, Any], datetime], str]] = {ASIDE: _show_again}
DECISIONS: dict[str, Decision] = {
    "proposal": Decision(_publish_topic, _take_topic_back),
    "list": Decision(_open_another_date, _close_the_date),
    "unit": Decision(_invite_unit, _hold_the_letter),
    "host": Decision(_hand_over, _take_over_again),
    "load": Decision(_hand_over, _take_over_again),
    "minimum": Decision(_hold_anyway, _show_again),
    "survey": Decision(_remind, _hold_the_reminder),
}
