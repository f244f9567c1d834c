"""Somebody who runs a programme tries to read what is not theirs: other employers, sealed letters, personal links."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from essaim.agenda.emails import reminder
from essaim.agenda.models import Registration
from essaim.agenda.operations import register
from essaim.letters import links, oversight
from essaim.letters.models import Letter
from essaim.letters.seals import SEALED, UNTOLD
from tests.conftest import person
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory
from tests.letters.test_operations import post
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
LIST = reverse("letters:message_list")
SECRET = "Le secret de cette lettre"
CAUSES = {
    "sign_in_link": "sign_in_link:1",
    "password": "agent:1",
    "team_digest": "team:1",
    "conflict": "conflict:1:1-1",
}
PAGES = ("message", "message_email")
ACTS = ("message_hold", "message_release", "message_again", "message_not_again")


def address(letter, name):
    return reverse(f"letters:{name}", args=[letter.pk])


def sealed_letter(kind, session, agent):
    words = {"subject": SECRET, "body": SECRET, "action_label": SECRET, "action_path": f"/{SECRET}/"}
    return post(agent, kind=kind, cause=CAUSES.get(kind, session.cause), **words)


@pytest.mark.parametrize("kind", sorted(SEALED - UNTOLD))
def test_a_sealed_letter_is_listed_and_says_nothing(piloting, hosted, bob, kind):
    letter = sealed_letter(kind, hosted, bob)

    pages = [text(piloting.get(LIST)), text(piloting.get(address(letter, "message")))]

    assert [page for page in pages if SECRET in page] == []
    assert all("Bob Perrin" in page for page in pages)
    assert piloting.get(address(letter, "message_email")).status_code == 403
    assert {piloting.post(address(letter, name)).status_code for name in ACTS} == {403}
    assert oversight.narrowed(Letter.objects.all(), oversight.Asked(search="secret")).count() == 0


@pytest.mark.parametrize("kind", sorted(UNTOLD))
def test_nobody_learns_who_has_not_answered(piloting, hosted, bob, kind):
    letter = sealed_letter(kind, hosted, bob)

    assert piloting.get(LIST).context["counts"].total == 0
    for name in (*PAGES, "message_retry"):
        answer = piloting.get if name in PAGES else piloting.post
        assert answer(address(letter, name)).status_code == 404


def test_the_platform_does_not_learn_it_either(client, root, hosted, bob):
    sealed_letter("survey_reminder", hosted, bob)
    client.force_login(root)
    assert client.get(f"{LIST}?q=bob").context["counts"].total == 0


def test_an_invitation_says_the_same_whether_one_answered_or_not(piloting, hosted, bob, maya):
    """Its state is that of its sending alone."""
    for agent in (bob, maya):
        sealed_letter("survey", hosted, agent)
    lines = piloting.get(f"{LIST}?sur={hosted.cause}").context["lines"]
    assert [(line.title, line.chip.label, line.may_be_held) for line in lines] == [
        ("Questionnaire", "À\xa0venir", False)
    ] * 2


@pytest.fixture
def elsewhere(zoe):
    """A session of Zoé's employer, and a letter about it to one of ours."""
    programme = ProgrammeFactory(name="Iris", slug="iris", organisation=zoe.organisation)
    return SessionFactory(title="Hygiène", slug="hygiene", code="HYG22", format__programme=programme)


@pytest.mark.parametrize("name", [*PAGES, *ACTS, "message_retry"])
def test_letters_of_another_employer_do_not_exist(piloting, client, zoe, elsewhere, hosted, bob, name):
    theirs = post(bob, cause=elsewhere.cause)
    ours = post(bob, cause=hosted.cause)
    answer = piloting.get if name in PAGES else piloting.post
    assert answer(address(theirs, name)).status_code == 404

    client.force_login(zoe)
    assert answer(address(ours, name)).status_code == 404


def test_no_question_makes_them_show(piloting, elsewhere, bob, zoe):
    post(bob, cause=elsewhere.cause)
    post(zoe, kind="password", cause=f"agent:{zoe.pk}")
    asked = ["", "?q=hygiene", f"?sur={elsewhere.cause}", f"?personne={zoe.pk}", "?etat=a-venir"]

    pages = [piloting.get(LIST + query) for query in asked]

    assert [page.context["counts"].total for page in pages] == [0] * len(asked)
    assert [page for page in pages if "Hygiène" in text(page) or "Voisin" in text(page)] == []


def test_another_programme_of_the_house_keeps_its_letters(client, hosted, bob):
    carla = person("carla", "Costa", "Culture", first_name="Carla", is_coordinator=True)
    ProgrammeFactory(name="iX", slug="ix").coordinators.add(carla)
    letter = post(bob, cause=hosted.cause)
    client.force_login(carla)

    assert client.get(LIST).context["counts"].total == 0
    assert client.get(address(letter, "message")).status_code == 404


def test_a_cause_that_nobody_registered_is_shown_to_nobody(piloting, bob):
    letter = post(bob, cause="mystery:1")
    assert piloting.get(address(letter, "message")).status_code == 404


@pytest.fixture
def recalled(hosted, bob, alice):
    """Bob's reminder, with the link that gives his seat back without signing in."""
    register(session=hosted, agent=bob, at=NOW)
    said = reminder(hosted, Registration.objects.get(), ["Hugo Haddad"], at=NOW).worded("fr")
    body = f"{said.body}\n\n{settings.SITE_URL}{said.action_path}"
    return post(bob, kind="day_before", cause=hosted.cause, body=body, action_path=said.action_path)


def test_links_that_act_for_the_addressee_are_masked(piloting, recalled):
    pages = [piloting.get(address(recalled, name)).content.decode() for name in PAGES]
    token = recalled.action_path.split("/")[-2]

    assert [page for page in pages if token in page or links.stop_token(recalled) in page] == []
    assert [page for page in pages if re.search("desabonnement|je-ne-peux-plus-venir", page)] == []
    assert "n’appartient qu’à cette personne" in pages[0]
    assert "[lien personnel]" in pages[1]


def test_masking_keeps_nothing_from_the_addressee(client, piloting, recalled, bob):
    piloting.get(address(recalled, "message"))
    client.force_login(bob)
    assert recalled.action_path in client.get(reverse("letters:mine")).content.decode()


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("/seances/tableaux-croises/", False),
        ("/programme/", False),
        ("/je-ne-peux-plus-venir/abc.def/", True),
        ("/lettres/desabonnement/abc/", True),
        ("/nulle/part/", True),
        ("//[coupé/", True),
        ("", True),
    ],
)
def test_a_link_is_personal_when_it_acts_without_signing_in(path, personal):
    assert oversight.is_personal(path) == personal


def test_words_that_look_like_tags_stay_words(piloting, hosted):
    agent = AgentFactory(first_name="<script>", last_name="x")
    letter = post(agent, cause=hosted.cause, subject="<script>a</script>", body="<img src=x>")
    for response in [piloting.get(LIST), *(piloting.get(address(letter, name)) for name in PAGES)]:
        page = response.content.decode()
        assert "<script>a" not in page
        assert "<img src=x" not in page
