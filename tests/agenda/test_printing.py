"""What is printed: who may, what it says, how many pages it takes."""

import re
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from essaim.agenda.files import posters, sheets
from essaim.agenda.models import Pool, Presence, Session, Sitting
from essaim.agenda.operations import mark_presence, register
from essaim.agenda.queries import printing as queries
from essaim.agenda.queries import room as rolls
from essaim.agenda.queries.sessions import dates_of, people_of
from essaim.agenda.views.printing import hosts_for
from essaim.programmes.operations import create_season
from tests.agenda.reading import address, text_of
from tests.factories import NOW, AgentFactory, ProgrammeFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
DAY = timedelta(days=1)
LONG = "Łukasz " + "x" * 113
NAMES = [LONG, "Nguyễn Thị Ánh", "محمد العربي", "Łukasz Żółć", "Émile Zola", "Zoé Abel"]
"""A name of 120 signs, and letters of several scripts."""


def pages_of(content: bytes) -> int:
    assert content.startswith(b"%PDF-")
    return len(re.findall(rb"/Type ?/Page\b", content))


def page(client, name, session=None, **asked):
    where = address(name, session) if session else reverse(f"agenda:{name}")
    response = client.get(where, asked)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return response


def seated(session, count=0, names=()):
    """People with a seat, `count` of them of no matter which name."""
    people = [
        AgentFactory(first_name=name.split()[0], last_name=name[len(name.split()[0]) :].strip())
        for name in names
    ]
    for agent in [*people, *AgentFactory.create_batch(count)]:
        register(session=session, agent=agent, at=NOW)
    return people


def sheet_of(session, *, rolled=True):
    halves = rolls.halves_of_session(session)
    empty = rolls.Roll(rows=[], free_seats=None)
    named = [(half, rolls.roll_of(session, half, halves) if rolled else empty) for half in halves]
    return sheets.attendance_sheet_data(session, named, people_of(session)[0], at=NOW)


# Posters --------------------------------------------------------------------------------------------


def poster_of(session):
    return posters.session_poster_data(session, dates_of(session), people_of(session)[0], at=NOW)


def test_an_agent_prints_the_poster_on_one_page(client, bob, hosted):
    client.force_login(bob)

    response = page(client, "session_poster", hosted)

    assert pages_of(response.content) == 1
    assert "affiche-tableaux-croises.pdf" in response["Content-Disposition"]


def test_a_poster_says_when_where_and_three_ways_to_register(hosted, settings):
    hosted.programme.phone = "poste 4812"

    told = poster_of(hosted)

    assert told["dates"] == [
        {"day": "vendredi 1er\xa0mars", "hours": "10\xa0h – 12\xa0h", "place": "Lieu à préciser"}
    ]
    assert (told["code"], told["phone"]) == ("TCD-48", "Par téléphone : poste 4812")
    assert told["type"].endswith("/s/TCD-48")
    assert told["qr_says"].endswith("/s/TCD48/")
    assert (told["hosts"], told["unit"]) == ("Avec Hugo Haddad", "Système d’information")


def test_a_poster_without_phone_says_nothing_of_it(hosted):
    assert poster_of(hosted)["phone"] == ""


def test_a_poster_stays_one_page_whatever_people_wrote(client, bob, hosted):
    Session.objects.filter(pk=hosted.pk).update(
        title="x" * 120 + " très long", promise="Une promesse. " * 400
    )
    for days in range(1, 9):
        start = hosted.starts_at + days * DAY
        Sitting.objects.create(session=hosted, starts_at=start, ends_at=start + timedelta(hours=2))
    client.force_login(bob)

    assert pages_of(page(client, "session_poster", hosted).content) == 1
    assert poster_of(Session.objects.get())["more_dates"] == "et 6 autres dates"


def test_the_poster_of_a_cancelled_session_says_so(hosted):
    hosted.cancelled_at = NOW

    assert poster_of(hosted)["scan"] == "Séance annulée"


def test_a_season_poster_holds_what_is_to_come_until_its_end(hosted, bob):
    programme = hosted.programme
    season = create_season(
        programme=programme, name="Printemps", starts_on=NOW.date(), ends_on=hosted.starts_at.date()
    )
    SessionFactory(title="Après la saison", starts_at=hosted.starts_at + DAY)
    SessionFactory(title="Passée", starts_at=NOW - DAY)
    SessionFactory(title="Brouillon", published_at=None)
    SessionFactory(title="Annulée", cancelled_at=NOW)

    found, named = queries.sessions_to_print(programme, at=NOW)
    told = posters.season_poster_data(programme, found, title=named.name)

    assert named == season
    assert [(month["name"], [line["title"] for line in month["lines"]]) for month in told["months"]] == [
        ("Mars 2030", ["Tableaux croisés"])
    ]
    assert told["months"][0]["lines"][0]["code"] == "TCD-48"


def test_a_season_of_three_hundred_sessions_goes_over_pages(client, bob):
    programme = ProgrammeFactory()
    for number in range(100):
        SessionFactory(starts_at=NOW + number * DAY)
    client.force_login(bob)

    assert 4 <= pages_of(page(client, "season_poster").content) <= 12
    assert page(client, "season_poster", dispositif=programme.slug)


def test_a_programme_with_nothing_to_come_prints_a_sentence(client, bob):
    ProgrammeFactory()
    client.force_login(bob)

    assert pages_of(page(client, "season_poster").content) == 1
    assert client.get(reverse("agenda:season_poster"), {"dispositif": "ailleurs\x00"}).status_code == 404


