"""Writing, cancelling, blanking and sending letters."""

import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from essaim.kernel.forgetting import forget as forget_rows
from essaim.kernel.prepared import PreparedInsert, PreparedUpdate
from essaim.letters import emails
from essaim.letters.models import Letter
from essaim.people.models import Agent

LEASE = timedelta(minutes=10)
FIRST_DELAY = timedelta(minutes=1)
LINK_LIFE = timedelta(minutes=15)
ATTEMPTS = 5
PATIENCE = 3
AT_ONCE = 100

_silent: ContextVar[bool] = ContextVar("letters_are_muted", default=False)
log = logging.getLogger(__name__)


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
    wording: emails.Wording,
    at: datetime,
    version: str = "",
    due_at: datetime | None = None,
) -> Letter | None:
    """Write a letter in the transaction of its cause, in one INSERT; None while letters are muted.

    One letter for a cause, a kind, a person and a version: the same call again writes nothing. `version`
    tells apart two letters of one cause (a second offer of the same seat). It leaves from `due_at` on.
    """
    if _silent.get():
        return None
    letter = Letter(
        agent=agent,
        kind=kind,
        cause=cause,
        key=f"{kind}:{cause}:{agent.pk}:{version}",
        subject=wording.subject[:250],
        body=wording.body,
        action_label=wording.action_label,
        action_path=wording.action_path,
        created_at=at,
        due_at=due_at or at,
    )
    return write_once(letter)


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


def take_back(*, cause: str, kinds: Collection[str]) -> list[int]:
    """Hold letters that have not left; `put_back` lets them go again."""
    letters = Letter.objects.filter(cause=cause, kind__in=kinds, state=Letter.State.TO_SEND)
    found = list(letters.order_by("pk").values_list("pk", flat=True))
    letters.filter(pk__in=found).update(state=Letter.State.CANCELLED)
    return found


def put_back(pks: Collection[int]) -> int:
    """Let go again what `take_back` held."""
    held = Letter.objects.filter(pk__in=pks, state=Letter.State.CANCELLED)
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


def send_due(at: datetime) -> int:
    """Send every letter whose moment has come, each once; how many left.

    A letter is taken by a lease, in one conditional update: two workers never hold the same one, and a
    worker that dies leaves it to the next. Its Message-ID never changes, so that the rare letter sent by a
    worker that died before saying so is recognised by the person's mailbox as the same. When the server
    fails three times in a turn, the others wait for the next turn.
    `sent` means delivered to where the person can read it: the mail server, or, for somebody without e-mail
    and when no server is set, Moi and the demo's mailbox. Who has left is not written to.
    """
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    due = Letter.objects.filter(free, state=Letter.State.TO_SEND, due_at__lte=at)
    due.filter(agent__is_active=False).update(state=Letter.State.CANCELLED)
    sent = failed = 0
    connection = get_connection()
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        if failed >= PATIENCE:
            break
        if due.filter(pk=pk).update(leased_until=at + LEASE):
            left = _send(pk, at=at, connection=connection)
            sent, failed = sent + left, failed + (not left)
    _hang_up(connection)
    return sent


def _send(pk: int, *, at: datetime, connection: BaseEmailBackend) -> bool:
    """Send one letter that we hold, and write down what became of it."""
    letter = Letter.objects.select_related("agent__organisation").get(pk=pk)
    held = Letter.objects.filter(pk=pk, leased_until=at + LEASE)
    try:
        if letter.agent.email and not settings.EMAIL_IS_KEPT:
            connection.open()
            emails.message(letter, connection=connection).send()
    except (OSError, ValueError) as failure:
        log.warning("letter %s could not leave: %s", pk, type(failure).__name__)
        _hang_up(connection)
        held.update(**_after_failure(letter, failure, at=at))
        return False
    held.update(state=Letter.State.SENT, sent_at=at, leased_until=None, attempts=F("attempts") + 1, error="")
    return True


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()


def _after_failure(letter: Letter, failure: Exception, *, at: datetime) -> dict[str, object]:
    """Again in 1, 2, 4, 8 minutes; after five times it is a failure to look at."""
    attempts = letter.attempts + 1
    return {
        "attempts": attempts,
        "state": Letter.State.FAILED if attempts >= ATTEMPTS else Letter.State.TO_SEND,
        "due_at": at + FIRST_DELAY * 2 ** (attempts - 1),
        "leased_until": None,
        "error": f"{type(failure).__name__} {failure}"[:300],
    }
