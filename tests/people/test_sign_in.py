"""Coming in by identifier and password, and going out."""

from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from essaim.people.operations.postings import close_agent
from tests.factories import AgentFactory

ADDRESS = reverse("people:sign_in")
PASSWORD = "une abeille dans la salle 2"


@pytest.fixture
def nadia(db):
    agent = AgentFactory(
        login="N.Benali", email="Nadia.Benali@caluire.example", first_name="Nadia", last_name="Benali"
    )
    agent.set_password(PASSWORD)
    agent.save()
    return agent


def enter(client, login="n.benali", password=PASSWORD, **more):
    return client.post(ADDRESS, {"login": login, "password": password, **more})


def who(client):
    return client.session.get(SESSION_KEY)


class TestComingIn:
    @pytest.mark.parametrize(
        "login",
        [
            "N.Benali",
            "n.benali",
            "N.BENALI",
            " n.benali ",
            "nadia.benali@caluire.example",
            "NADIA.BENALI@CALUIRE.EXAMPLE",
        ],
    )
    def test_identifier_or_email_in_any_case(self, client, nadia, login):
        response = enter(client, login)

        assert (response.status_code, response.url, who(client)) == (302, "/", str(nadia.pk))

    def test_a_wrong_password_is_told_in_french_and_names_neither_field(self, client, nadia):
        response = enter(client, password="non")

        assert (response.status_code, who(client)) == (200, None)
        assert response.context["form"].non_field_errors() == [
            "L’identifiant ou le mot de passe ne va pas. Vérifiez-les, ou recevez un lien."
        ]
        assert 'value="n.benali"' in response.content.decode()

    def test_an_unknown_person_gets_the_same_answer_as_a_wrong_password(self, client, nadia):
        wrong, unknown = enter(client, password="non"), enter(client, login="personne")

        assert wrong.context["form"].errors == unknown.context["form"].errors

    def test_empty_fields_say_what_to_write(self, client, db):
        errors = enter(client, login="", password="").context["form"].errors

        assert errors == {
            "login": ["Écrivez votre adresse professionnelle, votre matricule ou votre identifiant."],
            "password": ["Écrivez votre mot de passe."],
        }

    @pytest.mark.parametrize(
        "login", ["\x00", "a\x00b", "é" * 1000, "'; DROP TABLE people_agent; --", "\ud83d\ude00"[:0] + "😀"]
    )
    def test_odd_identifiers_are_simply_wrong(self, client, nadia, login):
        assert enter(client, login=login).status_code == 200
        assert who(client) is None

    def test_a_closed_account_does_not_open_and_says_so_to_who_knows_its_password(self, client, nadia):
        close_agent(agent=nadia, on=date(2030, 1, 1))

        known, unknown = enter(client), enter(client, password="non")

        assert who(client) is None
        assert "fermé" in known.context["form"].non_field_errors()[0]
        assert "fermé" not in unknown.context["form"].non_field_errors()[0]

    def test_an_account_closed_meanwhile_is_out_at_once(self, client, nadia):
        enter(client)
        close_agent(agent=nadia, on=date(2030, 1, 1))

        assert client.get(reverse("letters:mine")).status_code == 302

    def test_an_account_without_password_does_not_open(self, client, db):
        AgentFactory(login="carte", email="").set_unusable_password()

        enter(client, login="carte", password="")

        assert who(client) is None

    def test_who_is_in_is_sent_on(self, client, nadia):
        client.force_login(nadia)

        assert client.get(ADDRESS).url == "/"

    def test_the_page_is_never_kept_by_a_proxy(self, client, db):
        assert "no-store" in client.get(ADDRESS)["Cache-Control"]

    def test_the_form_asks_for_a_csrf_token(self, nadia, client):
        strict = type(client)(enforce_csrf_checks=True)

        assert strict.post(ADDRESS, {"login": "n.benali", "password": PASSWORD}).status_code == 403


