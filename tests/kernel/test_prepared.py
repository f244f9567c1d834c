"""Readings whose SQL is written once."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.db.models.signals import post_save

from essaim.agenda.models import Session
from essaim.kernel.models import Tick
from essaim.kernel.plans import not_a_way_in
from essaim.kernel.prepared import (
    Prepared,
    PreparedForMany,
    PreparedInsert,
    PreparedMove,
    PreparedUpdate,
    SeldomForMany,
)
from essaim.people.models import Agent, Posting
from tests.factories import NOW, AgentFactory, FormatFactory, PostingFactory, ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_gives_the_same_objects_as_the_query_set(django_assert_num_queries):
    read = Prepared(lambda *, pk: Agent.objects.select_related("organisation", "unit").filter(pk=pk), pk=int)
    agents = [AgentFactory(login="a"), AgentFactory(login="b", is_active=False)]

    for agent in agents:
        with django_assert_num_queries(1):
            (found,) = read(pk=agent.pk)
            assert (found, found.organisation.name, found.unit) == (agent, agent.organisation.name, None)
        expected = Agent.objects.get(pk=agent.pk)
        assert {f.attname: getattr(found, f.attname) for f in Agent._meta.fields} == {
            f.attname: getattr(expected, f.attname) for f in Agent._meta.fields
        }


def test_moments_and_annotations_are_those_of_the_query_set():
    def after(*, at: datetime):
        named = Session.objects.annotate(twice=Concat("title", Value("!"), "title"))
        return named.filter(starts_at__gt=at).order_by("starts_at")

    read = Prepared(after, at=datetime)
    SessionFactory(title="Tôt", starts_at=NOW)
    late = SessionFactory(title="Tard", starts_at=NOW + timedelta(days=1))

    assert [(found.pk, found.twice, found.starts_at) for found in read(at=NOW)] == [
        (late.pk, "Tard!Tard", late.starts_at)
    ]
    assert len(read(at=NOW - timedelta(1))) == 2


def test_rows_of_values_are_tuples():
    read = Prepared(
        lambda *, title: Session.objects.filter(title=title).values_list("title", "starts_at"), title=str
    )
    session = SessionFactory(title="L’abeille")

    assert read(title="L’abeille") == [("L’abeille", session.starts_at)]
    assert read(title="' OR 1=1 --") == []


def test_a_value_that_is_not_found_again_in_the_sql_is_a_bug_that_surfaces():
    with pytest.raises(TypeError):
        Prepared(lambda *, name: Group.objects.filter(name__contains=name), name=str)(name="a")


def test_an_update_says_how_many_rows_it_changed(django_assert_num_queries):
    open_ones = PreparedUpdate(
        lambda *, pk: Session.objects.filter(pk=pk, closed_at=None), {"taken": F("taken") + 1}, pk=int
    )
    session, closed = SessionFactory(), SessionFactory(closed_at=NOW)

    with django_assert_num_queries(1):
        assert open_ones(pk=session.pk) == 1
    assert open_ones(pk=closed.pk) == 0
    assert [Session.objects.get(pk=row.pk).taken for row in (session, closed)] == [1, 0]


def test_a_move_gives_what_the_row_holds_after_it(django_assert_num_queries):
    move = PreparedMove(
        lambda *, pk: Session.objects.filter(pk=pk, closed_at=None),
        {"taken": F("taken") + 1},
        ("taken", "seats"),
        pk=int,
    )
    session, closed = SessionFactory(seats=5), SessionFactory(closed_at=NOW)

    with django_assert_num_queries(1):
        assert move(pk=session.pk) == [(1, 5)]
    assert move(pk=session.pk) == [(2, 5)]
    assert move(pk=closed.pk) == []
    assert [Session.objects.get(pk=row.pk).taken for row in (session, closed)] == [2, 0]


def test_a_row_is_written_as_save_writes_it(django_assert_num_queries):
    insert = PreparedInsert(Posting)
    saved = PostingFactory()
    fields = {
        f.attname: getattr(saved, f.attname) for f in Posting._meta.concrete_fields if f.attname != "id"
    }
    agents = [AgentFactory(login="a"), AgentFactory(login="b")]

    for agent in agents:
        with django_assert_num_queries(1):
            row = insert(Posting(**fields | {"agent_id": agent.pk}))
        found = Posting.objects.get(agent=agent)
        assert (row.pk, row._state.adding) == (found.pk, False)
        assert {name: getattr(found, name) for name in fields} == fields | {"agent_id": agent.pk}


def test_a_row_that_stands_already_is_refused_or_left():
    once, again = PreparedInsert(Tick), PreparedInsert(Tick, or_nothing=True)
    once(Tick(name="a", due_at=NOW))

    with pytest.raises(IntegrityError), transaction.atomic():
        once(Tick(name="a", due_at=NOW))
    assert again(Tick(name="a", due_at=NOW)).pk is None
    assert again(Tick(name="b", due_at=NOW)).pk is not None
    assert sorted(Tick.objects.values_list("name", flat=True)) == ["a", "b"]


def test_a_model_that_somebody_listens_to_is_not_written_behind_their_back():
    def hear(**said):
        """Whoever counts on being told."""

    post_save.connect(hear, sender=Posting)
    try:
        with pytest.raises(TypeError):
            PreparedInsert(Posting)(PostingFactory.build(agent=AgentFactory()))
    finally:
        post_save.disconnect(hear, sender=Posting)


def test_rows_of_one_content_are_made_once():
    made = []

    def row(*values):
        made.append(values)
        return values

    read = Prepared(lambda *, pk: Session.objects.filter(pk=pk).values_list("title", "version"), row, pk=int)
    session = SessionFactory(title="A")

    assert [read(pk=session.pk), read(pk=session.pk)] == [[("A", 1)], [("A", 1)]]
    Session.objects.update(version=2)
    assert read(pk=session.pk) == [("A", 2)]
    assert made == [("A", 1), ("A", 2)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_one_reading_serves_lists_of_any_length(count, django_assert_num_queries):
    read = PreparedForMany(
        lambda pks, *, at: Session.objects.filter(pk__in=pks, starts_at__lte=at), at=datetime
    )
    sessions = [SessionFactory(starts_at=NOW) for _n in range(6)]
    SessionFactory(starts_at=NOW)
    wanted = {session.pk for session in sessions[:count]}

    with django_assert_num_queries(1 if count else 0):
        assert {session.pk for session in read(wanted, at=NOW)} == wanted
    assert read(wanted, at=NOW - timedelta(1)) == []


def test_what_is_seldom_there_costs_one_narrow_question_when_it_is_not(django_assert_num_queries):
    read = SeldomForMany(lambda pks: Session.objects.filter(pk__in=pks, taken__gt=0).order_by("-title"))
    sessions = [SessionFactory(title=title) for title in "ABC"]
    wanted = [session.pk for session in sessions]

    with django_assert_num_queries(1) as asked:
        assert read(wanted) == []
    assert "title" not in asked.captured_queries[0]["sql"].split("FROM")[0]

    Session.objects.filter(title__in="AC").update(taken=1)
    with django_assert_num_queries(2):
        assert read(wanted) == [sessions[2], sessions[0]]


def test_a_column_that_is_no_way_in_still_chooses_the_rows():
    ours = SessionFactory()
    theirs = SessionFactory(format=FormatFactory(programme=ProgrammeFactory(slug="autre")))

    rows = Session.objects.alias(of=not_a_way_in("programme_id"))
    assert [list(rows.filter(of__in=[one.programme_id])) for one in (ours, theirs)] == [[ours], [theirs]]


def test_days_are_given_as_days():
    read = Prepared(lambda *, on: Posting.objects.filter(starts_on__lte=on, ends_on=None), on=date)
    posting = PostingFactory(starts_on=date(2030, 1, 2))

    assert read(on=date(2030, 1, 2)) == [posting]
    assert read(on=date(2030, 1, 1)) == []


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=97), timedelta(days=-1)])
def test_a_moment_worked_out_from_a_given_one_is_a_bug_that_surfaces(later):
    def between(*, at: datetime):
        return Session.objects.filter(starts_at__gt=at, starts_at__lt=at + later)

    with pytest.raises(TypeError, match="worked out"):
        Prepared(between, at=datetime)(at=NOW)
