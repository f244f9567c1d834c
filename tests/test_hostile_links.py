"""Links and keys in the wrong hands: a manager's, a cockpit's undo, a free word's."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import get_resolver, reverse
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration, Session
from essaim.agenda.queries.approvals import token_for
from essaim.catalogue.models import Topic
from essaim.feedback import rules
from essaim.feedback.models import Kind, Word
from essaim.feedback.queries import Scope
from essaim.feedback.rules import Asked
from essaim.home.models import Snooze
from essaim.home.views import UNDO
from essaim.kernel.management.commands.routes import addresses
from essaim.letters.operations import send_due
from essaim.people.models import Deputy
from tests.conftest import person
from tests.factories import NOW, FormatFactory, PostingFactory, ProgrammeFactory, SessionFactory
from tests.feedback.helpers import answered, publish, sheet_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def carla(db):
    """Coordinates iX, and nothing of TRUC²."""
    agent = person("carla", "Costa", "Culture", first_name="Carla", is_coordinator=True)
    ProgrammeFactory(name="iX", slug="ix").coordinators.add(agent)
    return agent


@pytest.fixture
def question(alice, hosted, bob, maya):
    """Bob's request to Maya."""
    hosted.programme.manager_rule = "asked"
    hosted.programme.save()
    operations.register(session=hosted, agent=bob, at=NOW)
    return Approval.objects.get()


def state(question):
    return Approval.objects.get(pk=question.pk).state


def test_a_link_opens_one_request_and_leads_to_no_other(client, question, hosted, maya):
    mate = person("lise", "Lenoir", "Guichet", first_name="Lise")
    mate.postings.all().delete()
    PostingFactory(agent=mate, unit=mate.unit, line_manager=maya)
    later = SessionFactory(starts_at=hosted.starts_at + 9 * DAY)
    operations.register(session=later, agent=mate, at=NOW)
    other = Approval.objects.get(registration__agent=mate)

    by_link = client.get(f"/accord/{token_for(question, maya)}/").content.decode()
    client.force_login(maya)
    at_home = client.get(f"/mon-equipe/demandes/{question.pk}/").content.decode()

    assert "Lise" not in by_link
    assert token_for(other, maya) not in by_link
    assert f"/mon-equipe/demandes/{other.pk}/" in at_home


@pytest.mark.parametrize("who", ["bob", "hugo", "alice", "ada", "root"])
def test_no_page_of_others_shows_the_link_of_a_letter(
    client, request, monkeypatch, question, hosted, maya, who
):
    monkeypatch.setattr("essaim.kernel.clock.now", lambda: NOW)
    send_due(NOW)
    kept = {"slug": hosted.slug, "code": hosted.code, "pk": maya.pk}
    patterns = [(name, pattern.pattern.converters) for _path, name, pattern in addresses(get_resolver())]
    pages = [
        reverse(name, kwargs={key: kept[key] for key in keys})
        for name, keys in patterns
        if kept.keys() >= keys.keys()
    ]
    client.force_login(request.getfixturevalue(who))

    shown = [page for page in pages if token_for(question, maya) in body_of(client.get(page, follow=True))]

    assert shown == []
    client.force_login(maya)
    assert token_for(question, maya) in body_of(client.get(reverse("letters:mine")))


def body_of(response):
    return b"".join(response).decode(errors="replace")


@pytest.mark.parametrize("answer", ["accept", "refuse", "undo"])
@pytest.mark.parametrize(
    "who", ["bob", "hugo", "zoe", "alice", "carla", "ada", "past", "future", "closed", "spent"]
)
def test_the_link_of_who_may_not_answer_answers_nothing(client, request, question, maya, who, answer):
    today = timezone.localdate()
    days = {"past": (today - 9 * DAY, today - DAY), "future": (today + DAY, today + 9 * DAY)}
    agent = request.getfixturevalue("hugo" if who in {*days, "closed", "spent"} else who)
    if who in {*days, "closed"}:
        first, last = days.get(who, (today, today))
        Deputy.objects.create(manager=maya, agent=agent, starts_on=first, ends_on=last)
    if who == "closed":
        type(agent).objects.filter(pk=agent.pk).update(is_active=False)

    sent = client.post(
        f"/accord/{token_for(question, agent)}/", {"answer": answer, "reason": "date", "retour": "equipe"}
    )

    assert (sent.status_code, state(question)) == (410, "asked")


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_nothing_but_the_button_answers(client, question, maya, method):
    address = f"/accord/{token_for(question, maya)}/?answer=accept"

    getattr(client, method)(address)

    assert state(question) == "asked"


