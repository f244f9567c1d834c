"""The running order of a session, and the screen of its room."""

from datetime import timedelta

import pytest

from essaim.agenda.models import Step
from essaim.agenda.operations import cancel_session, close_session, mark_presence
from essaim.agenda.operations.room import PlannedStep, go_to_step, set_running_order
from essaim.agenda.queries.running import running_order_of
from essaim.kernel.errors import Refused
from tests.agenda.arranging import HTMX, address
from tests.agenda.reading import text_of
from tests.factories import AgentFactory, UnitFactory

pytestmark = pytest.mark.django_db
STEPS = [PlannedStep("Tour de table", 10), PlannedStep("Votre fichier", 20), PlannedStep("Avis", 5)]


@pytest.fixture
def ordered(hosted):
    set_running_order(session=hosted, steps=STEPS)
    return hosted


@pytest.fixture
def clock_at(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr("essaim.kernel.clock.now", lambda: moment)

    return set_to


def written(session):
    return list(Step.objects.filter(session=session).order_by("position").values_list("title", "minutes"))


def test_a_host_writes_the_steps_in_a_few_fields(client, hugo, hosted):
    client.force_login(hugo)
    sent = {"title-1": "Tour de table", "minutes-1": "10", "title-3": "Avis", "minutes-3": "5"}

    answer = client.post(address("running_order", hosted), sent, follow=True)

    assert written(hosted) == [("Tour de table", 10), ("Avis", 5)]
    assert "Le déroulé est enregistré." in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title-1": "Accueil"}, "Combien de minutes dure cette étape ?"),
        ({"minutes-1": "5"}, "Comment s’appelle cette étape ?"),
        ({"title-1": "Accueil", "minutes-1": "0"}, "Écrivez un nombre de minutes, 1 au moins."),
        ({"title-1": "Accueil", "minutes-1": "dix"}, "Écrivez un nombre de minutes, par exemple 10."),
        ({"title-1": "Accueil", "minutes-1": "601"}, "Une étape dure 600 minutes au plus."),
    ],
)
def test_a_line_that_lacks_something_is_answered_in_words_and_nothing_is_lost(
    client, hugo, ordered, sent, sentence
):
    client.force_login(hugo)

    answer = client.post(address("running_order", ordered), sent | {"title-2": "Gardé", "minutes-2": "7"})

    assert sentence in text_of(answer)
    assert 'value="Gardé"' in answer.content.decode()
    assert written(ordered) == [tuple(step) for step in STEPS]


def test_a_full_page_of_lines_always_has_some_more(client, hugo, hosted):
    set_running_order(session=hosted, steps=[PlannedStep(f"Étape {n}", 5) for n in range(6)])
    client.force_login(hugo)

    assert 'name="title-9"' in client.get(address("running_order", hosted)).content.decode()


def test_the_room_says_the_minutes_left_of_the_step(client, hugo, ordered, clock_at):
    client.force_login(hugo)
    clock_at(ordered.starts_at)
    client.post(address("room_step", ordered), {"etape": "1"})
    clock_at(ordered.starts_at + timedelta(minutes=3))
    client.post(address("room_step", ordered), {"etape": "2"})
    clock_at(ordered.starts_at + timedelta(minutes=11, seconds=20))

    text = text_of(client.get(address("room", ordered)))

    assert "« Votre fichier », encore 12 min" in " ".join(text.split())


def test_a_step_that_lasts_longer_says_by_how_much(client, hugo, ordered, clock_at):
    go_to_step(session=ordered, position=3, at=ordered.starts_at)
    client.force_login(hugo)
    clock_at(ordered.starts_at + timedelta(minutes=8))

    text = text_of(client.get(address("room", ordered)))

    assert "« Avis », dépassé de 3 min" in " ".join(text.split())


