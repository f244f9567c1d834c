"""Kept seats on the pages: who reads what, and the simulation before saving."""

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Pool, Registration, Session
from essaim.agenda.queries import manage
from essaim.agenda.queries.proposals import PoolPlan
from essaim.people.models import Partnership
from tests.factories import AgentFactory, OrganisationFactory, SessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(alice):
    starts_at = timezone.now() + timedelta(days=60)
    return SessionFactory(title="Oser l’oral", slug="oser", seats=3, starts_at=starts_at)


@pytest.fixture
def day():
    return timezone.localdate() + timedelta(days=30)


def keep(session, *plans):
    return operations.set_pools(session=session, plans=plans, at=timezone.now(), by=None)


def ask(session, *agents):
    for agent in agents:
        operations.register(session=session, agent=agent, at=timezone.now())


def lines(*rows, **buttons):
    sent = {"pools": len(rows), **buttons}
    for place, (audience, seats, day) in enumerate(rows):
        sent |= {
            f"pools-{place}-audience": audience,
            f"pools-{place}-seats": seats,
            f"pools-{place}-releases_on": day,
        }
    return sent


def test_who_is_passed_over_reads_for_whom_seats_are_kept_and_until_when(client, session, bob, day):
    unit = UnitFactory(name="Petite enfance")
    keep(session, PoolPlan("unit", 3, day, unit=unit))
    client.force_login(bob)

    before = client.get("/seances/oser/").content.decode()
    client.post("/seances/oser/inscription/")
    after = client.get("/seances/oser/").content.decode()

    for page, state in ((before, "full"), (after, "waiting")):
        assert f'data-state="{state}"' in page
        assert "3 places sont gardées pour le service" in page
        assert "Petite enfance" in page
    assert Registration.objects.get().state == "waiting"


def test_whom_a_seat_is_kept_for_reads_it_and_takes_it(client, session, bob, day):
    keep(session, PoolPlan("unit", 3, day, unit=bob.unit))
    ask(session, AgentFactory())
    client.force_login(bob)

    page = client.get("/seances/oser/").content.decode()
    line = client.get("/programme/").content.decode()
    client.post("/seances/oser/inscription/")

    assert "3 places gardées pour vous" in page
    assert "3 places gardées pour vous" in line
    assert Registration.objects.get(agent=bob).pool.unit == bob.unit


def test_the_simulation_names_who_enters_and_who_is_passed_and_writes_nothing(
    client, alice, session, bob, day
):
    keep(session, PoolPlan("category", 2, day, category="A"))
    maud = AgentFactory(first_name="Maud", last_name="Passée")
    ask(session, AgentFactory(), maud, bob)
    client.force_login(alice)

    sent = lines((f"unit:{bob.unit_id}", 2, day.isoformat()), look="1")
    page = client.post("/pilotage/programme/oser/places/gardees/", sent).content.decode()

    enters = page[page.index('data-fate="enter"') : page.index('data-fate="wait"')]
    waits = page[page.index('data-fate="wait"') : page.index('data-fate="keep"')]
    assert "Bob Perrin" in enters
    assert "Place gardée pour le service" in enters
    assert "Maud Passée" in waits
    assert "D’autres passent avant" in waits
    assert "1 place est gardée" in waits.replace("\xa0", " ").replace("\u202f", " ")
    assert Pool.objects.get().kind == "category"

    client.post("/pilotage/programme/oser/places/gardees/", sent | {"save": "1"})
    assert Pool.objects.get().unit == bob.unit
    assert Registration.objects.get(agent=bob).state == "offered"
    assert Registration.objects.get(agent=maud).state == "waiting"


def test_bad_lines_are_told_together_and_nothing_is_lost(client, alice, session, day):
    foreign = UnitFactory(organisation=OrganisationFactory(slug="ailleurs", name="Ailleurs"))
    client.force_login(alice)
    address = "/pilotage/programme/oser/places/gardees/"

    def told(*rows):
        page = client.post(address, lines(*rows, save="1")).content.decode()
        return page[page.index("error-summary") : page.index("<form", page.index("error-summary"))]

    soon = day.isoformat()
    assert "Il faut au moins une place" in told(("category:A", "0", soon))
    assert "C’est plus que la séance n’en a" in told(("category:A", "100000", soon))
    assert "Choisissez dans la liste" in told((f"unit:{foreign.pk}", "1", soon))
    assert "Choisissez dans la liste" in told((f"organisation:{foreign.organisation_id}", "1", soon))
    assert "Choisissez dans la liste" in told(("unit:99999999999999999999", "1", soon))
    assert "Ce jour n’existe pas" in told(("first", "1", "31/02/2030"))
    assert "est passé" in told(("first", "1", "2020-01-01"))
    assert "la veille" in told(("first", "1", (day + timedelta(days=90)).isoformat()))
    assert "Deux lignes" in told(("first", "1", soon), ("first", "2", soon))
    page = client.post(address, lines(("first", "4", soon), save="1")).content.decode()
    assert "la séance en a 3" in page
    assert 'value="4"' in page
    assert Pool.objects.count() == 0


