"""Pages of the composer, without JavaScript: asking, reading, moving, taking back."""

import re

import pytest
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.ties.models import Composition, Tie
from tests.agenda.reading import text_of
from tests.factories import NOW, AgentFactory, SessionFactory
from tests.ties.conftest import seated, staff, tables_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
RULES = {"table_size": "2", "rounds": "1", "most_per_unit": "0", "apart_managers": "on"}


def at(name, *args):
    return reverse(f"ties:{name}", args=args)


def read(client, address, **data):
    response = client.get(address, data)
    assert response.status_code == 200
    return text_of(response)


def post(client, address, **data):
    response = client.post(address, data, follow=True)
    assert response.status_code == 200
    return text_of(response)


def place_of(composition, name, turn=1):
    member = composition.members.get(agent__last_name=name)
    return member.places.get(round=turn)


def with_seats(people):
    session = SessionFactory(title="Séminaire", slug="seminaire", seats=60)
    for agent in people:
        agenda.register(session=session, agent=agent, at=NOW)
    return session


# Asking


def test_the_page_of_a_session_leads_to_its_tables(piloting, four):
    with_seats(four)

    page = piloting.get(reverse("agenda:manage_session", args=["seminaire"])).content.decode()

    assert f'href="{at("session_tables", "seminaire")}"' in page


def test_a_session_is_composed_in_one_press(piloting, four):
    session = with_seats(four)

    before = read(piloting, at("session_tables", "seminaire"))
    after = post(piloting, at("session_tables", "seminaire"), **RULES)
    again = piloting.get(at("session_tables", "seminaire"))

    asked = Composition.objects.get()
    assert "4 places réservées, 3 services" in before
    assert (asked.session, asked.table_size, asked.apart_managers) == (session, 2, True)
    assert "Les tables se composent" in after
    assert again.url == at("composition", asked.pk)


def test_a_session_with_too_few_people_says_so_without_a_button(piloting, four):
    with_seats(four[:3])

    page = read(piloting, at("session_tables", "seminaire"))

    assert "Il faut au moins quatre places réservées" in page
    assert "Nombre de tours" not in page


def test_rules_that_are_no_numbers_come_back_with_what_was_written(piloting, four):
    with_seats(four)

    response = piloting.post(at("session_tables", "seminaire"), RULES | {"table_size": "six", "rounds": "9"})

    text = text_of(response)
    assert "Le nombre de personnes s’écrit en chiffres." in text
    assert "Six tours au plus." in text
    assert 'value="six"' in response.content.decode()
    assert Composition.objects.count() == 0


def test_a_table_for_everybody_is_refused_in_words(piloting, four):
    with_seats(four)

    text = post(piloting, at("session_tables", "seminaire"), **RULES | {"table_size": "4"})

    assert "Il faut au moins deux tables et quatre personnes" in text


def test_a_pasted_list_is_understood_by_name_number_login_and_mail(piloting, alice, four):
    one, two, three, other = four
    pasted = f"Ana Nom01\nNOM02 ana; {three.hr_number}\n{other.login}\n<{alice.email}>\n{one.email}\n"

    post(piloting, at("composition_new"), title="Déjeuner", people=pasted, **RULES)

    asked = Composition.objects.get()
    assert list(asked.members.order_by("pk").values_list("agent", flat=True)) == [
        agent.pk for agent in (one, two, three, other, alice)
    ]
    assert (asked.session, asked.title) == (None, "Déjeuner")


def test_lines_that_name_nobody_or_several_come_back_quoted(piloting, four):
    AgentFactory(first_name="Ana", last_name="Nom01")
    pasted = "Ana Nom01\nPersonne Inconnue\nAna Nom02"

    response = piloting.post(at("composition_new"), RULES | {"title": "Déjeuner", "people": pasted})

    text = text_of(response)
    assert "Cette ligne ne désigne personne : « Personne Inconnue »." in text
    assert "Plusieurs personnes portent ce nom : « Ana Nom01 »." in text
    assert "Ana Nom02</textarea>" in response.content.decode()
    assert Composition.objects.count() == 0


def test_a_whole_service_joins_the_list_once(piloting, four):
    unit = four[0].unit_id

    post(
        piloting,
        at("composition_new"),
        title="Déjeuner",
        people="Ana Nom01, Ana Nom03, Ana Nom04",
        units=[unit],
        **RULES,
    )

    names = Composition.objects.get().members.order_by("agent__last_name")
    assert list(names.values_list("agent__last_name", flat=True)) == ["Nom01", "Nom02", "Nom03", "Nom04"]


def test_colleagues_of_another_employer_are_nobody(piloting, zoe):
    text = post(piloting, at("composition_new"), title="Déjeuner", people="Zoé Voisin", **RULES)

    assert "« Zoé Voisin »" in text


