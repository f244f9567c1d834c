"""« Relancer » : one more word to a manager who has not answered, and what a letter keeps of its link."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration
from essaim.agenda.queries.approvals import token_for
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from essaim.letters.operations import send_due
from essaim.people.models import Organisation
from essaim.programmes.models import Programme
from tests.agenda.reading import text_of
from tests.conftest import person
from tests.factories import NOW, SessionFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REQUESTS = reverse("agenda:request_list")


@pytest.fixture
def clock(monkeypatch):
    """Moves the hands of the site."""

    def set_to(moment):
        monkeypatch.setattr("essaim.kernel.clock.now", lambda: moment)

    set_to(NOW)
    return set_to


@pytest.fixture
def asked(alice, bob, maya, clock):
    """Bob's request to Maya, on a Friday; Alice runs the programme."""
    Programme.objects.update(manager_rule="asked", approval_days=10)
    session = SessionFactory(title="Tableaux croisés", slug="tableaux-croises")
    operations.register(session=session, agent=bob, at=NOW)
    return Approval.objects.get()


def remind(client, asked):
    return client.post(reverse("agenda:request_remind", args=[asked.pk]), follow=True)


def reminders(agent):
    return Letter.objects.filter(agent=agent, kind="approval_reminder").count()


def paths(agent):
    return list(Letter.objects.filter(agent=agent).order_by("pk").values_list("action_path", flat=True))


def test_a_coordinator_reminds_the_manager_and_the_row_says_when(client, asked, maya, alice):
    client.force_login(alice)
    before = text_of(client.get(REQUESTS))

    after = text_of(remind(client, asked))

    assert "En attente dans les services" in before
    assert "Demandé à Maya Marchand" in before
    assert "Relancer : Maya Marchand" in before
    assert "Le rappel part à Maya Marchand." in after
    assert "Relancé le ven. 1er février, 10 h" in after
    assert "Relancer : Maya Marchand" not in after
    assert reminders(maya) == 1


@pytest.mark.parametrize(
    ("later", "sent"),
    [(timedelta(0), 1), (timedelta(hours=8), 1), (DAY, 1), (2 * DAY, 1), (3 * DAY, 2)],
    ids=["double click", "same day", "saturday", "sunday", "monday"],
)
def test_a_manager_is_reminded_once_per_working_day_at_most(client, asked, maya, alice, clock, later, sent):
    client.force_login(alice)
    remind(client, asked)
    clock(NOW + later)

    answer = text_of(remind(client, asked))

    assert reminders(maya) == sent
    assert ("a déjà reçu un rappel : un par jour ouvré." in answer) == (sent == 1)


def test_a_holiday_is_not_a_day_to_remind_on(asked, alice, maya):
    Organisation.objects.update(holidays_of="57")
    eve = NOW.replace(month=4, day=18)  # the Thursday before Good Friday and Easter
    operations.remind(approval=asked, by=alice, at=eve)
    asked.refresh_from_db()

    with pytest.raises(Refused, match="un par jour ouvré"):
        operations.remind(approval=asked, by=alice, at=eve + 4 * DAY)
    operations.remind(approval=asked, by=alice, at=eve + 5 * DAY)

    assert reminders(maya) == 2


def test_two_clicks_at_once_write_one_letter(asked, alice, maya):
    same = Approval.objects.get()
    operations.remind(approval=asked, by=alice, at=NOW)

    with pytest.raises(Refused):
        operations.remind(approval=same, by=alice, at=NOW)

    assert reminders(maya) == 1


def test_the_reminder_of_half_way_does_not_come_on_top(asked, alice, maya):
    operations.remind(approval=asked, by=alice, at=NOW)

    operations.remind_managers(at=asked.due_at - timedelta(minutes=1))

    assert reminders(maya) == 1


