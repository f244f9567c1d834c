"""What a programme asks: drafts, versions, and questionnaires that keep theirs."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from essaim.agenda.models import Session
from essaim.feedback import operations, queries, rules
from essaim.feedback.models import Answer, Bundle, Kind, Questionnaire, Reply, Version
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from essaim.kernel.language import speaking
from tests.factories import NOW, FormatFactory, ProgrammeFactory
from tests.feedback.helpers import answered, asked, publish, sheet_of

pytestmark = pytest.mark.django_db
PACE = Asked("q0000000a", Kind.SCALE, "Le rythme vous allait ?", ("trop lent", "trop vite"))
ROOM = Asked("q0000000b", Kind.TILES, "La salle ?", ("Bien", "Moyenne", "Mal"), ("smile", "meh", "frown"))
WORD = Asked("q0000000c", Kind.TEXT, "Un mot ?")


@pytest.fixture
def scope():
    return Scope(ProgrammeFactory())


@pytest.fixture
def useful():
    return rules.standard_questions()[0]


def test_a_version_in_use_is_asked_from_the_next_questionnaire_on(scope, alice):
    before, _ = asked(1)
    publish(scope, [*rules.standard_questions(), PACE], by=alice)
    after, _ = asked(1)

    assert [q.name for q in rules.asked_by(before)] == ["useful", "use", "next"]
    assert [q.name for q in rules.asked_by(after)] == ["useful", "use", "next", "q0000000a"]


def test_an_english_reader_is_asked_in_english_what_the_programme_left_as_it_was(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    questionnaire, _ = asked(1)

    with speaking("en"):
        first, own = rules.asked_by(questionnaire)

    assert (first.text, first.labels[0]) == (
        "Did you learn something useful for your work?",
        "Yes, very much",
    )
    assert own == PACE
    assert rules.asked_by(questionnaire) == [useful, PACE]


def test_a_question_that_is_removed_stays_with_the_questionnaire_that_asked_it(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    questionnaire, [agent] = asked(1)
    publish(scope, [useful], by=alice)

    token = queries.token_of(questionnaire, agent)
    operations.answer(token=token, question=PACE.name, value="4", at=questionnaire.opened_at)

    assert Answer.objects.get().more == {PACE.name: "4"}


def test_a_format_may_ask_otherwise_and_come_back_to_the_programmes_questions(scope, alice, useful):
    kind = FormatFactory()
    publish(scope, [useful, ROOM], by=alice)
    own = Scope(scope.programme, kind)
    version = publish(own, [useful, PACE], by=alice)
    assert queries.asked_in(own) == [useful, PACE]
    assert queries.version_in_use(FormatFactory(slug="autre")).questions[1]["name"] == ROOM.name

    operations.go_back(scope=own, number=version.number, by=alice, at=NOW)

    assert queries.asked_in(own) == [useful, ROOM]


def test_going_back_makes_a_new_version_and_twice_is_refused(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    second = publish(scope, [useful], by=alice)

    operations.go_back(scope=scope, number=second.number, by=alice, at=NOW)

    assert [len(v.questions) for v in queries.used_versions(scope)] == [2, 1, 2]
    with pytest.raises(operations.NothingBefore):
        operations.go_back(scope=scope, number=second.number, by=alice, at=NOW)


def test_before_the_first_version_come_the_three_questions(scope, alice, useful):
    first = publish(scope, [useful], by=alice)
    operations.go_back(scope=scope, number=first.number, by=alice, at=NOW)
    assert queries.asked_in(scope) == rules.standard_questions()


def test_two_who_edit_at_once_never_overwrite_each_other_unknowingly(scope, alice, ada, useful):
    draft = operations.save_draft(scope=scope, asked=[useful], revision=0, by=alice)
    operations.save_draft(scope=scope, asked=[useful, PACE], revision=draft.revision, by=alice)

    for revision in (0, draft.revision):
        with pytest.raises(operations.DraftMoved, match="Alice Morel a changé ce brouillon"):
            operations.save_draft(scope=scope, asked=[useful], revision=revision, by=ada)

    assert len(Version.objects.get().questions) == 2


def test_a_draft_put_in_use_by_somebody_else_is_said(scope, alice, ada, useful):
    draft = operations.save_draft(scope=scope, asked=[useful], revision=0, by=alice)
    operations.put_in_use(scope=scope, revision=draft.revision, at=NOW)
    with pytest.raises(operations.DraftMoved, match="n’existe plus"):
        operations.save_draft(scope=scope, asked=[useful, PACE], revision=draft.revision, by=ada)
    assert Version.objects.get().questions == [useful.stored()]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([PACE], "ne se retire pas"),
        ([], "ne se retire pas"),
        ([None, PACE, PACE], "deux fois"),
        ([None, WORD, Asked("q0000000d", Kind.TEXT, "Encore ?")], "Un seul mot libre"),
        ([None, Asked("q0000000d", Kind.TEXT, "  ")], "Il manque des mots"),
        ([None, Asked("q0000000d", Kind.SCALE, "Rythme", ("", "vite"))], "Il manque des mots"),
        ([None] + [Asked(f"q000000{n:02}", Kind.TEXT, "?") for n in range(6)], "Six questions au plus"),
    ],
)
def test_questions_that_cannot_be_asked_are_refused_in_words(scope, alice, useful, names, reason):
    draft = operations.save_draft(scope=scope, asked=[name or useful for name in names], revision=0, by=alice)
    with pytest.raises(operations.QuestionsWrong, match=reason):
        operations.put_in_use(scope=scope, revision=draft.revision, at=NOW)
    assert not queries.used_versions(scope).exists()


def test_the_estimate_counts_five_seconds_a_tap_and_twenty_a_word(useful):
    assert rules.seconds_of(rules.standard_questions()) == 20
    assert rules.seconds_of([useful, PACE, WORD]) == 35


def test_a_draft_is_not_asked(scope, alice, useful):
    operations.save_draft(scope=scope, asked=[useful, PACE], revision=0, by=alice)
    questionnaire, _ = asked(1)
    assert questionnaire.version is None


# Results


def test_own_questions_are_shown_in_the_words_of_their_time(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    session = answered([sheet_of(useful="yes", q0000000a="5")] * 5).session
    publish(
        scope, [Asked(useful.name, useful.kind, "Autrement dit ?", useful.labels, useful.icons)], by=alice
    )

    results = queries.results(session)

    assert [q.text for q in results.questions] == [useful.text, "Le rythme vous allait ?"]
    assert results.questions[1].choices[-1].count == 5
    assert results.questions[1].choices[-1].label == "5 – trop vite"


def test_an_own_question_with_few_answers_is_not_shown(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    sheets = [sheet_of(useful="yes", q0000000a="5")] * 4 + [sheet_of(useful="no")] * 3
    session = answered(sheets).session
    assert [q.name for q in queries.results(session).questions] == ["useful"]
    assert Reply.objects.filter(bundle__made_at=None).count() == 4
    assert queries.version_results(scope, threshold=5)[0].questions == []


def test_few_answers_to_an_own_question_are_counted_with_others_to_the_same_wording(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    for _ in range(2):
        answered([sheet_of(useful="yes", q0000000a="2")] * 3)
    publish(scope, [useful, PACE], by=alice)
    answered([sheet_of(useful="yes", q0000000a="4")] * 3)

    latest, earlier = queries.version_results(scope, threshold=5)

    assert latest.questions == []
    assert [(q.text, q.answers, q.choices[1].count) for q in earlier.questions] == [(PACE.text, 6, 6)]


def test_a_version_sum_minus_what_a_session_shows_leaves_nobody_alone(scope, alice, useful):
    publish(scope, [useful, PACE], by=alice)
    shown = answered([sheet_of(useful="yes", q0000000a="2")] * 6).session
    answered([sheet_of(useful="yes", q0000000a="5")] * 2)
    total = queries.version_results(scope, threshold=5)[0].questions[0].answers
    assert total - queries.results(shown).questions[1].answers == 0


def test_the_useful_rate_sums_versions_for_its_meaning_stays(scope, alice, useful):
    answered([sheet_of(useful="yes", use="yes", next="more")] * 5)
    reworded = Asked("useful", Kind.TILES, "Ça sert ?", ("Oui", "Bof", "Non"), useful.icons)
    publish(scope, [reworded], by=alice)
    answered([sheet_of(useful="somewhat")] * 5 + [sheet_of(useful="no")])
    [count] = queries.useful_counts(Session.objects.all(), threshold=5).values()
    assert (count.yes, count.answers, count.sheets) == (10, 11, 11)


def test_sheets_that_asked_other_things_never_wait_together(scope, alice, useful):
    answered([sheet_of(useful="yes", use="yes", next="more")] * 3)
    publish(scope, [useful], by=alice)
    answered([sheet_of(useful="no")] * 3)
    assert sorted(Bundle.objects.values_list("asked", "made_at")) == [
        ("useful", None),
        ("useful use next", None),
    ]


def test_after_closing_no_sheet_keeps_an_answer_to_an_own_question(scope, alice, useful):
    publish(scope, [useful, PACE, ROOM], by=alice)
    answered([sheet_of(useful="yes", q0000000a="1", q0000000b="3")] * 2)
    assert list(Answer.objects.values_list("more", flat=True)) == [None, None]
    assert sorted(Reply.objects.values_list("bundle__asked", "value")) == [
        (f"version:{Version.objects.get().pk}:{name}", value)
        for name, value in [(PACE.name, "1")] * 2 + [(ROOM.name, "3")] * 2
    ]
    assert Bundle.objects.filter(alone=None).count() == 3


@pytest.mark.parametrize("value", ["6", "0", "", "trop vite"])
def test_a_step_that_the_scale_does_not_have_is_refused(scope, alice, useful, value):
    publish(scope, [useful, PACE], by=alice)
    questionnaire, [agent] = asked(1)
    with pytest.raises(operations.AnswerUnknown):
        operations.answer(
            token=queries.token_of(questionnaire, agent),
            question=PACE.name,
            value=value,
            at=questionnaire.opened_at,
        )


# What waits for a coordinator


def test_a_quiet_questionnaire_is_named_two_days_before_it_closes(scope):
    quiet, _ = asked(10)
    lively = answered([sheet_of(useful="yes")] * 5, silent=2, closed=False)
    at = quiet.closes_at - timedelta(days=1)

    found = queries.quiet_questionnaires([scope.programme], at)

    assert [(row.questionnaire, row.invited, row.answered, row.percent) for row in found] == [
        (quiet, 10, 0, 0)
    ]
    assert queries.quiet_questionnaires([scope.programme], at - timedelta(days=3)) == []
    assert Questionnaire.objects.filter(pk=lively.pk).exists()


@settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(closings=st.lists(st.tuples(st.integers(0, 7), st.booleans()), min_size=1, max_size=6))
def test_looking_after_each_closing_at_versions_sessions_and_words_isolates_nobody(alice, closings):
    """Each closing: how many answer the programme's own question and write a word, and whether it is reworded."""
    scope = Scope(ProgrammeFactory())
    Session.objects.all().delete()
    Bundle.objects.all().delete()
    Version.objects.all().delete()
    publish(scope, [rules.standard_questions()[0], PACE, WORD], by=alice)
    seen = {}
    for people, is_reworded in closings:
        if is_reworded:
            publish(scope, [rules.standard_questions()[0], PACE, WORD], by=alice)
        answered([sheet_of(useful="yes", q0000000a="3", q0000000c="mot")] * people)
        now = {row.version.pk: sum(q.answers for q in row.questions) for row in versions_of(scope)}
        now["words"] = queries.words_to_read_count([scope.programme])
        for session in Session.objects.order_by("pk"):
            own = [q.answers for q in queries.results(session).questions if q.name == PACE.name]
            now["shown", session.pk] = sum(own)
        for key, count in now.items():
            assert count - seen.get(key, 0) not in range(1, 5)
        for row in versions_of(scope):
            sessions = [
                s for s in Session.objects.all() if s.questionnaires.get().version_id == row.version.pk
            ]
            left = now[row.version.pk] - sum(now["shown", session.pk] for session in sessions)
            assert left not in range(1, 5)
        seen = now


def versions_of(scope):
    return queries.version_results(scope, threshold=5)
