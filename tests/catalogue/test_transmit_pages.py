"""« Transmettre » in three screens, and what became of one's proposals."""

import re
from datetime import date

import pytest
from django.urls import reverse

from essaim.catalogue import operations
from essaim.catalogue.models import Topic
from essaim.people.models import Leave
from essaim.programmes.models import Season
from tests.agenda.reading import text_of
from tests.catalogue.test_sheets import FULL, written
from tests.factories import NOW, FormatFactory
from tests.reading import plain, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TITLE, SHAPE, WHEN = "/transmettre/", "/transmettre/duree/", "/transmettre/creneaux/"


@pytest.fixture
def as_bob(client, bob):
    FormatFactory()
    client.force_login(bob)
    return client


@pytest.fixture
def proposed(bob, alice):
    operations.save_sketch(
        agent=bob, format=FormatFactory(), at=NOW, title="Publipostage", half_days=["2030-02-04-am"]
    )
    return operations.propose_topic(agent=bob, at=NOW)


def test_somebody_proposes_in_three_screens_and_is_thanked(as_bob, bob, alice):
    shape = {"format": FormatFactory().pk, "minutes": 90, "audience": "Tous les guichets"}

    first = as_bob.post(TITLE, {"title": "Lire un plan ancien", "promise": "Voir la ville d’avant."})
    second = as_bob.post(SHAPE, shape)
    last = as_bob.post(WHEN, {"creneau": ["2030-02-04-am", "2030-02-13-pm"]}, follow=True)

    assert (first.url, second.url) == (SHAPE, WHEN)
    topic = Topic.objects.get()
    assert (topic.state, topic.author, topic.minutes, topic.audience) == (
        "proposed",
        bob,
        90,
        "Tous les guichets",
    )
    assert topic.half_days == ["2030-02-04-am", "2030-02-13-pm"]
    assert "Merci, c’est parti" in text_of(last)
    assert reverse("catalogue:proposal", args=[topic.slug]) in last.content.decode()


def test_nothing_is_sent_without_a_half_day_and_the_reason_is_in_words(as_bob):
    as_bob.post(TITLE, {"title": "Lire un plan ancien"})

    shown = as_bob.post(WHEN, {"creneau": ["demain", "2030-02-31"]})

    assert "Touchez au moins une demi-journée" in text_of(shown)
    assert Topic.objects.get().state == "sketch"


def test_a_draft_is_resumed_where_it_was_left(as_bob):
    as_bob.post(TITLE, {"title": "Lire un plan ancien", "promise": "Voir la ville d’avant."})
    as_bob.post(SHAPE, {"format": FormatFactory().pk, "minutes": 120, "audience": "Curieux"})
    as_bob.post(WHEN, {"creneau": ["2030-02-05-pm"], "plus-tard": "1"})

    assert Topic.objects.get().state == "sketch"
    assert "Lire un plan ancien" in as_bob.get(TITLE).content.decode()
    assert "Curieux" in as_bob.get(SHAPE).content.decode()
    shown = " ".join(as_bob.get(WHEN).content.decode().split())
    assert 'value="2030-02-05-pm" checked' in shown


def test_the_later_screens_begin_with_the_title(as_bob):
    assert [as_bob.get(page).url for page in (SHAPE, WHEN)] == [TITLE, TITLE]


def test_without_any_format_the_door_opens_on_a_sentence(client, bob):
    client.force_login(bob)

    assert "pas encore ouvert de format" in text_of(client.get(TITLE))


def test_close_topics_are_shown_with_a_button_to_say_that_one_can_give_them(as_bob, alice):
    near = operations.publish_topic(topic=written("Lire les plans", **FULL), by=alice, at=NOW)
    operations.publish_topic(topic=written("Cuisiner", **FULL), by=alice, at=NOW)
    as_bob.post(TITLE, {"title": "Un plan ancien"})

    shown = as_bob.get(SHAPE)

    assert "Lire les plans" in text_of(shown)
    assert reverse("catalogue:topic_host", args=[near.slug]) in shown.content.decode()
    assert "Cuisiner" not in text_of(shown)


@pytest.mark.parametrize("title", ["", " " * 9, "é" * 2000, "🐝" * 201])
def test_a_title_too_short_or_too_long_is_told_and_kept(as_bob, title):
    shown = as_bob.post(TITLE, {"title": title, "promise": "Gardée"})

    assert shown.status_code == 200
    assert "title" in shown.context["form"].errors
    assert "Gardée" in shown.content.decode()
    assert not Topic.objects.exists()


