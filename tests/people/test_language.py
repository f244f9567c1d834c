"""The language: chosen in one tap, remembered by the browser and the account, spoken in pages and letters."""

import re
from datetime import date, time

import pytest
from django.template import Context, Template
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.kernel.language import COOKIE, ENGLISH, FRENCH, speaking
from essaim.letters import messages
from essaim.letters.models import Letter
from essaim.ui import dates
from essaim.ui.templatetags import ui
from essaim.ui.typography import NARROW, NBSP, typographic
from essaim.ui.views import server_error
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db
HELP = "/aide/"
FEBRUARY = date(2030, 2, 25)


def choose(client, language, **headers):
    return client.post(reverse("people:language_choose"), {"language": language}, headers=headers)


def page(client, address=HELP):
    return client.get(address).content.decode()


class TestChoosing:
    def test_french_comes_first_whatever_the_browser_asks_for(self, client):
        shown = client.get(HELP, headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()

        assert '<html lang="fr">' in shown
        assert re.search(r'value="en"\s+lang="en">English<', shown)

    def test_one_tap_speaks_english_and_another_one_french_again(self, client):
        choose(client, ENGLISH)
        english = page(client)
        choose(client, FRENCH)

        assert '<html lang="en">' in english
        assert "Personal data" in english
        assert re.search(r'value="fr"\s+lang="fr">Français<', english)
        assert '<html lang="fr">' in page(client)

    def test_the_same_page_comes_back(self, client):
        answers = [
            choose(client, ENGLISH, Referer=came_from)["Location"]
            for came_from in (
                "http://testserver/programme/?format=atelier",
                "http://testserver/connexion/lien/",
                "https://elsewhere.example/aide/",
                "",
                "http://testserver//elsewhere.example/",
                "http://testserver/\\elsewhere.example/",
                "http://testserver//[elsewhere",
            )
        ]

        assert answers[:4] == ["/programme/?format=atelier", "/connexion/", "/", "/"]
        assert answers[4:] == ["/elsewhere.example/", "/elsewhere.example/", "/[elsewhere"]

    @pytest.mark.parametrize("language", ["", "de", "EN", "../../"])
    def test_a_language_we_do_not_have_changes_nothing(self, client, language):
        answer = choose(client, language)

        assert (answer.status_code, COOKIE in answer.cookies) == (302, False)

    def test_a_cookie_that_says_nonsense_speaks_french(self, client):
        client.cookies[COOKIE] = "xx"

        assert '<html lang="fr">' in page(client)


class TestRemembering:
    def test_the_account_remembers_and_tells_the_next_browser(self, client, bob):
        client.force_login(bob)
        choose(client, ENGLISH)
        bob.refresh_from_db()
        elsewhere = type(client)()
        bob.set_password("essaim-essai")
        bob.save()
        elsewhere.post(reverse("people:sign_in"), {"login": "bob", "password": "essaim-essai"})

        assert bob.language == ENGLISH
        assert '<html lang="en">' in page(elsewhere, "/")

    def test_the_account_wins_over_the_browser(self, client, bob):
        bob.language = FRENCH
        bob.set_password("essaim-essai")
        bob.save()
        choose(client, ENGLISH)
        client.post(reverse("people:sign_in"), {"login": "bob", "password": "essaim-essai"})

        assert '<html lang="fr">' in page(client, "/")

    def test_a_visitor_writes_nothing_in_the_database(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            choose(client, ENGLISH)


class TestKeptPieces:
    def test_what_was_kept_in_one_language_is_not_shown_in_the_other(self, client, bob):
        SessionFactory(title="Tableaux croisés")
        client.force_login(bob)
        pages = [page(client, address) for address in ("/", "/programme/")]
        client.cookies[COOKIE] = ENGLISH
        english = [page(client, address) for address in ("/", "/programme/")]
        del client.cookies[COOKIE]

        assert ["Je m’inscris" in one for one in pages] == [True, True]
        assert [("Sign me up" in one, "Je m’inscris" in one) for one in english] == [(True, False)] * 2
        assert ["Sign me up" in page(client, address) for address in ("/", "/programme/")] == [False, False]

    def test_a_programmes_own_words_are_french_nouns(self, client, bob):
        programme = ProgrammeFactory(
            words={"session": "atelier", "sessions": "ateliers", "session_gender": "m"}
        )
        session = SessionFactory(programme=programme, title="Tableaux croisés")
        client.force_login(bob)
        client.cookies[COOKIE] = ENGLISH

        shown = page(client, reverse("agenda:session_detail", args=[session.slug]))

        assert "Sign me up" in shown
        assert "atelier" not in re.sub(r'="[^"]*"', "", shown)


class TestLetters:
    def test_a_letter_is_in_its_readers_language_whoever_causes_it(self, alice, bob):
        session = SessionFactory(title="Tableaux croisés")
        carla = AgentFactory(login="carla", language=ENGLISH)
        with speaking(ENGLISH):
            agenda.register(session=session, agent=bob, at=NOW)
        agenda.register(session=session, agent=carla, at=NOW)
        told = {letter.agent_id: letter for letter in Letter.objects.all()}

        assert told[bob.pk].subject.startswith("Place réservée : Tableaux croisés, ven. ")
        assert told[carla.pk].subject.startswith("Place booked: Tableaux croisés, Fri ")
        assert "Votre place est réservée." in told[bob.pk].body
        assert "Your place is booked." in told[carla.pk].body
        assert told[carla.pk].action_label == "See the session"

    def test_one_cancelled_session_tells_each_in_their_own(self, alice, bob):
        session = SessionFactory(title="Tableaux croisés")
        carla = AgentFactory(login="carla", language=ENGLISH)
        for agent in (bob, carla):
            agenda.register(session=session, agent=agent, at=NOW)
        agenda.cancel_session(session=session, at=NOW, by=alice, reason="la salle est en travaux")
        told = dict(Letter.objects.filter(kind=Letter.Kind.CANCELLED).values_list("agent", "subject"))

        assert told[bob.pk].startswith("Séance annulée : ")
        assert told[carla.pk].startswith("Session cancelled: ")

    def test_the_mail_around_it_speaks_the_same(self, bob):
        carla = AgentFactory(login="carla", language=ENGLISH)
        agenda.register(session=SessionFactory(), agent=carla, at=NOW)

        mail = messages.message(Letter.objects.get(agent=carla))
        html = mail.alternatives[0][0]

        assert '<html lang="en">' in html
        assert "Your messages are also on your page:" in mail.body
        assert "See the session:" in mail.body


class TestDatesAndNumbers:
    DAY = date(2030, 3, 1)

    @pytest.mark.parametrize(
        ("say", "french", "english"),
        [
            (dates.day, f"ven. 1er{NBSP}mars", f"Fri 1{NBSP}March"),
            (dates.full_day, f"vendredi 1er{NBSP}mars 2030", f"Friday 1{NBSP}March 2030"),
            (dates.day_and_year, "1er mars 2030", "1 March 2030"),
            (lambda d: dates.days_between(d, date(2030, 3, 5)), "Du 1er au 5 mars", "1 to 5 March"),
            (
                lambda d: dates.days_between(date(2030, 2, 25), d),
                "Du 25 février au 1er mars",
                "25 February to 1 March",
            ),
            (ui.weekday, "ven.", "Fri"),
            (lambda d: ui.month(date(2030, 7, 1)), "juil.", "Jul"),
            (lambda d: dates.hour(time(9)), f"9{NBSP}h", "9am"),
            (lambda d: dates.hour(time(14, 30)), f"14{NBSP}h{NBSP}30", "2:30pm"),
            (lambda d: dates.hour(time(12)), f"12{NBSP}h", "midday"),
            (lambda d: dates.hour(time(0, 5)), f"0{NBSP}h{NBSP}05", "12:05am"),
            (lambda d: dates.hours(time(9), time(10, 30)), f"9{NBSP}h – 10{NBSP}h{NBSP}30", "9am to 10:30am"),
            (lambda d: dates.duration(90), f"1{NBSP}h{NBSP}30", f"1{NBSP}hr 30{NBSP}min"),
            (lambda d: ui.number(3000), f"3{NARROW}000", "3,000"),
            (lambda d: ui.number(41.6), "41,6", "41.6"),
            (lambda d: [ui.ordinal(n) for n in (1, 2, 3)], ["1re", "2e", "3e"], ["1st", "2nd", "3rd"]),
            (
                lambda d: [ui.ordinal(n) for n in (11, 21, 112)],
                ["11e", "21e", "112e"],
                ["11th", "21st", "112th"],
            ),
        ],
    )
    def test_they_are_said_as_the_language_says_them(self, say, french, english):
        with speaking(ENGLISH):
            said = say(self.DAY)

        assert (say(self.DAY), said) == (french, english)


class TestTypography:
    def test_french_gets_its_spaces_without_changing_what_is_stored(self):
        session = SessionFactory(title="Excel : par où commencer ? « Tout » !")
        shown = Template("{{ title|typo }}").render(Context({"title": session.title}))
        session.refresh_from_db()

        assert shown == f"Excel{NBSP}: par où commencer{NARROW}? «{NBSP}Tout{NARROW}»{NARROW}!"
        assert session.title == "Excel : par où commencer ? « Tout » !"

    def test_english_gets_none_and_what_people_wrote_does_not_break(self):
        with speaking(ENGLISH):
            said = [typographic(text) for text in ("Ready? Yes: go!", "Prêt ? Oui : allez !", "l'école")]

        assert said == ["Ready? Yes: go!", f"Prêt{NARROW}? Oui{NBSP}: allez{NARROW}!", "l’école"]


def test_even_the_page_of_a_fault_speaks_the_language(rf):
    with speaking(ENGLISH):
        english = server_error(rf.get("/")).content.decode()

    assert "It’s us, not you" in english
    assert '<html lang="en">' in english
    assert "C’est nous, pas vous" in server_error(rf.get("/")).content.decode()
