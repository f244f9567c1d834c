"""Who may do what with people."""

from essaim.people.ladder import Action, Rung, may
from essaim.people.models import Agent, Organisation


def can_administer(agent: Agent, organisation: Organisation) -> bool:
    """Administrators of the organisation, and of the installation."""
    return agent.is_platform_administrator or (
        agent.is_administrator and agent.organisation_id == organisation.pk
    )


def can_import(agent: Agent) -> bool:
    """Those who run a programme or administer the organisation bring in the HR file of their own employer."""
    return agent.may_pilot


def can_read_directory(agent: Agent) -> bool:
    """The list of people is opened to those who import it."""
    return can_import(agent)


def can_run_installation(agent: Agent) -> bool:
    """Who runs the installation opens employers in it."""
    return agent.is_platform_administrator


def can_name_relays(agent: Agent) -> bool:
    """Those who run a programme or administer the organisation say who acts for a unit."""
    return agent.may_pilot


def is_deputy(agent: Agent) -> bool:
    """Whether the agent was ever named a deputy, as the query that loaded the person found it."""
    return bool(getattr(agent, "is_deputy", True))


def leads(agent: Agent) -> bool:
    """Whether the agent manages somebody or was named a deputy, as the query that loaded the person found it."""
    return bool(getattr(agent, "has_team", False) or getattr(agent, "is_deputy", False))


def can_read_partnerships(agent: Agent) -> bool:
    """Those who run a programme see with whom it may be shared; administrators decide."""
    return agent.may_pilot


def can_give_cards(agent: Agent) -> bool:
    """Those who run a programme or administer the organisation print the cards of its people."""
    return agent.may_pilot


def can_give_card(by: Agent, agent: Agent) -> bool:
    """Those who run a programme or administer the organisation, to colleagues who do neither.

    Six digits open no role: otherwise whoever prints a card could enter as somebody who may more.
    """
    is_ours = by.is_platform_administrator or by.organisation_id == agent.organisation_id
    return by.may_pilot and is_ours and can_hold_card(agent)


def can_hold_card(agent: Agent) -> bool:
    """Whoever is in post and runs nothing, as long as the ladder lets a card run nothing."""
    return agent.is_active and (may(Rung.CARD, Action.MANAGE) or not agent.may_pilot)