def test_a_title_of_nothing_but_bees_has_an_address(as_bob, alice):
    as_bob.post(TITLE, {"title": "🐝" * 200})
    as_bob.post(WHEN, {"creneau": ["2030-02-04-am"]})

    topic = Topic.objects.get()
    assert topic.state == "proposed"
    assert as_bob.get(reverse("catalogue:proposal", args=[topic.slug])).status_code == 200


def test_three_weeks_are_offered_from_the_next_monday_without_their_weekends(as_bob):
    as_bob.post(TITLE, {"title": "Muguet"})

    shown = as_bob.get(WHEN).content.decode()

    offered = sorted(set(re.findall(r'value="(\d{4}-\d\d-\d\d-[ap]m)"', shown)))
    assert (len(offered), offered[0], offered[-1]) == (30, "2030-02-04-am", "2030-02-22-pm")
    assert "2030-02-09-am" not in offered


def test_the_author_follows_answers_a_question_and_reads_it_back(client, proposed, alice, bob):
    operations.ask_author(topic=proposed, question="Pour quel niveau ?", by=alice, at=NOW)
    client.force_login(bob)
    address = reverse("catalogue:proposal", args=[proposed.slug])

    assert "Pour quel niveau" in text_of(client.get(address))
    empty = client.post(address, {"words": " "})
    assert "Écrivez quelques mots" in text_of(empty)
    answered = client.post(address, {"words": "Débutant."}, follow=True)

    assert "Votre réponse est partie" in text_of(answered)
    assert "Débutant." in text_of(answered)
    assert Topic.objects.get().is_asked is False


def test_the_author_withdraws_and_a_second_click_is_told_in_words(client, proposed, bob):
    client.force_login(bob)
    address = reverse("catalogue:proposal_take_back", args=[proposed.slug])

    assert "Votre proposition est retirée" in text_of(client.post(address, follow=True))
    assert "Bob Perrin a repris cette proposition" in text_of(client.post(address, follow=True))


def test_the_reason_of_a_refusal_is_on_the_page(client, proposed, alice, bob):
    operations.decline_topic(topic=proposed, reason="Déjà prévu en mars.", by=alice, at=NOW)
    client.force_login(bob)

    shown = text_of(client.get(reverse("catalogue:proposal", args=[proposed.slug])))

    assert "Déjà prévu en mars." in shown
    assert "Alice Morel" in shown


def test_what_is_proposed_is_nobody_elses_to_read(client, proposed, hugo):
    client.force_login(hugo)
    names = ("catalogue:proposal", "catalogue:transmit_thanks", "catalogue:topic")

    assert [client.get(reverse(name, args=[proposed.slug])).status_code for name in names] == [404] * 3


def test_my_proposals_cost_the_same_queries_for_one_and_for_three(
    client, proposed, bob, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(bob)
    client.get(TITLE)
    with django_assert_max_num_queries(9) as first:
        client.get(TITLE)
    for title in ("Deux", "Trois"):
        operations.save_sketch(
            agent=bob, format=FormatFactory(), at=NOW, title=title, half_days=["2030-02-04-am"]
        )
        operations.propose_topic(agent=bob, at=NOW)

    with django_assert_num_queries(len(first)):
        assert text_of(client.get(TITLE)).count("en attente de lecture") == 3


def closed_days(shown) -> list[str]:
    found = re.findall(r'"slot-off">(.*?)</p>', text(shown))
    return [plain(re.sub(r"</?span[^>]*>", "", one)) for one in found]


def test_days_that_cannot_be_say_why(as_bob, bob):
    format = FormatFactory()
    Season.objects.create(
        programme=format.programme, name="Hiver", starts_on=NOW.date(), ends_on=date(2030, 2, 20)
    )
    Leave.objects.create(agent=bob, starts_on=date(2030, 2, 5), ends_on=date(2030, 2, 6))
    as_bob.post(TITLE, {"title": "Lire un plan ancien"})
    as_bob.post(SHAPE, {"format": format.pk, "minutes": 90, "audience": "Tous"})

    shown = as_bob.get(WHEN)

    assert closed_days(shown) == [
        "mardi 5 février, votre absence",
        "mercredi 6 février, votre absence",
        "jeudi 21 février, saison terminée",
        "vendredi 22 février, saison terminée",
    ]
    assert shown.content.decode().count('name="creneau"') == 2 * (15 - 4)
