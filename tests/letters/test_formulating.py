"""A programme words its letters: what is used, what is refused, the way back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.kernel.errors import Refused
from essaim.letters import operations
from essaim.letters.formulations import REGISTER
from essaim.letters.models import Formulation, Letter
from essaim.programmes.models import Programme
from tests.access_things import published_topic
from tests.factories import (
    NOW,
    AgentFactory,
    FormatFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
OURS = "C’est noté, {prénom}.\n\n{rendez-vous}\n\nÀ très vite !"
SUBJECT = "À bientôt : {titre}"


@pytest.fixture
def session(alice):
    return SessionFactory(
        title="Tableaux <b>croisés</b>", programme=ProgrammeFactory(), sitting__room="Salle 2"
    )


@pytest.fixture
def word(alice, session):
    def write(name="confirmed", subject=SUBJECT, body=OURS):
        programme = Programme.objects.get()
        return operations.word_letter(
            programme=programme, letter=REGISTER[name], subject=subject, body=body, by=alice, at=NOW
        )

    return write


def register(session, agent, at=NOW):
    """As a request does: the session and its programme are read anew."""
    agenda.register(session=type(session).objects.get(pk=session.pk), agent=agent, at=at)
    return Letter.objects.filter(agent=agent).latest("pk")


def address(name="formulation", kind="confirmed"):
    return reverse(f"letters:{name}", args=[kind] if name != "formulation_list" else [])


class TestWordLetter:
    def test_every_letter_of_the_programme_says_it_from_then_on(self, word, session, bob, maya):
        before = register(session, bob)
        word()

        after = register(session, maya)

        assert before.subject.startswith("Place réservée")
        assert after.subject == "À bientôt : Tableaux <b>croisés</b>"
        assert after.body == (
            f"C’est noté, {maya.first_name}.\n\nTableaux <b>croisés</b>\n"
            "ven. 1er\u00a0mars, 10\u00a0h – Salle 2\n\nÀ très vite !"
        )
        before.refresh_from_db()
        assert before.subject.startswith("Place réservée")

    def test_the_button_stays_that_of_essaim(self, word, session, bob):
        word()

        letter = register(session, bob)

        assert (letter.action_label, letter.action_path) == ("Voir la séance", f"/seances/{session.slug}/")

    def test_another_programme_keeps_its_own(self, word, session):
        word()
        elsewhere = OrganisationFactory(slug="lyon", name="Lyon")
        other = ProgrammeFactory(slug="ix", organisation=elsewhere)
        there = SessionFactory(format=FormatFactory(programme=other, slug="autre"), programme=other)

        letter = register(there, AgentFactory(organisation=elsewhere))

        assert letter.subject.startswith("Place réservée")

    def test_who_reads_english_is_given_the_words_of_essaim(self, word, session):
        word()

        letter = register(session, AgentFactory(language="en"))

        assert letter.subject.startswith("Place booked")

    @pytest.mark.parametrize(
        ("subject", "body", "said"),
        [
            (SUBJECT, "Bonjour.", "Il manque « {rendez-vous} »"),
            (SUBJECT, "{rendez-vous} {salle}", "Ligne 1 : « {salle} » n’existe pas."),
            ("{rang}", OURS, "Ligne 1 : « {rang} » n’existe pas."),
            (SUBJECT, "x" * 10_000, "Ce texte compte 10000 caractères, il en tient 2000."),
            ("x" * 151, OURS, "Ce texte compte 151 caractères, il en tient 150."),
            ("", OURS, "Écrivez quelques mots"),
            (SUBJECT, "{rendez-vous} {", "une accolade est seule"),
        ],
    )
    def test_words_that_would_lose_a_fact_are_refused(self, word, subject, body, said):
        with pytest.raises(Refused) as refused:
            word(subject=subject, body=body)

        assert said in str(refused.value)
        assert not Formulation.objects.exists()
        assert Programme.objects.get().own_letters == []

    def test_without_any_session_there_is_nothing_to_word_it_with(self, alice):
        with pytest.raises(operations.NoExample):
            operations.word_letter(
                programme=Programme.objects.get(),
                letter=REGISTER["confirmed"],
                subject=SUBJECT,
                body=OURS,
                by=alice,
                at=NOW,
            )

    def test_twice_is_harmless_and_others_stay_as_versions(self, word):
        first = word()
        assert word() == first
        second = word(body=f"{OURS}\n\nMerci.")

        rows = Formulation.objects.order_by("pk").values_list("pk", "is_used")
        assert list(rows) == [(first.pk, False), (second.pk, True)]
        assert Programme.objects.get().own_letters == ["confirmed"]

    def test_the_database_keeps_one_in_use(self, word):
        one = word()

        with pytest.raises(IntegrityError), transaction.atomic():
            Formulation.objects.create(
                programme=one.programme, form=one.form, subject="x", body="x", written_at=NOW
            )

    def test_a_letter_that_no_longer_has_a_fact_says_the_words_of_essaim(self, word, session, bob):
        Formulation.objects.filter(pk=word().pk).update(body="{rendez-vous} {disparu}")

        assert register(session, bob).subject.startswith("Place réservée")

    def test_a_letter_with_the_words_of_essaim_costs_no_reading(
        self, session, bob, django_assert_num_queries
    ):
        wording = REGISTER["withdrawn"].make(Programme.objects.get(), bob, NOW)[0][1]

        with django_assert_num_queries(1):  # its dates
            wording.worded()


class TestWayBack:
    def test_the_words_of_essaim_come_back_and_the_others_stay(self, word, session, bob, alice):
        one = word()
        letter = REGISTER["confirmed"]

        operations.take_essaim_words(programme=one.programme, letter=letter)
        operations.take_essaim_words(programme=one.programme, letter=letter)

        assert register(session, bob).subject.startswith("Place réservée")
        assert list(Formulation.objects.values_list("pk", "is_used")) == [(one.pk, False)]

    def test_a_former_text_is_used_again(self, word, alice):
        former = word()
        word(body=f"{OURS}\n\nMerci.")

        operations.take_again(
            programme=former.programme, letter=REGISTER["confirmed"], version=former, by=alice, at=NOW
        )

        assert Formulation.objects.get(is_used=True).body == former.body

    def test_who_wrote_it_may_leave(self, word, alice):
        one = word()
        alice.delete()

        one.refresh_from_db()
        assert one.written_by is None


class TestExamples:
    @pytest.mark.parametrize("name", sorted(REGISTER))
    def test_the_words_of_essaim_are_words_that_a_programme_may_use(self, name, alice, session, bob):
        """They name only facts that the letter has, leave out none that it needs, and give the letter itself."""
        topic(session, bob)
        samples = REGISTER[name].samples(Programme.objects.get(), reader=alice, at=NOW)
        house = samples[0].wording

        saved = operations.word_letter(
            programme=Programme.objects.get(),
            letter=REGISTER[name],
            subject=house.subject,
            body=house.body,
            by=alice,
            at=NOW,
        )

        assert house.form == name
        assert saved.body == house.body

    @pytest.mark.parametrize("name", sorted(REGISTER))
    def test_filled_they_say_what_essaim_says(self, name, alice, session, bob):
        topic(session, bob)
        programme = Programme.objects.get()
        _label, draft = REGISTER[name].make(programme, alice, NOW)[0]
        said = draft.worded().read_by(alice)
        sample = REGISTER[name].samples(programme, reader=alice, at=NOW)[0]
        operations.word_letter(
            programme=programme,
            letter=REGISTER[name],
            subject=sample.wording.subject,
            body=sample.wording.body,
            by=alice,
            at=NOW,
        )
        _label, again = REGISTER[name].make(Programme.objects.get(), alice, NOW)[0]

        own = again.worded().read_by(alice)

        assert (own.subject, own.body) == (said.subject, said.body)
        assert own.form == ""

    def test_nothing_is_written_by_looking(self, alice, session):
        for letter in REGISTER.values():
            letter.samples(Programme.objects.get(), reader=alice, at=NOW)

        assert not session.registrations.exists()
        assert not Letter.objects.exists()


def topic(session, author):
    return published_topic(session, author=author)


class TestPages:
    def test_the_list_names_every_letter_and_whose_words_it_says(self, piloting, word):
        word()

        response = piloting.get(address("formulation_list"))

        shown = response.content.decode()
        names = [letter.name for _heading, rows in response.context["groups"] for letter, _own in rows]
        assert sorted(names) == sorted(REGISTER)
        assert (shown.count("Vos mots"), shown.count("Texte d’Essaim")) == (1, len(REGISTER) - 1)

    @pytest.mark.parametrize("worded", [1, 3])
    def test_the_list_costs_the_same_for_one_and_for_three(
        self, piloting, word, worded, django_assert_num_queries
    ):
        for name in ["confirmed", "another_date", "hosting"][:worded]:
            word(name, body="{rendez-vous}")
        piloting.get(address("formulation_list"))

        with django_assert_num_queries(5):  # session, person, programmes twice, formulations
            piloting.get(address("formulation_list"))

    def test_one_writes_looks_and_saves_without_any_script(self, piloting, session, bob):
        looked = piloting.post(address(), {"do": "look", "subject": SUBJECT, "body": OURS})
        assert "C’est noté, " in looked.content.decode()
        assert not Formulation.objects.exists()

        saved = piloting.post(address(), {"do": "save", "subject": SUBJECT, "body": OURS}, follow=True)

        assert "C’est enregistré." in saved.content.decode()
        assert register(session, bob).subject.startswith("À bientôt")

    def test_a_fault_is_shown_with_its_line_and_nothing_is_lost(self, piloting, session):
        body = "Bonjour {prénom},\n\n{salle de réunion}\n\n{rendez-vous}"

        response = piloting.post(address(), {"do": "save", "subject": SUBJECT, "body": body})

        shown = response.content.decode()
        assert response.context["form"].errors == {"body": ["Ligne 3 : « {salle de réunion} » n’existe pas."]}
        assert '<mark class="fill-wrong">salle de réunion ?</mark>' in shown
        assert "{salle de réunion}" in shown
        assert "Erreur" in shown.split("</title>")[0]
        assert not Formulation.objects.exists()

    def test_a_mark_is_added_at_the_end_without_a_script(self, piloting, session):
        response = piloting.post(address(), {"mark": "lieu", "subject": "s", "body": "b"})

        assert response.context["form"]["body"].value() == "b\n\n{lieu}"
        assert response.context["form"].errors == {}

    def test_markup_is_escaped_in_the_preview_and_in_the_mail(self, piloting, session):
        words = {"subject": "<script>1</script>", "body": "<img src=x>{rendez-vous}"}

        looked = piloting.post(address(), {"do": "look", **words}).content.decode()
        mail = piloting.post(address("formulation_mail"), words).content.decode()

        for shown in (looked, mail):
            assert "<script>1" not in shown
            assert "<img src=x" not in shown
            assert "<b>croisés" not in shown
            assert "&lt;script&gt;1" in shown

    def test_the_mail_is_drawn_in_a_frame_of_ours_and_leads_nowhere(self, piloting, session):
        response = piloting.get(address("formulation_mail"))

        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "script-src" not in response["Content-Security-Policy"]
        assert 'href="/' not in response.content.decode()
        assert 'href="http' not in response.content.decode()
        assert "frame-src 'self'" in piloting.get(address())["Content-Security-Policy"]

    def test_a_mail_with_a_wrong_mark_is_drawn_all_the_same(self, piloting, session):
        response = piloting.post(address("formulation_mail"), {"subject": "{x}", "body": "{y} {"})

        assert response.status_code == 200

    def test_the_way_back_is_one_press(self, piloting, word):
        one = word()

        piloting.post(address(), {"do": "essaim"})
        assert not Formulation.objects.filter(is_used=True).exists()
        assert "Reprendre ce texte" in piloting.get(address()).content.decode()

        piloting.post(address(), {"do": "again", "version": one.pk})
        assert Formulation.objects.get(is_used=True).body == one.body

    def test_a_version_of_another_letter_is_not_found(self, piloting, word):
        other = word("another_date", body="{rendez-vous}")
        operations.take_essaim_words(programme=other.programme, letter=REGISTER["another_date"])

        assert piloting.post(address(), {"do": "again", "version": other.pk}).status_code == 404

    def test_without_a_session_the_page_says_what_to_do(self, piloting):
        response = piloting.get(address())

        assert "Rien ne montre encore cette lettre" in response.content.decode()

    def test_an_unknown_letter_is_not_found(self, piloting, session):
        assert piloting.get(address(kind="inconnue")).status_code == 404

    @pytest.mark.parametrize("place", ["1", "9", "x", "-1"])
    def test_another_example_is_chosen_by_its_place(self, piloting, session, place):
        SessionFactory(title="Une autre", starts_at=NOW + timedelta(days=40))

        desk = piloting.get(address(), {"exemple": place}).context["desk"]

        assert desk.sample.label == ("Une autre" if place == "1" else session.title)
