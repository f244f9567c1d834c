"""Personal cards: given once, kept as digests, guessed slowly, renewed and taken back."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from essaim.people.models import Card
from essaim.people.operations import cards
from essaim.people.operations.cards import CardRefused, CodeWrong, TooManyTries, agent_of_card, issue_cards
from essaim.people.operations.postings import close_agent
from tests.factories import NOW, AgentFactory

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _no_tries(db):
    cache.clear()


@pytest.fixture
def code(bob, alice):
    """The code of Bob's card."""
    [(_agent, plain)] = issue_cards([bob], alice, NOW)
    return plain


def other(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def enter(code, login="bob", at=NOW, place="1.2.3.4"):
    return agent_of_card(login=login, code=code, place=place, at=at)


def test_a_card_lets_its_holder_in_as_often_as_needed_however_it_is_typed(bob, code):
    assert [enter(code), enter(code, "BOB "), enter(f" {code[:3]} {code[3:]}")] == [bob] * 3


def test_its_own_number_lets_in_too_and_says_nothing_of_its_holder(bob, code):
    bob.login = "bob.martin@caluire.example"
    bob.save()
    number = Card.objects.get().number

    assert len(number) == 7
    assert number.isdecimal()
    assert enter(code, login=f" {number[:3]} {number[3:]}") == bob
    with pytest.raises(CodeWrong):
        enter(code, login=f"{(int(number) + 1) % 10_000_000:07}")


def test_a_number_dies_with_its_card(bob, alice, code):
    number = Card.objects.get().number
    new = cards.renew(agent=bob, by=alice, at=NOW)

    with pytest.raises(CodeWrong):
        enter(new, login=number)
    assert Card.objects.get(revoked_at=None).number != number


def test_of_the_code_only_a_keyed_digest_is_kept(bob, code, settings):
    card = Card.objects.get()
    kept = {str(value) for value in Card.objects.values().get().values()}
    assert len(code) == 6
    assert code.isdecimal()
    assert not any(code == value for value in kept)

    settings.SECRET_KEY = "another"

    assert cards.digest_of(code, salt=card.salt) != card.digest


def test_giving_twice_leaves_the_first_card_alone(bob, alice, code):
    maya = AgentFactory(login="nouvelle")

    given = issue_cards([bob, maya], alice, NOW)

    assert [agent for agent, _code in given] == [maya]
    assert enter(code) == bob


def test_whoever_runs_something_or_works_elsewhere_or_left_gets_none(bob, alice, ada, root, zoe):
    bob.is_active = False
    bob.save()

    assert issue_cards([bob, alice, ada, root, zoe], alice, NOW) == []


def test_only_who_pilots_gives_renews(bob, hugo):
    with pytest.raises(CardRefused):
        issue_cards([bob], hugo, NOW)
    with pytest.raises(CardRefused):
        cards.renew(agent=bob, by=hugo, at=NOW)


def test_the_database_refuses_a_second_living_card(bob, code):
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(agent=bob, number="1234567", salt="00", digest="00", issued_at=NOW)


def test_a_renewed_code_replaces_the_one_before(bob, alice, code, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda _most: int(other(code)))
    new = cards.renew(agent=bob, by=alice, at=NOW)

    with pytest.raises(CodeWrong):
        enter(code)
    assert enter(new) == bob
    assert Card.objects.filter(revoked_by=alice).count() == 1


def test_a_card_taken_back_lets_nobody_in(bob, alice, code):
    cards.revoke(agent=bob, by=alice, at=NOW)
    cards.revoke(agent=bob, by=alice, at=NOW + MINUTE)

    with pytest.raises(CodeWrong):
        enter(code)
    assert Card.objects.get().revoked_at == NOW


def test_whoever_left_or_was_given_a_role_since_does_not_enter_by_card(bob, code):
    bob.is_coordinator = True
    bob.save()
    with pytest.raises(CodeWrong):
        enter(code)

    bob.is_coordinator = False
    bob.save()
    close_agent(agent=bob, on=NOW.date())
    with pytest.raises(CodeWrong):
        enter(code)


def test_five_wrong_codes_make_the_card_wait_longer_each_time_and_the_right_one_starts_again(bob, code):
    for _try in range(5):
        with pytest.raises(CodeWrong):
            enter(other(code))
    with pytest.raises(TooManyTries):
        enter(code, at=NOW + 4 * MINUTE)

    later = NOW + 5 * MINUTE
    for _try in range(5):
        with pytest.raises(CodeWrong):
            enter(other(code), at=later)
    with pytest.raises(TooManyTries):
        enter(code, at=later + 9 * MINUTE)

    assert enter(code, at=later + 10 * MINUTE) == bob
    assert Card.objects.get().tries == 0
    assert cards.wait_after(5 * 400) == timedelta(days=1)


@pytest.mark.parametrize("login", ["personne", "", "\x00", "maya"])
def test_an_identifier_without_card_is_answered_like_a_wrong_code(maya, bob, code, login):
    answers = []
    for name in ("bob", login):
        for _try in range(6):
            with pytest.raises((CodeWrong, TooManyTries)) as refused:
                enter(other(code), name)
            answers.append((refused.type, str(refused.value)))

    assert answers[:6] == answers[6:]


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "é" * 500, "\x00"])
def test_what_is_no_code_is_simply_wrong(code, wrong):
    with pytest.raises(CodeWrong):
        enter(wrong)


def test_a_place_waits_a_minute_after_many_wrong_codes_and_a_crowd_that_types_right_never(
    bob, code, monkeypatch
):
    monkeypatch.setattr(cards, "WRONG_PER_PLACE", 3)
    for _entry in range(10):
        assert enter(code) == bob
    for number in range(3):
        with pytest.raises(CodeWrong):
            enter(code, f"personne{number}")

    with pytest.raises(TooManyTries):
        enter(code)
    assert enter(code, place="5.6.7.8") == bob
    assert enter(code, at=NOW + MINUTE) == bob
