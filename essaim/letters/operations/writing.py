"""Writing, cancelling, holding, blanking and forgetting letters."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat, Replace

from essaim.kernel.forgetting import forget as forget_rows
from essaim.kernel.language import speaking
from essaim.kernel.prepared import PreparedInsert, PreparedUpdate
from essaim.letters import emails
from essaim.letters.models import PLACE_OF, Letter
from essaim.letters.rules import moment_to_leave
from essaim.people.models import Agent

LINK_LIFE = timedelta(minutes=15)

_silent: ContextVar[bool] = ContextVar("letters_are_muted", default=False)


@contextmanager
def muted() -> Iterator[None]:
    """Nothing is written inside: the demo's past sends no letter."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


write_once = PreparedInsert(Letter, or_nothing=True)


def post(
    *,
    agent: Agent,
    kind: str,
    cause: str,
    wording: emails.Draft,
    at: datetime,
    version: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    about: datetime | None = None,
    occasion: str | None = None,
) -> Letter | None:
    """Write a letter in the transaction of its cause, in one INSERT; None while letters are muted.

    One letter for a cause, a kind, a person and a version: the same call again writes nothing. `version`
    tells apart two letters of one cause (a second offer of the same seat). It leaves from `due_at` on, and
    no more from `expires_at` on: a reminder of what is over is dropped, however late the worker comes. A kind that
    may wait leaves in the working hours of its reader's organisation, unless `about`, the moment of what it speaks
    of, is near. It is worded here, in the language of its reader.
    With an `occasion` (the date of the session, "" for the session itself) it takes the place of its kind among
    the two automatic letters of this cause to this person; when the place is taken nothing is written.
    """
    if _silent.get():
        return None
    ends = {"about": about, "expires_at": expires_at}
    leaves_at = moment_to_leave(kind, agent, due_at or at, **ends)
    letter = _worded(wording, agent, kind=kind, cause=cause, version=version, at=at, occasion=occasion)
    letter.due_at, letter.expires_at = leaves_at, expires_at
    return write_once(letter)


def post_each(
    *,
    agents: Collection[Agent],
    kind: str,
    cause: str,
    wording: emails.Draft,
    at: datetime,
    version: str = "",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    occasion: str | None = None,
) -> None:
    """The same letter as `post` to each of these people, in one statement for all."""
    if _silent.get():
        return
    letters = [
        _worded(wording, agent, kind=kind, cause=cause, version=version, at=at, occasion=occasion)
        for agent in agents
    ]
    for letter in letters:
        letter.due_at = moment_to_leave(kind, letter.agent, due_at or at, expires_at=expires_at)
        letter.expires_at = expires_at
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def _worded(
    wording: emails.Draft,
    agent: Agent,
    *,
    kind: str,
    cause: str,
    version: str,
    at: datetime,
    occasion: str | None,
) -> Letter:
    """The letter in the language of its reader, not written yet; its place among the automatic ones if it has one."""
    said = wording.worded(agent.language).read_by(agent)
    return Letter(
        agent=agent,
        kind=kind,
        cause=cause,
        key=f"{kind}:{cause}:{agent.pk}:{version}",
        subject=said.subject[:250],
        body=said.body,
        action_label=said.action_label,
        action_path=said.action_path,
        about=said.about,
        created_at=at,
        place=None if occasion is None else PLACE_OF[kind],
        occasion=occasion or "",
    )


def cancel(
    *, cause: str, at: datetime, agent: Agent | None = None, kinds: Collection[str] | None = None
) -> int:
    """The cause is gone: its letters that have not left never will; how many they were."""
    if agent is not None and kinds is None:
        return cancel_own(cause=cause, at=at, agent=agent.pk)
    letters = not_left(cause=cause, at=at)
    if agent is not None:
        letters = letters.filter(agent=agent)
    if kinds is not None:
        letters = letters.filter(kind__in=kinds)
    return letters.update(state=Letter.State.CANCELLED)


def introduce(*, cause: str, agent: Agent, at: datetime, text: str) -> int:
    """Put a paragraph before what was just written to the agent about this cause, as long as it has not left."""
    letters = Letter.objects.filter(cause=cause, agent=agent, created_at=at, state=Letter.State.TO_SEND)
    return letters.update(body=Concat(Value(f"{text}\n\n"), F("body"), output_field=TextField()))


