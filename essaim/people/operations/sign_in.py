"""Links that sign in once: asked for, then used."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Agent, SignInLink
from essaim.people.queries.agents import agent_named
from essaim.people.signals import sign_in_link_made, sign_in_link_used

LIFE = timedelta(minutes=15)
AT_ONCE = 3
"""Links that a person may hold at a time: a fourth request within their life writes nothing."""


class LinkUseless(Refused):
    """The link is used or too old."""


class LinkUnknown(LinkUseless):
    """We never made this link."""


def _signer() -> Signer:
    return Signer(salt="people.sign_in_link", sep=".")


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def ask_for_link(*, name: str, at: datetime) -> None:
    """Send a link to whoever has this identifier or e-mail; say nothing to the asker about who exists."""
    agent = agent_named(name)
    if agent is None or not agent.is_active or not can_receive(agent):
        return
    links = SignInLink.objects.filter(agent=agent)
    links.filter(expires_at__lte=at).delete()
    if links.count() >= AT_ONCE:
        return
    token, link = make_link(agent=agent, at=at)
    sign_in_link_made.send(SignInLink, link=link, token=token, at=at)


def make_link(*, agent: Agent, at: datetime) -> tuple[str, SignInLink]:
    """A token that signs this person in once, for fifteen minutes; only its digest is kept."""
    token = _signer().sign(secrets.token_urlsafe(24))
    return token, SignInLink.objects.create(agent=agent, digest=digest_of(token), expires_at=at + LIFE)


def can_receive(agent: Agent) -> bool:
    """A link needs a mailbox of the person's own."""
    return bool(agent.email)


def find_link(*, token: str, at: datetime) -> SignInLink:
    """The link that this token opens, still good at this moment, or a refusal in words."""
    try:
        _signer().unsign(token)
    except BadSignature:
        raise LinkUnknown(_("Ce lien n’existe pas. Il a peut-être été coupé en route.")) from None
    link = SignInLink.objects.select_related("agent").filter(digest=digest_of(token)).first()
    if link is None or link.expires_at <= at:
        raise LinkUseless(_("Ce lien est trop ancien : il sert pendant 15 minutes."))
    if link.used_at is not None:
        raise LinkUseless(_("Ce lien a déjà servi : il ne sert qu’une fois."))
    if not link.agent.is_active:
        raise LinkUseless(_("Ce compte est fermé."))
    return link


@transaction.atomic
def use_link(*, token: str, at: datetime) -> Agent:
    """Use the link up and say whom it signs in; of two clicks at once, one enters."""
    link = find_link(token=token, at=at)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkUseless(_("Ce lien a déjà servi : il ne sert qu’une fois."))
    sign_in_link_used.send(SignInLink, link=link, at=at)
    return link.agent
