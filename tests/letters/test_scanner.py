"""A mail scanner opens every link of every letter ten times: nothing moves in the database.

Each letter with an address of its own is written by the operation that writes it; the others lead to ordinary pages.
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from essaim.agenda.models import Approval, Host, Registration
from essaim.agenda.operations import (
    SittingPlan,
    cancel_session,
    close_session,
    edit_session,
    expire_offers,
    inform_managers,
    mark_everybody,
    refuse,
    register,
    remind,
    repeat_session,
    report_conflict,
    tell_of_nearing_sessions,
    tell_the_week,
    withdraw,
)
from essaim.agenda.operations.replacing import replace_host
from essaim.agenda.operations.writing import write_note
from essaim.feedback.operations import remind_silent
from essaim.home.operations import tell_coordinators
from essaim.letters import messages
from essaim.letters.models import Letter
from essaim.letters.operations import resume
from essaim.people.operations.partnerships import propose_partnership
from essaim.people.operations.passwords import choose_password
from essaim.people.operations.sign_in import ask_for_link
from essaim.programmes.models import ManagerRule
from tests.factories import NOW, AgentFactory, FormatFactory, SessionFactory
from tests.feedback.helpers import asked
from tests.letters.test_operations import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
Kind = Letter.Kind
DAY = timedelta(days=1)
TO_ORDINARY_PAGES = {
    Kind.MOVED: "agenda:session_list",
    Kind.INVITATION: "agenda:session_list",
    Kind.OPENED: "agenda:session_list",
    Kind.TOPIC_PROPOSED: "catalogue:manage_topics",
    Kind.TOPIC_ASKED: "catalogue:transmit",
    Kind.TOPIC_ANSWERED: "catalogue:manage_topics",
    Kind.TOPIC_PUBLISHED: "catalogue:transmit",
    Kind.TOPIC_DECLINED: "catalogue:transmit",
    Kind.TOPIC_REOPENED: "catalogue:transmit",
    Kind.FILE_REFUSED: "people:import_history",
}
"""Kinds whose button opens a page without any secret in its address."""


def write_letters_of_a_seat(bob, maya, alice):
    """Taken, waited for, offered, passed on, left, moved, repeated, cancelled, given to another host."""
    one, other = SessionFactory(seats=1), SessionFactory()
    mate = AgentFactory(unit=bob.unit)
    register(session=one, agent=bob, at=NOW)
    register(session=one, agent=mate, at=NOW)
    repeat_session(session=one, starts_at=one.starts_at + DAY, at=NOW, by=alice)
    withdraw(session=one, agent=bob, at=NOW, by=alice)
    expire_offers(at=NOW + 20 * DAY)
    register(session=other, agent=bob, at=NOW)
    inform_managers(at=NOW + timedelta(hours=6))
    report_conflict(registration=Registration.objects.get(session=other), by=maya, words="Réunion", at=NOW)
    later = [SittingPlan(other.starts_at + DAY, other.ends_at + DAY)]
    edit_session(session=other, at=NOW, by=alice, sittings=later)
    replace_host(session=other, old=None, new=AgentFactory(), at=NOW, by=alice)
    third = SessionFactory()
    register(session=third, agent=bob, at=NOW)
    cancel_session(session=third, reason="La salle est fermée.", at=NOW + DAY, by=alice)


def write_letters_of_a_question(bob, maya, alice):
    """A leave that is asked for, reminded of and refused; another that still waits."""
    training = FormatFactory(name="Formation", slug="formation", manager_rule=ManagerRule.ASKED)
    for session in (SessionFactory(format=training), SessionFactory(format=training)):
        register(session=session, agent=bob, at=NOW)
    approval = Approval.objects.order_by("pk").first()
    remind(approval=approval, by=alice, at=NOW + DAY)
    last = Approval.objects.order_by("pk").last()
    refuse(approval=last, by=maya, at=NOW + DAY, reason="other", words="Pas ce mois-ci.")


def write_letters_around_a_session(bob):
    """A week before or the day before, to who comes and to who leads; then the certificates."""
    session, early = SessionFactory(), AgentFactory()
    Host.objects.create(session=session, agent=AgentFactory())
    resume(agent=early, family="early", at=NOW)
    for agent in (bob, early):
        register(session=session, agent=agent, at=NOW)
    for days in (7, 1):
        tell_of_nearing_sessions(at=session.starts_at - days * DAY)
    mark_everybody(sitting=session.sittings.get(), at=session.ends_at, by=None)
    close_session(session=session, at=session.ends_at, by=None)


def write_letters_of_the_week(bob):
    """What waits, to who coordinates; what is open, to who asked for it."""
    SessionFactory(starts_at=NOW + 5 * DAY)
    resume(agent=bob, family="programme", at=NOW)
    assert tell_coordinators(at=NOW + 3 * DAY) == tell_the_week(at=NOW + 3 * DAY) == 1


def write_letter_by_hand(bob, alice):
    session = SessionFactory()
    Host.objects.create(session=session, agent=bob)
    words = {"subject": "Un mot", "text": "Bonjour.", "press": "a1"}
    write_note(session=session, audience="tous", said="tous:1", at=NOW, by=alice, **words)


@pytest.fixture
def every_kind(settings, bob, maya, alice, ada, zoe):
    """A letter of each kind, with the addresses that it really has."""
    settings.SITE_URL = "https://essaim.example"
    write_letters_of_a_seat(bob, maya, alice)
    write_letters_of_a_question(bob, maya, alice)
    write_letters_around_a_session(bob)
    write_letters_of_the_week(bob)
    write_letter_by_hand(bob, alice)
    questionnaire, _people = asked(1)
    questionnaire.closes_at = NOW + 9 * DAY
    questionnaire.save()
    remind_silent(questionnaire=questionnaire, at=NOW)
    choose_password(agent=bob, password="un mot de passe long", at=NOW)
    ask_for_link(name=bob.login, at=NOW)
    propose_partnership(organisation=ada.organisation, partner=zoe.organisation, at=NOW, by=ada)
    for kind, name in TO_ORDINARY_PAGES.items():
        post(alice, kind=kind, action_path=reverse(name))
    return Letter.objects.select_related("agent__organisation").order_by("pk")


def links_of(letter):
    """Every address of the text, of the HTML and of the headers."""
    mailed = messages.message(letter)
    source = " ".join([mailed.body, mailed.alternatives[0][0], *mailed.extra_headers.values()])
    return set(re.findall(r"https://essaim\.example(/[^\s\"<>]*)", source))


def everything():
    """Every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def test_every_kind_of_letter_is_looked_at(every_kind):
    assert set(Kind.values) - {letter.kind for letter in every_kind} == set()


def test_opening_every_link_ten_times_changes_nothing(every_kind):
    links = set().union(*(links_of(letter) for letter in every_kind))
    before, scanner = everything(), Client()

    answers = {}
    for link in sorted(links):
        for _time in range(10):
            answers[link] = scanner.get(link).status_code
            scanner.head(link)

    assert {link: code for link, code in answers.items() if code not in {200, 302}} == {}
    assert sum("/connexion/lien/" in link for link in links) == 1
    assert sum("/accord/" in link for link in links) >= 1
    assert sum("/je-ne-peux-plus-venir/" in link for link in links) >= 2
    assert sum("/desabonnement/" in link for link in links) >= 3
    assert everything() == before
