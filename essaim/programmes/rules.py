"""Who may do what with a programme."""

from essaim.people.models import Agent
from essaim.people.rules import can_administer
from essaim.programmes.models import Programme


def can_pilot_anything(agent: Agent) -> bool:
    """Coordinators and administrators have a Pilotage of their own."""
    return agent.may_pilot


def can_configure(agent: Agent, programme: Programme) -> bool:
    """Its coordinators, and the administrators of its organisation, choose its look, words and rules."""
    return can_administer(agent, programme.organisation) or (
        agent.is_coordinator and programme.coordinators.filter(pk=agent.pk).exists()
    )


def can_name_coordinators(agent: Agent, programme: Programme) -> bool:
    """Administrators only: nobody hands on a role that was lent to them."""
    return can_administer(agent, programme.organisation)


def can_change_threshold(agent: Agent, programme: Programme) -> bool:
    """Below how many answers nothing is shown is the employer's word, not the programme's."""
    return can_administer(agent, programme.organisation)


def can_read_exports(agent: Agent) -> bool:
    """Who took which data away is read by those who administer the organisation it belongs to."""
    return agent.is_administrator or agent.is_platform_administrator
