"""Free words: kept by topic, read in batches by a coordinator first, forgotten after a year."""

from datetime import timedelta

import pytest
from django.db import models

from essaim.catalogue.models import Topic
from essaim.feedback import operations, queries, rules
from essaim.feedback.models import Answer, Bundle, Kind, Word
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from tests.factories import FormatFactory, SessionFactory
from tests.feedback.helpers import answered, asked, publish, sheet_of

pytestmark = pytest.mark.django_db
WORD = Asked("q0000000c", Kind.TEXT, "Un mot ?")


@pytest.fixture
def topic(alice):
    kind = FormatFactory()
    publish(Scope(kind.programme), [rules.standard_questions()[0], WORD], by=alice)
    return Topic.objects.create(programme=kind.programme, format=kind, title="Publipostage")


def wrote(*texts, **fields):
    return answered([sheet_of(useful="yes", q0000000c=text) for text in texts], **fields)


def to_read(topic):
    return sorted(queries.words_to_read([topic.programme]).values_list("text", flat=True))


def test_nobody_reads_a_word_before_five_people_wrote_on_the_topic(topic):
    wrote("un", "deux", "trois", "quatre", topic=topic)
    assert to_read(topic) == []
    wrote("cinq", topic=topic)
    assert to_read(topic) == ["cinq", "deux", "quatre", "trois", "un"]
    assert queries.words_to_read_count([topic.programme]) == 5


def test_the_words_after_a_batch_wait_for_another_batch(topic):
    wrote(*"abcde", topic=topic)
    wrote(*"fghi", topic=topic)
    assert to_read(topic) == list("abcde")
    wrote("j", topic=topic)
    assert to_read(topic) == list("abcdefghij")


def test_words_of_two_topics_never_make_a_batch_together(topic):
    other = Topic.objects.create(programme=topic.programme, format=topic.format, title="Autre")
    wrote("un", "deux", "trois", topic=topic)
    wrote("quatre", "cinq", "six", topic=other)
    assert to_read(topic) == []


def test_words_that_answer_two_wordings_never_make_a_batch_together(topic, alice):
    wrote(*"abcd", topic=topic)
    reworded = Asked(WORD.name, Kind.TEXT, "Que changer ?")
    publish(Scope(topic.programme), [rules.standard_questions()[0], reworded], by=alice)
    wrote("e", topic=topic)
    assert to_read(topic) == []
    publish(Scope(topic.programme), [rules.standard_questions()[0], WORD], by=alice)
    wrote("f", topic=topic)
    assert to_read(topic) == list("abcdf")


def test_nothing_is_shown_until_it_is_published(topic):
    wrote(*"abcde", topic=topic)
    coming = SessionFactory(topic=topic)
    assert queries.echo_of(coming).words == []
    for text, state in (("a", "published"), ("b", "published"), ("c", "hidden")):
        operations.decide(word=Word.objects.get(text=text), state=state)
    assert sorted(word.text for word in queries.echo_of(coming).words) == ["a", "b"]
    assert queries.echo_of(SessionFactory()).words == []


def test_a_raised_threshold_takes_small_batches_back(topic):
    wrote(*"abcde", topic=topic)
    Word.objects.update(state="published")
    organisation = topic.programme.organisation
    organisation.privacy_threshold = 6
    organisation.save()
    coming = SessionFactory(topic=topic)
    coming.programme.organisation.refresh_from_db()
    assert queries.published_words(coming.format_id, coming.topic_id, threshold=6) == []


def test_a_decision_can_be_taken_back_and_twice_is_harmless(topic):
    wrote(*"abcde", topic=topic)
    word = Word.objects.get(text="a")
    assert operations.decide(word=word, state="published")
    assert not operations.decide(word=word, state="published")
    assert operations.decide(word=word, state="waiting")


def test_a_struck_name_is_kept_nowhere(topic):
    wrote("Merci SAMIR, samir est drôle, Samira aussi", *"bcde", topic=topic)
    word = Word.objects.get(text__startswith="Merci")

    operations.strike(word=word, names="samir")

    assert min(Word.objects.values_list("text", flat=True)) == "Merci […], […] est drôle, Samira aussi"
    with pytest.raises(operations.AnswerUnknown, match="recopiez-les"):
        operations.strike(word=word, names="samir")


def test_striking_may_lengthen_a_long_word(topic):
    wrote("y " * 250, *"bcde", topic=topic)
    word = operations.strike(word=Word.objects.get(text__startswith="y y"), names="y")
    assert len(word.text) == 250 * 4 - 1


@pytest.mark.parametrize("names", ["", " , ;", "(", "inconnu", ".*", "\\"])
def test_striking_what_is_not_there_is_refused_in_words(topic, names):
    wrote(*"abcde", topic=topic)
    with pytest.raises(operations.AnswerUnknown):
        operations.strike(word=Word.objects.get(text="a"), names=names)


def test_words_carry_no_moment_no_session_and_no_person(topic):
    wrote(*"abcde", topic=topic)
    fields = [field.name for field in Word._meta.get_fields()]
    assert sorted(fields) == ["bundle", "key", "question", "state", "text"]
    assert not [f for f in Word._meta.get_fields() if isinstance(f, models.DateField)]
    bundle = Bundle.objects.get(asked__startswith=f"words:{topic.pk}:")
    assert (bundle.alone, bundle.questionnaires.count(), bundle.begun_on.day) == (None, 0, 1)


def test_each_batch_is_written_anew_so_that_keys_tell_no_order(topic):
    wrote("a", "b", topic=topic)
    keys = set(Word.objects.values_list("key", flat=True))
    wrote("c", topic=topic)
    assert keys.isdisjoint(Word.objects.values_list("key", flat=True))


def test_words_are_forgotten_after_a_year_and_their_figures_stay(topic):
    questionnaire = wrote(*"abcde", topic=topic)
    closed = questionnaire.closed_at
    assert operations.forget_old_words(closed + timedelta(days=300)) == 0
    assert operations.forget_old_words(closed + timedelta(days=366)) == 5
    assert operations.forget_old_words(closed + timedelta(days=366)) == 0
    assert queries.results(questionnaire.session).useful == (5, 5)


def test_a_word_may_be_changed_and_taken_back_while_it_is_open(topic):
    questionnaire, [agent] = asked(1, topic=topic)
    token, at = queries.token_of(questionnaire, agent), questionnaire.opened_at
    operations.answer(token=token, question=WORD.name, value="  oups 🙂\r\nbis ", at=at)
    assert Answer.objects.get().more == {WORD.name: "oups 🙂\nbis"}
    operations.answer(token=token, question=WORD.name, value="", at=at)
    assert Answer.objects.get().more is None


def test_two_thousand_signs_are_refused_with_their_number(topic):
    questionnaire, [agent] = asked(1, topic=topic)
    with pytest.raises(operations.AnswerUnknown, match="2000 signes"):
        operations.answer(
            token=queries.token_of(questionnaire, agent),
            question=WORD.name,
            value="é" * 2000,
            at=questionnaire.opened_at,
        )
    assert not Answer.objects.exists()
