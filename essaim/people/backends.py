"""How Essaim checks a password and loads the person of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from essaim.people.models import Agent
from essaim.people.queries.agents import agent_named
from essaim.people.queries.teams import with_acts_for_others


class AgentBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, with two changes.

    A person is found by identifier or by e-mail, whatever the case. And what every page shows of the person,
    employer, unit and whether they act for others, comes in the same query.
    """

    def get_user(self, user_id: Any) -> Agent | None:
        agents = with_acts_for_others(Agent.objects.select_related("organisation", "unit"))
        agent = agents.filter(pk=user_id).first()
        return agent if agent is not None and agent.is_active else None

    def _authenticate_by_username(self, username: str, password: str) -> Agent | None:
        found: Agent | None = self._check_password(agent_named(username), password)
        return found
