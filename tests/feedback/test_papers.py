"""Questionnaires on paper: codes of nobody, each counted once, the same figures as from phones."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from essaim.feedback import operations, queries
from essaim.feedback.models import Answer, Invitation, Kind, Paper, Questionnaire
from essaim.feedback.rules import Asked, spaced_code, standard_questions
from essaim.letters.models import Letter
from tests.factories import NOW, SessionFactory
from tests.feedback.helpers import DAYS, NO, SOMEWHAT, STANDARD, YES, asked, came, held, publish

pytestmark = pytest.mark.django_db
ALL_YES = dict(zip(STANDARD, YES, strict=True))


def printed(session, number=1, at=None):
    return operations.print_papers(session=session, number=number, at=at or session.ends_at)


def typed(paper, values=None, *, at=None):
    session = paper.session
    return operations.type_paper(
        session=session, code=paper.code, values=values or ALL_YES, at=at or session.ends_at
    )


def counted(questionnaire):
    """Answers that are kept, and how many the questionnaire tells."""
    return Answer.objects.count(), queries.results(questionnaire.session).answered


# Printing


def test_printing_draws_as_many_codes_and_again_others(hosted):
    first, second = printed(hosted, 20), printed(hosted, 10)

    codes = {paper.code for paper in first + second}
    assert len(codes) == Paper.objects.filter(session=hosted, state="blank").count() == 30
    assert {len(code) for code in codes} == {8}
    assert not set("".join(codes)) & set("01OILU")


def test_a_code_belongs_to_no_name():
    columns = {field.name for field in Paper._meta.get_fields()}
    assert columns == {"id", "session", "version", "code", "state"}


@pytest.mark.parametrize("state", ["draft", "cancelled", "over"])
def test_nothing_is_printed_for_a_session_that_asks_nobody(hosted, state):
    at = NOW
    if state == "over":
        at = operations.open_questionnaire(session=hosted, at=NOW).closes_at
    elif state == "draft":
        type(hosted).objects.filter(pk=hosted.pk).update(published_at=None)
    else:
        type(hosted).objects.filter(pk=hosted.pk).update(cancelled_at=NOW, cancel_reason="Grève")

    with pytest.raises(operations.SurveyClosed):
        printed(hosted, at=at)
    assert not Paper.objects.exists()


def test_a_session_has_a_bounded_number_of_blank_sheets(hosted):
    printed(hosted, 300)
    with pytest.raises(operations.TooManyPapers):
        printed(hosted, 300)


def test_what_was_printed_is_what_is_asked_whatever_was_put_in_use_since(hosted, alice):
    scope = queries.Scope(hosted.programme)
    publish(scope, standard_questions()[:2], by=alice)
    printed(hosted)
    publish(scope, standard_questions(), by=alice)

    questionnaire = operations.open_questionnaire(session=hosted, at=hosted.ends_at)

    assert [question["name"] for question in questionnaire.version.questions] == ["useful", "use"]
    assert printed(hosted)[0].version == questionnaire.version


def test_sheets_of_a_cancelled_session_go(hosted):
    printed(hosted)
    type(hosted).objects.filter(pk=hosted.pk).update(cancelled_at=NOW, cancel_reason="Grève")

    assert operations.forget_idle_papers() == 1


# Typing back


def test_a_sheet_is_counted_once():
    questionnaire, _ = asked(3)
    paper = printed(questionnaire.session)[0]
    typed(paper)

    with pytest.raises(operations.PaperWrong, match="déjà saisie"):
        typed(paper, {"useful": "no"})

    assert counted(questionnaire) == (1, 1)
    assert Answer.objects.get().useful == "yes"


def test_a_code_is_read_however_it_is_typed():
    questionnaire, _ = asked(1)
    session = questionnaire.session
    code = spaced_code(printed(session)[0].code).lower()
    operations.type_paper(session=session, code=f" {code}-", values=ALL_YES, at=session.ends_at)
    assert counted(questionnaire) == (1, 1)


def test_a_code_unknown_or_of_another_session_is_refused_in_words():
    questionnaire, _ = asked(2)
    other, _ = asked(2)
    foreign = printed(other.session)[0]

    for code, reason in ((foreign.code, "autre séance"), ("ABCD2345", "relisez"), ("'; --", "relisez")):
        with pytest.raises(operations.PaperWrong, match=reason):
            operations.type_paper(
                session=questionnaire.session, code=code, values=ALL_YES, at=questionnaire.opened_at
            )
    assert counted(questionnaire) == (0, 0)
    typed(foreign)


def test_an_empty_sheet_is_not_counted():
    questionnaire, _ = asked(1)
    with pytest.raises(operations.AnswerUnknown):
        typed(printed(questionnaire.session)[0], {"useful": ""})
    assert Paper.objects.get().state == "blank"


def test_nothing_is_typed_before_the_session_is_over(hosted):
    with pytest.raises(operations.SurveyClosed, match="Terminez"):
        typed(printed(hosted)[0])


def test_the_last_sheet_is_taken_back_and_typed_again():
    questionnaire, _ = asked(1)
    session = questionnaire.session
    paper = printed(session)[0]
    typed(paper)

    for _ in range(2):
        operations.take_paper_back(session=session, code=paper.code, at=session.ends_at)

    assert counted(questionnaire) == (0, 0)
    typed(paper, {"useful": "no"})
    assert counted(questionnaire) == (1, 1)
    assert Answer.objects.get().useful == "no"


def test_progress_is_told_in_words():
    questionnaire, _ = asked(3)
    session = questionnaire.session
    papers = printed(session, 12)
    typed(papers[0])
    typed(papers[1])
    operations.answer(token=papers[2].code, question="useful", value="yes", at=session.ends_at)

    pile = queries.pile_of(session)

    assert (pile.progress, pile.on_phones) == (
        "2 feuilles saisies sur 12",
        "1 autre répondue sur un téléphone",
    )


# Once: on paper, or on a phone


def test_a_code_answered_on_a_phone_counts_no_more_on_paper():
    questionnaire, _ = asked(2)
    paper = printed(questionnaire.session)[0]
    at = questionnaire.opened_at
    operations.answer(token=paper.code, question="useful", value="no", at=at)
    operations.answer(token=paper.code, question="useful", value="somewhat", at=at)

    with pytest.raises(operations.PaperWrong, match="téléphone"):
        typed(paper)

    operations.take_paper_back(session=questionnaire.session, code=paper.code, at=at)  # not this way either
    assert counted(questionnaire) == (1, 1)
    assert Answer.objects.get().useful == "somewhat"


def test_a_sheet_typed_back_takes_no_answer_from_a_phone():
    questionnaire, _ = asked(2)
    paper = printed(questionnaire.session)[0]
    typed(paper)

    with pytest.raises(operations.SurveyClosed):
        operations.answer(token=paper.code, question="useful", value="no", at=questionnaire.opened_at)

    assert Answer.objects.get().useful == "yes"


def test_there_are_never_more_answers_than_people_who_came():
    questionnaire, agents = asked(3)
    first, second, third = printed(questionnaire.session, 3)
    token = queries.token_of(questionnaire, agents[0])
    at = questionnaire.opened_at
    operations.answer(token=token, question="useful", value="yes", at=at)
    typed(first)
    typed(second)

    with pytest.raises(operations.OneTooMany):
        typed(third)
    with pytest.raises(operations.OneTooMany):
        operations.answer(token=third.code, question="useful", value="yes", at=at)
    late = queries.token_of(questionnaire, agents[1])
    with pytest.raises(operations.OneTooMany):
        operations.answer(token=late, question="useful", value="yes", at=at)
    operations.answer(
        token=token, question="useful", value="no", at=at
    )  # a change of mind is no other answer

    assert counted(questionnaire) == (3, 3)
    assert Paper.objects.get(pk=third.pk).state == "blank"


def test_without_paper_everybody_asked_may_answer():
    questionnaire, agents = asked(2)
    printed(questionnaire.session)
    for agent in agents:
        token = queries.token_of(questionnaire, agent)
        operations.answer(token=token, question="useful", value="yes", at=questionnaire.opened_at)
    assert counted(questionnaire) == (2, 2)


def test_a_reminder_says_that_paper_is_counted():
    questionnaire, _ = asked(2)
    typed(printed(questionnaire.session)[0])

    operations.remind_silent(questionnaire=questionnaire, at=questionnaire.opened_at)

    letters = Letter.objects.filter(kind=Letter.Kind.SURVEY_REMINDER)
    assert ["sur papier" in letter.body for letter in letters] == [True, True]


# Closing, and figures


def test_codes_die_when_the_questionnaire_closes():
    questionnaire, _ = asked(6)
    papers = printed(questionnaire.session, 8)
    for paper in papers[:5]:
        typed(paper)

    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    assert not Paper.objects.exists()
    assert queries.find_survey(papers[0].code) is queries.find_survey(papers[7].code) is None
    fresh = Questionnaire.objects.get()
    assert (fresh.on_paper, fresh.secret) == (0, "")
    assert Invitation.objects.filter(has_answered=True).count() == 5
    assert {invitation.agent for invitation in Invitation.objects.all()} == {None}
    assert queries.results(fresh.session).useful == (5, 5)


def on_phone(questionnaire, agents, sheets):
    for agent, sheet in zip(agents, sheets, strict=False):
        token = queries.token_of(questionnaire, agent)
        values = dict(zip(STANDARD, sheet, strict=True))
        operations.answer_all(token=token, values=values, at=questionnaire.opened_at)


def on_paper(questionnaire, agents, sheets):
    for paper, sheet in zip(printed(questionnaire.session, len(sheets)), sheets, strict=True):
        typed(paper, dict(zip(STANDARD, sheet, strict=True)))


def half_and_half(questionnaire, agents, sheets):
    on_phone(questionnaire, agents, sheets[:3])
    on_paper(questionnaire, agents, sheets[3:])


def figures(session, *, closed):
    out = StringIO()
    day = session.starts_at.date().isoformat()
    words = ("--programme", session.programme.slug, "--from", day, "--to", day, "--json")
    call_command("indicators", *words, stdout=out)
    return out.getvalue(), queries.results(session)


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_paper_and_phone_give_the_same_figures_on_the_same_session(closed):
    session, agents = held(8)
    sheets = [YES, YES, NO, SOMEWHAT, YES, SOMEWHAT]
    found = []
    for way in (on_phone, on_paper, half_and_half):
        with transaction.atomic():
            questionnaire = operations.open_questionnaire(session=session, at=session.closed_at)
            way(questionnaire, agents, sheets)
            if closed:
                operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)
            found.append(figures(session, closed=closed))
            transaction.set_rollback(True)

    assert found[0] == found[1] == found[2]
    results = found[0][1]
    assert (results.answered, results.invited) == (6, 8)
    assert results.state == ("published" if closed else "open")


def test_own_questions_and_words_come_back_from_paper(hosted, alice):
    own = [
        *standard_questions()[:1],
        Asked("q1234abcd", Kind.SCALE, "Le rythme ?", ("lent", "rapide")),
        Asked("q2234abcd", Kind.TEXT, "Un mot ?"),
    ]
    publish(queries.Scope(hosted.programme), own, by=alice)
    came(hosted, alice)
    paper = printed(hosted)[0]
    operations.open_questionnaire(session=hosted, at=hosted.ends_at)

    typed(paper, {"useful": "yes", "q1234abcd": "4", "q2234abcd": "Merci"})

    assert Answer.objects.get().more == {"q1234abcd": "4", "q2234abcd": "Merci"}


def test_the_days_of_the_questionnaire_hold_for_paper():
    questionnaire, _ = asked(1)
    paper = printed(questionnaire.session)[0]
    with pytest.raises(operations.SurveyClosed):
        typed(paper, at=questionnaire.opened_at + DAYS)


def test_another_session_keeps_its_sheets_when_one_closes():
    questionnaire, _ = asked(1)
    printed(questionnaire.session)
    other = SessionFactory()
    kept = printed(other, at=NOW)[0]

    operations.close_questionnaire(questionnaire=questionnaire, at=questionnaire.closes_at)

    assert Paper.objects.get() == kept
