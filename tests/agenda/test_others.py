"""Registering others: who may, whom, where they would stand, what they are told, taking it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.agenda.models import Host, Move, Registration
from essaim.agenda.operations import register, resize, withdraw
from essaim.agenda.operations.others import register_others, unregister_others
from essaim.agenda.queries.invariants import violations
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from essaim.people.operations.teams import appoint_relay, note_leave
from tests.agenda.reading import text_of
from tests.factories import NOW, AgentFactory, PostingFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def team(maya):
    """Three people who report to Maya."""
    people = [AgentFactory(first_name=name, last_name="Équipe") for name in ("Ali", "Béa", "Cléo")]
    for agent in people:
        PostingFactory(agent=agent, line_manager=maya)
    return people


def page(session):
    return reverse("agenda:session_enrol", args=[session.slug])


def undo(session):
    return reverse("agenda:session_enrol_undo", args=[session.slug])


def states(session):
    return dict(Registration.objects.filter(session=session).values_list("agent", "state"))


def enrol(session, people, by):
    return register_others(session=session, agents=people, at=NOW, by=by)


def test_each_goes_through_the_same_door_with_one_result_per_person(hosted, team, maya):
    resize(session=hosted, seats=2, at=NOW, by=maya)

    outcomes = enrol(hosted, team, maya)

    assert [(outcome.state, outcome.rank) for outcome in outcomes] == [
        ("confirmed", None),
        ("confirmed", None),
        ("waiting", 1),
    ]
    assert set(Move.objects.values_list("by", flat=True)) == {maya.pk}
    assert violations(NOW) == []


def test_registering_twice_is_harmless(hosted, team, maya):
    enrol(hosted, team, maya)
    enrol(hosted, team, maya)

    assert (Registration.objects.count(), Move.objects.count()) == (3, 3)


def test_a_refusal_of_one_leaves_a_sentence_and_the_others_registered(hosted, team, maya):
    hosted.registration_closes_at = NOW
    hosted.save()

    assert [bool(outcome.refusal) for outcome in enrol(hosted, team, maya)] == [True] * 3
    assert states(hosted) == {}


def test_nobody_registers_people_outside_the_team(hosted, maya, hugo, team):
    with pytest.raises(Refused, match="hors de votre équipe"):
        enrol(hosted, [*team, hugo], maya)

    assert states(hosted) == {}


def test_a_relay_registers_the_unit_and_a_coordinator_anybody(hosted, alice, hugo, bob):
    appoint_relay(agent=hugo, unit=bob.unit, at=NOW, by=alice)

    assert [outcome.state for outcome in enrol(hosted, [bob], hugo)] == ["confirmed"]
    assert [outcome.state for outcome in enrol(SessionFactory(), [bob, hugo], alice)] == ["confirmed"] * 2


def test_the_letter_says_who_registered_and_how_to_withdraw(hosted, team, maya):
    enrol(hosted, team[:1], maya)

    letter = Letter.objects.get()
    assert letter.body.startswith("Maya Marchand a fait cette inscription pour vous.")
    assert "Je me désiste" in letter.body
    assert letter.action_path == reverse("agenda:session_detail", args=[hosted.slug])
    withdraw(session=hosted, agent=team[0], at=NOW)
    assert states(hosted) == {team[0].pk: "withdrawn"}


def test_undo_before_the_letter_left_writes_nothing(hosted, team, maya):
    enrol(hosted, team, maya)

    unregister_others(session=hosted, agents=team, at=NOW, by=maya)
    unregister_others(session=hosted, agents=team, at=NOW, by=maya)

    assert set(states(hosted).values()) == {"withdrawn"}
    assert Letter.objects.exclude(state="cancelled").count() == 0
    assert violations(NOW) == []


def test_undo_after_the_letter_left_is_told(hosted, team, maya):
    enrol(hosted, team[:1], maya)
    send_due(NOW)

    unregister_others(session=hosted, agents=team[:1], at=NOW + timedelta(hours=1), by=maya)

    told = Letter.objects.get(state="to_send")
    assert "Maya Marchand a annulé l’inscription" in told.body


def test_undo_leaves_those_who_registered_by_themselves(hosted, team, maya):
    register(session=hosted, agent=team[0], at=NOW - timedelta(hours=1))
    enrol(hosted, team, maya)

    unregister_others(session=hosted, agents=team, at=NOW, by=maya)

    assert states(hosted)[team[0].pk] == "confirmed"


def test_registering_thirty_costs_a_bounded_number_of_queries_per_person(hosted, alice):
    people = [AgentFactory() for _number in range(30)]
    resize(session=hosted, seats=20, at=NOW, by=alice)

    with CaptureQueriesContext(connection) as found:
        enrol(hosted, people, alice)

    assert len(found) <= 20 * len(people) + 10


# The page -------------------------------------------------------------------------------------------------


def test_the_page_lists_the_team_and_nobody_else(client, hosted, team, maya, bob, hugo):
    client.force_login(maya)

    text = text_of(client.get(page(hosted)))

    assert "12 places libres" in text
    assert all(agent.full_name in text for agent in [*team, bob])
    assert f"{hugo.full_name}" not in text.split("Qui inscrivez-vous")[1]


def test_those_ticked_are_reread_with_place_rank_and_conflicts(client, hosted, team, maya):
    resize(session=hosted, seats=2, at=NOW, by=maya)
    other = SessionFactory(title="Publipostage")
    register(session=other, agent=team[0], at=NOW)
    day = hosted.starts_at.date()
    note_leave(agent=team[1], starts_on=day, ends_on=day, by=team[1])
    client.force_login(maya)

    text = text_of(client.get(page(hosted), {"personne": [agent.pk for agent in team]}))

    reread = text.split("3 personnes à inscrire")[1]
    assert "À la même heure : « Publipostage »" in reread
    assert "En congé le" in reread
    assert [reread.count(words) for words in ("Une place", "En attente, rang 1")] == [2, 1]
    assert states(hosted) == {}


def test_the_title_of_a_draft_is_for_those_who_may_see_it(client, hosted, team, maya, alice):
    draft = SessionFactory(title="Projet secret", published_at=None)
    Host.objects.create(session=draft, agent=team[0])
    chosen = {"personne": team[0].pk}

    client.force_login(maya)
    by_the_manager = client.get(page(hosted), chosen)
    client.force_login(alice)
    by_the_coordinator = client.get(page(hosted), chosen)

    assert "Anime à la même heure une autre séance" in text_of(by_the_manager)
    assert "Projet secret" not in text_of(by_the_manager)
    assert draft.slug not in by_the_manager.content.decode()
    assert "Anime à la même heure « Projet secret »" in text_of(by_the_coordinator)


def test_a_search_keeps_those_already_ticked(client, hosted, team, maya):
    client.force_login(maya)

    html = client.get(page(hosted), {"nom": "bea", "personne": [team[0].pk]}).content.decode()

    assert f'type="hidden" name="personne" value="{team[0].pk}"' in html
    assert "Ali Équipe" in html
    assert "Cléo Équipe" not in html


def test_the_whole_service_is_ticked_in_one_tap(client, hosted, team, maya, bob):
    client.force_login(maya)

    assert "4 personnes à inscrire" in text_of(client.get(page(hosted), {"tout": "1"}))


def test_sending_then_undoing_one_then_all(client, hosted, team, maya):
    client.force_login(maya)

    sent = client.post(page(hosted), {"personne": [agent.pk for agent in team]}, follow=True)
    client.post(undo(hosted), {"personne": team[0].pk})
    after_one = states(hosted)
    client.post(f"{undo(hosted)}?personne={team[1].pk}&personne={team[2].pk}")

    assert "3 places réservées" in text_of(sent)
    assert "3 inscriptions faites par vous" in text_of(sent)
    assert [after_one[agent.pk] for agent in team] == ["withdrawn", "confirmed", "confirmed"]
    assert set(states(hosted).values()) == {"withdrawn"}


def test_sending_nobody_says_to_tick_somebody(client, hosted, team, maya):
    client.force_login(maya)

    assert "Cochez au moins une personne" in text_of(client.post(page(hosted), follow=True))


@pytest.mark.parametrize("strange", ["abc", "9" * 40, "-1", ""])
def test_numbers_that_make_no_sense_are_left_out(client, hosted, team, maya, strange):
    client.force_login(maya)

    answers = [client.get(page(hosted), {"personne": strange, "service": strange}).status_code]
    answers.append(client.post(page(hosted), {"personne": strange}).status_code)

    assert answers == [200, 302]


def test_the_session_page_shows_the_door_to_those_who_may(client, hosted, maya, bob):
    seen = []
    for agent in (maya, bob):
        client.force_login(agent)
        html = client.get(reverse("agenda:session_detail", args=[hosted.slug])).content.decode()
        seen.append(page(hosted) in html)

    assert seen == [True, False]


def test_one_and_three_people_cost_the_same_queries(client, hosted, maya, bob):
    client.force_login(maya)
    counts = []
    for number in (0, 2):
        for _person in range(number):
            PostingFactory(agent=AgentFactory(), line_manager=maya)
        client.get(page(hosted))
        with CaptureQueriesContext(connection) as found:
            client.get(page(hosted), {"tout": "1"})
        counts.append(len(found))

    assert counts[0] == counts[1]