class TestWhereToGoNext:
    def test_a_closed_page_leads_here_and_back(self, client, nadia):
        wanted = reverse("letters:mine")

        asked = client.get(wanted)
        assert asked.url == f"{ADDRESS}?next={wanted}"
        assert f'name="next" value="{wanted}"' in client.get(asked.url).content.decode()
        assert enter(client, next=wanted).url == wanted

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://ailleurs.example/",
            "//ailleurs.example",
            "javascript:alert(1)",
            "http:///ailleurs.example",
            "\\\\ailleurs.example",
        ],
    )
    def test_nobody_is_sent_elsewhere(self, client, nadia, wanted):
        assert enter(client, next=wanted).url == "/"

    def test_a_button_pressed_before_signing_in_leads_to_its_page(self, client, nadia):
        """The address of the button takes no GET: the person comes back to the page above it."""
        wanted = reverse("agenda:session_register", args=["tableaux-croises"])

        assert enter(client, next=wanted).url == reverse("agenda:session_detail", args=["tableaux-croises"])


class TestLimits:
    def test_ten_wrong_passwords_close_the_account_for_a_while(self, client, nadia):
        for _ in range(10):
            assert enter(client, password="non").status_code == 200

        response = enter(client)

        assert (response.status_code, who(client)) == (429, None)
        assert (
            response.context["form"].non_field_errors()[0].startswith("Trop d’essais pour cet identifiant.")
        )

    def test_identifier_and_email_count_as_one_account(self, client, nadia):
        for login in ["n.benali", "NADIA.BENALI@caluire.example"] * 5:
            enter(client, login=login, password="non")

        assert enter(client).status_code == 429

    def test_another_account_is_not_touched(self, client, nadia, bob):
        bob.set_password(PASSWORD)
        bob.save()
        for _ in range(10):
            enter(client, password="non")

        assert enter(client, login="bob").status_code == 302

    def test_right_passwords_do_not_count(self, client, nadia):
        for _ in range(12):
            assert enter(client).status_code == 302
            client.post(reverse("people:sign_out"))

    def test_a_whole_town_hall_shares_an_address(self, client, nadia, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
        for number in range(3):
            enter(client, login=f"personne{number}")

        response = enter(client)

        assert response.status_code == 429
        assert "réessayez dans une minute" in response.content.decode()
        assert client.get(ADDRESS).status_code == 200
        assert (
            client.post(
                ADDRESS, {"login": "n.benali", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9"
            ).status_code
            == 302
        )


class TestGoingOut:
    def test_the_session_ends(self, client, nadia):
        client.force_login(nadia)

        assert client.post(reverse("people:sign_out")).url == "/"
        assert who(client) is None

    def test_a_link_does_not_sign_out(self, client, nadia):
        client.force_login(nadia)

        assert client.get(reverse("people:sign_out")).status_code == 405
        assert who(client) == str(nadia.pk)


class TestDemo:
    LOGINS = ("agent", "animatrice", "responsable", "coordinatrice", "administratrice", "voisine")

    @pytest.fixture
    def accounts(self, settings, db):
        settings.DEMO = True
        return [AgentFactory(login=login) for login in self.LOGINS]

    def test_the_page_lists_the_accounts_and_their_password(self, client, accounts):
        text = client.get(ADDRESS).content.decode()

        assert [
            login for login in self.LOGINS if f'name="login" value="{login}"' not in text.replace("\n", " ")
        ] == []
        assert "essaim-demo" in text

    @pytest.mark.parametrize("login", LOGINS)
    def test_one_button_enters(self, client, accounts, login):
        response = client.post(reverse("people:demo_sign_in"), {"login": login})

        assert response.url == "/"
        assert who(client) == str(next(agent.pk for agent in accounts if agent.login == login))

    def test_no_other_account_is_entered(self, client, accounts, root):
        assert client.post(reverse("people:demo_sign_in"), {"login": "root"}).status_code == 404
        assert who(client) is None

    def test_nothing_of_it_exists_outside_a_demo(self, client, accounts, settings):
        settings.DEMO = False

        text = client.get(ADDRESS).content.decode()
        assert client.post(reverse("people:demo_sign_in"), {"login": "agent"}).status_code == 404
        assert [word for word in ("essaim-demo", "Démonstration", "demo") if word in text] == []

    def test_a_demo_without_data_says_how_to_load_it(self, client, settings, db):
        settings.DEMO = True

        assert "essaim demo" in client.get(ADDRESS).content.decode()
