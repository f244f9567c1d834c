"""The letter that follows a session: thanks, who led, how many came, and the way to say one’s opinion."""

import pytest

from essaim.agenda.models import Host
from essaim.feedback import operations
from essaim.letters.models import Letter
from tests.factories import AgentFactory
from tests.feedback.helpers import asked, came, held

pytestmark = pytest.mark.django_db


def first_lines(people, *hosts):
    session, _agents = held(people, title="Tableaux croisés")
    for host in hosts:
        Host.objects.create(session=session, **host)
    operations.open_questionnaire(session=session, at=session.closed_at)
    return [letter.body.split("\n\n")[0] for letter in Letter.objects.filter(kind="survey")]


def test_says_how_many_came_and_who_led(hugo):
    speaker = {"speaker": "Mme Loup"}

    assert first_lines(3, {"agent": hugo}, speaker) == 3 * [
        "Merci d’avoir suivi « Tableaux croisés ». Vous étiez 3, avec Hugo Haddad, Mme Loup."
    ]


@pytest.mark.parametrize(
    ("people", "hosts", "line"),
    [
        (2, [], "Merci d’avoir suivi « Tableaux croisés ». Vous étiez 2."),
        (1, [{"speaker": "Mme Loup"}], "Merci d’avoir suivi « Tableaux croisés », avec Mme Loup."),
        (1, [], "Merci d’avoir suivi « Tableaux croisés »."),
    ],
)
def test_says_nothing_that_is_not_there(people, hosts, line):
    assert set(first_lines(people, *hosts)) == {line}


def test_its_subject_is_the_thanks_and_the_effort_and_it_leaves_also_when_reminders_are_stopped():
    asked(1, title="Tableaux croisés")

    letter = Letter.objects.get(kind="survey")
    assert letter.subject == "Merci, et votre avis en 20 secondes : Tableaux croisés"
    assert (letter.action_label, letter.family) == ("Je donne mon avis", "")


def test_it_is_said_in_the_language_of_each():
    session, _agents = held(1)
    english = AgentFactory(language="en")
    came(session, english)
    operations.open_questionnaire(session=session, at=session.closed_at)

    letter = Letter.objects.get(agent=english)
    assert letter.subject.startswith("Thank you, and your opinion in")
