"""Pilotage, Programme: planning a session on one page, publishing it, changing it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from essaim.agenda.models import Host, Presence, Session, Sitting
from essaim.agenda.operations import close_session, mark_presence, register
from essaim.people.models import Site
from tests.agenda.reading import address, text_of
from tests.factories import (
    NOW,
    AgentFactory,
    FormatFactory,
    OrganisationFactory,
    ProgrammeFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def a_plan(**changes):
    """What the form sends for one morning of March 2030."""
    sent = {
        "save": "1",
        "format": FormatFactory().pk,
        "title": "Ranger ses mails",
        "modality": "on_site",
        "seats": "10",
        "dates": "1",
        "dates-0-day": "2030-03-12",
        "dates-0-starts": "09:00",
        "dates-0-ends": "10:30",
    }
    return {name: value for name, value in (sent | changes).items() if value is not None}


def plan(client, **changes):
    return client.post(reverse("agenda:manage_new"), a_plan(**changes))


# A new session --------------------------------------------------------------------------------------------


def test_planning_begins_with_the_format_and_proposes_its_usual_seats(piloting):
    kind = FormatFactory(usual_seats=14, usual_minutes=60)

    assert f"?format={kind.pk}" in piloting.get(reverse("agenda:manage_new")).content.decode()
    html = piloting.get(reverse("agenda:manage_new"), {"format": kind.pk}).content.decode()

    assert re.search(r'name="seats" value="14"', html)
    assert "une date dure 60 minutes" in html


def test_a_plan_becomes_a_draft_shown_for_rereading(piloting, alice):
    response = plan(piloting, promise="Retrouver tout.", speakers="Ada Lovelace\n\nAlan Turing")

    session = Session.objects.get()
    assert response["Location"] == address("manage_session", session)
    assert (session.published_at, session.seats, session.programme.slug) == (None, 10, "truc2")
    assert list(session.hosts.order_by("pk").values_list("speaker", flat=True)) == [
        "Ada Lovelace",
        "Alan Turing",
    ]
    text = text_of(piloting.get(response["Location"]))
    assert "Relire, puis publier" in text
    assert "Retrouver tout." in text


def test_a_session_called_nouvelle_does_not_hide_behind_the_page_that_plans(piloting):
    response = plan(piloting, title="Nouvelle")

    assert response["Location"] != reverse("agenda:manage_new")
    assert "Relire, puis publier" in text_of(piloting.get(response["Location"]))


def test_hours_are_read_in_the_time_zone_of_the_organisation(piloting):
    plan(piloting)

    assert Session.objects.get().starts_at.isoformat() == "2030-03-12T08:00:00+00:00"


def test_a_date_without_end_lasts_as_long_as_its_format_usually_does(piloting):
    kind = FormatFactory(slug="court", usual_minutes=45)

    plan(piloting, format=kind.pk, **{"dates-0-ends": ""})

    session = Session.objects.get()
    assert session.ends_at - session.starts_at == timedelta(minutes=45)


def test_empty_seats_mean_no_limit(piloting):
    plan(piloting, seats="")

    assert Session.objects.get().seats is None


def test_a_session_may_have_several_dates_with_places(piloting, alice):
    site = Site.objects.create(organisation=alice.organisation, name="Médiathèque")

    plan(
        piloting,
        dates="3",
        **{
            "dates-0-site": site.pk,
            "dates-0-room": "Salle bleue",
            "dates-1-day": "2030-03-19",
            "dates-1-starts": "14:00",
            "dates-1-ends": "15:00",
            "dates-1-link": "https://visio.example/abc",
        },
    )

    rows = Sitting.objects.order_by("starts_at").values_list("site__name", "room", "link")
    assert list(rows) == [("Médiathèque", "Salle bleue", ""), (None, "", "https://visio.example/abc")]


def test_adding_a_date_keeps_all_that_was_written_and_complains_of_nothing(piloting):
    response = plan(piloting, save=None, add_date="1", title="", promise="Gardez-moi")

    html = response.content.decode()
    assert Session.objects.count() == 0
    assert 'name="dates" value="2"' in html
    assert 'value="2030-03-12"' in html
    assert "Gardez-moi" in html
    assert "error-summary" not in html


def test_removing_a_date_keeps_the_other(piloting):
    further = {"dates-1-day": "2030-03-19", "dates-1-starts": "14:00", "dates-1-ends": "15:00"}

    html = plan(piloting, save=None, remove_date="0", dates="2", **further).content.decode()

    assert 'name="dates" value="1"' in html
    assert 'value="2030-03-19"' in html
    assert "2030-03-12" not in html


def test_hosts_are_searched_by_name_then_ticked(piloting, hugo, bob):
    AgentFactory(first_name="Inès", last_name="Haddad")
    searched = plan(piloting, save=None, search="1", host_text="hadd", hosts=[bob.pk]).content.decode()
    assert re.search(rf'name="hosts" value="{bob.pk}" checked', searched)
    assert re.search(rf'name="hosts"\s+value="{hugo.pk}"\s+(autofocus)?>', searched)

    plan(piloting, hosts=[bob.pk, hugo.pk])

    assert set(Host.objects.values_list("agent", flat=True)) == {bob.pk, hugo.pk}


def test_an_agent_of_another_organisation_cannot_host(piloting, zoe):
    response = plan(piloting, hosts=[zoe.pk])

    assert Session.objects.count() == 0
    assert "error-summary" in response.content.decode()


@pytest.mark.parametrize("strange", ["9" * 30, "abc", "-1"])
def test_a_host_that_makes_no_sense_is_refused(piloting, strange):
    assert plan(piloting, hosts=[strange]).status_code == 200
    assert plan(piloting, save=None, search="1", hosts=[strange]).status_code == 200
    assert Session.objects.count() == 0


def test_a_number_of_dates_that_makes_no_sense_is_one(piloting):
    plan(piloting, dates="beaucoup")

    assert Session.objects.get().sittings.count() == 1


def test_no_more_than_twelve_dates_are_read(piloting):
    html = plan(piloting, save=None, add_date="1", dates="99999999").content.decode()

    assert 'name="dates" value="12"' in html
    assert "Ajouter une date" not in html


def test_mistakes_are_told_together_and_nothing_is_lost(piloting):
    response = plan(
        piloting,
        title="",
        seats="douze",
        audience="Débutants",
        **{"dates-0-ends": "08:00", "opens_at": "2030-03-02T08:00", "closes_at": "2030-03-01T08:00"},
    )

    text, html = text_of(response), response.content.decode()
    assert Session.objects.count() == 0
    assert "Écrivez un titre" in text
    assert "s’écrit en chiffres" in text
    assert "Date 1 : L’heure de fin doit venir après le début." in text
    assert "Les inscriptions se ferment après leur ouverture." in text
    assert "Débutants" in html
    assert 'href="#id_title"' in html
    assert 'value="douze"' in html


@pytest.mark.parametrize("missing", ["dates-0-day", "dates-0-starts"])
def test_a_date_without_day_or_hour_is_asked_for(piloting, missing):
    response = plan(piloting, **{missing: ""})

    assert Session.objects.count() == 0
    assert f'href="#id_{missing}"' in response.content.decode()


def test_dates_that_overlap_are_refused_in_words(piloting):
    again = {"dates-1-day": "2030-03-12", "dates-1-starts": "10:00", "dates-1-ends": "11:00"}

    response = plan(piloting, dates="2", **again)

    assert Session.objects.count() == 0
    assert "se chevauchent" in text_of(response)


def test_an_hour_that_does_not_exist_is_refused(piloting):
    response = plan(piloting, **{"dates-0-day": "2030-03-31", "dates-0-starts": "02:30"})

    assert Session.objects.count() == 0
    assert "error-summary" in response.content.decode()


def test_a_format_that_one_does_not_pilot_is_refused(piloting, zoe):
    strange = FormatFactory(programme=ProgrammeFactory(slug="autre", organisation=zoe.organisation), slug="x")

    assert plan(piloting, format=strange.pk).status_code == 200
    assert Session.objects.count() == 0


def test_planning_is_refused_to_who_does_not_pilot(client, bob):
    client.force_login(bob)

    assert client.get(reverse("agenda:manage_new")).status_code == 403
    assert client.post(reverse("agenda:manage_new"), a_plan()).status_code == 403
    assert Session.objects.count() == 0


# Publishing, changing -------------------------------------------------------------------------------------


def test_publishing_shows_the_session_to_everyone(piloting):
    draft = SessionFactory(published_at=None)

    response = piloting.post(address("manage_publish", draft), follow=True)

    draft.refresh_from_db()
    assert draft.published_at == NOW
    assert "La séance est publiée" in text_of(response)


def test_a_draft_without_title_is_not_published(piloting):
    draft = SessionFactory(published_at=None, title=" ")

    response = piloting.post(address("manage_publish", draft), follow=True)

    draft.refresh_from_db()
    assert draft.published_at is None
    assert "Il manque un titre." in text_of(response)


def sent_by_the_edit_page(client, session):
    """Every field of the page as a browser would send it back untouched, people told if a date moved."""
    html = client.get(address("manage_edit", session)).content.decode()
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"(?: value="([^"]*)")?', html))
    areas = dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', html))
    chosen = {
        name: re.search(r'value="([^"]*)" selected', options)
        for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL)
    }
    return (
        found
        | areas
        | {name: match[1] if match else "" for name, match in chosen.items()}
        | {"save": "1", "voulu": "tell"}
    )


def test_an_untouched_edit_changes_nothing_and_keeps_the_dates(piloting, hosted):
    sittings = list(hosted.sittings.values_list("pk", "starts_at", "ends_at"))
    sent = sent_by_the_edit_page(piloting, hosted)

    response = piloting.post(address("manage_edit", hosted), sent)

    assert response.status_code == 302
    assert list(hosted.sittings.values_list("pk", "starts_at", "ends_at")) == sittings
    assert hosted.hosts.get().agent.login == "hugo"


def test_an_edit_moves_a_date_and_renames(piloting, hosted):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Autre titre", "dates-0-starts": "09:30"}

    piloting.post(address("manage_edit", hosted), sent)

    hosted.refresh_from_db()
    assert hosted.title == "Autre titre"
    assert hosted.sittings.get().starts_at == hosted.starts_at
    assert hosted.starts_at.hour == 8
    assert hosted.seats == 12


@pytest.fixture
def noted(hosted, bob, alice):
    """Bob was noted present on the one date of the session."""
    register(session=hosted, agent=bob, at=NOW)
    return mark_presence(sitting=hosted.sittings.get(), agent=bob, status="present", at=NOW, by=alice)


def test_a_further_date_keeps_what_was_noted_on_the_first(piloting, hosted, noted):
    further = {"dates": "2", "dates-1-day": "2030-03-20", "dates-1-starts": "09:00", "dates-1-ends": "10:00"}

    piloting.post(address("manage_edit", hosted), sent_by_the_edit_page(piloting, hosted) | further)

    assert hosted.sittings.count() == 2
    assert Presence.objects.get() == noted


def test_a_date_that_moves_keeps_what_was_noted_on_it(piloting, hosted, noted):
    moved = {"dates-0-day": "2030-03-05"}

    piloting.post(address("manage_edit", hosted), sent_by_the_edit_page(piloting, hosted) | moved)

    assert Presence.objects.get() == noted
    assert hosted.sittings.get().starts_at.day == 5


def test_a_date_on_which_somebody_was_noted_is_not_taken_away(piloting, hosted, noted):
    starts_at = hosted.starts_at + timedelta(days=7)
    Sitting.objects.create(session=hosted, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    sent = sent_by_the_edit_page(piloting, hosted)
    second = {
        name.replace("-1-", "-0-"): value for name, value in sent.items() if name.startswith("dates-1-")
    }

    response = piloting.post(address("manage_edit", hosted), sent | second | {"dates": "1"})

    assert "Des présences sont notées" in text_of(response)
    assert Presence.objects.get() == noted
    assert hosted.sittings.count() == 2


def test_an_edit_with_a_mistake_keeps_what_was_written(piloting, hosted):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "", "promise": "Toujours là"}

    response = piloting.post(address("manage_edit", hosted), sent)

    hosted.refresh_from_db()
    assert hosted.title == "Tableaux croisés"
    assert "Toujours là" in response.content.decode()
    assert 'href="#id_title"' in response.content.decode()


def test_a_closed_session_is_not_changed(piloting, alice, hosted):
    sent = sent_by_the_edit_page(piloting, hosted) | {"title": "Trop tard"}
    close_session(session=hosted, at=hosted.ends_at, by=alice)

    response = piloting.post(address("manage_edit", hosted), sent)

    hosted.refresh_from_db()
    assert hosted.title == "Tableaux croisés"
    assert "ne se modifie plus" in text_of(response)


def test_an_organisation_has_its_own_hosts_and_places(piloting, alice):
    elsewhere = OrganisationFactory(slug="ailleurs")
    Site.objects.create(organisation=elsewhere, name="Site lointain")
    AgentFactory(organisation=elsewhere, first_name="Léo", last_name="Lointain")

    html = plan(piloting, save=None, search="1", host_text="lointain").content.decode()

    assert "Site lointain" not in html
    assert "Léo Lointain" not in html
