"""How Essaim checks a password and loads the person of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet

from essaim.kernel.prepared import Prepared
from essaim.people.models import Agent
from essaim.people.queries.acting import with_acts_for_others
from essaim.people.queries.agents import agent_named
from essaim.people.queries.teams import has_team, is_deputy
from essaim.people.rules import can_hold_card


def agent_with_place(*, pk: int) -> QuerySet[Agent]:
    agents = with_acts_for_others(Agent.objects.select_related("organisation", "unit"))
    return agents.filter(pk=pk).annotate(has_team=has_team(), is_deputy=is_deputy())


agents_with_their_place = Prepared(agent_with_place, pk=int)


class AgentBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, with two changes.

    A person is found by identifier or by e-mail, whatever the case. And what every page shows of the person,
    employer, unit, whether there is a team and whether they act for others, comes in the same query.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        found: list[Agent] = agents_with_their_place(pk=user_id)
        return found[0] if found and found[0].is_active else None

    def _authenticate_by_username(self, username: str, password: str) -> Agent | None:
        found: Agent | None = self._check_password(agent_named(username), password)
        return found


class CardBackend(BaseBackend):
    """Loads whoever came in by a personal card, as long as a card may be theirs.

    It checks nothing itself (`operations.cards` does). Who begins to run something while signed in by card is out at
    the next page, and comes in again with a password or a link.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        found: list[Agent] = agents_with_their_place(pk=user_id)
        return found[0] if found and can_hold_card(found[0]) else None