def test_lines_are_added_and_removed_without_a_complaint(client, alice, session, day):
    client.force_login(alice)
    address = "/pilotage/programme/oser/places/gardees/"

    more = client.post(address, lines(("first", "", ""), add="1")).content.decode()
    less = client.post(address, lines(("first", "", ""), ("", "", ""), remove="0")).content.decode()

    assert (more.count('class="legend"'), less.count('class="legend"')) == (2, 1)
    assert "error-summary" not in more + less


def test_saving_no_line_opens_everything(client, alice, session, day):
    keep(session, PoolPlan("first", 2, day))
    client.force_login(alice)

    client.post("/pilotage/programme/oser/places/gardees/", lines(save="1"))

    assert (Pool.objects.count(), Session.objects.get().kept) == (0, 0)


def test_the_session_s_page_says_which_seats_are_kept(client, alice, session, bob, day):
    keep(session, PoolPlan("unit", 2, day, unit=bob.unit))
    ask(session, bob)
    client.force_login(alice)

    page = client.get("/pilotage/programme/oser/").content.decode()

    assert "2\u202fplaces gardées" in page or "2 places gardées" in page
    assert "sur une place gardée" in page


@pytest.mark.parametrize("count", [1, 3])
def test_one_and_three_sessions_that_keep_seats_cost_the_same(
    client, bob, day, count, django_assert_num_queries
):
    for number in range(count):
        keep(
            SessionFactory(slug=f"s{number}", starts_at=timezone.now() + timedelta(days=60)),
            PoolPlan("first", 2, day),
        )
    client.force_login(bob)
    client.get("/programme/")

    with django_assert_num_queries(7):
        client.get("/programme/")


def test_a_partner_s_agent_finds_the_session_under_the_name_of_who_invites(client, ada, zoe, session, day):
    Partnership.objects.create(
        proposer=ada.organisation, partner=zoe.organisation, state="accepted", proposed_at=timezone.now()
    )
    keep(session, PoolPlan("organisation", 2, day, organisation=zoe.organisation))
    client.force_login(zoe)

    page = client.get("/programme/").content.decode()
    client.post("/seances/oser/inscription/")

    assert "Invitation de Ville de Caluire" in page
    assert "2 places gardées pour votre organisation" in page
    assert Registration.objects.get(agent=zoe).pool.organisation == zoe.organisation


def test_a_host_notes_the_presence_of_a_partner_s_agent(client, alice, hosted, zoe):
    Registration.objects.create(
        session=hosted,
        agent=zoe,
        state="confirmed",
        ticket=1,
        registered_at=hosted.published_at,
        changed_at=hosted.published_at,
    )
    Session.objects.filter(pk=hosted.pk).update(taken=1)
    client.force_login(alice)
    sitting = hosted.sittings.get()

    client.post(f"/seances/{hosted.slug}/salle/presence/", {"date": sitting.pk, "mark": f"{zoe.pk}:present"})

    assert sitting.presences.get().agent == zoe


def test_kept_seats_are_drawn_apart_from_free_and_taken_ones_and_said_in_words(
    client, session, alice, bob, day
):
    ask(session, bob)
    keep(session, PoolPlan("category", 1, day, category="A"))
    session.refresh_from_db()
    client.force_login(alice)

    pages = [client.get(f"/pilotage/programme/{end}").content.decode() for end in ("", "oser/")]

    assert manage.cells(session) == ["", "kept", "free"]
    assert manage.places_text(session) == "1 sur 3, 1 gardée"
    assert manage.seats_heading(session, offered=0) == "3 places, 1 prise, 1 gardée"
    assert [
        (page.count('class="kept"'), "1 gardée" in page.replace("\u202f", " ").replace("\xa0", " "))
        for page in pages
    ] == [
        (1, True),
        (2, True),
    ], "the page of the session draws its key too"


def test_a_kept_seat_that_is_taken_is_taken(session, bob, day):
    keep(session, PoolPlan("category", 2, day, category="C"))
    ask(session, bob)
    session.refresh_from_db()

    assert manage.cells(session) == ["", "kept", "free"]