@pytest.mark.parametrize("change", ["started", "cancelled", "left"])
def test_a_link_dies_with_its_session_and_with_its_manager(client, question, hosted, maya, change):
    past = timezone.now() - DAY
    fields = {"started": {"starts_at": past}, "cancelled": {"cancelled_at": past}}
    if change == "left":
        type(maya).objects.filter(pk=maya.pk).update(is_active=False)
    else:
        Session.objects.filter(pk=hosted.pk).update(**fields[change])

    sent = client.post(f"/accord/{token_for(question, maya)}/", {"answer": "accept"})

    assert (sent.status_code, state(question)) == (410, "asked")


def test_a_link_altered_in_any_place_opens_nothing(client, question, maya, bob):
    token = token_for(question, maya)
    pk, rest = token.split("-", 1)
    forged = [
        f"{int(pk) + 1}-{rest}",
        f"{pk}-{bob.pk}.{token.split('.')[1]}",
        token[:-1],
        token + "A",
        token.swapcase(),
        f" {token}",
    ]

    assert {client.post(f"/accord/{one}/", {"answer": "accept"}).status_code for one in forged} == {404}
    assert state(question) == "asked"


def test_an_answer_sent_twice_gives_one_seat_once(client, question, hosted, maya):
    address = f"/accord/{token_for(question, maya)}/"
    for _again in range(3):
        client.post(address, {"answer": "accept"})

    assert Registration.objects.get().moves.filter(state="confirmed").count() == 1
    hosted.refresh_from_db()
    assert hosted.taken == 1


@pytest.mark.parametrize("who", ["carla", "zoe", "bob"])
def test_the_undo_of_a_cockpit_serves_nobody_else(client, request, hosted, alice, who):
    kept = Snooze.objects.create(programme=hosted.programme, key="x", until=timezone.now() + DAY, by=alice)
    token = signing.dumps({"kind": "later", "programme": hosted.programme_id, "key": "x"}, salt=UNDO)
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/pilotage/revenir/{token}/").status_code == 403
    assert Snooze.objects.get() == kept


def test_an_undo_made_with_another_salt_takes_nothing_back(client, hosted, alice):
    Snooze.objects.create(programme=hosted.programme, key="x", until=timezone.now() + DAY, by=alice)
    token = signing.dumps({"kind": "later", "programme": hosted.programme_id, "key": "x"})
    client.force_login(alice)

    client.post(f"/pilotage/revenir/{token}/")

    assert Snooze.objects.count() == 1


@pytest.fixture
def words(alice):
    """Four words that nobody may read yet, then five of another topic that a coordinator may."""
    kind = FormatFactory()
    asked = Asked("q0000000c", Kind.TEXT, "Un mot ?")
    publish(Scope(kind.programme), [rules.standard_questions()[0], asked], by=alice)
    for title, texts in (("Trop tôt", "abcd"), ("Publipostage", "vwxyz")):
        topic = Topic.objects.create(programme=kind.programme, format=kind, title=title)
        answered([sheet_of(useful="yes", q0000000c=text) for text in texts], topic=topic)
    return Word.objects.in_bulk(field_name="key")


@pytest.mark.parametrize("do", ["publish", "hide", "wait", "strike"])
@pytest.mark.parametrize(("who", "text"), [("carla", "v"), ("zoe", "v"), ("alice", "a"), ("bob", "v")])
def test_a_word_of_others_or_of_too_few_is_not_decided_about(client, request, words, who, text, do):
    word = Word.objects.get(text=text)
    client.force_login(request.getfixturevalue(who))

    sent = client.post(f"/pilotage/impact/paroles/{word.key}/", {"do": do, "names": text})

    assert sent.status_code == (403 if who == "bob" else 404)
    assert Word.objects.get(pk=word.pk).state == "waiting"
    assert Word.objects.get(pk=word.pk).text == text


@pytest.mark.parametrize("who", ["carla", "zoe"])
def test_the_page_of_words_shows_none_of_another_programme(client, request, words, who):
    client.force_login(request.getfixturevalue(who))

    assert "Publipostage" not in client.get("/pilotage/impact/paroles/").content.decode()


def test_a_manager_reads_of_the_team_neither_reason_of_absence_nor_seat_of_others(client, maya, bob, hugo):
    session = SessionFactory(title="Secret des autres", starts_at=timezone.now() + 2 * DAY)
    operations.register(session=session, agent=hugo, at=timezone.now())
    client.force_login(maya)

    page = client.get("/mon-equipe/").content.decode()
    forged = Registration.objects.get(agent=hugo).pk
    client.post("/mon-equipe/conflit/", {"registration": forged, "words": "Non"})

    assert "Secret des autres" not in page
    assert "Haddad" not in page
    assert client.get(f"/pilotage/personnes/{hugo.pk}/absences/").status_code == 404
