"""Stopping the letters that may be stopped and having them again; asking for those that come to nobody else."""

from datetime import datetime

from essaim.letters.models import Stop, Wish
from essaim.people.models import Agent


def stop(*, agent: Agent, family: str, at: datetime) -> None:
    """Letters of this family are no longer mailed to the agent, who reads them in Moi; twice is harmless.

    What had been asked for is asked for no more, and not written at all.
    """
    if family in Wish.What.values:
        Wish.objects.filter(agent=agent, what=family).delete()
    else:
        Stop.objects.get_or_create(agent=agent, family=family, defaults={"stopped_at": at})


def resume(*, agent: Agent, family: str, at: datetime) -> None:
    """They are mailed again, or asked for; twice is harmless."""
    if family in Wish.What.values:
        Wish.objects.get_or_create(agent=agent, what=family, defaults={"wished_at": at})
    else:
        Stop.objects.filter(agent=agent, family=family).delete()