def test_printing_a_season_costs_the_same_for_one_and_three(client, bob, django_assert_num_queries):
    client.force_login(bob)
    for more in (1, 2):
        for number in range(more):
            SessionFactory(starts_at=NOW + (more + number) * DAY)
        page(client, "season_poster")
        with django_assert_num_queries(
            7
        ):  # two to know who asks; programme, its employer, sessions, dates, season
            page(client, "season_poster")


# Sheets and cards -----------------------------------------------------------------------------------


def test_the_sheet_stands_in_the_order_of_the_screen(piloting, hosted):
    seated(hosted, names=NAMES)

    shown = text_of(piloting.get(address("manage_presence", hosted)))
    printed = [row["name"] for row in sheet_of(hosted)["halves"][0]["rows"]]

    assert sorted(printed) == sorted(NAMES)
    assert printed == sorted(printed, key=shown.index)


def test_each_half_day_has_its_sheet_with_what_is_known(hosted, hugo):
    afternoon = hosted.starts_at + timedelta(hours=7)
    Sitting.objects.update(ends_at=afternoon)
    (emile,) = seated(hosted, names=["Émile Zola"])
    sitting = hosted.sittings.get()
    mark_presence(sitting=sitting, half=2, agent=emile, status=Presence.Status.EXCUSED, at=NOW, by=hugo)

    halves = sheet_of(hosted)["halves"]

    assert [half["facts"][1]["text"] for half in halves] == [
        "10\xa0h – 12\xa0h (2\xa0h)",
        "14\xa0h – 17\xa0h (3\xa0h)",
    ]
    assert [row["mark"] for half in halves for row in half["rows"]] == ["", "excuse reçue"]
    assert [half["blanks"] for half in halves] == [sheets.WALK_INS] * 2


def test_three_hundred_names_of_every_script_go_over_pages(client, hugo, hosted):
    Session.objects.update(seats=400)
    seated(Session.objects.get(), count=294, names=NAMES)
    client.force_login(hugo)

    assert 10 <= pages_of(page(client, "attendance_sheet", hosted).content) <= 16
    assert pages_of(page(client, "name_cards", hosted).content) == 30


def test_a_blank_sheet_names_nobody_and_fits_one_page(client, hugo, hosted):
    seated(hosted, count=3)
    client.force_login(hugo)

    assert pages_of(page(client, "attendance_sheet", hosted, vierge="1").content) == 1
    assert sheet_of(hosted, rolled=False)["halves"][0]["rows"] == []


def test_one_half_day_may_be_asked_for(client, hugo, hosted):
    start = hosted.starts_at + DAY
    Sitting.objects.create(session=hosted, starts_at=start, ends_at=start + timedelta(hours=2))
    client.force_login(hugo)
    first = hosted.sittings.order_by("starts_at").first()

    assert pages_of(page(client, "attendance_sheet", hosted).content) == 2
    assert pages_of(page(client, "attendance_sheet", hosted, date=first.pk).content) == 1
    assert page(client, "attendance_sheet", hosted, date="n’importe quoi", demi="9")


def test_papers_with_names_are_not_kept_by_the_browser(client, hugo, hosted):
    client.force_login(hugo)

    kept = [page(client, name, hosted)["Cache-Control"] for name in ("attendance_sheet", "name_cards")]

    assert all("no-store" in one and "private" in one for one in kept)


def test_name_cards_are_for_those_who_hold_a_seat(hosted):
    seated(hosted, names=["Émile Zola"])
    halves = rolls.halves_of_session(hosted)

    cards = sheets.name_cards_data(hosted, rolls.roll_of(hosted, halves[0], halves))["cards"]

    assert cards == [{"first": "Émile", "rest": "Zola", "unit": ""}]


# Where one finds them -------------------------------------------------------------------------------


def test_papers_are_found_where_each_looks_for_them(client, request, hosted, bob, hugo, alice):
    def links(who, where):
        client.force_login(who)
        return set(re.findall(r'href="([^"]*(?:\.pdf|imprimer/)[^"]*)"', client.get(where).content.decode()))

    poster, sheet, cards = (
        address(name, hosted) for name in ("session_poster", "attendance_sheet", "name_cards")
    )
    tell = reverse("agenda:joining_notices")
    room = {poster, sheet, f"{sheet}?vierge=1", cards}

    assert links(bob, address("session_detail", hosted)) == {poster}
    assert links(bob, reverse("agenda:session_list")) == {reverse("agenda:season_poster")}
    assert links(hugo, address("room", hosted)) == room
    assert links(alice, address("manage_session", hosted)) == room | {f"{tell}?seance={hosted.slug}"}
    assert links(alice, reverse("agenda:request_list")) == {tell}


def test_a_partner_reads_no_service_of_ours_on_a_poster(client, hosted, zoe):
    Pool.objects.create(
        session=hosted,
        kind="organisation",
        organisation=zoe.organisation,
        seats=1,
        releases_on=hosted.starts_at.date() - DAY,
    )
    request = RequestFactory().get("/")
    request.user = zoe

    assert [host.unit for host in hosts_for(request, hosted)] == ["Ville de Caluire-et-Cuire"]
    client.force_login(zoe)
    assert pages_of(page(client, "session_poster", hosted).content) == 1
