"""« Transmettre »: proposing, asking, answering, declining, publishing; everybody who should know is told."""

import pytest

from essaim.catalogue import operations
from essaim.catalogue.models import BLOCKS, Topic, TopicMove
from essaim.kernel.errors import Refused
from essaim.letters.models import Letter
from tests.factories import NOW, FormatFactory

pytestmark = pytest.mark.django_db
HALF_DAYS = ["2030-02-04-am", "2030-02-05-pm"]


def sketched(agent, title="Lire un plan ancien", **fields):
    details = {"minutes": 60, "half_days": HALF_DAYS} | fields
    return operations.save_sketch(agent=agent, format=FormatFactory(), at=NOW, title=title, **details)


@pytest.fixture
def proposed(bob, alice):
    sketched(bob)
    return operations.propose_topic(agent=bob, at=NOW)


def letters(agent):
    return list(
        Letter.objects.filter(agent=agent, state="to_send").order_by("pk").values_list("kind", flat=True)
    )


def test_a_sketch_is_kept_between_screens_and_seen_by_nobody_else(bob, alice):
    sketched(bob, half_days=[])
    sketched(bob, minutes=120)

    sketch = Topic.objects.get()
    assert (sketch.minutes, sketch.half_days, sketch.state) == (120, HALF_DAYS, "sketch")
    assert not Topic.objects.visible_to(alice).exists()
    assert list(Topic.objects.visible_to(bob)) == [sketch]


@pytest.mark.parametrize(("fields", "said"), [({"title": " "}, "titre"), ({"half_days": []}, "demi-journée")])
def test_a_proposal_lacks_neither_a_title_nor_a_half_day(bob, fields, said):
    sketched(bob, **fields)

    with pytest.raises(Refused, match=said):
        operations.propose_topic(agent=bob, at=NOW)
    assert Topic.objects.get().state == "sketch"


def test_proposing_tells_those_who_run_the_programme(proposed, alice, bob):
    assert (proposed.state, proposed.slug, proposed.author) == ("proposed", "lire-un-plan-ancien", bob)
    assert letters(alice) == ["topic_proposed"]


def test_a_sketch_keeps_what_another_screen_wrote_meanwhile(bob):
    sketched(bob, promise="La première.")
    stale = Topic.objects.get()

    operations.save_sketch(agent=bob, format=stale.format, at=NOW, minutes=30)

    assert Topic.objects.values("title", "promise", "minutes").get() == {
        "title": "Lire un plan ancien",
        "promise": "La première.",
        "minutes": 30,
    }


def test_a_title_that_exists_is_refused_and_the_sketch_kept(proposed, hugo):
    sketched(hugo, title="LIRE UN PLAN ANCIEN")

    with pytest.raises(operations.TitleTaken):
        operations.propose_topic(agent=hugo, at=NOW)
    assert Topic.objects.get(author=hugo).state == "sketch"


def test_a_question_goes_to_the_author_and_the_answer_comes_back(proposed, alice, bob):
    operations.ask_author(topic=proposed, question="Pour quel niveau ?", by=alice, at=NOW)
    operations.answer_question(topic=proposed, answer="Débutant.", agent=bob, at=NOW)

    assert letters(bob) == ["topic_asked"]
    assert letters(alice) == ["topic_proposed", "topic_answered"]
    lines = TopicMove.objects.exclude(words="").order_by("pk").values_list("kind", "words")
    assert list(lines) == [("asked", "Pour quel niveau ?"), ("answered", "Débutant.")]


def test_nobody_else_answers_for_the_author(proposed, alice, hugo):
    operations.ask_author(topic=proposed, question="Pour quel niveau ?", by=alice, at=NOW)

    with pytest.raises(operations.NotYours):
        operations.answer_question(topic=proposed, answer="Moi !", agent=hugo, at=NOW)


def test_declining_wants_a_reason_and_tells_it(proposed, alice, bob):
    with pytest.raises(Refused, match="raison"):
        operations.decline_topic(topic=proposed, reason=" ", by=alice, at=NOW)

    operations.decline_topic(topic=proposed, reason="Déjà prévu en mars.", by=alice, at=NOW)

    letter = Letter.objects.get(kind="topic_declined")
    assert letter.agent == bob
    assert "Déjà prévu en mars." in letter.body
    assert "Alice Morel" in letter.body


def test_the_second_of_two_decisions_reads_that_one_was_taken(proposed, alice):
    operations.decline_topic(topic=proposed, reason="Déjà prévu.", by=alice, at=NOW)

    for decide in (
        lambda: operations.decline_topic(topic=proposed, reason="Non.", by=alice, at=NOW),
        lambda: operations.publish_topic(topic=proposed, by=alice, at=NOW),
        lambda: operations.ask_author(topic=proposed, question="Quand ?", by=alice, at=NOW),
    ):
        with pytest.raises(operations.TopicChanged):
            decide()


def test_publishing_thanks_the_author_who_is_noted_as_able_to_give_it(proposed, alice, bob):
    complete = operations.edit_topic(
        topic=proposed, version=proposed.version, by=alice, at=NOW, **dict.fromkeys(BLOCKS, "Écrit.")
    )

    operations.publish_topic(topic=complete, by=alice, at=NOW)

    assert letters(bob) == ["topic_published"]
    assert [offer.agent for offer in complete.possible_hosts.all()] == [bob]


def test_taking_a_refusal_back_stops_its_letter(proposed, alice, bob):
    operations.decline_topic(topic=proposed, reason="Déjà prévu.", by=alice, at=NOW)

    back = operations.restore_topic(topic=proposed, by=alice, at=NOW)

    assert back.state == "proposed"
    assert letters(bob) == []


def test_an_author_takes_back_what_nobody_decided(proposed, alice, bob, hugo):
    with pytest.raises(operations.NotYours):
        operations.take_back_proposal(topic=proposed, agent=hugo, at=NOW)

    operations.take_back_proposal(topic=proposed, agent=bob, at=NOW)

    proposed.refresh_from_db()
    assert proposed.state == "declined"