def test_an_empty_list_says_what_to_do(piloting, four):
    text = post(piloting, at("composition_new"), title="Déjeuner", **RULES)

    assert "Collez une liste, ou cochez un service." in text


# Waiting


def test_while_the_worker_composes_the_page_shows_how_far_it_is(piloting, lunch):
    Composition.objects.update(state="queued", progress=40)

    page = piloting.get(at("composition", lunch.pk)).content.decode()

    assert 'value="40"' in page
    assert f'hx-get="{at("composition", lunch.pk)}"' in page
    assert f'action="{at("composition_stop", lunch.pk)}"' in page


def test_once_composed_the_page_that_waited_is_loaded_again(piloting, lunch):
    answer = piloting.get(at("composition", lunch.pk), headers={"hx-request": "true"})

    assert answer.headers["HX-Refresh"] == "true"


def test_somebody_stops_and_finds_the_tables_of_before(piloting, lunch):
    before = tables_of(lunch)
    post(piloting, at("composition_again", lunch.pk), **RULES | {"rounds": "3"})

    text = post(piloting, at("composition_stop", lunch.pk))

    assert "C’est arrêté : voici les tables d’avant." in text
    assert tables_of(lunch) == before


def test_a_calculation_that_failed_says_what_to_do(piloting, lunch):
    Composition.objects.update(state="failed")

    assert "Trois essais n’ont pas abouti" in read(piloting, at("composition", lunch.pk))


# Reading


def test_the_page_says_what_the_tables_are_worth_beside_chance(piloting, lunch):
    page = read(piloting, at("composition", lunch.pk))

    assert "4 personnes, 3 services" in page
    assert "2 tables, 1 rencontre neuve" in page
    assert "1 paire sur 2 ne s’est jamais croisée" in page or "1 paires sur 2" in page
    assert "Au hasard : 2 en moyenne, entre 1 et 2 neuf fois sur dix." in page
    assert "1 paire est du même service." in page
    assert re.findall(r"Table \w+ \d paires? neuves?", page) == [
        "Table Tilleul 0 paire neuve",
        "Table Frêne 1 paire neuve",
    ]


def test_nobody_reads_who_met_whom(piloting, alice, four):
    one, two, three, other = four
    session = with_seats([one, three])
    from_before = seated(alice, [[[one, three], [two, other]]])
    Tie.objects.create(low=one, high=three, session=session, kind="table", met_on=NOW.date())

    page = read(piloting, at("composition", from_before.pk))

    assert "1 paire se connaît déjà d’une autre rencontre." in page
    assert "Séminaire" not in page


def test_each_round_has_its_own_tables(piloting, alice, four):
    one, two, three, other = four
    twice = seated(alice, [[[one, two], [three, other]], [[one, three], [two, other]]])

    first, second = (read(piloting, at("composition", twice.pk), tour=turn) for turn in (1, 2))

    assert re.findall(r"Ana Nom\d\d", first)[:2] == ["Ana Nom01", "Ana Nom01"]
    assert [re.findall(r"Déplacer (Ana Nom\d\d)", page) for page in (first, second)] == [
        ["Ana Nom01", "Ana Nom02", "Ana Nom03", "Ana Nom04"],
        ["Ana Nom01", "Ana Nom03", "Ana Nom02", "Ana Nom04"],
    ]


def test_registrations_since_are_told(piloting, alice, bob, four):
    one, two, three, other = four
    session = with_seats(four)
    tables = seated(alice, [[[one, two], [three, other]]], session=session)
    agenda.register(session=session, agent=bob, at=NOW)
    agenda.withdraw(session=session, agent=one, at=NOW)

    page = read(piloting, at("composition", tables.pk))

    assert "1 inscription et 1 désistement depuis que ces tables sont composées" in page


def test_tables_of_a_closed_session_offer_no_move(piloting, alice, four):
    one, two, three, other = four
    session = with_seats(four)
    tables = seated(alice, [[[one, two], [three, other]]], session=session)
    session.closed_at = NOW
    session.save()

    page = read(piloting, at("composition", tables.pk))

    assert "ces tables sont celles du jour" in page
    assert "Déplacer" not in page
    assert "Recomposer" not in page


# Moving


def test_somebody_is_moved_the_score_follows_and_it_is_taken_back(piloting, lunch):
    place = place_of(lunch, "Nom01")

    opened = read(piloting, at("composition", lunch.pk), personne=place.pk)
    moved = post(piloting, at("place_move", lunch.pk), place=place.pk, table=2, tour=1)
    undone = post(piloting, at("composition_undo", lunch.pk))

    assert "Où placer Ana Nom01 ?" in opened
    assert "Entre parenthèses, les rencontres neuves en plus ou en moins. Table Frêne (+2)" in opened
    assert "Ana Nom01 : Table Frêne. 3 rencontres neuves, 2 de plus." in moved
    assert "Les tables sont revenues comme avant." in undone
    assert tables_of(lunch) == {1: {1: ["Nom01", "Nom02"], 2: ["Nom03", "Nom04"]}}


