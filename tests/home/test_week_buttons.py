"""Cette semaine: hosts to find, minimums, accords, answers and words, each found, settled and taken back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse

from essaim.agenda.models import Approval, Host, Registration
from essaim.feedback.models import Bundle, Invitation, Questionnaire, Word
from essaim.letters import operations as letters
from essaim.letters.models import Letter
from essaim.people.models import Leave
from essaim.programmes import operations as programmes
from tests.factories import NOW, AgentFactory, FormatFactory, ProgrammeFactory, SessionFactory
from tests.home.reading import page, soon
from tests.home.test_week import kinds, press, tasks, undo
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(NOW, tick=False):
        yield


def knows(agent, *, times=1, **fields):
    """Somebody who led this kind of session before."""
    for n in range(times):
        over = NOW - timedelta(days=40 + n)
        session = SessionFactory(starts_at=over, closed_at=over + timedelta(hours=3), **fields)
        Host.objects.create(session=session, agent=agent)
    return agent


@pytest.fixture
def marc(db):
    return knows(AgentFactory(first_name="Marc", last_name="Haddad"))


def leads(session):
    return [host.agent for host in session.hosts.order_by("pk")]


def test_a_session_without_host_is_given_to_a_free_colleague_and_taken_back(client, alice, marc):
    alone = soon(title="Sans hôte")
    [task] = tasks(client, alice)
    assert (task.kind, task.label) == ("host", "Confier à Marc Haddad")

    response = press(client, alice, task)

    assert leads(alone) == [marc]
    assert Letter.objects.get(agent=marc).kind == "hosting"
    assert kinds(client, alice) == []
    undo(client, response)
    assert leads(alone) == []
    assert Letter.objects.get(agent=marc).state == "cancelled"
    assert kinds(client, alice) == ["host"]


def test_without_any_colleague_who_could_the_link_stays(client, alice, marc):
    alone = soon(title="Sans hôte")
    Host.objects.create(session=SessionFactory(starts_at=alone.starts_at), agent=marc)

    [task] = tasks(client, alice)

    assert (task.label, dict(task.does)) == ("Nommer quelqu’un", {})
    assert task.page == reverse("agenda:manage_edit", args=[alone.slug])


def test_a_colleague_on_leave_is_not_proposed(client, alice, marc):
    alone = soon()
    Leave.objects.create(agent=marc, starts_on=alone.starts_at.date(), ends_on=alone.starts_at.date())

    assert [task.label for task in tasks(client, alice)] == ["Nommer quelqu’un"]


def test_a_host_on_leave_that_day_counts_as_nobody_and_is_replaced(client, alice, hugo, marc):
    session = soon(title="Publipostage")
    Host.objects.create(session=session, agent=hugo)
    day = session.starts_at.date()
    assert kinds(client, alice) == []
    Leave.objects.create(agent=hugo, starts_on=day, ends_on=day + timedelta(days=3))

    [task] = tasks(client, alice)
    assert task.what == "Hugo Haddad est en congé : « Publipostage » n’a personne pour animer"
    response = press(client, alice, task)

    assert leads(session) == [marc]
    undo(client, response)
    assert leads(session) == [hugo]


def test_leave_on_other_days_or_a_second_host_who_is_there_asks_for_nobody(client, alice, hugo, marc):
    session, other = soon(), soon(starts_at=NOW + timedelta(days=6))
    Host.objects.create(session=session, agent=hugo)
    Host.objects.create(session=other, agent=hugo)
    Host.objects.create(session=other, agent=marc)
    day = other.starts_at.date()
    Leave.objects.create(agent=hugo, starts_on=day, ends_on=day)

    assert kinds(client, alice) == []


def test_a_session_under_its_minimum_is_held_anyway_until_it_starts(client, alice, hugo):
    session = soon(title="Presque vide", minimum=4)
    Host.objects.create(session=session, agent=hugo)
    [task] = tasks(client, alice)
    assert (task.kind, task.label, task.link) == ("minimum", "Maintenir", "Annuler ou déplacer")
    assert "0 place prise pour un minimum de 4" in task.why

    response = press(client, alice, task)

    assert "« Presque vide » est maintenue" in text(response)
    assert kinds(client, alice) == []
    undo(client, response)
    assert kinds(client, alice) == ["minimum"]


def test_a_minimum_reached_or_far_away_is_no_news(client, alice, hugo):
    for fields in ({"minimum": 1, "taken": 1}, {"minimum": 4, "starts_at": NOW + timedelta(days=6)}):
        Host.objects.create(session=soon(**fields), agent=hugo)

    assert kinds(client, alice) == []


def asked_for(agent, session, **fields):
    row = Registration.objects.create(
        session=session, agent=agent, state="pending", ticket=1, registered_at=NOW, changed_at=NOW
    )
    values = {"asked_at": NOW - timedelta(days=2), "due_at": NOW + timedelta(days=1), **fields}
    return Approval.objects.create(registration=row, **values)


def test_a_request_that_nobody_answered_opens_where_to_answer(client, alice, bob, hosted):
    asked_for(bob, hosted, level=3)

    [task] = tasks(client, alice)

    assert (task.kind, task.what, task.page) == (
        "accord",
        "Bob Perrin attend un accord",
        reverse("agenda:request_list"),
    )


def test_a_request_that_a_manager_has_time_to_answer_is_left_alone(client, alice, bob, maya, hosted):
    asked_for(bob, hosted, asked_of=maya)

    assert kinds(client, alice) == []


def test_an_opinion_is_awaited_only_from_those_who_may_note_it(client, alice, ada, bob, maya, hosted):
    asked_for(bob, hosted, asked_of=maya, state="proposed", reason="date", answered_at=NOW, answered_by=maya)

    assert kinds(client, alice) == []
    assert kinds(client, ada) == ["opinion"]


def quiet(*, people=10, answered=1, **fields):
    """A questionnaire that closes tomorrow and that few have answered."""
    over = NOW - timedelta(days=5)
    session = SessionFactory(title="Publipostage", starts_at=over, closed_at=over, **fields)
    found = Questionnaire.objects.create(
        session=session, opened_at=over, closes_at=NOW + timedelta(days=1), secret="s" * 64
    )
    Invitation.objects.bulk_create(
        Invitation(questionnaire=found, agent=agent, has_answered=n < answered)
        for n, agent in enumerate(AgentFactory.create_batch(people))
    )
    return found


def test_one_button_reminds_those_who_kept_silent_and_tells_nobody_who(client, alice):
    found = quiet()
    [task] = tasks(client, alice)
    assert (task.kind, task.why.split(".")[0]) == ("survey", "1 sur 10 ont répondu")

    response = press(client, alice, task)

    reminders = Letter.objects.filter(kind="survey_reminder")
    silent = found.invitations.filter(has_answered=False).values_list("agent", flat=True)
    assert set(reminders.values_list("agent", flat=True)) == set(silent)
    assert set(reminders.values_list("state", "due_at")) == {("to_send", NOW + timedelta(minutes=1))}
    assert "Le rappel part à 9 personnes" in text(response)
    assert "Benali" not in text(response)
    assert kinds(client, alice) == []


def test_the_reminder_is_taken_back_before_it_leaves_then_may_be_sent_again(client, alice):
    quiet()
    [task] = tasks(client, alice)

    undo(client, press(client, alice, task))

    assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        [task] = tasks(client, alice)
        press(client, alice, task)
    assert Letter.objects.filter(state="to_send").count() == 9


def test_a_reminder_that_left_is_not_taken_back(client, alice):
    quiet()
    [task] = tasks(client, alice)
    response = press(client, alice, task)
    letters.send_due(NOW + timedelta(minutes=2))

    assert "Le rappel est déjà parti" in text(undo(client, response))
    assert Questionnaire.objects.get().reminded_at == NOW


def test_enough_answers_or_an_end_far_away_ask_for_no_reminder(client, alice):
    quiet(answered=5)
    Questionnaire.objects.filter(pk=quiet().pk).update(closes_at=NOW + timedelta(days=4))

    assert kinds(client, alice) == []


def test_words_to_read_lead_to_where_they_are_read(client, alice):
    bundle = Bundle.objects.create(format=FormatFactory(), made_at=NOW, asked="words:1")
    for n in range(5):
        Word.objects.create(bundle=bundle, question="Et vous ?", text=f"mot {n}")

    [task] = tasks(client, alice)

    assert (task.kind, task.what, task.page) == (
        "words",
        "5 paroles à relire",
        reverse("feedback:word_list"),
    )


@pytest.fixture
def loaded(hugo):
    """Hugo leads three sessions in a month where two are enough."""
    programmes.change_rules(programme=ProgrammeFactory(), host_ceiling=2)
    sessions = [soon(title=f"Séance {n}", starts_at=NOW + timedelta(days=1 + n)) for n in range(3)]
    for session in sessions:
        Host.objects.create(session=session, agent=hugo)
    return sessions


def test_the_farthest_session_of_a_loaded_host_is_given_away_and_taken_back(
    client, alice, hugo, marc, loaded
):
    [task] = tasks(client, alice)
    assert (task.kind, task.label) == ("load", "Confier « Séance 2 » à Marc Haddad")

    response = press(client, alice, task)

    assert [leads(session) for session in loaded] == [[hugo], [hugo], [marc]]
    assert kinds(client, alice) == []
    undo(client, response)
    assert [leads(session) for session in loaded] == [[hugo]] * 3
    assert kinds(client, alice) == ["load"]


def test_nobody_is_loaded_above_the_ceiling_by_a_gift(client, alice, marc, loaded):
    for day in (10, 11):
        Host.objects.create(session=soon(starts_at=NOW + timedelta(days=day)), agent=marc)

    assert [task.label for task in tasks(client, alice)] == ["Voir ses séances"]


def everything(bob, count):
    for n in range(count):
        at = NOW + timedelta(days=1, hours=3 * n)
        asked_for(AgentFactory(), soon(title=f"Seule {n}", starts_at=at, minimum=9, waiting=4), level=3)
        quiet()


def test_a_neighbour_sees_none_of_it(client, zoe, bob, marc, loaded):
    everything(bob, 1)

    assert kinds(client, zoe) == []


@pytest.mark.parametrize("count", [1, 3])
def test_finding_it_all_costs_a_fixed_number_of_queries(
    client, alice, bob, marc, loaded, count, django_assert_num_queries
):
    everything(bob, count)
    page(client, alice, "home:week")
    caches["pages"].clear()

    with django_assert_num_queries(45):
        client.get(reverse("home:week"))


def test_nothing_is_searched_again_while_nothing_moves(client, alice, marc, django_assert_num_queries):
    soon()
    page(client, alice, "home:week")

    with django_assert_num_queries(4):
        client.get(reverse("home:week"))


def test_the_season_before_stands_beside_this_one(client, alice, bob, hugo):
    programme = ProgrammeFactory()
    for name, year in (("Saison 2029", 2029), ("Saison 2030", 2030)):
        programmes.create_season(
            programme=programme, name=name, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
        )
    for starts_at in (NOW - timedelta(days=3), NOW - timedelta(days=60), NOW - timedelta(days=70)):
        SessionFactory(starts_at=starts_at, closed_at=starts_at)

    tiles = {tile.label: tile for tile in page(client, alice, "home:week").context["figures"].tiles}

    assert tiles["Séances tenues"].value == "1"
    assert tiles["Séances tenues"].note.startswith("2 pour « Saison 2029 ».")
