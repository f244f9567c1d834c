"""The programme, as agents read it and register from it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.agenda import operations
from essaim.agenda.models import Host, Registration, Sitting
from essaim.people.models import Site
from tests.agenda.arranging import HTMX, SIGN_IN, address, colleague, in_days, registered
from tests.factories import NOW, FormatFactory, OrganisationFactory, ProgrammeFactory

pytestmark = pytest.mark.usefixtures("at_now")


def test_lines_stand_under_their_week_soonest_first(visit):
    for days, title in [(31, "Loin"), (0.1, "Tantôt"), (4, "Mardi prochain")]:
        in_days(days, title=title)

    page = visit(reverse("agenda:session_list"))

    marks = ["Cette semaine", "Tantôt", "Du 4 au 8 février", "Mardi prochain", "Du 4 au 8 mars", "Loin"]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_only_published_sessions_to_come_of_the_own_organisation_are_listed(visit):
    in_days(3, title="Ouverte")
    in_days(3, title="Brouillon", published_at=None)
    in_days(-3, title="Passée")
    in_days(3, title="Annulée", cancelled_at=NOW, cancel_reason="Grève")
    elsewhere = ProgrammeFactory(slug="ix", organisation=OrganisationFactory(slug="hopital"))
    in_days(3, title="Voisine", format=FormatFactory(programme=elsewhere))

    page = visit(reverse("agenda:session_list"))

    assert [word for word in ("Ouverte", "Brouillon", "Passée", "Annulée", "Voisine") if word in page] == [
        "Ouverte"
    ]
    assert "<strong>1 séance</strong>" in page


def test_all_buttons_share_one_form_and_one_token(visit):
    sessions = [in_days(3) for _ in range(3)]

    page = visit(reverse("agenda:session_list"))

    assert page.count("csrfmiddlewaretoken") == 2  # one for all the lines, one for the language
    assert [s.slug for s in sessions if f'formaction="{address("session_register", s)}"' in page] == [
        s.slug for s in sessions
    ]


@pytest.mark.parametrize("is_kept", [False, True])
def test_one_and_three_lines_cost_the_same_queries(client, bob, is_kept):
    client.force_login(bob)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            session = in_days(3)
            Host.objects.create(session=session, agent=colleague(session.pk))
            registered(session, colleague(1000 + session.pk))
        client.get(reverse("agenda:session_list" if is_kept else "ui:help"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("agenda:session_list"))
        counts.append(len(queries))
        caches["pages"].clear()
    assert counts == [SIGN_IN + (2 if is_kept else 6)] * 2


def test_filters_narrow_by_format_week_place_and_length(visit):
    other = FormatFactory(slug="actruc2", name="Ac’Truc²")
    site = Site.objects.create(organisation=OrganisationFactory(), name="Médiathèque")
    in_days(4, title="Courte", ends_at=NOW + timedelta(days=4, hours=1), format=other)
    in_days(20, title="Lointaine")
    Sitting.objects.filter(session__title="Lointaine").update(site=site)
    Sitting.objects.filter(session__title="Courte").update(link="https://visio.example/1")

    def found(query: str) -> list[str]:
        page = visit(f"{reverse('agenda:session_list')}?{query}")
        return [title for title in ("Courte", "Lointaine") if title in page]

    assert found("format=actruc2") == ["Courte"]
    assert found("quand=semaine-prochaine") == ["Courte"]
    assert found("quand=2030-02") == ["Courte", "Lointaine"]
    assert found(f"ou={site.pk}") == ["Lointaine"]
    assert found("ou=distance") == ["Courte"]
    assert found("duree=une-heure") == ["Courte"]
    assert found("duree=deux-heures") == ["Lointaine"]
    assert found("format=disparu&quand=jamais") == ["Courte", "Lointaine"]


def test_an_empty_result_offers_what_finds_something(visit):
    in_days(20)

    page = visit(f"{reverse('agenda:session_list')}?quand=cette-semaine&format=un-truc-en-plus")

    assert "Rien avec ces filtres" in page
    assert 'href="?format=un-truc-en-plus"' in page
    assert 'href="?quand=cette-semaine"' not in page


def test_a_programme_without_sessions_says_so_and_leads_on(visit):
    page = visit(reverse("agenda:session_list"))

    assert "La suite du programme se prépare" in page


def test_a_cancelled_session_stays_for_whom_it_concerns(visit, bob, alice):
    session = in_days(3, title="Reportée")
    registered(session, bob)
    operations.cancel_session(session=session, reason="Grève", at=NOW, by=alice)

    page = visit(reverse("agenda:session_list"))

    assert 'data-state="cancelled"' in page


def test_a_kept_line_follows_seats_format_and_the_own_state(visit, bob):
    session = in_days(3, seats=1, title="Suivie")
    assert 'data-state="open"' in visit(reverse("agenda:session_list"))

    registered(session, colleague(1))
    assert 'data-state="full"' in visit(reverse("agenda:session_list"))

    registered(session, bob)
    assert 'data-state="waiting" data-rank="1"' in visit(reverse("agenda:session_list"))

    session.format.name = "Un nouveau nom"
    session.format.save()
    with time_machine.travel(NOW + timedelta(seconds=4), tick=False):
        assert "Un nouveau nom</span>" in visit(reverse("agenda:session_list"))


def test_a_kept_line_closes_when_its_period_ends(visit):
    in_days(3, registration_closes_at=NOW + timedelta(minutes=1))
    assert 'data-state="open"' in visit(reverse("agenda:session_list"))

    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert 'data-state="closed"' in visit(reverse("agenda:session_list"))


def test_long_programmes_continue_on_a_second_page(visit):
    for number in range(51):
        in_days(3 + number, title=f"Séance n° {number:02}")

    assert "Séance n° 50" not in visit(reverse("agenda:session_list"))
    assert "Séance n° 50" in visit(f"{reverse('agenda:session_list')}?page=2")


def test_registering_without_script_comes_back_to_the_line(client, bob):
    session = in_days(3)
    client.force_login(bob)

    response = client.post(address("session_register", session), {"retour": "/programme/?ou=distance"})

    assert response.url == f"/programme/?ou=distance#ligne-{session.pk}"
    assert Registration.objects.get(agent=bob).state == "confirmed"


def test_registering_never_leads_to_another_site(client, bob):
    session = in_days(3)
    client.force_login(bob)

    response = client.post(address("session_register", session), {"retour": "//pirate.example/"})

    assert response.url == address("session_detail", session)


def test_registering_with_htmx_gives_the_line_back(client, bob):
    session = in_days(3)
    client.force_login(bob)

    response = client.post(address("session_register", session), **HTMX, HTTP_HX_TARGET=f"ligne-{session.pk}")
    fragment = " ".join(response.content.decode().split())

    assert fragment.startswith(f'<li class="session" id="ligne-{session.pk}" data-state="confirmed"')
    assert 'hx-swap-oob="innerHTML"' in fragment
    assert "<html" not in fragment
