"""The list of people, one person, and the list as a file."""

from datetime import date

import pytest
from django.urls import reverse

from essaim.people.queries.agents import plain
from tests.factories import AgentFactory, PostingFactory, UnitFactory

LIST = reverse("people:agent_list")
EXPORT = reverse("people:agent_export")


@pytest.fixture
def pilot(client, alice):
    client.force_login(alice)
    return client


def names(client, **asked):
    return [agent.full_name for agent in client.get(LIST, asked).context["page"]]


class TestList:
    def test_shows_colleagues_by_name(self, pilot, bob, hugo):
        assert names(pilot) == ["Hugo Haddad", "Alice Morel", "Bob Perrin"]

    def test_other_employers_do_not_exist(self, pilot, zoe):
        assert names(pilot) == ["Alice Morel"]

    def test_who_has_left_is_not_listed(self, pilot, db):
        AgentFactory(is_active=False)

        assert names(pilot) == ["Alice Morel"]

    @pytest.mark.parametrize(
        "wanted", ["koné", "KONE", "kone awa", "awa k", "pétite", "petite enfance", "A042"]
    )
    def test_search_forgives_case_accents_and_order(self, pilot, wanted):
        unit = UnitFactory(name="Petite Enfance")
        AgentFactory(first_name="Awa", last_name="Koné", hr_number="A042", unit=unit)
        AgentFactory(first_name="Marc", last_name="Petitjean")

        assert names(pilot, q=wanted) == ["Awa Koné"]

    @pytest.mark.parametrize("wanted", ["l'etoile", "L’Étoile", "l etoile", "saint jean", "Saint-Jean"])
    def test_search_forgives_apostrophes_and_hyphens(self, pilot, wanted):
        AgentFactory(first_name="Inès", last_name="Saint-Jean de l’Étoile")

        assert names(pilot, q=wanted) == ["Inès Saint-Jean de l’Étoile"]

    def test_one_service(self, pilot, bob):
        assert names(pilot, service=bob.unit_id) == ["Bob Perrin"]

    def test_what_is_to_check(self, pilot, bob, maya):
        AgentFactory(first_name="Sans", last_name="Rien", email="")

        assert names(pilot, verifier="sans-responsable") == ["Maya Marchand", "Alice Morel", "Sans Rien"]
        assert names(pilot, verifier="sans-courriel") == ["Sans Rien"]
        assert names(pilot, verifier="sans-service") == ["Sans Rien"]
        checks = pilot.get(LIST).context["checks"]
        assert [(check.value, check.count) for check in checks] == [
            ("sans-responsable", 3),
            ("sans-courriel", 1),
            ("sans-service", 1),
        ]

    def test_a_manager_of_the_past_does_not_count(self, pilot, alice, maya):
        PostingFactory(agent=alice, line_manager=maya, starts_on=date(2010, 1, 1), ends_on=date(2011, 1, 1))

        assert "Alice Morel" in names(pilot, verifier="sans-responsable")

    def test_nobody_found_is_told_with_a_way_on(self, pilot):
        text = pilot.get(LIST, {"q": "zzz"}).content.decode()

        assert "Personne ne correspond" in text

    @pytest.mark.parametrize(
        "asked", [{"service": "x"}, {"page": "0"}, {"page": "99"}, {"verifier": "tout"}, {"q": "\x00"}]
    )
    def test_odd_addresses_show_a_list(self, pilot, asked):
        assert pilot.get(LIST, asked).status_code == 200

    def test_fifty_to_a_page(self, pilot):
        AgentFactory.create_batch(50)

        assert (len(names(pilot)), len(names(pilot, page=2))) == (50, 1)

    @pytest.mark.parametrize("people", [1, 3])
    def test_costs_the_same_whatever_the_number_of_people(self, pilot, people, django_assert_num_queries):
        for number in range(people):
            PostingFactory(unit=UnitFactory(), line_manager=AgentFactory(), agent__last_name=f"Koné {number}")

        with django_assert_num_queries(9):
            pilot.get(LIST, {"q": "kone"})


