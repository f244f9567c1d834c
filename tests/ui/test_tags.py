"""Tags and filters of every template."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import timezone

from essaim.ui.forms import SpecimenForm
from essaim.ui.templatetags import ui
from essaim.ui.words import Noun, Words, speaking

NBSP = "\u00a0"


def render(source, **context):
    return Template(source).render(Context(context))


def test_day_is_short_and_first_of_the_month_is_an_ordinal():
    assert ui.day(date(2021, 5, 21)) == f"ven. 21{NBSP}mai"
    assert ui.day(date(2021, 6, 1)) == f"mar. 1er{NBSP}juin"


def test_day_is_told_in_the_time_zone_of_the_page():
    late = datetime(2021, 5, 21, 22, 30, tzinfo=UTC)

    assert ui.day(late) == f"sam. 22{NBSP}mai"
    assert ui.day_number(late) == "22"
    with timezone.override("Indian/Reunion"):
        assert ui.hour(late) == f"2{NBSP}h{NBSP}30"


@time_machine.travel("2021-05-17 08:00:00+00:00", tick=False)
def test_long_day_tells_the_year_only_when_it_is_another():
    assert ui.long_day(date(2021, 5, 21)) == f"vendredi 21{NBSP}mai"
    assert ui.long_day(date(2020, 5, 22)) == f"vendredi 22{NBSP}mai 2020"


def test_hours_are_written_as_they_are_said():
    assert ui.hours(time(9, 0), time(10, 30)) == f"9{NBSP}h – 10{NBSP}h{NBSP}30"


def test_date_tile_is_three_short_words():
    moment = date(2021, 9, 6)

    assert (ui.weekday(moment), ui.day_number(moment), ui.month(moment)) == ("lun.", "6", "sept.")


def test_ordinal_agrees():
    assert [ui.ordinal(1), ui.ordinal(2), ui.ordinal(1, "m")] == ["1re", "2e", "1er"]


def test_number_has_french_separators():
    assert [ui.number(3000), ui.number(41.6)] == ["3\u202f000", "41,6"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nadia Benali", "NB"),
        ("Jean-Marc Petit", "JP"),
        ("Jeanne", "J"),
        ("", "?"),
        ("Anne de La Tour", "AT"),
    ],
)
def test_initials_are_first_and_last_name(name, letters):
    assert ui.initials(name) == letters


def test_avatar_keeps_its_colour_and_is_silent():
    drawn = render("{% avatar 'Nadia Benali' size='lg' %}")

    assert drawn == render("{% avatar 'Nadia Benali' size='lg' %}")
    assert drawn.endswith(' avatar-lg" aria-hidden="true">NB</span>')


def test_avatar_escapes_what_is_written_in_a_name():
    assert "<script" not in render("{% avatar name %}", name="<script> é")


def test_icon_points_into_the_sprite():
    assert render("{% icon 'clock' %}") == (
        '<svg class="icon" aria-hidden="true"><use href="/static/ui/icons.svg#clock"/></svg>'
    )


def test_message_offers_undo_only_at_an_address_of_this_site():
    told = Message(constants.SUCCESS, "Place libérée.", extra_tags="undo:/seances/x/")
    elsewhere = Message(constants.ERROR, "Non.", extra_tags="undo:https://ailleurs.example/")

    assert [ui.undo_url(told), ui.undo_url(elsewhere)] == ["/seances/x/", ""]
    assert [ui.tone(told), ui.tone(elsewhere)] == ["ok", "danger"]


def test_field_is_tied_to_its_hint_and_its_error():
    form = SpecimenForm({"title": ""})

    html = render("{% include 'ui/components/field.html' with field=form.title %}", form=form)

    assert 'aria-describedby="id_title-hint id_title-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title-error"' in html
    assert '<label for="id_title">Titre de la séance</label>' in html


def test_error_summary_links_to_each_field():
    form = SpecimenForm({"title": "", "seats": "0", "day": "2021-05-21"})

    html = render("{% include 'ui/components/error_summary.html' with form=form %}", form=form)

    assert 'href="#id_title"' in html
    assert 'href="#id_seats"' in html
    assert "Il y a un problème" in html
    nothing = render("{% include 'ui/components/error_summary.html' with form=form %}", form=SpecimenForm())
    assert nothing.strip() == ""


def test_heads_of_columns_keep_their_roles_and_speak_the_programme_s_words():
    workshop = Words(session=Noun("atelier", "ateliers", is_feminine=False))

    with speaking(workshop):
        html = render('{% columns _("Séances") name %}', name="Agents & lieux")

    assert html == (
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Ateliers</th>'
        '<th role="columnheader" scope="col">Agents &amp; lieux</th></tr></thead>'
    )
