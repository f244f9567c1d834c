"""The host's phone in the room, and the screen of the room, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Presence, Tap
from essaim.agenda.operations.room import PlannedStep, set_running_order
from tests.browser.conftest import sign_in
from tests.factories import AgentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "Object.keys(localStorage).map(name => localStorage[name]).join()"


@pytest.fixture
def expected(just_over, bob):
    """Bob and two colleagues, each with a seat."""
    people = [bob, *AgentFactory.create_batch(2, organisation=bob.organisation)]
    for agent in people:
        operations.register(session=just_over, agent=agent, at=just_over.starts_at - timedelta(days=9))
    return people


@pytest.fixture
def room(open_page, hugo, just_over, expected):
    page = sign_in(open_page(), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")
    return page


def here(page, agent):
    return page.locator(f"#marque-{agent.pk}-present")


def present():
    found = Presence.objects.filter(status="present").order_by("pk")
    return list(found.values_list("agent", flat=True))


def test_taps_during_a_cut_are_kept_as_numbers_and_counted_once_each(room, expected):
    room.context.set_offline(True)
    for agent in expected[:2]:
        here(room, agent).click()
    room.get_by_text("2 gestes gardés dans ce navigateur").wait_for()
    kept = room.evaluate(KEPT)
    assert present() == []

    room.context.set_offline(False)

    room.get_by_text("2 gestes gardés, bien reçus.").wait_for()
    room.locator("#compte").get_by_text("2 sur 3").wait_for()
    assert present() == [agent.pk for agent in expected[:2]]
    assert Tap.objects.count() == 2
    assert room.evaluate(KEPT) == ""
    assert expected[0].last_name not in kept


def test_taps_outlive_the_page_that_kept_them(room, just_over, expected):
    room.context.set_offline(True)
    here(room, expected[0]).click()
    room.get_by_text("1 geste gardé dans ce navigateur").wait_for()
    room.goto("about:blank")
    room.context.set_offline(False)

    room.goto(f"/seances/{just_over.slug}/salle/")

    room.get_by_text("1 geste gardé, bien reçu.").wait_for()
    assert present() == [expected[0].pk]


def test_an_answer_that_got_lost_counts_nobody_twice(room, expected, just_over, alice):
    def lose_the_answer(route):
        route.fetch()
        route.abort("connectionreset")

    room.route("**/salle/presence/", lose_the_answer, times=1)
    room.route("**/salle/gardees/", lambda route: route.abort())
    here(room, expected[0]).click()
    room.get_by_text("1 geste gardé dans ce navigateur").wait_for()
    sitting = just_over.sittings.get()
    operations.mark_presence(
        sitting=sitting, agent=expected[0], status="excused", at=timezone.now(), by=alice
    )
    room.unroute("**/salle/gardees/")

    room.get_by_text("1 geste gardé, bien reçu.").wait_for()

    assert Presence.objects.get().status == "excused"


def test_everybody_is_there_also_during_a_cut_and_what_needs_the_network_says_so(room, expected):
    room.context.set_offline(True)
    room.get_by_role("button", name="Tout le monde").click()
    room.get_by_text("3 gestes gardés dans ce navigateur").wait_for()
    room.get_by_role("button", name="Terminer la séance").click()
    room.get_by_text("Le réseau manque").wait_for()
    room.fill("#nom", "perrin")
    room.keyboard.press("Enter")

    room.context.set_offline(False)

    room.get_by_text("3 gestes gardés, bien reçus.").wait_for()
    assert sorted(present()) == sorted(agent.pk for agent in expected)


def test_badges_follow_each_other_without_touching_the_screen(room, expected):
    room.focus("#nom")
    for agent in expected[1:]:
        room.keyboard.type(agent.hr_number)
        room.keyboard.press("Enter")
        room.locator("#trouve").get_by_text(agent.full_name, exact=True).wait_for()

    room.locator("#compte").get_by_text("2 sur 3").wait_for()
    assert present() == [agent.pk for agent in expected[1:]]


def test_arrivals_follow_by_themselves_only_while_somebody_looks(room, expected, just_over, alice):
    asked = []
    room.on("request", lambda one: asked.append(one.url) if "vu=" in one.url else None)
    room.clock.install()
    room.add_init_script("Object.defineProperty(document, 'hidden', {get: () => !window.isWatched})")
    room.reload()
    room.clock.run_for(13_000)
    while_hidden = len(asked)
    sitting = just_over.sittings.get()
    operations.mark_presence(
        sitting=sitting, agent=expected[0], status="present", at=timezone.now(), by=alice
    )
    room.evaluate("window.isWatched = true")
    room.clock.run_for(4_100)

    room.locator("#compte").get_by_text("1 sur 3").wait_for()

    assert while_hidden == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_host_notes_by_number_adds_a_walk_in_in_two_taps_and_goes_to_the_next_step(
    open_page, hugo, just_over, expected, javascript
):
    set_running_order(session=just_over, steps=[PlannedStep("Tour de table", 10)])
    marc = AgentFactory(organisation=hugo.organisation, first_name="Marc", last_name="Olive")
    page = sign_in(open_page(javascript=javascript), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")
    page.fill("#nom", expected[1].hr_number)
    page.keyboard.press("Enter")
    page.locator("#compte").get_by_text("1 sur 3").wait_for()
    page.fill("#nom", "olive")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("button", name="Ajouter Marc").click()
    page.locator("#compte").get_by_text("2 sur 4").wait_for()
    page.get_by_role("button", name="Commencer le déroulé").click()
    page.locator("[aria-current=step]").get_by_text("Tour de table").wait_for()

    assert present() == [expected[1].pk, marc.pk]


def test_the_screen_of_the_room_follows(open_page, hugo, just_over, expected):
    page = sign_in(open_page(1280, 720), hugo)
    page.goto(f"/seances/{just_over.slug}/projecteur/")
    sitting = just_over.sittings.get()

    operations.mark_presence(sitting=sitting, agent=expected[0], status="present", at=timezone.now(), by=hugo)

    page.get_by_role("heading", name="1 personne est là").wait_for()
