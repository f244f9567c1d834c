"""Managers are informed by one letter a day at most, of what is still true when it is written."""

from datetime import timedelta

import pytest

from essaim.agenda import operations
from essaim.agenda.models import Registration
from essaim.letters.models import Letter
from essaim.programmes.models import Format
from tests.factories import NOW, AgentFactory, PostingFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LETTER_TIME = NOW + timedelta(hours=6)  # Friday, 16 h in Paris


def letters(agent):
    return list(Letter.objects.filter(agent=agent, kind="team_digest").order_by("pk"))


def test_nothing_is_written_when_a_seat_is_taken(bob, maya):
    operations.register(session=SessionFactory(), agent=bob, at=NOW)

    assert (operations.inform_managers(at=NOW + timedelta(hours=5)), letters(maya)) == (0, [])


def test_one_letter_says_who_goes_when_and_who_else_is_away(bob, maya):
    mate = AgentFactory(first_name="Léna", last_name="Roux")
    PostingFactory(agent=mate, line_manager=maya)
    session = SessionFactory(title="Tableaux croisés")
    for agent in (bob, mate):
        operations.register(session=session, agent=agent, at=NOW)

    written = [operations.inform_managers(at=LETTER_TIME) for _turn in range(2)]

    (letter,) = letters(maya)
    assert written == [1, 0]
    assert (
        "Bob Perrin, ven. 1er\u00a0mars, 10\u00a0h : Tableaux croisés. En même temps : Léna Roux."
        in letter.body
    )


def test_who_gave_the_seat_back_before_the_letter_is_not_in_it(bob, maya):
    session = SessionFactory()
    operations.register(session=session, agent=bob, at=NOW)
    operations.withdraw(session=session, agent=bob, at=NOW)

    assert operations.inform_managers(at=LETTER_TIME) == 0


def test_who_gave_the_seat_back_after_the_letter_is_in_the_next(bob, maya):
    session = SessionFactory(title="Tableaux croisés")
    operations.register(session=session, agent=bob, at=NOW)
    operations.inform_managers(at=LETTER_TIME)
    operations.withdraw(session=session, agent=bob, at=LETTER_TIME)

    written = [operations.inform_managers(at=LETTER_TIME + days * DAY) for days in (0, 1, 3, 4)]

    assert written == [0, 0, 1, 0]  # not twice on Friday, not on Saturday, but on Monday
    assert "N’y vont plus :\nBob Perrin" in letters(maya)[-1].body
    assert Registration.objects.get().manager_told_at is None


def test_what_begins_before_the_next_letter_is_told_at_once(bob, maya):
    soon = SessionFactory(starts_at=NOW + timedelta(hours=5))
    operations.register(session=soon, agent=bob, at=NOW)

    assert [operations.inform_managers(at=NOW) for _turn in range(2)] == [1, 0]


def test_where_the_manager_is_asked_no_letter_informs(bob, maya):
    session = SessionFactory()
    Format.objects.update(manager_rule="asked")
    operations.register(session=session, agent=bob, at=NOW, by=maya)

    assert (Registration.objects.get().state, operations.inform_managers(at=LETTER_TIME)) == ("confirmed", 0)


def test_who_has_no_manager_makes_no_letter(hugo):
    operations.register(session=SessionFactory(), agent=hugo, at=NOW)

    assert operations.inform_managers(at=LETTER_TIME) == 0
