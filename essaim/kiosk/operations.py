"""Putting a kiosk somewhere, taking it away, and what is said on it."""

import secrets
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.agenda.models import Presence, Session
from essaim.agenda.operations import mark_presence
from essaim.agenda.rules import Half
from essaim.kernel.errors import Refused
from essaim.kernel.middleware import READABLE
from essaim.kiosk import queries
from essaim.kiosk.models import Kiosk
from essaim.people.models import Agent, Organisation

CODE_LIFE = timedelta(hours=1)
SIGNS = 8
WRONG_A_MINUTE = 20
"""Numbers that nobody expects, on one kiosk: guesses are slowed, and whoever is expected is never counted."""


@transaction.atomic
def add_kiosk(*, organisation: Organisation, name: str, by: Agent, at: datetime) -> tuple[Kiosk, str]:
    """A kiosk that waits for its device, and the code to type on it: nothing else ever says that code."""
    code = "".join(secrets.choice(READABLE) for _sign in range(SIGNS))
    kiosk = Kiosk.objects.create(
        organisation=organisation,
        name=name,
        code_digest=queries.digest_of(code),
        code_expires_at=at + CODE_LIFE,
        added_at=at,
        added_by=by,
    )
    return kiosk, code


@transaction.atomic
def enrol(*, code: str, at: datetime) -> str:
    """Use the code up and give the device its token; of two devices at once, one is enrolled."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    token = secrets.token_urlsafe(32)
    waiting = Kiosk.objects.filter(code_digest=queries.digest_of(plain), code_expires_at__gt=at)
    if not plain or not waiting.update(
        code_digest="", device_digest=queries.digest_of(token), enrolled_at=at
    ):
        raise Refused(_("Ce code ne sert pas, ou plus. Demandez-en un autre, il vaut une heure."))
    return token


def revoke(*, kiosk: Kiosk, at: datetime) -> None:
    """The device opens nothing any more, from its next tap; twice is harmless."""
    Kiosk.objects.filter(pk=kiosk.pk, revoked_at=None).update(revoked_at=at, code_digest="", device_digest="")


def say_present(*, kiosk: Kiosk, number: str, at: datetime) -> Session:
    """« Je suis là » from a number alone: a presence where a seat waits, never a seat, and no name back.

    The same sentence refuses an unknown number and somebody who is not expected, so that nobody learns which.
    """
    wrong = f"kiosk-wrong:{kiosk.pk}:{at:%Y%m%d%H%M}"
    if cache.get(wrong, 0) >= WRONG_A_MINUTE:
        raise Refused(_("Trop de numéros inconnus sur cette borne. Réessayez dans une minute."))
    agent = queries.agent_of_number(kiosk.organisation, number)
    half = queries.expected_now(agent, at=at) if agent else None
    if agent is None or half is None:
        cache.set(wrong, cache.get(wrong, 0) + 1, 120)
        raise Refused(
            _("Aucune séance n’attend ce numéro en ce moment. Relisez-le, ou parlez à l’animation.")
        )
    return _note(half, agent, at=at)


def say_present_by_card(*, agent: Agent, at: datetime) -> Session:
    """« Je suis là » of whoever came in by card: where a seat waits; never a seat."""
    half = queries.expected_now(agent, at=at)
    if half is None:
        raise Refused(_("Aucune séance ne vous attend en ce moment."))
    return _note(half, agent, at=at)


def _note(half: Half, agent: Agent, *, at: datetime) -> Session:
    present = Presence.Status.PRESENT
    mark_presence(sitting=half.sitting, half=half.number, agent=agent, status=present, at=at, by=agent)
    return half.sitting.session
