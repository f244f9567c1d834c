"""A simulated year of a programme, day by day: each automatic letter is written once, and leaves once.

A new kind of automatic letter fails here until it has its line in `expected`. Bob's calendar program reads along.
"""

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules

from essaim.agenda import operations
from essaim.agenda.models import Host, Session, Sitting
from essaim.feedback.models import Cold
from essaim.home.queries.week import tasks_for
from essaim.kernel import ticks
from essaim.kernel.models import Tick
from essaim.letters.models import AFTER, BEFORE, Letter
from essaim.letters.operations import resume
from essaim.programmes.models import ManagerRule
from tests.agenda.calendars import Diary
from tests.factories import AgentFactory, FormatFactory, SessionFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
Kind = Letter.Kind
FIRST = date(2030, 1, 2)
DAY = timedelta(days=1)
HOURS = (time(8, 5), time(16, 5))
NIGHTS_OF_CHANGE = (date(2030, 3, 31), date(2030, 10, 27))
COLD_DAYS = 60
REGISTERED_BEFORE = timedelta(days=20)
LEFT_BEFORE = timedelta(days=12)
EARLY_FROM = date(2030, 7, 1)
"""From this day on Bob is reminded a week before, as he asked."""
MOVED, MOVED_ON, MOVED_BY = date(2030, 6, 12), date(2030, 6, 3), 2 * DAY
CANCELLED, CANCELLED_ON = date(2030, 9, 12), date(2030, 9, 7)
MONDAYS_OFF = (date(2030, 4, 22), date(2030, 6, 10), date(2030, 11, 11))


def local(day, hour):
    return datetime.combine(day, hour, tzinfo=PARIS)


def moments():
    """In the morning and in the afternoon, and every half hour of the nights in which the hour changes."""
    for day in (FIRST + number * DAY for number in range(365)):
        if day in NIGHTS_OF_CHANGE:
            start = local(day, time(0)).timestamp()
            yield from (datetime.fromtimestamp(start + 1800 * half, tz=PARIS) for half in range(12))
        yield from (local(day, hour) for hour in HOURS)


def days_of_sessions():
    """Once a month, and on the morning after each change of hour."""
    return [date(2030, month, 12) for month in range(2, 13)] + [day + DAY for day in NIGHTS_OF_CHANGE]


def plan(day, hour, **fields):
    return SessionFactory(starts_at=local(day, hour), published_at=local(FIRST, time(8)), **fields)


@pytest.fixture
def people(alice, bob, maya):
    """Bob and a colleague, both of Maya's team."""
    mate = AgentFactory(first_name="Léna", last_name="Roux")
    return {"bob": bob, "mate": mate, "alice": alice}


@pytest.fixture
def asked(people):
    """Sessions that a colleague leads and for which the manager's leave is asked; she never answers."""
    format = FormatFactory(name="Formation", slug="formation", manager_rule=ManagerRule.ASKED)
    Cold.objects.create(format=format, days=COLD_DAYS)
    sessions = [plan(day, time(9), format=format) for day in days_of_sessions()]
    leads = AgentFactory()
    Host.objects.bulk_create(Host(session=session, agent=leads) for session in sessions)
    return sessions


@pytest.fixture
def sought(people):
    """Sessions of one seat: Bob has it, then leaves it; his colleague waits, is offered it, and says nothing."""
    return [plan(day, time(14), seats=1) for day in days_of_sessions()]


def live(at, *, people, asked, sought):
    """What people do by themselves at this moment, in the programme's own operations."""
    if at.time() == HOURS[0]:
        for session in [*asked, *sought]:
            register_or_leave(session, at, people=people, is_sought=session in sought)
        change_something(at, asked, people=people)
    elif at.time() == HOURS[1]:
        for session in [*asked, *sought]:
            if at.date() == session.starts_at.date():
                close(session, at=at, by=people["alice"])


def register_or_leave(session, at, *, people, is_sought):
    """Bob registers; where one seat is sought his colleague waits for it, and he leaves it later."""
    if at.date() == (session.starts_at - REGISTERED_BEFORE).date():
        for agent in [people["bob"], people["mate"]][: 1 + is_sought]:
            operations.register(session=session, agent=agent, at=at)
    if is_sought and at.date() == (session.starts_at - LEFT_BEFORE).date():
        operations.withdraw(session=session, agent=people["bob"], at=at)


def change_something(at, asked, *, people):
    """Once in the year a session moves, another is called off, and Bob wants his reminders earlier."""
    if at.date() == EARLY_FROM:
        resume(agent=people["bob"], family="early", at=at)
    if at.date() == MOVED_ON:
        move(asked[days_of_sessions().index(MOVED)], at=at, by=people["alice"])
    if at.date() == CANCELLED_ON:
        off = asked.pop(days_of_sessions().index(CANCELLED))
        operations.cancel_session(session=off, reason="Salle fermée.", at=at, by=people["alice"])


def move(session, *, at, by):
    """Two days later; the test's own copy follows."""
    plan = operations.SittingPlan(session.starts_at + MOVED_BY, session.ends_at + MOVED_BY)
    operations.edit_session(session=session, sittings=[plan], at=at, by=by)
    session.refresh_from_db()


def close(session, *, at, by):
    operations.mark_everybody(sitting=Sitting.objects.get(session=session), at=at, by=by)
    operations.close_session(session=session, at=at, by=by)


@pytest.fixture
def _only_what_may_write(monkeypatch):
    """Figures, the index of the search and forgetting write no letter, and take most of the time."""
    autodiscover_modules("jobs")
    chores = {
        name: chore for name, chore in ticks.CHORES.items() if not re.search("index|find|count|forget", name)
    }
    monkeypatch.setattr(ticks, "CHORES", chores)


