"""A letter about what is over is dropped: each kind says until when it is worth sending, or why it always is."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from essaim.agenda import operations as agenda
from essaim.agenda.models import Registration
from essaim.letters import operations
from essaim.letters.models import Letter
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.letters.test_operations import post

Kind = Letter.Kind
ROOT = Path(__file__).parents[2] / "essaim"
DAY = timedelta(days=1)
OVER = "the session is over"
ENDS = {
    Kind.SIGN_IN_LINK: "the link is dead",
    Kind.CONFIRMED: OVER,
    Kind.WAITING: OVER,
    Kind.OFFERED: "the seat has passed to the next",
    Kind.OFFER_ENDED: OVER,
    Kind.WITHDRAWN: OVER,
    Kind.CANCELLED: OVER,
    Kind.MOVED: OVER,
    Kind.CHANGED: OVER,
    Kind.HOSTING: OVER,
    Kind.PENDING: OVER,
    Kind.REFUSED: OVER,
    Kind.CONFLICT: OVER,
    Kind.NOTE: OVER,
    Kind.ANOTHER_DATE: "that date has begun",
    Kind.OPENED: "the session has begun",
    Kind.APPROVAL_ASKED: "the session has begun",
    Kind.APPROVAL_REMINDER: "the session has begun",
    Kind.WEEK_BEFORE: "the session has begun",
    Kind.DAY_BEFORE: "the session has begun",
    Kind.HOST_BRIEF: "the session has begun",
    Kind.TEAM_DIGEST: "the last of its sessions is over",
    Kind.SURVEY: "the questionnaire is closed",
    Kind.SURVEY_REMINDER: "the questionnaire is closed",
    Kind.COORDINATOR_WEEK: "the week is over",
    Kind.PROGRAMME_WEEK: "the week is over",
    Kind.INVITATION: "the last session that it names has begun; it names none, and then always holds",
}
LASTS = {
    Kind.TOPIC_PROPOSED: "a proposal waits for its answer as long as it takes",
    Kind.TOPIC_ASKED: "a proposal waits for its answer as long as it takes",
    Kind.TOPIC_ANSWERED: "a proposal waits for its answer as long as it takes",
    Kind.TOPIC_PUBLISHED: "what was decided holds until another letter says otherwise",
    Kind.TOPIC_DECLINED: "what was decided holds until another letter says otherwise",
    Kind.TOPIC_REOPENED: "what was decided holds until another letter says otherwise",
    Kind.PARTNERSHIP: "two organisations remain bound, or not, whenever it is read",
    Kind.FILE_REFUSED: "the file stays refused until another is sent",
    Kind.CERTIFICATE: "the certificate is there whenever it is read",
    Kind.PASSWORD: "a warning about one’s account is worth reading late",
}
WITHOUT_END = {
    "catalogue/operations/history.py": 1,
    "letters/receivers.py": 3,
    "recognition/operations.py": 1,
}
"""Where the kinds that last are posted, and how many times."""


def test_every_kind_either_ends_or_says_why_it_lasts():
    assert sorted([*ENDS, *LASTS]) == sorted(Kind)


def posts_without_end():
    """In each file, how many calls that post a letter give it no end."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            given = {word.arg for word in node.keywords} if isinstance(node, ast.Call) else set()
            if {"cause", "wording", "kind"} <= given and "expires_at" not in given:
                name = str(path.relative_to(ROOT))
                found[name] = found.get(name, 0) + 1
    return found


def test_every_post_gives_its_letter_an_end_but_those_that_last():
    assert posts_without_end() == WITHOUT_END


@pytest.fixture
def session(alice):
    return SessionFactory(seats=1)


def letter_of(agent, kind):
    return Letter.objects.get(agent=agent, kind=kind)


@pytest.mark.django_db
class TestSeats:
    def test_a_seat_is_told_until_the_session_is_over(self, session, bob, maya):
        agenda.register(session=session, agent=bob, at=NOW)
        agenda.register(session=session, agent=maya, at=NOW)

        ends = [letter_of(bob, Kind.CONFIRMED).expires_at, letter_of(maya, Kind.WAITING).expires_at]
        assert ends == [session.ends_at, session.ends_at]

    def test_an_offer_is_told_as_long_as_it_holds(self, session, bob, maya):
        agenda.register(session=session, agent=bob, at=NOW)
        agenda.register(session=session, agent=maya, at=NOW)
        agenda.withdraw(session=session, agent=bob, at=NOW)

        until = Registration.objects.get(agent=maya).offered_until
        assert letter_of(maya, Kind.OFFERED).expires_at == until

    def test_what_is_decided_after_the_end_is_told_for_some_days(self, session, bob):
        agenda.register(session=session, agent=bob, at=NOW)
        late = session.ends_at + DAY
        agenda.cancel_session(session=session, reason="panne", at=late, by=AgentFactory())

        assert letter_of(bob, Kind.CANCELLED).expires_at == late + 4 * DAY

    def test_a_worker_that_comes_back_after_the_session_sends_nothing_of_it(self, session, bob, maya):
        agenda.register(session=session, agent=bob, at=NOW)
        agenda.register(session=session, agent=maya, at=NOW)

        sent = operations.send_due(session.ends_at + DAY)

        assert sent == 0
        assert set(Letter.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(ENDS))
def test_a_late_letter_is_dropped_and_one_in_time_leaves(bob, kind):
    post(bob, kind=kind, cause="a:1", expires_at=NOW)
    post(bob, kind=kind, cause="a:2", expires_at=NOW + timedelta(seconds=1))

    assert operations.send_due(NOW) == 1
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "sent"]