def test_the_message_of_a_move_carries_its_undo(piloting, lunch):
    page = piloting.post(
        at("place_move", lunch.pk), {"place": place_of(lunch, "Nom01").pk, "table": 2, "tour": 1}, follow=True
    )

    assert f'action="{at("composition_undo", lunch.pk)}?tour=1"' in page.content.decode()


def test_two_people_change_places(piloting, lunch):
    one, three = place_of(lunch, "Nom01"), place_of(lunch, "Nom03")

    text = post(piloting, at("place_exchange", lunch.pk), place=one.pk, autre=three.pk, tour=1)

    assert "Ana Nom01 et Ana Nom03 ont échangé leurs places. 2 rencontres neuves, 1 de plus." in text


def test_a_pin_is_a_button_that_says_whether_it_holds(piloting, lunch):
    place = place_of(lunch, "Nom01")

    post(piloting, at("place_pin", lunch.pk), place=place.pk)
    page = piloting.get(at("composition", lunch.pk)).content.decode()
    post(piloting, at("place_pin", lunch.pk), place=place.pk)

    assert page.count('aria-pressed="true"') == 1
    assert "Recomposer autour de la personne épinglée" in page
    place.refresh_from_db()
    assert not place.is_pinned


def test_who_will_not_come_is_listed_and_comes_back(piloting, lunch):
    member = lunch.members.get(agent__last_name="Nom04")

    away = post(piloting, at("member_away", lunch.pk), membre=member.pk, tour=1)
    back = post(piloting, at("member_back", lunch.pk), membre=member.pk, tour=1)

    assert "1 personne ne viendra pas" in away
    assert "Ana Nom04 est de retour." in back
    assert tables_of(lunch) == {1: {1: ["Nom01", "Nom02"], 2: ["Nom03", "Nom04"]}}


@pytest.mark.parametrize("turn", ["0", "abc", "7", "9" * 30])
def test_who_comes_back_to_a_round_that_does_not_exist_is_found_in_one_that_does(piloting, lunch, turn):
    member = lunch.members.get(agent__last_name="Nom04")
    post(piloting, at("member_away", lunch.pk), membre=member.pk, tour=1)

    back = post(piloting, at("member_back", lunch.pk), membre=member.pk, tour=turn)

    assert "Ana Nom04 est de retour." in back


def test_tables_that_everybody_left_are_still_a_page(piloting, lunch):
    for member in lunch.members.order_by("pk"):
        text = post(piloting, at("member_away", lunch.pk), membre=member.pk, tour=1)

    assert "4 personnes ne viendront pas" in text


@pytest.mark.parametrize("name", ["place_move", "place_exchange", "place_pin", "member_away", "member_back"])
def test_a_button_of_an_old_page_says_so(piloting, lunch, name):
    text = post(piloting, at(name, lunch.pk), place="999999", membre="999999")

    assert "Cette personne n" in text


def test_a_refused_form_to_compose_again_comes_back_with_the_tables(piloting, lunch):
    text = post(piloting, at("composition_again", lunch.pk), **RULES | {"table_size": "1"})

    assert "Une table réunit au moins deux personnes." in text
    assert "Ana Nom01" in text


# Lists


def test_the_list_reads_as_many_queries_for_three_as_for_one(
    piloting, alice, four, django_assert_max_num_queries
):
    one, two, three, other = four
    counts = []
    for number in (1, 3):
        while Composition.objects.count() < number:
            seated(alice, [[[one, two], [three, other]]])
        read(piloting, at("composition_list"))
        with django_assert_max_num_queries(30) as seen:
            page = read(piloting, at("composition_list"))
        counts.append(len(seen))
        assert page.count("4 personnes, demandées le") == number

    assert counts[0] == counts[1]


def test_an_empty_list_invites(piloting):
    assert "Aucune table composée" in read(piloting, at("composition_list"))


def test_a_page_of_many_people_asks_no_more_of_the_database(piloting, alice, django_assert_max_num_queries):
    counts = []
    for number in (4, 12):
        people = staff(*[f"Service {n}" for n in range(number)])
        tables = seated(alice, [[people[start : start + 2] for start in range(0, number, 2)]])
        read(piloting, at("composition", tables.pk))
        with django_assert_max_num_queries(30) as seen:
            read(piloting, at("composition", tables.pk))
        counts.append(len(seen))

    assert counts[0] == counts[1]
