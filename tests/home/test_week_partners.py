"""Cette semaine names the partnership that another organisation proposed, to those who may answer."""

import pytest
import time_machine

from essaim.people.operations.partnerships import answer_partnership, propose_partnership
from tests.factories import NOW, ProgrammeFactory
from tests.home.test_week import kinds, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_schools(ada, zoe):
    for agent in (ada, zoe):
        ProgrammeFactory(organisation=agent.organisation)
    with time_machine.travel(NOW, tick=False):
        yield


def propose(zoe, ada):
    return propose_partnership(organisation=zoe.organisation, partner=ada.organisation, at=NOW, by=zoe)


def test_a_proposal_waits_for_an_administrator_until_it_is_answered(client, ada, zoe):
    assert kinds(client, ada) == []
    row = propose(zoe, ada)

    (task,) = tasks(client, ada)

    assert (task.kind, task.what) == ("partner", "Hôpital de la Saône vous propose un partenariat")
    assert task.page == "/pilotage/reglages/partenaires/"
    answer_partnership(partnership=row, accepts=False, at=NOW, by=ada)
    assert kinds(client, ada) == []


def test_it_waits_neither_for_who_proposed_nor_for_who_may_not_answer(client, ada, alice, zoe):
    propose(zoe, ada)

    assert (kinds(client, zoe), kinds(client, alice)) == ([], [])
