"""Writing by hand to the people of a session: to whom, once, taken back, and what becomes of it."""

from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core import mail

from essaim.agenda.operations import cancel_session, register, withdraw
from essaim.agenda.operations.writing import OthersMeanwhile, take_note_back, write_note
from essaim.agenda.queries import printing
from essaim.agenda.queries.writing import audiences_of, notes_leaving, why_not_write
from essaim.kernel.errors import Refused
from essaim.letters import operations as letters
from essaim.letters import oversight
from essaim.letters.models import Letter
from essaim.people.models import Relay
from essaim.people.queries.acting import with_acts_for_others
from tests.conftest import person
from tests.factories import NOW, AgentFactory

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
Kind, State = Letter.Kind, Letter.State


@pytest.fixture
def awa(db):
    """Has no e-mail; works where Hugo is a relay."""
    return person("awa", "Koné", "Propreté", first_name="Awa", email="")


@pytest.fixture
def full(hosted, alice, bob, awa, maya):
    """Hugo leads, Bob and Awa have the two seats, Maya waits."""
    hosted.seats = 2
    hosted.save()
    for agent in (bob, awa, maya):
        register(session=hosted, agent=agent, at=NOW)
    hosted.refresh_from_db()
    return hosted


def write(session, by, **changes):
    words = {
        "audience": "inscrits",
        "subject": "Venez avec une situation vécue",
        "text": "Bonjour,\r\n\r\nTrois lignes suffisent.",
        "press": "a1",
        "at": NOW,
    } | changes
    if "said" not in words:
        found = audiences_of(session, at=words["at"])
        words["said"] = next((one.said for one in found if one.slug == words["audience"]), "")
    return write_note(session=session, by=by, **words)


def notes(**which):
    return Letter.objects.filter(kind=Kind.NOTE, **which).order_by("pk")


def names(audience):
    return [agent.first_name for agent in audience.agents]


class TestAudiences:
    def test_they_are_those_with_a_seat_those_who_wait_and_all_with_the_hosts(self, full):
        found = audiences_of(full, at=NOW)

        assert [(one.slug, one.label, names(one)) for one in found] == [
            ("inscrits", "Aux 2 inscrits", ["Bob", "Awa"]),
            ("attente", "À la personne qui attend", ["Maya"]),
            ("tous", "À tous, et à Hugo Haddad", ["Bob", "Awa", "Maya", "Hugo"]),
        ]
        assert found[0].hint == "1 par courriel, 1 sur papier"
        assert found[1].hint == ""

    def test_an_empty_group_is_not_offered(self, hosted):
        assert [(one.slug, one.label) for one in audiences_of(hosted, at=NOW)] == [("tous", "À Hugo Haddad")]

    def test_nobody_at_all_says_why(self, hosted):
        hosted.hosts.all().delete()

        assert "personne à qui écrire" in why_not_write(hosted, audiences_of(hosted, at=NOW), at=NOW)

    def test_who_has_left_is_not_counted(self, full, bob):
        bob.is_active = False
        bob.save()

        assert names(audiences_of(full, at=NOW)[0]) == ["Awa"]

    def test_after_the_session_nobody_waits_any_more(self, full):
        found = audiences_of(full, at=full.ends_at + DAY)

        assert [(one.slug, one.count) for one in found] == [("inscrits", 2), ("tous", 3)]
        assert found[0].label == "Aux 2 personnes qui étaient inscrites"


class TestWriteNote:
    def test_each_of_them_has_one_letter_with_the_dates_and_the_place(self, full, alice, bob, awa):
        written = write(full, alice)

        found = list(notes())
        assert (written.count, [letter.agent for letter in found]) == (2, [bob, awa])
        assert found[0].body.startswith("Bonjour,\n\nTrois lignes suffisent.\n\nTableaux croisés\n")
        assert found[0].about["title"] == "Tableaux croisés"
        assert {letter.due_at for letter in found} == {NOW + MINUTE}

    def test_it_leaves_after_a_minute_even_at_night_in_the_name_of_who_wrote(self, full, alice, settings):
        settings.EMAIL_IS_KEPT = False
        night = NOW + timedelta(hours=12)
        Letter.objects.all().delete()
        write(full, alice, at=night, text="Bonjour <b>à tous</b>")

        assert (letters.send_due(night), letters.send_due(night + MINUTE)) == (0, 2)
        [sent] = mail.outbox
        assert str(make_header(decode_header(sent.from_email))).startswith("Alice Morel, TRUC² <")
        html = sent.alternatives[0][0]
        assert "<b>à" not in html
        assert "&lt;b&gt;à tous&lt;/b&gt;" in html

    def test_the_same_press_twice_sends_once(self, full, alice):
        first, second = write(full, alice), write(full, alice, at=NOW + timedelta(seconds=5))

        assert first == second
        assert notes().count() == 2

    def test_other_words_from_the_same_page_are_another_message(self, full, alice):
        write(full, alice)
        write(full, alice, text="Une précision.")

        assert notes().count() == 4

    def test_the_same_words_from_a_new_page_are_another_message(self, full, alice):
        write(full, alice)
        write(full, alice, press="b2")

        assert notes().count() == 4

    def test_somebody_more_since_the_page_was_read_sends_nothing(self, full, alice):
        with pytest.raises(OthersMeanwhile, match="aux 2 inscrits"):
            write(full, alice, said="inscrits:1")

        assert notes().count() == 0

    def test_another_group_than_the_button_said_sends_nothing(self, full, alice):
        with pytest.raises(OthersMeanwhile, match="à la personne qui attend"):
            write(full, alice, audience="attente", said="inscrits:2")

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"subject": " \n "}, "Écrivez l’objet"),
            ({"subject": "x" * 3000}, "compte 3000 caractères, il en tient 150"),
            ({"text": " \r\n "}, "Écrivez votre message"),
            ({"text": "x" * 4001}, "compte 4001 caractères, il en tient 4000"),
            ({"audience": "tout-le-monde"}, "Choisissez à qui"),
        ],
    )
    def test_bad_words_are_told_and_nothing_is_written(self, full, alice, changes, sentence):
        with pytest.raises(Refused, match=sentence):
            write(full, alice, **changes)

        assert notes().count() == 0

    def test_it_takes_none_of_the_two_places_of_automatic_letters(self, full, alice):
        write(full, alice)
        write(full, alice, press="b2")

        assert set(notes().values_list("place", flat=True)) == {None}

    def test_a_seat_that_moves_does_not_lose_it(self, full, alice, bob, maya):
        write(full, alice, audience="attente")
        withdraw(session=full, agent=bob, at=NOW)

        assert notes().get().state == State.TO_SEND

    def test_a_late_worker_sends_nothing_of_what_is_over(self, full, alice):
        write(full, alice)
        letters.send_due(full.ends_at)

        assert set(notes().values_list("state", flat=True)) == {State.CANCELLED}


