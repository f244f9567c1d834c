"""Moves by hand: one at a time, each taken back, the score following."""

import pytest

from essaim.agenda import operations as agenda
from essaim.kernel.errors import Refused
from essaim.ties import operations
from essaim.ties.models import Composition, Place, Tie
from essaim.ties.queries.tables import board_of
from tests.factories import NOW, SessionFactory
from tests.ties.conftest import seated, tables_of

pytestmark = pytest.mark.django_db
AT_FIRST = {1: {1: ["Nom01", "Nom02"], 2: ["Nom03", "Nom04"]}}


def place_of(composition, name, turn=1):
    return Place.objects.get(member__composition=composition, member__agent__last_name=name, round=turn)


def pinned(composition):
    names = composition.members.filter(places__is_pinned=True).values_list("agent__last_name", flat=True)
    return sorted(names)


def test_somebody_goes_to_another_table_and_stays_there(lunch):
    operations.move(place=place_of(lunch, "Nom01"), table=2)

    assert tables_of(lunch) == {1: {1: ["Nom02"], 2: ["Nom01", "Nom03", "Nom04"]}}
    assert pinned(lunch) == ["Nom01"]


def test_two_people_change_places(lunch):
    operations.exchange(place=place_of(lunch, "Nom01"), other=place_of(lunch, "Nom03"))

    assert tables_of(lunch) == {1: {1: ["Nom02", "Nom03"], 2: ["Nom01", "Nom04"]}}
    assert pinned(lunch) == ["Nom01", "Nom03"]


def test_a_move_is_taken_back_once(lunch):
    operations.move(place=place_of(lunch, "Nom01"), table=2)
    operations.undo_last(composition=lunch)
    back = tables_of(lunch)
    operations.move(place=place_of(lunch, "Nom03"), table=1)
    operations.undo_last(composition=lunch)
    operations.undo_last(composition=lunch)

    assert back == tables_of(lunch) == AT_FIRST
    assert pinned(lunch) == []


def test_going_where_one_sits_already_is_no_move_to_take_back(lunch):
    operations.move(place=place_of(lunch, "Nom01"), table=1)

    lunch.refresh_from_db()
    assert (lunch.undo, pinned(lunch)) == (None, [])


@pytest.mark.parametrize("table", [0, 3])
def test_a_table_that_does_not_exist_is_refused(lunch, table):
    with pytest.raises(Refused, match="n’existe pas"):
        operations.move(place=place_of(lunch, "Nom01"), table=table)


def test_nobody_changes_places_with_somebody_of_another_round_or_composition(alice, four, lunch):
    one, two, three, other = four
    twice = seated(alice, [[[one, two], [three, other]], [[one, three], [two, other]]])

    for stranger in (place_of(twice, "Nom03", turn=2), place_of(lunch, "Nom03")):
        with pytest.raises(Refused, match="à aucune table de ce tour"):
            operations.exchange(place=place_of(twice, "Nom01"), other=stranger)


def test_nobody_moves_while_the_worker_composes(lunch):
    place = place_of(lunch, "Nom01")
    Composition.objects.update(state="queued")

    with pytest.raises(Refused, match="attendez"):
        operations.move(place=place, table=2)


def test_who_will_not_come_frees_the_places_and_comes_back_where_it_is_emptiest(alice, four):
    one, two, three, other = four
    twice = seated(alice, [[[one, two], [three, other]], [[one, three], [two, other]]])
    member = twice.members.get(agent=one)

    operations.set_away(member=member)
    away = tables_of(twice)
    operations.move(place=place_of(twice, "Nom03", turn=1), table=1)
    operations.bring_back(member=member)

    assert away == {1: {1: ["Nom02"], 2: ["Nom03", "Nom04"]}, 2: {1: ["Nom03"], 2: ["Nom02", "Nom04"]}}
    assert tables_of(twice) == {
        1: {1: ["Nom02", "Nom03"], 2: ["Nom01", "Nom04"]},
        2: {1: ["Nom01", "Nom03"], 2: ["Nom02", "Nom04"]},
    }


