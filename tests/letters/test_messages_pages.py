"""Pilotage, Messages: what will leave, what left, what did not; one letter, its reason, its life, what one may do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.operations import register
from essaim.letters import operations
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.letters.test_operations import post
from tests.reading import plain, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
LIST = reverse("letters:message_list")
HOUR = timedelta(hours=1)


def page_of(letter, name="message"):
    return reverse(f"letters:{name}", args=[letter.pk])


def titles(response):
    return [(line.title, line.letter.agent.full_name) for line in response.context["lines"]]


def notices(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def confirmed(hosted, bob):
    register(session=hosted, agent=bob, at=NOW)
    return Letter.objects.get()


class TestList:
    @pytest.mark.parametrize("rows", [1, 3])
    @pytest.mark.parametrize("query", ["?etat=a-venir", "?q=tableaux", "?sur=session:{pk}", ""])
    def test_one_and_three_rows_cost_the_same(self, piloting, hosted, rows, query, django_assert_num_queries):
        for agent in AgentFactory.create_batch(rows):
            post(agent, cause=hosted.cause)
        asked = LIST + query.format(pk=hosted.pk)
        piloting.get(asked)
        # two to know who asks, the counts; then the rows, counted, and what they are about
        cost = {"?etat=a-venir": 6, "?q=tableaux": 6, "": 7}.get(query, 8)

        with django_assert_num_queries(cost):
            response = piloting.get(asked)

        assert response.status_code == 200

    def test_says_what_did_not_arrive_what_leaves_next_and_what_left_last(
        self, piloting, hosted, bob, maya, hugo
    ):
        post(bob, cause=hosted.cause, subject="Refusée")
        Letter.objects.update(state="bounced", error="Le serveur refuse cette adresse : 550 Boite inconnue")
        post(maya, cause=hosted.cause, subject="Partie")
        Letter.objects.filter(agent=maya).update(state="sent", sent_at=NOW)
        post(hugo, cause=hosted.cause, subject="Plus tard", due_at=NOW + HOUR)

        response = piloting.get(LIST)
        overview, page = response.context["overview"], text(response)

        boxes = [[line.title for line in box] for box in (overview.stuck, overview.coming, overview.left)]
        assert boxes == [["Refusée"], ["Plus tard"], ["Partie"]]
        assert "1 lettre n’est pas arrivée" in page
        assert "Le serveur refuse cette adresse : 550 Boite inconnue" in page

    def test_each_state_has_its_tab(self, piloting, hosted, alice):
        states = {"a-venir": "to_send", "parties": "sent", "a-reprendre": "failed", "annulees": "cancelled"}
        for box, state in states.items():
            post(AgentFactory(first_name="", last_name=box), cause=hosted.cause)
            Letter.objects.filter(agent__last_name=box).update(state=state, sent_at=NOW)
        held = post(AgentFactory(first_name="", last_name="retenues"), cause=hosted.cause)
        operations.hold(letter=held, by=alice, at=NOW)

        found = {box: titles(piloting.get(f"{LIST}?etat={box}")) for box in [*states, "retenues"]}

        assert found == {box: [("Place réservée : Tableaux croisés", box)] for box in [*states, "retenues"]}

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=perrin", ["Bob Perrin"]),
            ("q=PERRIN bob", ["Bob Perrin"]),
            ("q=helene", ["Hélène Lepage"]),
            ("q=croises", ["Bob Perrin"]),
            ("q=publi", ["Hélène Lepage"]),
            ("q=personne", []),
            ("nature=waiting", ["Hélène Lepage"]),
            ("sur=session:{croises}", ["Bob Perrin"]),
            ("personne={bob}", ["Bob Perrin"]),
            ("personne={bob}&nature=waiting", []),
            ("etat=n-importe&nature=quoi&personne=x&q=%00", ["Hélène Lepage", "Bob Perrin"]),
        ],
    )
    def test_a_letter_is_found_by_name_title_kind_session_and_person(
        self, piloting, hosted, bob, query, found
    ):
        other = SessionFactory(title="Publipostage", slug="publipostage", code="PUB22")
        helene = AgentFactory(first_name="Hélène", last_name="Lepage")
        post(bob, cause=hosted.cause)
        post(helene, cause=other.cause, kind="waiting", at=NOW + HOUR)
        query = query.format(croises=hosted.pk, bob=bob.pk)

        response = piloting.get(f"{LIST}?{query}")

        context = response.context
        lines = context["lines"] if context["page"] is not None else context["overview"].coming[::-1]
        assert [line.letter.agent.full_name for line in lines] == found

    def test_nothing_found_is_said_with_a_way_back(self, piloting, confirmed):
        page = text(piloting.get(f"{LIST}?q=introuvable"))
        assert "Aucune lettre ne correspond" in page
        assert "Voir toutes les lettres" in page

    def test_a_new_programme_reads_what_will_come_here(self, piloting):
        assert "Rien n’est encore écrit" in text(piloting.get(LIST))

    @pytest.mark.parametrize("place", ["session", "person", "week"])
    def test_two_taps_lead_to_any_letter(self, piloting, confirmed, hosted, bob, place):
        starts = {
            "session": reverse("agenda:manage_session", args=[hosted.slug]),
            "person": reverse("people:agent_detail", args=[bob.pk]),
            "week": reverse("home:week"),
        }
        ways = {
            "session": f"{LIST}?sur=session%3A{hosted.pk}",
            "person": f"{LIST}?personne={bob.pk}",
            "week": LIST,
        }
        assert f'href="{ways[place]}"' in piloting.get(starts[place]).content.decode()

        assert f'href="{page_of(confirmed)}"' in piloting.get(ways[place]).content.decode()


class TestLetter:
    def test_shows_what_was_received_why_and_what_happens(self, piloting, confirmed):
        page = text(piloting.get(page_of(confirmed)))

        for words in [
            "Place réservée : Tableaux croisés",
            "Votre place est réservée.",
            "Bob Perrin, bob@caluire.example",
            "les dates, pour l’agenda",
            "Parce que Bob Perrin a demandé une place à « Tableaux croisés » le ven. 1er février, 10 h.",
            "La vie de cette lettre",
            "Écrite",
        ]:
            assert words in page

    def test_tells_the_tries_in_words(self, piloting, confirmed):
        Letter.objects.update(
            attempts=3, error="Le serveur de courriel ne répond pas : refus", leased_until=NOW + HOUR
        )
        page = text(piloting.get(page_of(confirmed)))

        assert "3 essais sans succès" in page
        assert "Le serveur de courriel ne répond pas : refus" in page
        assert "Prochain essai" in page

    def test_its_html_is_shown_where_nothing_runs(self, piloting, confirmed):
        response = piloting.get(page_of(confirmed, "message_email"))

        assert "Votre place est réservée." in text(response)
        assert response["Content-Security-Policy"].split("; ")[::3] == ["default-src 'none'", "sandbox"]

    def test_reading_writes_nothing(self, piloting, confirmed):
        before = list(Letter.objects.values())
        for name in ("message", "message_email"):
            piloting.get(page_of(confirmed, name))
        assert list(Letter.objects.values()) == before


class TestActs:
    def test_hold_and_release_each_with_an_undo(self, piloting, confirmed):
        response = piloting.post(page_of(confirmed, "message_hold"), follow=True)
        confirmed.refresh_from_db()
        assert (confirmed.is_held, "Laisser partir" in text(response)) == (True, True)
        assert page_of(confirmed, "message_release") in response.content.decode()

        response = piloting.post(page_of(confirmed, "message_release"), follow=True)
        confirmed.refresh_from_db()
        assert (confirmed.is_held, notices(response)) == (False, ["Cette lettre partira à son heure."])

    def test_the_button_of_a_list_leads_back_to_the_list(self, piloting, confirmed):
        back = f"{LIST}?etat=a-venir"
        response = piloting.post(page_of(confirmed, "message_hold"), {"retour": back})
        assert response["Location"] == back

        response = piloting.post(page_of(confirmed, "message_hold"), {"retour": "//ailleurs.example/"})
        assert response["Location"] == page_of(confirmed)

    def test_a_letter_that_left_meanwhile_is_said_to_have_left(self, piloting, confirmed):
        operations.send_due(NOW)
        response = piloting.post(page_of(confirmed, "message_hold"), follow=True)
        assert notices(response) == ["Cette lettre est déjà partie."]

    def test_a_letter_is_sent_again_with_a_minute_to_change_ones_mind(self, piloting, confirmed):
        operations.send_due(NOW)
        assert "Envoyer de nouveau" in text(piloting.get(page_of(confirmed)))

        response = piloting.post(page_of(confirmed, "message_again"), follow=True)
        assert notices(response) == ["Cette lettre repart dans une minute."]
        assert plain(text(response)).count("Envoyée de nouveau") == 1

        piloting.post(page_of(confirmed, "message_not_again"))
        assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "cancelled"]

    def test_why_it_cannot_be_sent_again_is_said_instead_of_a_button(self, piloting, confirmed, hosted):
        operations.send_due(NOW)
        hosted.registrations.update(state="withdrawn")

        page = text(piloting.get(page_of(confirmed)))

        assert "Ce que dit la lettre n’est plus vrai pour cette personne." in page
        assert "Envoyer de nouveau" not in page

    def test_what_did_not_arrive_is_tried_again(self, piloting, confirmed):
        Letter.objects.update(state="bounced")
        assert "Réessayer" in text(piloting.get(page_of(confirmed)))

        piloting.post(page_of(confirmed, "message_retry"))
        confirmed.refresh_from_db()
        assert confirmed.state == "to_send"
