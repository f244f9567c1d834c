"""Two people have the same session composed at the same moment: one composition, and nobody meets an error."""

import pytest

from essaim.agenda import operations as agenda
from essaim.ties.models import Composition
from essaim.ties.operations import Rules, ask_composition
from tests.factories import NOW, SessionFactory
from tests.meeting import only_postgresql, while_ours_is_not_over

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rush, only_postgresql]


def test_the_second_finds_what_the_first_asked_for(alice, four):
    session = SessionFactory(programme=alice.coordinated_programmes.get())
    for agent in four:
        agenda.register(session=session, agent=agent, at=NOW)

    def ask():
        return ask_composition(
            programme=session.programme, session=session, rules=Rules(table_size=2), by=alice, at=NOW
        )

    ours, theirs = while_ours_is_not_over(ask, ask)

    assert ours == theirs == Composition.objects.get()