class TestDetail:
    def test_shows_where_the_person_works_and_worked(self, pilot, bob, maya):
        PostingFactory(
            agent=bob,
            unit=UnitFactory(name="Archives"),
            starts_on=date(2010, 1, 1),
            ends_on=date(2019, 12, 31),
        )

        response = pilot.get(reverse("people:agent_detail", args=[bob.pk]))

        assert [posting.unit.name for posting in response.context["postings"]] == ["Accueil", "Archives"]
        text = response.content.decode()
        assert "Du 01/01/2010 au 31/12/2019" in text
        assert "Maya Marchand" in text

    def test_says_the_roles(self, pilot, alice, maya, bob):
        def roles(agent):
            return pilot.get(reverse("people:agent_detail", args=[agent.pk])).context["roles"]

        assert [roles(agent) for agent in (bob, maya, alice)] == [
            [],
            ["Responsable de service"],
            ["Coordonne un dispositif"],
        ]

    def test_shows_who_has_left_as_such(self, pilot):
        agent = AgentFactory(is_active=False, closed_on=date(2030, 1, 1))

        assert (
            "Ce compte est fermé"
            in pilot.get(reverse("people:agent_detail", args=[agent.pk])).content.decode()
        )

    def test_a_person_of_another_employer_does_not_exist(self, pilot, zoe):
        assert pilot.get(reverse("people:agent_detail", args=[zoe.pk])).status_code == 404

    def test_somebody_without_anything_is_shown_too(self, pilot):
        agent = AgentFactory(first_name="", email="", hr_number="")

        assert pilot.get(reverse("people:agent_detail", args=[agent.pk])).status_code == 200


class TestExport:
    def lines(self, client, **asked):
        response = client.post(EXPORT, query_params=asked)
        assert response.streaming
        return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    def test_one_line_per_person_in_the_order_of_the_list(self, pilot, bob, maya):
        header, *lines = self.lines(pilot)

        assert header.startswith("Matricule;Identifiant;Nom;Prénom;Courriel;Service;")
        assert [line.split(";")[2] for line in lines] == ["Marchand", "Morel", "Perrin"]
        assert lines[2].split(";")[5:] == ["Accueil", "", "", "Maya", "Marchand"]

    def test_the_filters_of_the_list_apply(self, pilot, bob):
        assert len(self.lines(pilot, q="perrin")) == 2

    def test_a_name_that_looks_like_a_formula_stays_a_name(self, pilot):
        AgentFactory(last_name="=HYPERLINK(1)", first_name="@x", hr_number="-7")

        assert "'-7;" in "\n".join(self.lines(pilot))
        assert ";'=HYPERLINK(1);'@x;" in "\n".join(self.lines(pilot))

    def test_other_employers_are_not_in_it(self, pilot, zoe):
        assert "Voisin" not in "\n".join(self.lines(pilot))

    def test_it_is_saved_as_a_file(self, pilot):
        response = pilot.post(EXPORT)
        response.getvalue()

        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith('attachment; filename="caluire-personnes-')


class TestWhoMayRead:
    @pytest.mark.parametrize("address", [LIST, reverse("people:agent_detail", args=[1])])
    def test_agents_hosts_and_heads_of_service_may_not(self, client, bob, maya, hugo, hosted, address):
        answers = []
        for agent in (bob, maya, hugo):
            client.force_login(agent)
            answers.append(client.get(address).status_code)

        assert answers == [403, 403, 403]

    @pytest.mark.parametrize("address", [LIST])
    def test_those_who_pilot_may(self, client, alice, ada, root, address):
        for agent in (alice, ada, root):
            client.force_login(agent)
            assert client.get(address).status_code == 200

    def test_a_visitor_is_asked_to_sign_in(self, client, db):
        assert client.get(LIST).url.startswith(reverse("people:sign_in"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Élodie", "elodie"), ("STRASSE", "strasse"), ("d’Ivoire-Bah", "d ivoire bah"), ("  A   B ", "a b")],
)
def test_plain_compares_as_people_type(text, expected):
    assert plain(text) == expected
