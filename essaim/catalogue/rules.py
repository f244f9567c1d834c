"""Who may do what with topics."""

from essaim.catalogue.models import Topic
from essaim.people.models import Agent
from essaim.programmes.models import Format
from essaim.programmes.rules import can_configure


def can_decide(agent: Agent, topic: Topic) -> bool:
    """Those who run the programme publish, ask and decline."""
    return can_configure(agent, topic.programme)


def can_propose(agent: Agent) -> bool:
    """Everybody at work has something to pass on."""
    return agent.is_active


def is_training(format: Format) -> bool:
    """Conviviality and networks need no sheet."""
    return format.nature != Format.Nature.NOT_TRAINING
