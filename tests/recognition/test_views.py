"""Pages of certificates: what one holds, and what a code says to anybody."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from essaim.people.models import Agent
from essaim.programmes.models import Programme
from essaim.recognition import operations
from essaim.recognition.models import Certificate
from tests.agenda.reading import text_of
from tests.factories import NOW, AgentFactory
from tests.programmes.test_views import RULES
from tests.recognition.test_files import copied

LIST = "/moi/attestations/"


@pytest.fixture(autouse=True)
def _no_guess_yet(db):
    cache.clear()


@pytest.fixture
def bobs(closed, bob):
    return Certificate.objects.get(agent=bob)


@pytest.fixture
def hugos(closed, hugo):
    return Certificate.objects.get(agent=hugo)


class TestMine:
    def test_one_tap_from_moi(self, client, bobs, bob):
        client.force_login(bob)

        assert f'href="{LIST}"' in client.get("/moi/").content.decode()
        page = client.get(LIST)
        assert f"/moi/attestations/{bobs.code}.pdf" in page.content.decode()
        assert "Tableaux croisés" in text_of(page)

    def test_the_paper_is_a_pdf_kept_by_no_cache(self, client, bobs, bob):
        client.force_login(bob)

        answer = client.get(f"/moi/attestations/{bobs.code}.pdf")

        assert answer.content.startswith(b"%PDF-")
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Disposition"] == 'attachment; filename="attestation-tableaux-croises.pdf"'

    def test_the_paper_of_somebody_else_does_not_exist(self, client, bobs, hugo):
        client.force_login(hugo)

        assert client.get(f"/moi/attestations/{bobs.code}.pdf").status_code == 404

    def test_a_paper_that_ended_is_given_no_more(self, client, bobs, bob):
        Certificate.objects.update(state="replaced", ended_at=NOW)
        client.force_login(bob)

        assert client.get(f"/moi/attestations/{bobs.code}.pdf").status_code == 404
        assert "Aucune attestation encore" in text_of(client.get(LIST))

    def test_one_who_holds_nothing_is_told_when_the_first_comes(self, client, maya):
        client.force_login(maya)

        page = text_of(client.get(LIST))

        assert "Aucune attestation encore" in page
        assert "Mon livret" not in page

    def test_record_comes_as_pdf_and_ods(self, client, bobs, bob):
        client.force_login(bob)

        sheet = client.get("/moi/livret.ods")

        assert client.get("/moi/livret.pdf").content.startswith(b"%PDF-")
        assert sheet["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
        assert sheet.content.startswith(b"PK")

    @pytest.mark.parametrize("held", [1, 30])
    def test_the_list_costs_the_same_however_long(
        self, client, bobs, bob, held, django_assert_max_num_queries
    ):
        for _one in range(held - 1):
            Certificate.objects.create(
                **(copied(bobs, bob) | {"kind": "hosting"}), state="replaced", ended_at=NOW
            )
        client.force_login(bob)

        with django_assert_max_num_queries(5):
            client.get(LIST)


class TestPreparation:
    def test_the_host_writes_it_and_holds_a_new_paper(self, client, hugos, hugo):
        client.force_login(hugo)

        page = client.post(f"{LIST}{hugos.code}/preparation/", {"hours": "1", "minutes": "30"}, follow=True)

        assert "Une nouvelle attestation remplace la précédente." in text_of(page)
        assert "préparation : 1 h 30" in re.sub(r"\s+", " ", text_of(page))
        assert Certificate.objects.get(agent=hugo, state="valid").preparation_minutes == 90

    @pytest.mark.parametrize("sent", [{"hours": "41"}, {"minutes": "60"}, {"hours": "x"}, {"hours": "-1"}])
    def test_what_is_no_time_is_refused_in_words(self, client, hugos, hugo, sent):
        client.force_login(hugo)

        page = client.post(f"{LIST}{hugos.code}/preparation/", sent, follow=True)

        assert "Écrivez des heures, de 0 à 40" in text_of(page)
        assert Certificate.objects.get(agent=hugo).is_valid

    def test_who_attended_has_no_such_field(self, client, bobs, bob):
        client.force_login(bob)

        assert "Temps de préparation" not in text_of(client.get(LIST))
        assert client.post(f"{LIST}{bobs.code}/preparation/", {"hours": "1"}).status_code == 404


class TestCheck:
    @pytest.mark.parametrize("written", ["{text}", "{code}", "{lower}", " {text} "])
    def test_a_code_is_read_as_people_type_it(self, client, bobs, written):
        typed = written.format(text=bobs.code_text, code=bobs.code, lower=bobs.code_text.lower())

        page = client.get("/badges/", {"code": typed})

        assert "Cette attestation est valide" in text_of(page)

    def test_the_check_says_what_the_paper_says(self, client, bobs):
        page = re.sub(r"\s+", " ", text_of(client.get(f"/badges/{bobs.code_text}/")))

        for said in (
            "Tableaux croisés",
            "Vendredi 1er mars 2030",
            "10 h – 12 h, 2 h",
            "Perfectionnement",
            "Présentiel",
        ):
            assert said in page

    def test_the_check_names_nobody(self, client, bobs, hugos):
        Programme.objects.update(signer_name="Claire Morel")
        Certificate.objects.update(signer_name="Claire Morel")

        pages = "".join(text_of(client.get(f"/badges/{one.code}/")) for one in (bobs, hugos))

        names = [
            word for agent in Agent.objects.all() for word in (agent.first_name, agent.last_name, agent.login)
        ]
        assert [name for name in [*names, "Claire", "Accueil"] if name in pages] == []

    @pytest.mark.parametrize(("state", "said"), [("replaced", "remplacée"), ("cancelled", "annulée")])
    def test_a_paper_that_was_replaced_or_cancelled_says_so_without_its_hours(
        self, client, bobs, state, said
    ):
        Certificate.objects.filter(pk=bobs.pk).update(state=state, ended_at=NOW)

        page = text_of(client.get(f"/badges/{bobs.code}/"))

        assert f"Cette attestation est {said}" in page
        assert "Tableaux croisés" in page
        assert "Durée suivie" not in page

    def test_a_replaced_paper_does_not_lead_to_the_new_one(self, client, hugos):
        new = operations.tell_preparation(certificate=hugos, minutes=90, at=NOW)

        page = client.get(f"/badges/{hugos.code}/").content.decode()

        assert new.code not in page
        assert new.code_text not in page

    def test_the_check_still_holds_once_the_person_is_erased(self, client, bobs):
        Certificate.objects.filter(pk=bobs.pk).update(agent=None)

        assert "Cette attestation est valide" in text_of(client.get(f"/badges/{bobs.code}/"))

    @pytest.mark.parametrize("wrong", ["AAAA-BBBB-CCCC", "x", "A" * 300, "é", "\x00AAAA"])
    def test_a_wrong_code_gets_a_sentence_and_a_way_on(self, client, bobs, wrong):
        page = client.get("/badges/", {"code": wrong})

        assert page.status_code == 404
        assert "Aucune attestation ne porte ce code." in text_of(page)
        assert 'name="code"' in page.content.decode()

    def test_a_code_longer_than_a_real_one_is_not_cut_to_fit(self, client, bobs):
        assert client.get(f"/badges/{bobs.code}A/").status_code == 404

    def test_guesses_are_slowed_and_real_papers_are_not(self, client, bobs):
        for _one in range(40):
            assert client.get(f"/badges/{bobs.code}/").status_code == 200
        answers = [client.get(f"/badges/AAAA-BBBB-{number:04}/").status_code for number in range(31)]

        assert (set(answers[:30]), answers[30]) == ({404}, 429)
        assert "Réessayez dans une minute" in text_of(client.get("/badges/", {"code": "AAAA"}))


class TestOfASession:
    def test_the_coordinator_prints_them_all(self, piloting, closed):
        page = piloting.get(reverse("agenda:manage_presence", args=[closed.slug])).content.decode()
        address = reverse("recognition:session_pdf", args=[closed.slug])

        paper = piloting.get(address).content

        assert address in page
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2

    def test_a_session_that_is_not_closed_has_none(self, piloting, attended):
        assert piloting.get(reverse("recognition:session_pdf", args=[attended.slug])).status_code == 403

    def test_a_closed_session_without_any_says_so(self, piloting, closed):
        Certificate.objects.all().delete()

        page = piloting.get(reverse("recognition:session_pdf", args=[closed.slug]), follow=True)

        assert "Aucune attestation" in text_of(page)

    def test_three_hundred_papers_print_in_few_queries(
        self, piloting, closed, bobs, django_assert_max_num_queries
    ):
        for _one in range(40):
            Certificate.objects.create(**copied(bobs, AgentFactory()))

        with django_assert_max_num_queries(13):
            piloting.get(reverse("recognition:session_pdf", args=[closed.slug]))


class TestWhoSigns:
    def test_a_coordinator_says_who_signs_from_now_on(self, piloting, attended, hugo, over):
        page = piloting.post(
            RULES,
            {
                "change": "signature",
                "signer_name": " Claire Morel ",
                "signer_role": "Directrice des services",
            },
            follow=True,
        )

        assert "Les prochaines attestations portent cette signature." in text_of(page)
        programme = Programme.objects.get(pk=attended.programme_id)
        assert (programme.signer_name, programme.signer_role) == ("Claire Morel", "Directrice des services")

    def test_papers_already_given_keep_their_name(self, piloting, closed, bobs):
        piloting.post(RULES, {"change": "signature", "signer_name": "Quelqu’un d’autre"})

        bobs.refresh_from_db()
        assert bobs.signer_name == ""

    def test_a_name_too_long_opens_its_group_with_a_sentence(self, piloting, attended):
        page = piloting.post(RULES, {"change": "signature", "signer_name": "x" * 151})

        assert "150" in text_of(page)


def test_a_session_closed_in_the_room_gives_the_paper_at_once(client, attended, bob, hugo, monkeypatch):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: attended.ends_at + timedelta(minutes=1))
    client.force_login(hugo)
    client.post(reverse("agenda:room_close", args=[attended.slug]))
    client.force_login(bob)

    assert "Tableaux croisés" in text_of(client.get(LIST))
