"""What managers, deputies, coordinators and HR read and answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from essaim.agenda import operations
from essaim.agenda.models import Approval, Host
from essaim.agenda.queries.approvals import token_for
from essaim.letters.models import Letter
from essaim.people.models import Deputy
from essaim.programmes.models import Programme
from tests.agenda.approving import state
from tests.conftest import person
from tests.factories import AgentFactory, PostingFactory, SessionFactory
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("promises_hold")]
DAY = timedelta(days=1)
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)
TEAM = reverse("agenda:team")
REQUESTS = reverse("agenda:request_list")


@pytest.fixture
def session(asking):
    return SessionFactory(
        title="Tableaux croisés",
        slug="tableaux-croises",
        seats=2,
        starts_at=NOW + 28 * DAY,
        published_at=NOW - DAY,
    )


@pytest.fixture
def asked(session, bob, maya):
    operations.register(session=session, agent=bob, at=NOW)
    return Approval.objects.get()


def link(asked, agent):
    return reverse("agenda:approval", args=[token_for(asked, agent)])


def test_opening_the_link_needs_no_account_and_does_nothing(client, asked, bob, maya):
    for _turn in range(3):
        answer = client.get(link(asked, maya))
        client.head(link(asked, maya))

    assert answer.status_code == 200
    assert "Bob Perrin voudrait suivre une séance" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert (state(bob), Approval.objects.get().state) == ("pending", "asked")


def test_the_link_shows_who_of_the_team_is_away(client, asked, session, maya):
    for name in ("Léna", "Rachel"):
        mate = AgentFactory(first_name=name, last_name="Fabre")
        PostingFactory(agent=mate, line_manager=maya)
    same_day = SessionFactory(title="Publipostage", starts_at=session.starts_at, published_at=NOW - DAY)
    Programme.objects.update(manager_rule="informed")
    operations.register(session=same_day, agent=mate, at=NOW)

    page = text(client.get(link(asked, maya)))

    assert "Rachel Fabre (Publipostage" in page
    assert "1 sur 3" in page


def test_two_buttons_answer_and_the_agent_reads_it(client, asked, session, bob, maya):
    answer = client.post(link(asked, maya), {"answer": "accept"}, follow=True)
    client.force_login(bob)
    card = text(client.get(reverse("agenda:session_detail", args=[session.slug])))

    assert "C’est accepté" in text(answer)
    assert 'data-state="confirmed"' in card


def test_a_refusal_says_why_by_whom_and_what_next(client, asked, session, bob, maya):
    SessionFactory(title=session.title, slug="une-autre", starts_at=NOW + 50 * DAY, published_at=NOW - DAY)
    client.post(link(asked, maya), {"answer": "refuse", "reason": "date", "words": "Jour de paie."})

    client.force_login(bob)
    card = text(client.get(reverse("agenda:session_detail", args=[session.slug])))

    assert 'data-state="refused"' in card
    assert "Refus de Maya Marchand : la date ne convient pas. « Jour de paie. »" in card
    assert reverse("agenda:session_detail", args=["une-autre"]) in card


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"words": "Jour de paie."}, "Choisissez une raison"),
        ({"reason": "silence", "words": "Jour de paie."}, "Sélectionnez un choix"),
        ({"reason": "other", "words": " "}, "Écrivez votre raison"),
        ({"reason": "date", "words": "x" * 501}, "500"),
    ],
)
def test_a_refusal_without_its_reason_keeps_what_was_written(client, asked, bob, maya, data, sentence):
    page = text(client.post(link(asked, maya), {"answer": "refuse"} | data))

    assert sentence in page
    assert data["words"].strip() in page
    assert state(bob) == "pending"


def test_the_link_used_twice_shows_what_was_decided(client, asked, bob, maya):
    client.post(link(asked, maya), {"answer": "accept"})

    again = client.post(link(asked, maya), {"answer": "refuse", "reason": "date"})

    assert "Maya Marchand a déjà donné l’accord" in text(again)
    assert state(bob) == "confirmed"


def test_changing_one_s_mind_from_the_link(client, asked, bob, maya):
    client.post(link(asked, maya), {"answer": "accept"})

    page = text(client.post(link(asked, maya), {"answer": "undo"}, follow=True))

    assert (state(bob), "D’accord" in page) == ("pending", True)


def test_an_unknown_answer_does_nothing(client, asked, bob, maya):
    client.post(link(asked, maya), {"answer": "peut-être"})

    assert state(bob) == "pending"


@pytest.mark.parametrize("change", ["begun", "gone", "handed"])
def test_a_link_that_serves_no_more_says_why(client, asked, session, maya, change):
    address = link(asked, maya)
    if change == "begun":
        operations.withdraw(session=session, agent=asked.registration.agent, at=NOW)
        session.starts_at = NOW - DAY
        session.save(update_fields=["starts_at"])
    elif change == "gone":
        maya.is_active = False
        maya.save()
    else:
        asked.asked_of = None
        asked.save()

    answer = client.get(address)

    assert answer.status_code == 410
    assert {"begun": "a commencé", "gone": "fermé", "handed": "est passée à"}[change] in text(answer)


def test_a_link_that_we_never_made_is_a_404_in_words(client, db):
    answer = client.get(reverse("agenda:approval", args=["1-2.abc"]))

    assert (answer.status_code, "n’existe pas" in text(answer)) == (404, True)


def test_a_link_of_another_person_cannot_be_made_from_one_s_own(client, asked, maya, hugo):
    token = token_for(asked, maya)
    forged = token.replace(f"-{maya.pk}.", f"-{hugo.pk}.")

    assert client.get(reverse("agenda:approval", args=[forged])).status_code == 404


def test_the_team_page_puts_requests_first_and_answers_with_an_undo(client, asked, bob, maya):
    client.force_login(maya)
    page = text(client.get(TEAM))
    address = reverse("agenda:approval_mine", args=[asked.pk])
    after = text(client.post(address, {"answer": "accept", "retour": "equipe"}, follow=True))
    accepted = state(bob)
    client.post(reverse("agenda:approval_undo", args=[asked.pk]))

    assert page.index("1 demande vous attend") < page.index("Qui va où")
    assert reverse("agenda:approval_undo", args=[asked.pk]) in after
    assert (accepted, state(bob)) == ("confirmed", "pending")


def test_a_deputy_sees_the_team_and_answers(client, asked, bob, maya):
    dina = person("dina", "Petit", "Courrier", first_name="Dina")
    today = NOW.date()
    client.force_login(maya)
    client.post(
        reverse("agenda:deputy_name"), {"agent": dina.pk, "starts_on": today, "ends_on": today + 3 * DAY}
    )
    client.force_login(dina)
    page = text(client.get(TEAM))
    client.post(reverse("agenda:approval_mine", args=[asked.pk]), {"answer": "accept"})

    assert "dont l’équipe de Maya Marchand" in page
    assert "Demandé à Maya Marchand, pour qui vous répondez" in page
    assert (state(bob), Approval.objects.get().answered_by) == ("confirmed", dina)


@pytest.mark.parametrize(
    "fields", [{}, {"starts_on": ""}, {"agent": "x"}, {"ends_on": "2020-01-01"}], ids=str
)
def test_a_deputy_badly_named_names_nobody(client, maya, hugo, fields):
    client.force_login(maya)
    good = {"agent": hugo.pk, "starts_on": NOW.date(), "ends_on": NOW.date()}

    answer = client.post(reverse("agenda:deputy_name"), good | fields if fields else {})

    assert answer.status_code in {200, 302}
    assert Deputy.objects.count() == 0


def test_a_colleague_of_another_employer_cannot_be_deputy(client, maya, zoe):
    client.force_login(maya)

    answer = client.post(
        reverse("agenda:deputy_name"), {"agent": zoe.pk, "starts_on": NOW.date(), "ends_on": NOW.date()}
    )

    assert (answer.status_code, Deputy.objects.count()) == (404, 0)


def test_a_conflict_is_a_word_to_the_coordination_and_changes_nothing(client, asked, bob, maya, alice):
    client.force_login(maya)
    fields = {"registration": asked.registration_id, "words": "Guichet fermé sinon."}
    answers = [client.post(reverse("agenda:team_conflict"), fields, follow=True) for _twice in range(2)]

    letter = Letter.objects.get(agent=alice, kind="conflict")
    assert "la place reste réservée" in text(answers[0])
    assert "Ce conflit est déjà signalé à l’équipe de TRUC²." in text(answers[1])
    assert "« Guichet fermé sinon. »" in letter.body
    assert state(bob) == "pending"


@pytest.mark.parametrize(
    "fields", [{"words": ""}, {"registration": "999999"}, {"registration": "x"}], ids=str
)
def test_a_conflict_without_words_or_about_somebody_else_is_refused(client, asked, maya, alice, fields):
    client.force_login(maya)

    answer = client.post(
        reverse("agenda:team_conflict"), {"registration": asked.registration_id, "words": "Non."} | fields
    )

    assert answer.status_code == 200
    assert Letter.objects.filter(kind="conflict").count() == 0


def grow(maya, session, number):
    for _number in range(number):
        mate = AgentFactory()
        PostingFactory(agent=mate, line_manager=maya)
        other = SessionFactory(starts_at=NOW + 2 * DAY, published_at=NOW - DAY, seats=5)
        operations.register(session=other, agent=mate, at=NOW)


def queries_of(client, address):
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("address", [TEAM, f"{TEAM}?equipe=toutes", reverse("agenda:team_print")])
def test_one_and_three_of_a_team_cost_the_same(client, asked, session, maya, address):
    client.force_login(maya)
    grow(maya, session, 1)
    client.get(address)
    with_one = queries_of(client, address)

    grow(maya, session, 2)

    assert queries_of(client, address) == with_one <= 14


def test_the_team_page_never_shows_an_opinion_or_a_name_in_figures(client, asked, maya):
    client.force_login(maya)

    page = text(client.get(TEAM))

    assert "Pas de chiffre pour une équipe de moins de 5 agents" in page


def test_teams_below_come_when_asked_for(client, session, bob, maya, ada):
    maya.postings.update(line_manager=ada)
    Host.objects.create(session=session, agent=bob)
    client.force_login(ada)
    month = f"?mois={session.starts_at:%Y-%m}"

    direct = text(client.get(TEAM + month))
    wide = text(client.get(f"{TEAM}{month}&equipe=toutes"))

    assert ("Tableaux croisés" in direct, "Tableaux croisés" in wide) == (False, True)


@pytest.mark.parametrize("month", ["", "2030-13", "x", "0001-01", "9999-12", "2030-02-31"])
def test_a_month_that_is_none_shows_this_one(client, asked, maya, month):
    client.force_login(maya)

    assert client.get(TEAM, {"mois": month}).status_code == 200


def test_the_menu_shows_the_team_to_who_has_one(client, bob, maya):
    client.force_login(maya)
    for_maya = TEAM in text(client.get("/"))
    client.force_login(bob)

    assert (for_maya, TEAM in text(client.get("/"))) == (True, False)


def propose(session, bob, maya):
    """Two refusals in a row."""
    first = Approval.objects.get()
    operations.refuse(approval=first, by=maya, at=NOW, reason="date")
    again = SessionFactory(title=session.title, starts_at=NOW + 50 * DAY, published_at=NOW - DAY)
    operations.register(session=again, agent=bob, at=NOW)
    second = Approval.objects.latest("pk")
    operations.refuse(approval=second, by=maya, at=NOW, reason="date")
    return second


OPINION = {"opinion": "favourable", "on": "2026-01-12", "reference": "CAP C, 12", "takes_effect": "yes"}


def test_hr_records_the_opinion_under_demandes(client, asked, session, bob, maya, ada):
    second = propose(session, bob, maya)
    client.force_login(ada)
    page = text(client.get(REQUESTS))

    client.post(reverse("agenda:request_opinion", args=[second.pk]), OPINION)

    second.refresh_from_db()
    assert "avis de la commission attendu" in page
    assert (second.state, second.opinion_reference) == ("refused", "CAP C, 12")


@pytest.mark.parametrize("missing", sorted(OPINION))
def test_an_incomplete_opinion_keeps_what_was_written(client, asked, session, bob, maya, ada, missing):
    second = propose(session, bob, maya)
    client.force_login(ada)

    page = text(client.post(reverse("agenda:request_opinion", args=[second.pk]), OPINION | {missing: ""}))

    second.refresh_from_db()
    assert second.state == "proposed"
    assert "Il y a un problème" in page
    assert missing == "reference" or "CAP C, 12" in page


def test_the_coordinator_reads_and_does_not_record(client, asked, session, bob, maya, alice):
    second = propose(session, bob, maya)
    client.force_login(alice)

    page = text(client.get(REQUESTS))
    answer = client.post(reverse("agenda:request_opinion", args=[second.pk]), OPINION)

    assert ("L’administration de l’organisation note l’avis" in page, answer.status_code) == (True, 403)


def test_what_has_no_manager_is_answered_under_demandes(client, session, hugo, alice):
    operations.register(session=session, agent=hugo, at=NOW)
    client.force_login(alice)

    page = text(client.get(REQUESTS))
    client.post(reverse("agenda:approval_mine", args=[Approval.objects.get().pk]), {"answer": "accept"})

    assert "Hugo Haddad" in page
    assert state(hugo) == "confirmed"


def test_the_card_says_who_is_asked_and_until_when(client, asked, session, bob):
    client.force_login(bob)

    card = text(client.get(reverse("agenda:session_detail", args=[session.slug])))

    assert 'data-state="pending"' in card
    assert "Demandé à Maya Marchand, réponse attendue avant le" in card


def test_lines_moi_and_the_roll_know_who_is_pending(client, asked, session, bob, hugo):
    Host.objects.create(session=session, agent=hugo)
    client.force_login(bob)
    line, mine = client.get("/programme/"), client.get("/moi/")
    client.force_login(hugo)
    roll = client.get(reverse("agenda:room", args=[session.slug]))

    assert "Accord demandé" in text(line)
    assert "accord demandé" in text(mine)
    assert "Bob" in text(roll)