def test_an_absence_is_taken_back_with_its_places(lunch, four):
    operations.set_away(member=lunch.members.get(agent=four[0]))

    operations.undo_last(composition=lunch)

    assert tables_of(lunch) == AT_FIRST
    assert not lunch.members.filter(is_away=True).exists()


def test_chance_is_counted_anew_when_somebody_is_missing(lunch, four):
    operations.set_away(member=lunch.members.get(agent=four[2]))

    lunch.refresh_from_db()
    assert (lunch.chance["low"], lunch.chance["high"]) == (0, 1)


def test_the_score_follows_and_each_table_says_what_a_move_is_worth(lunch):
    board = board_of(lunch)
    place = place_of(lunch, "Nom01")

    before = (board.score.new, board.score.same_unit, board.gains(place))
    operations.move(place=place, table=2)

    assert before == (1, 1, {2: 2})
    assert board_of(lunch).score.new == 3


def test_a_table_says_that_it_seats_somebody_with_their_manager(alice, four):
    one, two, three, other = four
    one.postings.update(line_manager=three)
    lunch = seated(alice, [[[one, three], [two, other]]])
    free = seated(alice, [[[one, three], [two, other]]], apart_managers=False)

    assert [table.with_manager for table in board_of(lunch).tables(1)] == [1, 0]
    assert [table.with_manager for table in board_of(free).tables(1)] == [0, 0]


def test_a_table_says_that_it_seats_too_many_of_a_service(alice, four):
    one, two, three, other = four
    lunch = seated(alice, [[[one, two], [three, other]]], most_per_unit=1)

    assert [table.too_many_of_a_unit for table in board_of(lunch).tables(1)] == [True, False]


def test_a_pair_is_new_at_the_first_table_where_it_sits(alice, four):
    one, two, three, other = four
    twice = seated(alice, [[[one, three], [two, other]], [[one, three], [two, other]]])
    board = board_of(twice)

    assert [[table.new for table in board.tables(turn)] for turn in (1, 2)] == [[1, 1], [0, 0]]
    assert (board.score.new, board.score.repeats) == (2, 2)


def test_the_board_is_read_in_as_many_queries_for_four_people_as_for_two(
    alice, four, django_assert_num_queries
):
    one, two, three, other = four
    small, large = (
        seated(alice, [[[one, two], [three, other]]]),
        seated(alice, [[[one], [two], [three], [other]]] * 3),
    )

    for composition in (small, large):
        with django_assert_num_queries(4):
            board = board_of(composition)
            assert board.score.meetings == sum(len(t.guests) == 2 for t in board.tables(1))


def test_a_pair_that_met_before_is_new_at_no_table(alice, four):
    one, two, three, other = four
    Tie.objects.create(low=one, high=three, session=SessionFactory(), kind="table", met_on=NOW.date())
    board = board_of(seated(alice, [[[one, three], [two, other]]]))

    assert [table.new for table in board.tables(1)] == [0, 1]
    assert (board.score.new, board.score.known) == (1, 1)


def test_once_the_session_is_over_its_own_ties_do_not_lower_its_score(alice, four):
    one, two, three, other = four
    session = SessionFactory()
    tables = seated(alice, [[[one, three], [two, other]]], session=with_seats(session, four))
    Tie.objects.create(low=one, high=three, session=session, kind="table", met_on=NOW.date())

    assert board_of(tables).score.new == 2


def with_seats(session, people):
    for agent in people:
        agenda.register(session=session, agent=agent, at=NOW)
    return session


@pytest.mark.parametrize("act", [operations.set_away, operations.bring_back])
def test_who_left_the_list_meanwhile_is_refused_in_words(lunch, act):
    member = lunch.members.select_related("composition").get(agent__last_name="Nom04")
    lunch.members.filter(pk=member.pk).delete()

    with pytest.raises(Refused, match="plus partie de la liste"):
        act(member=member)
