"""Formats and seasons, from the settings."""

from datetime import date

import pytest
from django.urls import reverse

from essaim.programmes import operations
from essaim.programmes.models import Format, Season
from tests.factories import FormatFactory, ProgrammeFactory, SessionFactory

pytestmark = pytest.mark.django_db

FORMATS, NEW, SEASONS = "programmes:settings_formats", "programmes:format_new", "programmes:settings_seasons"
FIELDS = {
    "name": "Heure conviviale",
    "icon": "leaf",
    "colour": "f4",
    "usual_minutes": 60,
    "usual_seats": 30,
    "nature": "not_training",
}


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


def names():
    return list(Format.objects.order_by("rank", "pk").values_list("name", flat=True))


def test_a_coordinator_opens_a_format(signed_in):
    signed_in.post(reverse(NEW), FIELDS)

    added = Format.objects.get()
    assert (added.name, added.slug, added.nature) == ("Heure conviviale", "heure-conviviale", "not_training")


def test_only_a_format_that_exists_speaks_of_the_sessions_it_has(signed_in):
    new = signed_in.get(reverse(NEW)).content.decode()
    signed_in.post(reverse(NEW), FIELDS)
    there = signed_in.get(reverse("programmes:format_edit", args=[Format.objects.get().pk])).content.decode()

    assert ("Ajouter un format" in new, "Les séances déjà prévues" in new) == (True, False)
    assert "Les séances déjà prévues" in there


def test_two_formats_do_not_share_a_name(signed_in):
    signed_in.post(reverse(NEW), FIELDS)

    shown = signed_in.post(reverse(NEW), FIELDS | {"name": "HEURE CONVIVIALE"}).content.decode()

    assert "Un format porte déjà ce nom" in shown
    assert Format.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"usual_seats": 0}, {"usual_seats": 100_000}, {"usual_minutes": 5}, {"name": ""}]
)
def test_a_mistake_is_told_and_nothing_is_lost(signed_in, wrong):
    answer = signed_in.post(reverse(NEW), FIELDS | {"name": "Café"} | wrong)

    assert list(answer.context["form"].errors) == list(wrong)
    assert not Format.objects.exists()


def test_a_format_goes_up_and_stays_at_the_top(signed_in):
    first, second = (
        FormatFactory(name=name, slug=name, rank=rank) for rank, name in enumerate(["Un", "Deux"])
    )
    move = reverse("programmes:format_move", args=[second.pk])

    signed_in.post(move, {"vers": "haut"})
    assert names() == ["Deux", "Un"]
    signed_in.post(move, {"vers": "haut"})
    assert names() == ["Deux", "Un"]
    operations.move_format(format=first, up=False)
    assert names() == ["Deux", "Un"]


def test_a_format_that_served_is_not_removed(signed_in):
    session = SessionFactory()
    unused = FormatFactory(name="Jamais servi", slug="jamais")

    for format_ in (session.format, unused):
        signed_in.post(reverse("programmes:format_remove", args=[format_.pk]))

    assert list(Format.objects.all()) == [session.format]


def test_sessions_keep_their_seats_when_the_usual_number_changes(signed_in):
    session = SessionFactory(seats=8)

    signed_in.post(reverse("programmes:format_edit", args=[session.format_id]), FIELDS | {"usual_seats": 40})

    session.refresh_from_db()
    assert (session.seats, session.format.usual_seats) == (8, 40)


def test_a_season_is_added_changed_and_removed(signed_in):
    ProgrammeFactory()
    signed_in.post(reverse(SEASONS), {"name": "Automne", "starts_on": "2030-09-01", "ends_on": "2030-12-31"})
    season = Season.objects.get()
    page = reverse("programmes:season_edit", args=[season.pk])

    signed_in.post(page, {"name": "Hiver", "starts_on": "2030-10-01", "ends_on": "2030-12-31"})
    season.refresh_from_db()
    assert (season.name, season.starts_on) == ("Hiver", date(2030, 10, 1))
    signed_in.post(page, {"retirer": "1"})
    assert not Season.objects.exists()


def test_a_season_that_ends_before_it_begins_is_refused_in_words(signed_in):
    shown = signed_in.post(
        reverse(SEASONS), {"name": "Envers", "starts_on": "2030-09-01", "ends_on": "2030-01-01"}
    ).content.decode()

    assert "La fin doit suivre le début." in shown
    assert not Season.objects.exists()
