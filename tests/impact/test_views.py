"""The page of the figures, the sessions behind it, the file."""

import pytest
from django.urls import reverse

from essaim.agenda.models import Session
from tests.factories import FormatFactory, ProgrammeFactory
from tests.feedback.helpers import NO, YES, answered, came, held
from tests.impact.test_queries import at
from tests.reading import text

pytestmark = pytest.mark.django_db
PERIOD = {"du": "2021-01-01", "au": "2021-05-31"}


@pytest.fixture
def page(client, alice):
    client.force_login(alice)

    def get(name="impact:index", **asked):
        return client.get(reverse(name), PERIOD | asked)

    return get


def test_agents_and_attendances_stand_side_by_side_and_rates_print_their_denominators(page, alice):
    session = answered([*[YES] * 4, NO], silent=7, starts_at=at(1, 4)).session
    came(session, alice)
    shown = text(page())
    assert "<strong>1 séance</strong> a réuni <strong>13 participations</strong>" in shown
    assert shown.index("Agents distincts") < shown.index('<span class="label">Participations</span>')
    assert "41,7 %" in shown
    assert "5 réponses sur 12 questionnaires, 13 présents" in shown
    assert "4 sur 5 réponses" in shown
    assert "agents distincts, dédoublonnés" in shown


def test_a_masked_rate_says_how_many_answers_wait(page):
    answered([YES] * 3, starts_at=at(1, 4))
    shown = text(page())
    assert "masqué" in shown
    assert "3 réponses attendent d’être 5" in shown


def test_every_count_opens_its_sessions(page, client):
    answered([YES] * 5, starts_at=at(1, 4), title="Publipostage")
    held(2, starts_at=at(2, 4), title="Éloquence", format=FormatFactory(slug="ac", name="Ac’Truc²"))
    index = page().content.decode()
    link = f"{reverse('impact:sessions')}?dispositif=truc2&amp;du=2021-01-01&amp;au=2021-05-31"
    assert f'href="{link}&amp;format=ac"' in index
    assert f'href="{link}"' in index

    everything, talks = text(page("impact:sessions")), text(page("impact:sessions", format="ac"))
    assert ("Publipostage" in everything, "Éloquence" in everything) == (True, True)
    assert ("Publipostage" in talks, "Éloquence" in talks) == (False, True)
    assert "5 sur 5" in everything
    assert "Oui, vraiment" not in everything


def test_an_empty_period_invites_to_another(page):
    shown = text(page())
    assert "Aucune séance terminée sur cette période" in shown
    assert "<table" not in shown


def test_sessions_without_anybody_say_so_and_no_average(page):
    held(starts_at=at(1, 4))

    shown = text(page())

    assert "<strong>1 séance</strong> s’est tenue, sans aucune présence notée" in shown
    assert "par séance</span>" not in shown


def test_a_bad_period_is_told_in_words_and_nothing_is_lost(page):
    held(1, starts_at=at(1, 4))
    response = page(du="2021-06-01")
    assert response.status_code == 400
    assert "Le premier jour doit venir avant le dernier." in text(response)
    assert 'value="2021-06-01"' in response.content.decode()
    assert page(au="demain").status_code == 400


def test_the_page_without_a_period_shows_the_usual_one(client, alice):
    client.force_login(alice)
    assert client.get(reverse("impact:index")).status_code == 200


def test_the_file_has_a_line_per_format_and_the_total(page, client):
    answered([YES] * 4, starts_at=at(1, 4))
    Session.objects.update(title="=cmd()")
    response = client.post(reverse("impact:export"), query_params=PERIOD)
    lines = b"".join(response.streaming_content).decode().lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Format;Séances;Participations;Agents distincts")
    assert (
        lines[1] == "Un truc² en +;1;4;4;0;4,0;12;4;4;4;4;masqué;masqué;4;aucune réponse;aucune réponse;0;5"
    )
    assert lines[2].startswith("Ensemble;1;4;4;")
    assert "truc2-chiffres-2021-01-01-2021-05-31-" in response["Content-Disposition"]


NAMES = ["impact:index", "impact:sessions"]


@pytest.mark.parametrize("name", NAMES)
def test_figures_are_for_those_who_pilot(client, bob, name):
    client.force_login(bob)
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_the_programme_of_others_does_not_exist(client, alice, zoe, name):
    client.force_login(zoe)
    assert client.get(reverse(name), {"dispositif": "truc2"}).status_code == 404


def test_who_pilots_nothing_yet_is_told_so(client, zoe, alice):
    client.force_login(zoe)
    assert "Aucun dispositif à montrer" in text(client.get(reverse("impact:index")))
    assert client.post(reverse("impact:export")).status_code == 404


def test_who_pilots_two_programmes_chooses(client, root):
    ProgrammeFactory()
    ProgrammeFactory(slug="ix", name="iX")
    client.force_login(root)
    assert "Ce que iX a changé" in text(client.get(reverse("impact:index"), {"dispositif": "ix"}))


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_list_of_sessions_asks_the_same_number_of_queries(page, sessions, django_assert_max_num_queries):
    for day in range(sessions):
        answered([YES] * 2, starts_at=at(1, 4 + day))
    with django_assert_max_num_queries(9):
        page("impact:sessions")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_file_costs_five_queries_beyond_signing_in(page, client, rows, django_assert_num_queries):
    for number in range(rows):
        kind = FormatFactory(slug=f"f{number}", name=f"Format {number}")
        for day in range(rows):
            answered([YES] * 5, starts_at=at(1, 4 + day), format=kind)
    with django_assert_num_queries(7):  # two of them to know who asks
        client.post(reverse("impact:export"), query_params=PERIOD).getvalue()
