"""Reading letters for pages."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from essaim.kernel.models import Tick
from essaim.kernel.sorting import by_name
from essaim.letters.models import Formulation, Letter, Stop, Wish
from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.ui.words import gettext as _

STUCK = (Letter.State.FAILED, Letter.State.BOUNCED)
HELD_BY_NOBODY = Q(held_at=None)


def kept_letters() -> QuerySet[Letter]:
    """The demo's mailbox: every letter that left or is about to, newest first."""
    letters = Letter.objects.filter(HELD_BY_NOBODY).exclude(state=Letter.State.CANCELLED)
    return letters.select_related("agent__organisation").order_by("-created_at", "-pk")


def letters_of(agent: Agent, *, at: datetime) -> QuerySet[Letter]:
    """What the person may read in Moi, newest first: all but what was cancelled, is held or is for later."""
    letters = Letter.objects.filter(HELD_BY_NOBODY, agent=agent, due_at__lte=at).exclude(
        state=Letter.State.CANCELLED
    )
    return letters.order_by("-created_at", "-pk")


def letters_of_version(*, cause: str, kind: str, version: str) -> QuerySet[Letter]:
    """What one press wrote to several people, whatever became of it; nothing when no version is named."""
    if not version:
        return Letter.objects.none()
    return Letter.objects.filter(cause=cause, kind=kind, key__endswith=f":{version}")


def oldest_due(at: datetime) -> datetime | None:
    """Since when the oldest letter whose moment has come waits to leave."""
    due = Letter.objects.filter(HELD_BY_NOBODY, state=Letter.State.TO_SEND, due_at__lte=at)
    return due.order_by("due_at").values_list("due_at", flat=True).first()


@dataclass(frozen=True)
class Choice:
    """A family of letters or a wish, what it holds, and whether the person has it now."""

    family: str
    label: str
    says: str
    is_stopped: bool
    now: str
    """What is true now, in a sentence."""
    start: str
    end: str
    """The two buttons."""


def choices_of(agent: Agent) -> list[Choice]:
    """What the person may stop, then what may be asked for, in two queries."""
    stopped = set(Stop.objects.filter(agent=agent).order_by("pk").values_list("family", flat=True))
    wished = set(Wish.objects.filter(agent=agent).order_by("pk").values_list("what", flat=True))
    reminders, digests = Letter.Family.REMINDERS, Letter.Family.DIGESTS
    programme, early = Wish.What.PROGRAMME, Wish.What.EARLY
    return [
        _family(
            reminders,
            _("Ce qui vous attend encore : un accord, un questionnaire, une séance qui approche."),
            is_stopped=reminders in stopped,
        ),
        _family(digests, _("Ce qui a bougé, réuni dans une seule lettre."), is_stopped=digests in stopped),
        Choice(
            programme.value,
            str(programme.label),
            _("Le lundi matin, les séances des trois semaines à venir où vous pouvez vous inscrire."),
            is_stopped=programme not in wished,
            now=_("Vous le recevez.") if programme in wished else _("Vous ne le recevez pas."),
            start=_("Le recevoir"),
            end=_("L’arrêter"),
        ),
        Choice(
            early.value,
            _("Quand rappeler une séance"),
            _("Une fois par séance, à vous de dire quand."),
            is_stopped=early not in wished,
            now=_("Une semaine avant.") if early in wished else _("La veille."),
            start=_("Plutôt une semaine avant"),
            end=_("Plutôt la veille"),
        ),
    ]


def _family(family: Letter.Family, says: str, *, is_stopped: bool) -> Choice:
    now = (
        _("Plus par courriel : à lire dans Mes messages.")
        if is_stopped
        else _("Vous les recevez par courriel.")
    )
    return Choice(
        family.value, str(family.label), says, is_stopped, now, start=_("Les recevoir"), end=_("Les arrêter")
    )


def wishing(what: str) -> QuerySet[Wish, int]:
    """Who asked for this: their numbers."""
    return Wish.objects.filter(what=what).order_by().values_list("agent", flat=True)


@dataclass(frozen=True)
class Queue:
    """What waits, since when, when the worker last did something, and who is not reached."""

    waiting: int
    oldest: datetime | None
    tried: str
    worked_at: datetime | None


def letters_watched_by(agent: Agent) -> QuerySet[Letter]:
    """Those of the organisation that the agent administers; every one for who runs the installation."""
    letters = Letter.objects.all()
    return (
        letters
        if agent.is_platform_administrator
        else letters.filter(agent__organisation=agent.organisation_id)
    )


def queue_of(agent: Agent, *, at: datetime) -> Queue:
    """The state of sending, with the server's last words when it is not answering."""
    due = letters_watched_by(agent).filter(HELD_BY_NOBODY, state=Letter.State.TO_SEND, due_at__lte=at)
    found = due.aggregate(waiting=Count("pk"), oldest=Min("due_at"))
    tried = due.exclude(error="").order_by("-attempts", "pk").values_list("error", flat=True).first()
    worked = Tick.objects.aggregate(at=Max("done_at"))["at"]
    return Queue(found["waiting"], found["oldest"], tried or "", worked)


def not_reached(agent: Agent) -> QuerySet[Agent]:
    """People to whom a letter failed or bounced, one line each with the last reason; never which letter it was."""
    stuck = letters_watched_by(agent).filter(state__in=STUCK)
    last = stuck.filter(agent=OuterRef("pk")).order_by("-due_at", "-pk").values("error")[:1]
    people = Agent.objects.filter(pk__in=stuck.values("agent")).order_by(*by_name(), "pk")
    found: QuerySet[Agent] = people.annotate(reason=Subquery(last))
    return found


def formulation_in_use(programme: Programme, form: str) -> Formulation | None:
    """What the programme says in this letter. Nothing is asked for one that keeps the words of Essaim."""
    if form not in programme.own_letters:
        return None
    return Formulation.objects.filter(programme=programme, form=form, is_used=True).first()


def formulations_of(programme: Programme) -> dict[str, Formulation]:
    """Those in use, by the letter that they word."""
    found = Formulation.objects.filter(programme=programme, is_used=True).order_by("form")
    return {one.form: one for one in found.select_related("written_by")}


def former_formulations(programme: Programme, form: str) -> QuerySet[Formulation]:
    """The texts that one may take again, the latest first."""
    found = Formulation.objects.filter(programme=programme, form=form, is_used=False)
    return found.select_related("written_by").order_by("-written_at", "-pk")