class TestUntilWhen:
    def test_a_month_after_the_closing_and_no_longer(self, full, alice):
        full.closed_at = full.ends_at
        full.save()
        last = full.closed_at + 30 * DAY

        assert write(full, alice, at=last - MINUTE).count == 2
        with pytest.raises(Refused, match="plus de 30 jours"):
            write(full, alice, at=last, press="b2")

    def test_a_cancelled_session_says_what_is_left(self, full, alice):
        cancel_session(session=full, reason="panne", at=NOW, by=alice)

        with pytest.raises(Refused, match="Cette séance est annulée"):
            write(full, alice)

    def test_a_draft_says_to_publish_first(self, full, alice):
        full.published_at = None
        full.save()

        with pytest.raises(Refused, match="brouillon"):
            write(full, alice)


class TestTakeNoteBack:
    def test_none_of_its_letters_leaves(self, full, alice):
        version = write(full, alice).version
        others = write(full, alice, press="b2").version

        assert take_note_back(session=full, version=version, at=NOW) == 0
        assert take_note_back(session=full, version=version, at=NOW) == 0
        assert [one.version for one in notes_leaving(full, at=NOW)] == [others]
        assert set(notes(key__endswith=version).values_list("state", flat=True)) == {State.CANCELLED}

    def test_pressed_again_after_that_it_leaves_after_all(self, full, alice):
        version = write(full, alice).version
        take_note_back(session=full, version=version, at=NOW)

        write(full, alice, at=NOW + MINUTE)

        assert [(one.state, one.due_at) for one in notes()] == [(State.TO_SEND, NOW + 2 * MINUTE)] * 2

    def test_once_it_has_left_it_says_so(self, full, alice):
        version = write(full, alice).version
        letters.send_due(NOW + MINUTE)

        with pytest.raises(letters.TooLate, match="déjà parti"):
            take_note_back(session=full, version=version, at=NOW + MINUTE)

    def test_a_letter_in_a_workers_hand_is_told_as_gone(self, full, alice):
        version = write(full, alice).version
        in_hand = notes().first()
        notes(pk=in_hand.pk).update(is_leaving=True, leased_until=NOW + 10 * MINUTE)

        assert take_note_back(session=full, version=version, at=NOW) == 1
        assert [one.state for one in notes()] == [State.TO_SEND, State.CANCELLED]

    def test_of_another_session_it_takes_nothing(self, full, alice):
        version = write(full, alice).version
        full.pk += 1

        with pytest.raises(letters.TooLate):
            take_note_back(session=full, version=version, at=NOW)
        assert set(notes().values_list("state", flat=True)) == {State.TO_SEND}


def test_a_session_cancelled_before_it_leaves_takes_it_back(full, alice):
    write(full, alice)
    cancel_session(session=full, reason="panne", at=NOW + timedelta(seconds=30), by=alice)

    assert set(notes().values_list("state", flat=True)) == {State.CANCELLED}


def test_it_is_found_among_the_messages_of_the_session(full, alice):
    write(full, alice)
    seen = oversight.letters_seen_by(alice)
    asked = oversight.Asked(cause=full.cause, kind=Kind.NOTE)

    assert list(oversight.narrowed(seen, asked).order_by("pk")) == list(notes())
    assert oversight.lines_of([notes().first()])[0].about.cause == full.cause


def test_who_has_no_email_gets_it_on_paper_from_the_relay(full, alice, hugo, awa):
    Relay.objects.create(agent=hugo, unit=awa.unit, since=NOW)
    write(full, alice)

    by = with_acts_for_others(type(hugo).objects.filter(pk=hugo.pk)).get()
    kinds = printing.letters_to_hand_over(by, at=NOW + MINUTE).values_list("kind", flat=True)
    assert list(kinds) == [Kind.NOTE]


@pytest.mark.parametrize("people", [1, 40])
def test_it_costs_the_same_whatever_the_number(hosted, alice, people, django_assert_num_queries):
    hosted.seats = 50
    hosted.save()
    for _number in range(people):
        register(session=hosted, agent=AgentFactory(), at=NOW)

    with django_assert_num_queries(COST):
        write(hosted, alice, said=f"inscrits:{people}")
    assert notes().count() == people


COST = 8
