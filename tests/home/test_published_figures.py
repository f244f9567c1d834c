"""The demonstration gives back the figures that the town published, because it was told who came to what."""

import json
from datetime import datetime, time

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from essaim.agenda.models import Approval, Attendance, Move, Registration, Session
from essaim.feedback import queries as feedback
from essaim.feedback.models import Bundle, Invitation, Questionnaire
from essaim.home.demo import accounts
from essaim.letters.models import Letter
from essaim.people.models import Agent, Organisation, Posting, StaffImport

YEAR_2020 = ("2020-01-01", "2020-12-31")
SPRING_2021 = ("2021-01-01", "2021-05-31")


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """TRUC² as `make run` loads it, once for this file; everything is undone at its end.

    Five minutes after midnight, the hour at which a day is the easiest to take for another.
    """
    midnight = timezone.localtime().replace(hour=0, minute=5)
    with time_machine.travel(midnight), django_db_blocker.unblock(), transaction.atomic():
        began_at = timezone.now()
        call_command("demo")
        yield began_at
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The loaded demonstration; what a test changes in it is undone."""
    return loaded


def figures(capsys, period):
    capsys.readouterr()
    call_command("indicators", "--programme", "truc2", "--from", period[0], "--to", period[1], "--json")
    return json.loads(capsys.readouterr().out)


def table(found):
    return {row["name"]: (row["sessions"], row["attendances"]) for row in found["formats"]}


def row_of(found, name):
    return next(row for row in found["formats"] if row["name"] == name)


def test_2020_is_as_published(demo, capsys):
    found = figures(capsys, YEAR_2020)

    assert table(found) == {"Un truc² en +": (17, 105), "Ac’Truc²": (4, 55), "Prépa’Truc²": (1, 5)}
    assert found["total"]["hosts"] == 14
    assert (found["total"]["sessions"], found["total"]["attendances"]) == (22, 165)


def test_spring_2021_is_as_published(demo, capsys):
    found = figures(capsys, SPRING_2021)

    assert table(found) == {
        "Un truc² en +": (26, 153),
        "Ac’Truc²": (6, 126),
        "Prépa’Truc²": (2, 19),
        "Eco’Truc²": (4, 28),
    }
    assert found["total"]["hosts"] == 18
    assert (found["total"]["sessions"], found["total"]["attendances"]) == (38, 326)


def test_the_workshops_of_2021_have_the_published_answers(demo, capsys):
    row = row_of(figures(capsys, SPRING_2021), "Un truc² en +")

    assert row["response_rate"] == {"answers": 62, "invited": 149, "present": 153}
    assert row["useful_rate"] == {"yes": 53, "answers": 62}


def test_both_years_together_add_up_to_491_attendances_by_fewer_people(demo, capsys):
    total = figures(capsys, (YEAR_2020[0], SPRING_2021[1]))["total"]

    assert total["attendances"] == 491
    assert total["distinct_agents"] < 492
    assert total["distinct_agents"] == len(
        set(Attendance.objects.filter(day__lte=SPRING_2021[1]).values_list("person", flat=True))
    )


def test_the_table_changes_when_one_attendance_goes(demo, capsys):
    gone = Attendance.objects.filter(session__format__slug="un-truc-en-plus", day__year=2021)
    gone.order_by("pk")[0].delete()

    found = figures(capsys, SPRING_2021)

    assert row_of(found, "Un truc² en +")["attendances"] == 152
    assert row_of(found, "Un truc² en +")["response_rate"]["present"] == 152
    assert found["total"]["attendances"] == 325


def test_the_table_changes_when_the_hosts_of_a_session_do(demo, capsys):
    session = Session.objects.get(slug__startswith="les-gestes-qui-sauvent", starts_at__year=2021)
    session.hosts.all().delete()
    Session.objects.get(slug__startswith="reparer", starts_at__year=2021).hosts.all().delete()

    assert figures(capsys, SPRING_2021)["total"]["hosts"] == 17


def test_every_attendance_has_its_registration_and_its_ledger(demo):
    pairs = set(Registration.objects.filter(state="confirmed").values_list("session", "agent"))

    assert set(Attendance.objects.values_list("session", "agent")) <= pairs
    assert not Registration.objects.exclude(pk__in=Move.objects.values("registration")).exists()


def test_the_past_was_lived_at_its_own_dates(demo):
    past = Session.objects.filter(starts_at__year__lte=2021)

    assert all(session.published_at < session.starts_at <= session.closed_at for session in past)
    assert not Questionnaire.objects.filter(session__in=past, closed_at=None).exists()
    assert not Move.objects.filter(registration__session__in=past, at__year__gt=2021).exists()
    assert Bundle.objects.filter(questionnaires__session__in=past, made_at__year__gt=2021).count() == 0


def test_four_presences_were_typed_back_after_the_questionnaire_had_closed(demo):
    workshops = Session.objects.filter(format__slug="un-truc-en-plus", starts_at__year=2021)
    came = Attendance.objects.filter(session__in=workshops).count()
    asked = Invitation.objects.filter(questionnaire__session__in=workshops).count()

    assert came - asked == 4


def test_what_people_were_that_day_is_frozen_with_their_attendance(demo):
    assert not Attendance.objects.filter(unit=None).exists()
    assert not Attendance.objects.filter(category="").exists()
    assert Attendance.objects.values("person").distinct().count() > 150


def test_no_letter_is_older_than_today(demo):
    midnight = datetime.combine(timezone.localdate(demo), time(), tzinfo=timezone.get_current_timezone())

    assert Letter.objects.exists()
    assert not Letter.objects.filter(created_at__lt=midnight).exists()
    assert not Letter.objects.filter(created_at__gt=timezone.now()).exists()


def test_the_staff_came_by_its_hr_file(demo):
    done = StaffImport.objects.get(organisation__slug="caluire")

    assert (done.state, done.result["created"], done.result["rejected"]) == ("done", 600, [])
    assert Agent.objects.filter(organisation__slug="caluire", is_active=True).count() == 600
    assert Posting.objects.filter(agent__organisation__slug="caluire", line_manager=None).count() == 1


@pytest.mark.parametrize(
    "account", [*accounts.ACCOUNTS, accounts.NEIGHBOUR], ids=lambda account: account.login
)
def test_each_demo_account_opens(demo, client, account):
    assert client.login(username=account.login, password=accounts.PASSWORD)


def test_the_accounts_have_the_rights_of_their_role(demo):
    of = {
        agent.login: agent for agent in Agent.objects.filter(login__in=[a.login for a in accounts.ACCOUNTS])
    }
    voisine = Agent.objects.get(login="voisine")

    assert [login for login in sorted(of) if of[login].is_coordinator] == ["coordinatrice"]
    assert [login for login in sorted(of) if of[login].is_administrator] == ["administratrice"]
    assert of["responsable"].managed_postings.count() > 10
    assert of["animatrice"].hosted.filter(session__closed_at=None).exists()
    assert voisine.organisation.slug == "hopital-saone"
    assert not voisine.may_pilot
    assert Agent.objects.exclude(password__startswith="!").count() == 6


def test_the_agent_has_a_seat_a_rank_an_offer_a_request_and_one_questionnaire_to_answer(demo):
    agent = Agent.objects.get(login="agent")
    coming = agent.registrations.filter(session__starts_at__gt=demo)

    assert set(coming.values_list("state", flat=True)) == {"confirmed", "waiting", "offered", "pending"}
    assert len(feedback.pending_for(agent, demo)) == 1
    assert set(agent.letters.values_list("kind", flat=True)) == {"waiting", "offered", "pending"}


def test_the_season_to_come_shows_every_state(demo):
    coming = Session.objects.filter(programme__slug="truc2", starts_at__gt=demo)
    published = coming.filter(published_at__isnull=False, cancelled_at=None)

    assert 22 <= coming.count() <= 28
    assert published.filter(waiting__gt=2).exists()
    assert published.filter(hosts=None).exists()
    assert published.filter(registration_opens_at__gt=demo).exists()
    assert coming.filter(published_at=None).count() == 2
    assert coming.filter(cancelled_at__isnull=False).count() == 1
    assert not published.filter(seats__lt=0).exists()


def test_one_session_ended_and_waits_for_its_host_to_close_it(demo):
    ended = Session.objects.filter(
        programme__slug="truc2", ends_at__lt=demo, closed_at=None, cancelled_at=None
    )

    assert {session.hosts.get().agent.login for session in ended} == {"animatrice"}


def test_the_neighbour_has_its_own_small_programme(demo):
    hospital = Organisation.objects.get(slug="hopital-saone")

    assert (hospital.branch, hospital.agents.count()) == ("hospital", 30)
    assert Session.objects.get(programme__organisation=hospital).taken == 7


def test_the_neighbour_sees_one_session_of_ours_and_nothing_else(demo):
    voisine = Agent.objects.get(login="voisine")
    ours = Session.objects.visible_to(voisine).exclude(programme__organisation=voisine.organisation)

    assert [(session.kept, session.pools.get().organisation) for session in ours] == [
        (3, voisine.organisation)
    ]


def test_another_session_keeps_seats_for_a_service_and_for_first_timers(demo):
    keeping = Session.objects.filter(programme__slug="truc2", kept__gt=0).exclude(pools__kind="organisation")

    assert [sorted(s.pools.values_list("kind", flat=True)) for s in keeping] == [["first", "unit"]]


@pytest.mark.usefixtures("demo")
def test_one_request_waits_for_the_manager_of_the_demo():
    (asked,) = Approval.objects.filter(asked_of__login="responsable")

    assert (asked.state, asked.registration.agent.login) == ("asked", "agent")
