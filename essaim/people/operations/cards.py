"""Personal cards: given, renewed, taken back, and whom an identifier and six digits let in.

A wrong code is counted on the card before it is looked at, so that many guesses at once are all counted. Every
fifth makes the card wait, twice as long as the time before: a year of guesses tries a few thousand of a million.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import pbkdf2_hmac, sha256
from hmac import compare_digest
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, Card
from essaim.people.queries.cards import living_card
from essaim.people.rules import can_give_card, can_hold_card

ROUNDS = 60_000
TRIES = 5
"""Wrong codes before a card waits."""
TWICE = timedelta(minutes=2)
"""How long a button pressed twice is one press."""
NUMBERS = range(1_000_000, 10_000_000)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
WRONG_PER_PLACE = 100
"""Wrong codes in a minute behind one address: a crowd that mistypes stays far below."""


class CardRefused(Refused):
    """Whoever asks may not give this card."""


class CodeWrong(Refused):
    """No living card has this identifier and this code."""


class TooManyTries(Refused):
    """Too many wrong codes, on this card or from this place."""


class Drawn(NamedTuple):
    """A code, and what the database keeps of it: slow to find, so drawn before anything is written."""

    code: str
    salt: str
    digest: str


def draw(code: str) -> Drawn:
    salt = secrets.token_hex(16)
    return Drawn(code, salt, digest_of(code, salt=salt))


def code_of(press: str, agent: Agent, rank: int) -> str:
    """Six digits for the card of this rank of somebody, from one press of the button and the key of the site.

    Codes are kept nowhere: a button pressed twice must find again those that it has just written, and the sheet
    of the first press may be the one that the browser threw away.
    """
    drawn = salted_hmac("people.card.press", f"{press} {agent.pk} {rank}", algorithm="sha256").digest()
    return f"{int.from_bytes(drawn[:16]) % 1_000_000:06}"


def issue_cards(
    agents: Iterable[Agent], by: Agent, at: datetime, *, press: str = ""
) -> list[tuple[Agent, str]]:
    """Give a card to each who has none, and say its code: nothing else ever will.

    Whoever holds a living card keeps it, and whoever runs something gets none. The same `press` again, within
    two minutes, says the same codes again.
    """
    if not by.may_pilot:
        raise CardRefused(_("Les cartes se donnent depuis Pilotage, par qui coordonne ou administre."))
    press, able = press or secrets.token_hex(), _able(agents, by)
    drawn = _drawn([agent for agent in able if agent.pk not in _living(able)], press)
    with transaction.atomic():
        _hold(drawn)
        held = _living(drawn)
        given = {agent: _write(agent, drawn[agent], by=by, at=at) for agent in drawn if agent.pk not in held}
    again = _just_given([agent for agent in able if agent not in given], press, by=by, at=at)
    return _in_order(able, given | again)


def renew(*, agent: Agent, by: Agent, at: datetime) -> str:
    """Another code for a card lost or read by somebody: the code before it lets nobody in any more."""
    if not can_give_card(by, agent):
        raise CardRefused(_("Cette personne n’a pas de carte : elle entre avec son mot de passe ou un lien."))
    drawn = _drawn([agent], secrets.token_hex())[agent]
    with transaction.atomic():
        _hold([agent])
        return _replace(agent, drawn, by=by, at=at)


def renew_cards(
    agents: Iterable[Agent], by: Agent, at: datetime, *, press: str = ""
) -> list[tuple[Agent, str]]:
    """Another code for each of these who holds a card; whoever holds none is passed over.

    The same `press` again, within two minutes, says the same codes again.
    """
    press, able = press or secrets.token_hex(), _able(agents, by)
    again = _just_given(able, press, by=by, at=at)
    drawn = _drawn([agent for agent in able if agent.pk in _living(able) and agent not in again], press)
    with transaction.atomic():
        _hold(drawn)
        held = _living(drawn)
        given = {agent: _replace(agent, drawn[agent], by=by, at=at) for agent in drawn if agent.pk in held}
    return _in_order(able, given | again)


def _drawn(agents: Iterable[Agent], press: str) -> dict[Agent, Drawn]:
    return {agent: draw(code_of(press, agent, agent.cards.count())) for agent in agents}


def _just_given(agents: Iterable[Agent], press: str, *, by: Agent, at: datetime) -> dict[Agent, str]:
    """Whose living card was written a moment ago by this very press, with its code."""
    recent = {pk: card for pk, card in _living(agents).items() if _is_of(card, by, at)}
    codes = {agent: code_of(press, agent, agent.cards.count() - 1) for agent in agents if agent.pk in recent}
    return {
        agent: code
        for agent, code in codes.items()
        if compare_digest(digest_of(code, salt=recent[agent.pk].salt), recent[agent.pk].digest)
    }


def _is_of(card: Card, by: Agent, at: datetime) -> bool:
    return card.issued_by_id == by.pk and card.issued_at > at - TWICE


def _in_order(agents: Iterable[Agent], given: dict[Agent, str]) -> list[tuple[Agent, str]]:
    return [(agent, given[agent]) for agent in agents if agent in given]


def _able(agents: Iterable[Agent], by: Agent) -> list[Agent]:
    """Those who may get a card from this person, each once."""
    return [agent for agent in {agent.pk: agent for agent in agents}.values() if can_give_card(by, agent)]


def _living(agents: Iterable[Agent]) -> dict[int, Card]:
    living = Card.objects.filter(agent__in=[agent.pk for agent in agents], revoked_at=None)
    return {card.agent_id: card for card in living}


def _hold(agents: Iterable[Agent]) -> None:
    """Those who give cards to the same people take turns, until the transaction ends."""
    rows = Agent.objects.select_for_update(no_key=True).filter(pk__in=[agent.pk for agent in agents])
    list(rows.order_by("pk").values_list("pk", flat=True))


def revoke(*, agent: Agent, by: Agent, at: datetime) -> None:
    """The card lets nobody in any more; twice is harmless."""
    Card.objects.filter(agent=agent, revoked_at=None).update(revoked_at=at, revoked_by=by)


def _replace(agent: Agent, drawn: Drawn, *, by: Agent, at: datetime) -> str:
    revoke(agent=agent, by=by, at=at)
    return _write(agent, drawn, by=by, at=at)


def _write(agent: Agent, drawn: Drawn, *, by: Agent, at: datetime) -> str:
    Card.objects.create(
        agent=agent,
        number=_free_number(),
        salt=drawn.salt,
        digest=drawn.digest,
        issued_at=at,
        issued_by=by,
    )
    return drawn.code


def _free_number() -> str:
    """Seven figures that no card ever bore and nobody signs in with; not six, which the code has."""
    while True:
        number = str(secrets.choice(NUMBERS))
        taken = Card.objects.filter(number=number).exists() or Agent.objects.filter(login=number).exists()
        if not taken:
            return number


def digest_of(code: str, *, salt: str) -> str:
    """What the database keeps of a code: of no use without the key of the site, slow to try with it."""
    keyed = salted_hmac("people.card", code, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return pbkdf2_hmac("sha256", keyed, bytes.fromhex(salt), ROUNDS).hex()


def agent_of_card(*, login: str, code: str, place: str, at: datetime) -> Agent:
    """Whom the number of a card and these six digits let in; a refusal does not say which of both was wrong.

    Whoever knows their own identifier by heart may say it instead of the number.

    Not to be called inside a transaction: a refusal must not undo the count of the tries.
    """
    _refuse_place(place, at)
    plain = "".join(code.split())
    card = living_card(login)
    agent = card.agent if card else None
    if card is None:
        _count_unknown(login, at)
    else:
        _count_try(card, at)
    is_right = compare_digest(
        digest_of(plain, salt=card.salt if card else "00" * 16), card.digest if card else ""
    )
    if agent is None or card is None or not is_right or not can_hold_card(agent):
        _count_wrong(place, at)
        raise CodeWrong(_("Le numéro ou le code ne va pas. Relisez votre carte, chiffre par chiffre."))
    still = Card.objects.filter(pk=card.pk, revoked_at=None)
    if not still.update(tries=0, waits_until=None, last_used_at=at):
        raise CodeWrong(_("Cette carte vient d’être remplacée. Prenez la nouvelle."))
    return agent


def wait_after(tries: int) -> timedelta | None:
    """How long a card waits after so many tries: five minutes, then twice as long each time, a day at most."""
    if tries % TRIES:
        return None
    doublings = min(tries // TRIES - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _count_try(card: Card, at: datetime) -> None:
    """Count one more, unless the card waits or another try was counted at the same moment."""
    if card.waits_until and card.waits_until > at:
        raise _too_many()
    wait = wait_after(card.tries + 1)
    same = Card.objects.filter(pk=card.pk, tries=card.tries)
    if not same.update(tries=F("tries") + 1, waits_until=at + wait if wait else None):
        raise _too_many()


def _count_unknown(login: str, at: datetime) -> None:
    """The same for an identifier without a card, so that nobody learns which ones have one."""
    key = f"card-unknown:{sha256(login.strip().lower().encode()).hexdigest()}"
    tries, until = cache.get(key) or (0, None)
    if until and until > at:
        raise _too_many()
    wait = wait_after(tries + 1)
    cache.set(key, (tries + 1, at + wait if wait else None), LONGEST_WAIT.total_seconds())


def _too_many() -> TooManyTries:
    return TooManyTries(_("Trop d’essais avec ce numéro. Attendez un peu, ou demandez une nouvelle carte."))


def _place_key(place: str, at: datetime) -> str:
    return f"card-place:{sha256(place.encode()).hexdigest()}:{at:%Y%m%d%H%M}"


def _refuse_place(place: str, at: datetime) -> None:
    if cache.get(_place_key(place, at), 0) >= WRONG_PER_PLACE:
        raise TooManyTries(_("Trop de codes faux viennent d’ici. Réessayez dans une minute."))


def _count_wrong(place: str, at: datetime) -> None:
    key = _place_key(place, at)
    cache.set(key, cache.get(key, 0) + 1, 120)