def test_the_reminder_of_half_way_counts(asked, alice, maya):
    half_way = Approval.objects.get().remind_at
    operations.remind_managers(at=half_way)

    with pytest.raises(Refused, match="un par jour ouvré"):
        operations.remind(approval=Approval.objects.get(), by=alice, at=half_way)


@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_who_has_answered_is_not_reminded(client, asked, maya, alice, answer):
    more = {"reason": "date"} if answer == "refuse" else {}
    getattr(operations, answer)(approval=asked, by=maya, at=NOW, **more)
    client.force_login(alice)

    page = text_of(remind(client, asked))

    assert "Cette demande n’attend plus la réponse d’un responsable." in page
    assert "En attente dans les services" not in page
    assert reminders(maya) == 0


def test_who_runs_another_programme_reminds_nobody(client, asked, maya):
    client.force_login(person("carla", "Costa", "Culture", is_coordinator=True))

    assert remind(client, asked).status_code == 404
    assert reminders(maya) == 0


# The link that a letter holds ---------------------------------------------------------------------------------


def accept(asked, maya):
    operations.accept(approval=asked, by=maya, at=NOW)


def refuse(asked, maya):
    operations.refuse(approval=asked, by=maya, at=NOW, reason="date")


def withdraw(asked, maya):
    operations.withdraw(session=asked.registration.session, agent=asked.registration.agent, at=NOW)


def cancel(asked, maya):
    operations.cancel_session(session=asked.registration.session, reason="Salle fermée.", at=NOW, by=None)


def expire(asked, maya):
    operations.apply_silence(at=asked.due_at)


def begin(asked, maya):
    Programme.objects.update(on_silence="escalate")
    operations.apply_silence(at=asked.registration.session.starts_at)


def leave(asked, maya):
    type(maya).objects.filter(pk=maya.pk).update(is_active=False)
    operations.apply_silence(at=NOW + DAY)


@pytest.mark.parametrize("end", [accept, refuse, withdraw, cancel, expire, begin, leave])
def test_no_letter_keeps_its_link_once_the_question_is_over_or_passed_on(asked, maya, alice, end):
    operations.remind(approval=asked, by=alice, at=NOW)
    link = reverse("agenda:approval", args=[token_for(asked, maya)])
    before = paths(maya)

    end(Approval.objects.get(), maya)

    assert before == [link, link]
    assert paths(maya) == ["", ""]


def test_the_addressee_reads_the_letter_without_its_button_afterwards(client, asked, maya):
    send_due(NOW)
    client.force_login(maya)
    before = client.get(reverse("letters:mine")).content.decode()
    accept(asked, maya)

    after = client.get(reverse("letters:mine")).content.decode()

    assert f"/accord/{token_for(asked, maya)}/" in before
    assert "/accord/" not in after
    assert "Bob Perrin demande votre accord" in text_of(client.get(reverse("letters:mine")))


# Conflicts that managers tell --------------------------------------------------------------------------------


def note(registration, by, words="Guichet fermé."):
    return operations.report_conflict(registration=registration, by=by, words=words, at=NOW)


def test_a_conflict_is_told_once_for_a_person_and_two_sessions(asked, bob, maya, alice, hugo):
    first = asked.registration
    twin = SessionFactory(title="Publipostage", starts_at=first.session.starts_at + timedelta(hours=1))
    elsewhere = SessionFactory(title="Ailleurs", starts_at=first.session.starts_at + 9 * DAY)
    for session in (twin, elsewhere):
        operations.register(session=session, agent=bob, at=NOW)
    second, third = (Registration.objects.get(session=session) for session in (twin, elsewhere))

    assert note(first, maya) == 1
    for registration, by, words in (
        (first, maya, "Autrement dit."),
        (second, maya, "Ici."),
        (first, hugo, "Moi."),
    ):
        with pytest.raises(Refused, match="déjà signalé à l’équipe de TRUC²"):
            note(registration, by, words)
    assert note(third, maya) == 1

    assert Letter.objects.filter(agent=alice, kind="conflict").count() == 2
