"""Sending what is due: each letter once, whatever happens to the server or to the worker."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet

from essaim.kernel.clock import seconds
from essaim.letters import messages
from essaim.letters.enclosures import enclosures_of
from essaim.letters.failures import Failure, failure_of
from essaim.letters.models import Letter, Stop, Wish

State = Letter.State
LEASE = timedelta(minutes=10)
TURN_SECONDS = 60
"""A turn ends long before the leases that it gave, even when the last letter waits for every timeout."""
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(minutes=30)
GIVE_UP = timedelta(days=4)
ATTEMPTS = 10
PATIENCE = 3
AT_ONCE = 100
log = logging.getLogger(__name__)


def send_due(at: datetime) -> int:
    """Send every letter whose moment has come, each once; how many left.

    A letter is taken by a lease, in one conditional update: two workers never hold the same one, and a
    worker that dies leaves it to the next. Its Message-ID never changes, so that the rare letter sent by a
    worker that died before saying so is recognised by the person's mailbox as the same. One connection
    serves the whole turn; a refused letter stops no other; when the server fails three times running, the
    others wait for the next turn.
    `sent` means delivered to where the person can read it: the mail server, or, for somebody without e-mail
    or who stopped such letters, and when no server is set, Moi and the demo's mailbox. Who has left is not
    written to, and what is over is not reminded of. A letter that somebody holds is never taken.
    """
    drop_useless(at)
    sent = failures = 0
    connection = get_connection()
    for pk in _turn(at):
        if not _free(at).filter(pk=pk).update(leased_until=at + LEASE, is_leaving=True):
            continue
        failure = _send(pk, at=at, connection=connection)
        sent += failure is None
        failures = failures + 1 if failure and failure.is_of_server else 0
        if failures >= PATIENCE:
            break
    _hang_up(connection)
    return sent


def drop_useless(at: datetime) -> int:
    """Cancel letters to who has left, and those that say what is over; how many."""
    useless = Q(agent__is_active=False) | Q(expires_at__lte=at)
    return Letter.objects.filter(useless, state=State.TO_SEND).update(state=State.CANCELLED)


def try_again(letters: QuerySet[Letter], *, at: datetime) -> int:
    """Let those of these letters that failed or bounced leave anew, from now on; how many."""
    stuck = letters.filter(state__in=(State.FAILED, State.BOUNCED))
    return stuck.update(
        state=State.TO_SEND, due_at=at, leased_until=None, is_leaving=False, attempts=0, error=""
    )


def _free(at: datetime) -> QuerySet[Letter]:
    """Due, and kept back by nothing: neither a person, nor a worker, nor the delay after a failure."""
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Letter.objects.filter(free, state=State.TO_SEND, due_at__lte=at, held_at=None)


def _turn(at: datetime) -> Iterator[int]:
    """Letters to send, the oldest first, until none is left or the turn has lasted."""
    began = seconds()
    while seconds() - began < TURN_SECONDS:
        batch = list(_free(at).order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
        if not batch:
            return
        for pk in batch:
            if seconds() - began >= TURN_SECONDS:
                return
            yield pk


def _send(pk: int, *, at: datetime, connection: BaseEmailBackend) -> Failure | None:
    """Send one letter that we hold, and write down what became of it."""
    letter = Letter.objects.select_related("agent__organisation").get(pk=pk)
    held = Letter.objects.filter(pk=pk, state=State.TO_SEND, leased_until=at + LEASE)
    try:
        if _travels(letter):
            connection.open()
            messages.message(letter, connection=connection).send()
        elif settings.DEMO and letter.agent.email:
            enclosures_of(letter)  # the demo's mailbox shows what would have travelled
    except Exception as error:
        failure = failure_of(error)
        log.warning("letter %s could not leave: %s", pk, type(error).__name__)
        if failure.is_of_server:
            _hang_up(connection)
        held.update(**_after(failure, letter, at=at))
        return failure
    held.update(
        state=State.SENT,
        sent_at=at,
        leased_until=None,
        is_leaving=False,
        attempts=F("attempts") + 1,
        error="",
    )
    return None


def _travels(letter: Letter) -> bool:
    """Whether it leaves by e-mail; it is read in Moi anyway."""
    if settings.EMAIL_IS_KEPT or not letter.agent.email:
        return False
    if letter.family == Letter.Family.PROGRAMME:
        return Wish.objects.filter(agent=letter.agent, what=Wish.What.PROGRAMME).exists()
    return not (letter.family and Stop.objects.filter(agent=letter.agent, family=letter.family).exists())


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()


def _after(failure: Failure, letter: Letter, *, at: datetime) -> dict[str, object]:
    """Again in 1, 2, 4 minutes and so on, then every half hour; after four days it is a failure to look at."""
    attempts = min(letter.attempts + 1, 1000)
    is_old = attempts >= ATTEMPTS and at - letter.due_at >= GIVE_UP
    is_hopeless = is_old and failure.state == State.TO_SEND
    delay = min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)
    return {
        "attempts": attempts,
        "state": State.FAILED if is_hopeless else failure.state,
        "leased_until": at + delay if failure.state == State.TO_SEND else None,
        "is_leaving": False,
        "error": failure.words[:300],
    }
