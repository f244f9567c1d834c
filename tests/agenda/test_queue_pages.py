"""A crowd that waits: what is kept for everybody is not drawn again, and the numbers follow all the same."""

import pytest
from django.db import connection
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.operations.sessions import edit_session
from essaim.letters.models import Letter
from tests.agenda.reading import address
from tests.factories import NOW, AgentFactory, SessionFactory

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def full(hugo):
    session = SessionFactory(seats=1)
    operations.register(session=session, agent=hugo, at=NOW)
    return session


def queue(session, *numbers: int) -> list:
    """People who arrive one after the other."""
    people = [AgentFactory(login=f"file{number}") for number in numbers]
    for agent in people:
        operations.register(session=session, agent=agent, at=NOW)
    return people


def read(client, where: str) -> str:
    return client.get(where).content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_whoever_joins_the_queue_does_not_make_another_version(full):
    full.refresh_from_db()
    version = full.version

    queue(full, 1, 2)

    full.refresh_from_db()
    assert (full.version, full.waiting, full.last_ticket) == (version, 2, 3)


@pytest.mark.parametrize("page", ["programme", "session"])
def test_pages_that_are_kept_follow_the_number_who_wait(client, bob, full, page):
    client.force_login(bob)
    where = {
        "programme": reverse("agenda:session_list"),
        "session": address("session_detail", full),
    }[page]
    said = []
    for number in (1, 2, 3):
        queue(full, number)
        said.append(f"{number} en attente" in read(client, where))

    assert said == [True, True, True]


def test_what_was_read_before_a_click_is_not_shown_when_more_than_the_queue_changed_meanwhile(
    client, bob, full
):
    client.force_login(bob)
    edits = []

    def somebody_is_faster(execute, sql, *rest):
        if sql.startswith("UPDATE") and "agenda_session" in sql and not edits:
            edits.append(sql)
            edit_session(session=full, at=NOW, by=bob, title="Autre titre")
        return execute(sql, *rest)

    with connection.execute_wrapper(somebody_is_faster):
        answer = client.post(address("session_register", full), headers={"HX-Request": "true"})

    assert (len(edits), "Autre titre" in answer.content.decode()) == (1, True)
    assert "Autre titre" in read(client, address("session_detail", full))


def test_ranks_follow_the_counters_when_somebody_left_the_queue(full):
    _first, second, _third = queue(full, 1, 2, 3)
    operations.withdraw(session=full, agent=second, at=NOW)

    (late,) = queue(full, 4)

    letter = Letter.objects.get(agent=late)
    assert letter.subject.startswith("En attente, rang 3")
