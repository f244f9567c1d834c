"""Who leads a session opens its room and takes no seat in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration, Session
from essaim.agenda.operations.replacing import replace_host, undo_replacement
from essaim.agenda.queries.invariants import violations
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from tests.agenda.arranging import address, colleague, in_days, registered
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def led(bob):
    """A session of one seat that Bob leads."""
    session = in_days(20, seats=1)
    Host.objects.create(session=session, agent=bob)
    return session


def states(session: Session) -> dict[str, str]:
    return dict(Registration.objects.filter(session=session).values_list("agent__login", "state"))


def counters(session: Session) -> tuple[int, int]:
    session.refresh_from_db()
    return session.taken, session.waiting


# At the door -------------------------------------------------------------------------------------------


def test_a_host_is_refused_a_seat_and_none_is_counted(led, bob):
    with pytest.raises(Refused, match="Vous animez cette séance"):
        operations.register(session=led, agent=bob, at=NOW)

    assert (states(led), counters(led)) == ({}, (0, 0))


def test_a_host_is_refused_a_rank_too(led, bob):
    registered(led, colleague(1))

    with pytest.raises(Refused):
        operations.register(session=led, agent=bob, at=NOW)

    assert counters(led) == (1, 0)


def test_who_registers_a_host_reads_why_not(led, bob, alice):
    with pytest.raises(Refused, match="Bob Perrin anime cette séance"):
        operations.register(session=led, agent=bob, at=NOW, by=alice)


def test_a_host_is_not_a_walk_in(led, bob):
    with pytest.raises(Refused):
        operations.mark_presence(
            sitting=led.sittings.get(), agent=bob, status="present", at=led.starts_at, by=bob
        )

    assert states(led) == {}


def test_a_withdrawal_is_not_undone_by_who_leads_since(bob):
    session = in_days(20)
    registered(session, bob)
    operations.withdraw(session=session, agent=bob, at=NOW)
    Host.objects.create(session=session, agent=bob)

    with pytest.raises(Refused, match="Vous animez"):
        operations.undo_withdrawal(session=session, agent=bob, at=NOW)


# Who begins to lead ------------------------------------------------------------------------------------


def test_who_begins_to_lead_gives_the_seat_to_the_next_and_reads_it(bob, alice):
    session = in_days(20, seats=1)
    registered(session, bob)
    registered(session, colleague(1))

    replace_host(session=session, old=None, new=bob, at=NOW, by=alice)

    assert states(session) == {"bob": "withdrawn", "collegue1": "offered"}
    assert counters(session) == (1, 0)
    left = Letter.objects.filter(agent=bob, state="to_send").order_by("pk")
    assert [letter.kind for letter in left] == ["withdrawn", "hosting"]
    assert "vous n’y prenez pas de place" in left[0].body
    assert violations(NOW) == []


def test_two_who_begin_to_lead_leave_seat_and_rank_to_the_others(bob, hugo, alice):
    session = in_days(20, seats=1)
    for agent in (bob, hugo, colleague(1)):
        registered(session, agent)

    operations.edit_session(session=session, at=NOW, by=alice, hosts=[bob, hugo])

    assert states(session) == {"bob": "withdrawn", "hugo": "withdrawn", "collegue1": "offered"}
    assert counters(session) == (1, 0)
    assert violations(NOW) == []


def test_undoing_it_gives_the_seat_again(bob, alice):
    session = in_days(20, seats=1)
    registered(session, bob)
    replace_host(session=session, old=None, new=bob, at=NOW, by=alice)

    undo_replacement(session=session, old=None, new=bob, at=NOW + timedelta(seconds=5), by=alice)

    assert states(session) == {"bob": "confirmed"}
    kinds = Letter.objects.filter(agent=bob, state="to_send").values_list("kind", flat=True)
    assert list(kinds) == ["confirmed"]


def test_undoing_it_takes_the_seat_from_nobody(bob, hugo, alice):
    session = in_days(20, seats=1)
    Host.objects.create(session=session, agent=hugo)
    registered(session, bob)
    registered(session, colleague(1))
    replace_host(session=session, old=hugo, new=bob, at=NOW, by=alice)

    undo_replacement(session=session, old=hugo, new=bob, at=NOW + timedelta(seconds=5), by=alice)

    assert states(session) == {"bob": "withdrawn", "collegue1": "offered"}
    assert [host.agent for host in session.hosts.all()] == [hugo]


def test_a_host_with_a_seat_is_found_by_the_check(bob):
    session = in_days(20)
    registered(session, bob)
    Host.objects.create(session=session, agent=bob)

    assert [found.rule for found in violations(NOW)] == ["who_leads_takes_no_seat"]


# On the pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["session_detail", "session_list", "me"])
def test_a_host_is_called_to_the_room_and_never_to_register(visit, led, page):
    addresses = {"session_detail": address("session_detail", led), "me": reverse("home:me")}

    text = visit(addresses.get(page, reverse("agenda:session_list")))

    assert f'href="{address("room", led)}"' in text
    assert address("session_register", led) not in text
    assert "Je m’inscris" not in text


def test_a_kept_line_tells_hosts_from_the_others(client, led, bob, hugo):
    found = []
    for agent in (bob, hugo, bob):
        client.force_login(agent)
        text = client.get(reverse("agenda:session_list")).content.decode()
        found.append((address("room", led) in text, address("session_register", led) in text))

    assert found == [(True, False), (False, True), (True, False)]


def test_a_narrowed_list_tells_hosts_too(visit, led):
    text = visit(f"{reverse('agenda:session_list')}?duree=deux-heures")

    assert address("room", led) in text
    assert address("session_register", led) not in text


def test_once_it_is_over_the_host_is_called_to_end_it(visit, bob):
    session = in_days(-1)
    Host.objects.create(session=session, agent=bob)

    text = visit(address("session_detail", session))

    assert "terminez-la" in text
    assert f'href="{address("room", session)}"' in text


def test_who_led_for_a_moment_reads_why_the_seat_is_gone(visit, bob, hugo, alice):
    session = in_days(20, seats=1)
    registered(session, bob)
    registered(session, colleague(1))
    operations.edit_session(session=session, at=NOW, by=alice, hosts=[bob])
    operations.edit_session(session=session, at=NOW, by=alice, hosts=[hugo])

    text = visit(address("session_detail", session))

    assert "Vous deviez animer cette séance" in text
    assert "Je me mets en attente" in text