def test_a_double_tap_on_the_next_step_passes_none(ordered):
    at = ordered.starts_at
    go_to_step(session=ordered, position=1, at=at)
    go_to_step(session=ordered, position=1, at=at + timedelta(minutes=4))

    order = running_order_of(ordered, at=at + timedelta(minutes=4))

    assert (order.current.title, order.left, order.following.title) == ("Tour de table", 6, "Votre fichier")


def test_going_back_finds_the_step_before_as_it_was(ordered):
    at = ordered.starts_at
    go_to_step(session=ordered, position=1, at=at)
    go_to_step(session=ordered, position=2, at=at + timedelta(minutes=2))
    go_to_step(session=ordered, position=1, at=at + timedelta(minutes=3))

    order = running_order_of(ordered, at=at + timedelta(minutes=4))

    assert (order.current.title, order.left) == ("Tour de table", 6)


def test_changing_the_order_on_the_way_keeps_the_step_that_runs(ordered):
    go_to_step(session=ordered, position=1, at=ordered.starts_at)
    set_running_order(session=ordered, steps=[*STEPS, PlannedStep("Rangement", 5)])

    order = running_order_of(ordered, at=ordered.starts_at + timedelta(minutes=1))

    assert (order.current.title, order.left) == ("Tour de table", 9)


def test_a_closed_or_cancelled_session_has_no_order_to_follow(ordered, hugo, alice):
    cancel_session(session=ordered, reason="Salle", at=ordered.starts_at - timedelta(days=2), by=alice)

    with pytest.raises(Refused):
        go_to_step(session=ordered, position=1, at=ordered.starts_at)
    with pytest.raises(Refused):
        set_running_order(session=ordered, steps=[])


@pytest.mark.parametrize("text", ["", "x", "-1", "99999", "²"])
def test_a_step_that_makes_no_sense_is_answered_in_words(client, hugo, ordered, text):
    client.force_login(hugo)

    answer = client.post(address("room_step", ordered), {"etape": text}, follow=True)

    assert "Ce geste n’a pas été compris" in text_of(answer)


def arrive(session, count, service, hugo):
    unit, sitting = UnitFactory(organisation=hugo.organisation, name=service), session.sittings.get()
    for number in range(count):
        agent = AgentFactory(organisation=hugo.organisation, unit=unit, last_name=f"Nom{number}")
        mark_presence(sitting=sitting, agent=agent, status="present", at=session.starts_at, by=hugo)


def test_the_screen_counts_by_service_and_groups_those_of_fewer_than_three(client, hugo, hosted):
    arrive(hosted, 3, "Finances", hugo)
    arrive(hosted, 2, "Voirie", hugo)
    arrive(hosted, 1, "Sports", hugo)
    client.force_login(hugo)

    text = " ".join(text_of(client.get(address("projector", hosted))).split())

    assert "6 personnes sont là, de 3 services" in text
    assert "3 Finances" in text
    assert "3 Autres services" in text
    assert "Voirie" not in text
    assert "Sports" not in text


def test_the_screen_names_nobody_who_arrived(client, hugo, hosted):
    arrive(hosted, 3, "Finances", hugo)
    client.force_login(hugo)

    assert "Nom1" not in text_of(client.get(address("projector", hosted)))


def test_the_screen_says_nothing_again_while_nothing_moved(client, hugo, hosted):
    client.force_login(hugo)
    hosted.refresh_from_db()

    assert client.get(address("projector", hosted), {"vu": hosted.version}, **HTMX).status_code == 204
    arrive(hosted, 1, "Sports", hugo)
    assert client.get(address("projector", hosted), {"vu": hosted.version}, **HTMX).status_code == 200


def test_the_screen_asks_for_the_questionnaire_once_the_session_is_closed(client, hugo, hosted):
    close_session(session=hosted, at=hosted.starts_at, by=hugo)
    client.force_login(hugo)

    assert "Donnez votre avis avant de partir" in text_of(client.get(address("projector", hosted)))
