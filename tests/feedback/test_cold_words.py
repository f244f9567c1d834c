"""The words of the question of some weeks later: a draft, versions, and the past that keeps its own."""

import pytest
from django.urls import reverse

from essaim.feedback import operations, queries, rules
from essaim.feedback.models import Kind, Questionnaire, Version, Wave
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from essaim.letters.models import Letter
from tests.factories import NOW, FormatFactory, ProgrammeFactory
from tests.feedback.helpers import held, publish
from tests.feedback.test_cold import COLD, ask_again, figures_of, used
from tests.feedback.test_editor_views import EDITOR, posted

pytestmark = pytest.mark.django_db
LABELS = ("Chaque jour", "De temps en temps", "Non")


@pytest.fixture
def scope():
    return Scope(ProgrammeFactory(), wave=Wave.COLD)


@pytest.fixture
def desk(client, alice):
    client.force_login(alice)
    return client


def worded(text, labels=LABELS):
    return Asked("transfer", Kind.TILES, text, labels, rules.ICONS["transfer"])


def test_new_words_are_asked_in_the_page_and_in_the_letter(scope, alice):
    publish(scope, [worded("L’employez-vous ?")], by=alice)
    session, agents = held(1)

    questionnaire = ask_again(session)
    survey = queries.find_survey(queries.token_of(questionnaire, agents[0]))

    assert (survey.questions[0].text, survey.questions[0].asked.labels) == ("L’employez-vous ?", LABELS)
    letter = Letter.objects.get()
    assert letter.subject.startswith("L’employez-vous ?")
    assert "« L’employez-vous ? »" in letter.body


def test_past_results_keep_their_question_and_figures_add_up(scope, alice):
    first, agents = held(5)
    used(first, agents, *["yes"] * 5)
    publish(scope, [worded("L’employez-vous ?")], by=alice)
    second, others = held(5)
    used(second, others, *["no"] * 5)

    texts = [queries.results(session, COLD).questions[0].text for session in (first, second)]

    assert texts == ["Vous en servez-vous ?", "L’employez-vous ?"]
    assert (figures_of(first).total.used.yes, figures_of(first).total.used.answers) == (5, 10)


def test_the_words_of_an_open_questionnaire_do_not_move(scope, alice):
    session, _agents = held(1)
    publish(scope, [worded("Avant ?")], by=alice)
    questionnaire = ask_again(session)
    publish(scope, [worded("Après ?")], by=alice)
    fresh = Questionnaire.objects.select_related("version").get(pk=questionnaire.pk)
    assert rules.asked_by(fresh) == [worded("Avant ?")]


def test_both_moments_have_versions_of_their_own(scope, alice):
    hot = Scope(scope.programme)
    publish(scope, [worded("L’employez-vous ?")], by=alice)
    assert queries.asked_in(hot) == rules.standard_questions()
    publish(hot, rules.standard_questions()[:1], by=alice)
    assert [version.number for version in Version.objects.all()] == [1, 1]
    assert queries.asked_in(scope) == [worded("L’employez-vous ?")]

    operations.go_back(scope=scope, number=1, by=alice, at=NOW)
    assert queries.asked_in(scope) == [rules.cold_question()]
    assert len(queries.asked_in(hot)) == 1


def test_a_format_may_word_it_otherwise(scope, alice):
    kind = FormatFactory()
    own = Scope(scope.programme, kind, Wave.COLD)
    publish(scope, [worded("Pour tous ?")], by=alice)
    publish(own, [worded("Ici ?")], by=alice)
    assert queries.asked_in(own) == [worded("Ici ?")]
    assert (
        queries.version_in_use(FormatFactory(slug="autre"), Wave.COLD).questions[0]["text"] == "Pour tous ?"
    )


@pytest.mark.parametrize("wave", Wave.values)
def test_each_moment_asks_its_own_questions_only(wave, alice):
    scope = Scope(ProgrammeFactory(), wave=wave)
    both = [rules.standard_questions()[0], rules.cold_question()]
    draft = operations.save_draft(scope=scope, asked=both, revision=0, by=alice)
    with pytest.raises(operations.QuestionsWrong, match="quelques semaines après"):
        operations.put_in_use(scope=scope, revision=draft.revision, at=NOW)


def test_the_editor_changes_its_words_and_only_them(desk, scope):
    cold = reverse("feedback:editor_cold")
    address = f"{EDITOR}?dispositif={scope.programme.slug}&moment=froid"
    assert address.replace("&", "&amp;") in desk.get(cold).content.decode()
    page = desk.get(address).content.decode()
    assert ("Vous en servez-vous" in page, 'value="add-text"' in page, 'value="drop-0"' in page) == (
        True,
        False,
        False,
    )

    forged = [worded("L’employez-vous ?"), *rules.standard_questions()]
    answer = desk.post(address, posted(forged, do="use"), follow=True)

    assert "La version 1 est en service" in answer.content.decode()
    assert queries.asked_in(scope) == [worded("L’employez-vous ?")]
    assert "L’employez-vous" in desk.get(cold).content.decode()
    versions = desk.get(f"{reverse('feedback:editor_versions')}?moment=froid").content.decode()
    assert "L’employez-vous" in versions


def test_wrong_words_are_told_and_nothing_is_lost(desk, scope):
    answer = desk.post(f"{EDITOR}?moment=froid", posted([worded("", ("Un", "", "Trois"))], do="use"))
    assert answer.status_code == 400
    assert 'value="Trois"' in answer.content.decode()
    assert not queries.used_versions(scope).exists()
