"""Two people give the same card at the same moment: one card, and nobody meets an error."""

import pytest

from essaim.people.models import Card
from essaim.people.operations import cards
from tests.factories import NOW, AgentFactory
from tests.meeting import only_postgresql, while_ours_is_not_over

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.rush, only_postgresql]


@pytest.fixture
def mate(alice):
    """Coordinates as Alice does."""
    return AgentFactory(login="mate", organisation=alice.organisation, is_coordinator=True)


def test_two_who_print_the_same_sheet_give_one_card(bob, alice, mate):
    ours, theirs = while_ours_is_not_over(
        lambda: cards.issue_cards([bob], alice, NOW),
        lambda: cards.issue_cards([bob], mate, NOW),
    )

    assert [agent for agent, _code in ours] == [bob]
    assert theirs == []
    assert Card.objects.filter(agent=bob, revoked_at=None).count() == 1


@pytest.mark.parametrize(
    "renew",
    [
        lambda bob, by: cards.renew(agent=bob, by=by, at=NOW),
        lambda bob, by: cards.renew_cards([bob], by, NOW),
    ],
)
def test_of_two_new_codes_the_later_one_serves(bob, alice, mate, renew):
    cards.issue_cards([bob], alice, NOW)

    while_ours_is_not_over(lambda: renew(bob, alice), lambda: renew(bob, mate))

    assert Card.objects.get(agent=bob, revoked_at=None).issued_by == mate
    assert Card.objects.filter(agent=bob).count() == 3
