"""What relays and coordinators print or read out for colleagues without e-mail: notices, letters, absences."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.files import notices
from essaim.agenda.models import Session
from essaim.agenda.operations import cancel_session, register
from essaim.agenda.queries import printing as queries
from essaim.letters.models import Letter
from essaim.people.models import Leave, Relay
from essaim.people.queries.acting import with_acts_for_others
from tests.agenda.reading import text_of
from tests.agenda.test_printing import page, pages_of
from tests.conftest import person
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
DAY = timedelta(days=1)


@pytest.fixture
def silent(hosted):
    """Of two services, one person without e-mail each, with a seat; and one who has an e-mail."""
    people = [
        person("prop", "Koné", "Propreté", first_name="Awa", email=""),
        person("vert", "Petit", "Espaces verts", first_name="Jean", email=""),
        AgentFactory(first_name="Mel", last_name="Mercier"),
    ]
    people[2].unit = people[0].unit
    people[2].save()
    for agent in people:
        register(session=hosted, agent=agent, at=NOW)
    return people


def told_to(agent):
    """Who is named on the notices that this person prints."""
    by = with_acts_for_others(type(agent).objects.filter(pk=agent.pk)).get()
    rows = queries.ready_to_print(queries.seats_without_email(by, at=NOW))
    services = notices.notices_data(rows, at=NOW)["services"]
    return [(one["name"], [slip["name"] for slip in one["slips"]]) for one in services]


def test_a_coordinator_prints_notices_service_by_service(alice, silent):
    assert told_to(alice) == [("Espaces verts", ["Jean Petit"]), ("Propreté", ["Awa Koné"])]


def test_a_relay_prints_those_of_the_own_services_only(hugo, silent):
    Relay.objects.create(agent=hugo, unit=silent[0].unit, since=NOW)

    assert told_to(hugo) == [("Propreté", ["Awa Koné"])]


def test_nobody_else_prints_a_notice(bob, zoe, silent):
    assert (told_to(bob), told_to(zoe)) == ([], [])


@pytest.mark.parametrize(
    "change", [{"cancelled_at": NOW}, {"starts_at": NOW - DAY}, {"published_at": None}], ids=str
)
def test_no_notice_for_what_one_cannot_join(alice, silent, change):
    Session.objects.update(**change)

    assert told_to(alice) == []


def test_no_notice_for_who_waits_for_a_seat(alice, silent):
    silent[0].registrations.update(state="waiting")

    assert told_to(alice) == [("Espaces verts", ["Jean Petit"])]


def test_each_service_begins_a_page_and_one_may_be_asked_for(piloting, silent, hosted):
    other = SessionFactory()

    assert pages_of(page(piloting, "joining_notices").content) == 2
    assert pages_of(page(piloting, "joining_notices", service=silent[0].unit_id).content) == 1
    assert pages_of(page(piloting, "joining_notices", seance=hosted.slug).content) == 2
    for asked in ({"service": "x"}, {"service": "9" * 30}, {"seance": other.slug}, {"seance": "\x00"}):
        assert pages_of(page(piloting, "joining_notices", **asked).content) == 1


def test_one_and_three_notices_cost_the_same(piloting, silent, django_assert_num_queries):
    for more in (1, 2):
        for number in range(more):
            register(session=SessionFactory(), agent=silent[number], at=NOW)
        page(piloting, "joining_notices")
        with django_assert_num_queries(4):  # two to know who asks, seats, dates
            page(piloting, "joining_notices")


def test_who_runs_another_programme_of_the_town_prints_none_of_ours(silent):
    other = AgentFactory(is_coordinator=True)
    ProgrammeFactory(name="iX", slug="ix").coordinators.add(other)

    assert told_to(other) == []


# The page of who acts for colleagues ----------------------------------------------------------------


def test_a_relay_sees_notices_and_who_is_away(client, hugo, silent):
    Relay.objects.create(agent=hugo, unit=silent[0].unit, since=NOW)
    Leave.objects.create(agent=silent[2], starts_on=NOW.date() + 3 * DAY, ends_on=NOW.date() + 5 * DAY)
    Leave.objects.create(agent=silent[1], starts_on=NOW.date(), ends_on=NOW.date())
    client.force_login(hugo)

    shown = text_of(client.get(reverse("agenda:relay")))

    assert "1 convocation à remettre" in shown
    assert "Mel Mercier du lundi 4 février au mercredi 6 février, Propreté" in shown
    assert "Jean Petit" not in shown
    assert reverse("agenda:relay") in client.get(reverse("home:me")).content.decode()


def test_without_notice_nor_absence_the_page_says_so(client, hugo, bob):
    Relay.objects.create(agent=hugo, unit=bob.unit, since=NOW)
    client.force_login(hugo)

    shown = text_of(client.get(reverse("agenda:relay")))

    assert "Aucune convocation à remettre" in shown
    assert "Personne n’a noté d’absence" in shown


def letters_for(client, agent):
    client.force_login(agent)
    return [letter.subject for letter in client.get(reverse("agenda:relay_letters")).context["page"]]


def test_a_relay_reads_what_colleagues_without_email_have_to_know(client, hugo, hosted, silent):
    Relay.objects.create(agent=hugo, unit=silent[0].unit, since=NOW)
    cancel_session(session=hosted, reason="Salle en travaux", at=NOW, by=hugo)
    client.force_login(hugo)

    shown = text_of(client.get(reverse("agenda:relay_letters")))

    assert letters_for(client, hugo) == [Letter.objects.get(agent=silent[0], kind="cancelled").subject]
    assert "Awa Koné , Propreté" in shown or "Awa Koné, Propreté" in shown
    assert "Salle en travaux" in shown
    assert "Voir la séance" not in shown
    assert "1 lettre à remettre" in text_of(client.get(reverse("agenda:relay")))


def test_neither_links_of_ones_own_nor_what_is_over_nor_what_is_old_is_handed_over(client, hugo, silent):
    Relay.objects.create(agent=hugo, unit=silent[0].unit, since=NOW)
    given = {"agent": silent[0], "cause": "x:1", "subject": "x", "body": "x", "due_at": NOW}
    for number, other in enumerate(
        [
            {"kind": "sign_in_link"},
            {"kind": "survey"},
            {"kind": "host_brief"},
            {"kind": "offered", "expires_at": NOW},
            {"kind": "offered", "state": "cancelled"},
            {"kind": "offered", "created_at": NOW - 31 * DAY},
            {"kind": "offered", "due_at": NOW + DAY},
            {"kind": "offered", "agent": silent[1]},
            {"kind": "offered", "subject": "celle-ci"},
        ]
    ):
        Letter.objects.create(**({"key": str(number), "created_at": NOW} | given | other))

    assert letters_for(client, hugo) == ["celle-ci"]


@pytest.mark.parametrize("letters", [1, 3])
def test_one_and_three_letters_to_hand_over_cost_the_same(
    client, hugo, silent, letters, django_assert_num_queries
):
    Relay.objects.create(agent=hugo, unit=silent[0].unit, since=NOW)
    for number in range(letters):
        Letter.objects.create(
            agent=silent[0],
            kind="offered",
            cause="x:1",
            key=str(number),
            subject="x",
            body="x",
            created_at=NOW,
            due_at=NOW,
        )
    client.force_login(hugo)
    client.get(reverse("agenda:relay_letters"))

    with django_assert_num_queries(7):
        client.get(reverse("agenda:relay_letters"))


def test_without_a_letter_the_page_says_when_there_will_be(client, hugo, bob):
    Relay.objects.create(agent=hugo, unit=bob.unit, since=NOW)
    client.force_login(hugo)

    assert "Aucune lettre à remettre" in text_of(client.get(reverse("agenda:relay_letters")))
