"""The address of one's own calendar: made, renewed, stopped."""

import secrets
from datetime import datetime

from essaim.agenda.models import Feed
from essaim.people.models import Agent


def make_feed(*, agent: Agent, at: datetime) -> Feed:
    """Give the person new addresses; the former ones, if any, open nothing from now on."""
    feed, _is_new = Feed.objects.update_or_create(
        agent=agent, defaults={"nonce": secrets.token_hex(16), "made_at": at}
    )
    return feed


def stop_feed(*, agent: Agent) -> bool:
    """The addresses open nothing any more; False if there were none."""
    return bool(Feed.objects.filter(agent=agent).delete()[0])