def work(at):
    """What the worker does at this moment; the letters that it wrote by itself.

    Turns are claimed in the nights of change only: they cost more than what is done in them.
    """
    last = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if at.date() in NIGHTS_OF_CHANGE:
        ticks.run_due(at)
    else:
        for chore in ticks.CHORES.values():
            chore.run(at)
    return list(Letter.objects.filter(pk__gt=last).order_by("pk"))


def first_days():
    """The first working day of each week, as the year's calendar has them."""
    mondays = [FIRST + number * DAY for number in range(365) if (FIRST + number * DAY).weekday() == 0]
    return [day + DAY if day in MONDAYS_OFF else day for day in mondays]


def is_week_told(at):
    """On that day and, when nothing waited on it, on the next."""
    return at.time() == HOURS[1] and {at.date(), at.date() - DAY} & set(first_days())


def expected(held, cancelled, sought):
    """Each kind of letter that nobody asks for by a press, and how many the year holds.

    `held` are the sessions that Bob attended; one more was called off once its reminder had left.
    """
    year_ends = local(FIRST + 365 * DAY, time(0))
    questions = [one for one in held if one.starts_at + (COLD_DAYS + 1) * DAY < year_ends]
    asked, early = len(held) + len(cancelled), [one for one in held if one.starts_at.date() > EARLY_FROM]
    soon = [day for day in first_days() if any(day < one <= day + 22 * DAY for one in days_of_sessions())]
    return {
        Kind.APPROVAL_REMINDER: asked,  # half-way of the manager's time
        Kind.CONFIRMED: asked,  # her silence
        Kind.OFFER_ENDED: len(sought),  # the colleague's silence
        Kind.TEAM_DIGEST: 2 * len(sought),  # Bob goes, Bob goes no more
        Kind.SURVEY: len(questions),  # some weeks later
        Kind.SURVEY_REMINDER: 2 * len(held),  # half-way and before the end: Bob never answers
        Kind.WEEK_BEFORE: len(early) + len(cancelled),
        Kind.DAY_BEFORE: len(held) - len(early),
        Kind.HOST_BRIEF: len(held),  # on the eve, to who leads
        Kind.PROGRAMME_WEEK: len(soon),  # to the colleague, who asked for it
    }


@pytest.mark.usefixtures("_only_what_may_write")
def test_a_year_of_a_programme_brings_each_automatic_letter_once(people, asked, sought, settings):
    settings.EMAIL_IS_KEPT = False
    resume(agent=people["mate"], family="programme", at=local(FIRST, time(8)))
    written, weeks, diary, planned = [], [], Diary(), list(asked)
    for at in moments():
        live(at, people=people, asked=asked, sought=sought)
        if at.time() != HOURS[0]:
            week = at.strftime("%G-W%V")
            if week not in weeks and is_week_told(at) and tasks_for(people["alice"], at=at):
                weeks.append(week)
            written += work(at)
            read_along(diary, people["bob"])

    cancelled = [one for one in planned if one not in asked]
    digests = [one for one in written if one.kind == Kind.COORDINATOR_WEEK]
    counted = Counter(letter.kind for letter in written if letter not in digests)
    assert counted == expected(asked, cancelled, sought)
    assert [one.key.rpartition(":")[2] for one in digests] == weeks
    assert 10 < len(weeks) < len(first_days())
    keys = Counter((one.kind, one.cause, one.agent_id, one.key) for one in written)
    assert [key for key, times in keys.items() if times > 1] == []
    assert Session.objects.filter(closed_at=None, cancelled_at=None).count() == 0
    late = [one for one in Letter.objects.filter(state="sent") if one.sent_at - one.due_at > DAY]
    assert (late, Letter.objects.exclude(state__in=("sent", "cancelled")).count()) == ([], 0)
    of_the_places(asked, cancelled, bob=people["bob"])
    assert diary.hours == sorted(one.starts_at for one in asked)
    assert {
        date.sequence > 1 for date in diary.dates.values() if date.starts_at.date() == MOVED + MOVED_BY
    } == {True}


def read_along(diary, bob):
    """Bob's calendar program takes what his letters bring; the outbox is emptied."""
    for one in mail.outbox:
        if bob.email in one.to[0]:
            diary.take(one)
    mail.outbox.clear()


def of_the_places(held, cancelled, *, bob):
    """Of each session one letter before and one after, to Bob as to who leads, and never a third."""
    rows = Letter.objects.exclude(place=None).order_by("pk").values_list("cause", "agent", "place")
    found = Counter(rows)
    leads = Host.objects.order_by("pk").values_list("agent", flat=True).first()
    assert found == Counter(
        [(one.cause, bob.pk, place) for one in held for place in (BEFORE, AFTER)]
        + [(one.cause, bob.pk, BEFORE) for one in cancelled]
        + [(one.cause, leads, AFTER) for one in held]
    )


@pytest.mark.parametrize("night", NIGHTS_OF_CHANGE, ids=str)
def test_a_night_of_change_has_each_turn_once(db, night):
    """The hour that does not exist, and the one that exists twice, are worked through once."""
    start = local(night, time(0)).timestamp()
    for quarter in range(24):
        at = datetime.fromtimestamp(start + 900 * quarter, tz=PARIS)
        call_command("tick", now=at.isoformat())
        call_command("tick", now=at.isoformat())

    turns = Tick.objects.filter(name="recognition.issue_what_is_missing").order_by("due_at")
    gaps = {after - before for before, after in zip(turns_at(turns), turns_at(turns)[1:], strict=False)}
    assert (len(turns), gaps) == (6, {timedelta(hours=1)})
    assert not Tick.objects.filter(done_at=None).exists()


def turns_at(turns):
    return [turn.due_at for turn in turns]