def conclude(*, cause: str, kind: str, agents: Collection[Agent], write: Callable[[], str]) -> set[int]:
    """Put a paragraph at the end of the letters of this cause that have not left; whose letter now says it."""
    rows = Letter.objects.filter(cause=cause, kind=kind, agent__in=agents, state=Letter.State.TO_SEND)
    found = list(rows.order_by("pk").values_list("pk", "agent", "agent__language", "body"))
    for language in {language for _pk, _agent, language, _body in found}:
        text = _spoken(language, write)
        silent = [pk for pk, _agent, spoken, body in found if spoken == language and not body.endswith(text)]
        if silent:
            body = Concat(F("body"), Value(text), output_field=TextField())
            Letter.objects.filter(pk__in=silent, state=Letter.State.TO_SEND).update(body=body)
    return {agent for _pk, agent, _language, _body in found}


def unsay(*, cause: str, agent: Agent, kind: str, write: Callable[[], str]) -> int:
    """Take the paragraph of `conclude` away again from what has not left."""
    text = Value(_spoken(agent.language, write))
    letters = Letter.objects.filter(cause=cause, agent=agent, kind=kind, state=Letter.State.TO_SEND)
    return letters.update(body=Replace(F("body"), text, Value("")))


def _spoken(language: str, write: Callable[[], str]) -> str:
    with speaking(language):
        return f"\n\n{write()}"


def take_back(*, cause: str, kinds: Collection[str]) -> list[int]:
    """Hold letters that have not left; `put_back` lets them go again."""
    letters = Letter.objects.filter(cause=cause, kind__in=kinds, state=Letter.State.TO_SEND)
    found = list(letters.order_by("pk").values_list("pk", flat=True))
    letters.filter(pk__in=found).update(state=Letter.State.CANCELLED)
    return found


def put_back(pks: Collection[int], *, agents: Collection[int]) -> int:
    """Let go again what `take_back` held, to those of these agents alone: the others have lost its reason since."""
    held = Letter.objects.filter(pk__in=pks, agent__in=agents, state=Letter.State.CANCELLED)
    return held.update(state=Letter.State.TO_SEND)


def not_left(*, cause: str, at: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(cause=cause, state=Letter.State.TO_SEND, created_at__lte=at)


cancel_own = PreparedUpdate(
    lambda *, agent, **where: not_left(**where).filter(agent=agent),
    {"state": Letter.State.CANCELLED},
    cause=str,
    at=datetime,
    agent=int,
)


def was_posted(*, cause: str, kinds: Collection[str], since: datetime | None = None) -> bool:
    """Whether a letter of this cause was written, from a moment on if it is said, and not held back."""
    written = Letter.objects.filter(cause=cause, kind__in=kinds)
    if since is not None:
        written = written.filter(created_at__gte=since)
    return written.exclude(state=Letter.State.CANCELLED).exists()


def redact(*, cause: str, kinds: Collection[str]) -> int:
    """Forget the address behind the button, when it was a secret that may serve no more."""
    return Letter.objects.filter(cause=cause, kind__in=kinds).exclude(action_path="").update(action_path="")


def forget(*, cause: str, kind: str) -> int:
    """Delete letters of which not even the existence may stay; how many they were."""
    return Letter.objects.filter(cause=cause, kind=kind).delete()[0]


def forget_old_links(at: datetime) -> int:
    """A sign-in link that can serve no more leaves no trace in its letter, and does not travel late."""
    old = Letter.objects.filter(kind=Letter.Kind.SIGN_IN_LINK, created_at__lte=at - LINK_LIFE)
    old.filter(state=Letter.State.TO_SEND).update(state=Letter.State.CANCELLED)
    return old.exclude(action_path="").update(action_path="")


def forget_old_letters(at: datetime, *, kept: timedelta) -> int:
    """Delete those written so long ago; one that has yet to leave stays. Registrations have a ledger of their own."""
    old = Letter.objects.filter(created_at__lt=at - kept)
    return forget_rows(old.exclude(state=Letter.State.TO_SEND))
