"""Réglages and the logo, as each person meets them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from essaim.people.models import Organisation
from essaim.programmes import operations
from essaim.programmes.models import Format, Programme
from tests.factories import AgentFactory, FormatFactory, ProgrammeFactory
from tests.reading import text

pytestmark = pytest.mark.django_db
LOOK, WORDS, RULES = (
    reverse(f"programmes:{name}") for name in ("settings", "settings_words", "settings_rules")
)
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
RULE_FIELDS = {
    "offer_working_hours": 4,
    "direct_hours": 24,
    "promotion_cutoff": "two_hours",
    "host_ceiling": 5,
    "survey_days": 7,
}


def look(**fields):
    return {
        "name": "TRUC²",
        "tagline": "",
        "colour": "#14574f",
        "picked": "#14574f",
        "shown": "#14574f",
    } | fields


# Who ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LOOK, WORDS, RULES])
def test_settings_are_closed_to_those_who_do_not_pilot(client, bob, programme, address):
    client.force_login(bob)

    assert client.get(address).status_code == 403
    assert client.post(address, look(name="Pris")).status_code == 403
    assert Programme.objects.get().name == "TRUC²"


@pytest.mark.parametrize("who", ["alice", "ada", "root"])
@pytest.mark.parametrize("address", [LOOK, WORDS, RULES])
def test_settings_open_to_those_who_pilot(client, request, programme, who, address):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address).status_code == 200


def test_settings_of_another_organisation_do_not_exist(client, programme, zoe):
    client.force_login(zoe)

    assert client.get(f"{LOOK}?dispositif=truc2").status_code == 404
    assert client.post(f"{LOOK}?dispositif=truc2", look(name="Pris")).status_code == 404


def test_settings_choose_among_the_programmes_that_one_runs(client, alice, programme):
    other = ProgrammeFactory(slug="ix", name="iX")
    other.coordinators.add(alice)
    client.force_login(alice)

    assert "Réglages · TRUC²" in text(client.get(LOOK))
    assert "Réglages · iX" in text(client.get(f"{LOOK}?dispositif=ix"))


@pytest.mark.parametrize("who", ["ada", "root"])
def test_settings_of_an_empty_installation_open_the_first_programme(client, request, who):
    ada = request.getfixturevalue(who)
    client.force_login(ada)
    assert "Comment s’appelle votre dispositif" in text(client.get(LOOK))
    assert client.get(WORDS).url == LOOK
    assert client.post(LOOK, {"name": ""}).status_code == 200

    assert client.post(LOOK, {"name": "La Grande Équipe"}).status_code == 302

    assert Programme.objects.get().organisation == ada.organisation
    assert Format.objects.count() == 2


# Apparence ------------------------------------------------------------------------------------------


def test_look_is_saved_and_every_page_follows(client, alice, programme):
    client.force_login(alice)

    answer = client.post(LOOK, look(name="iX", tagline="Réinventons", colour="#1f5fa8"), follow=True)

    assert "C’est enregistré" in text(answer)
    assert "/theme.css?v=1f5fa8" in text(answer)
    assert "Réinventons" in text(client.get("/"))


def test_look_preview_writes_nothing(client, alice, programme):
    client.force_login(alice)

    shown = text(client.post(LOOK, look(colour="#2E9BD0", look="1")))

    assert "rien n’est encore enregistré" in shown
    assert "/theme.css?v=2e9bd0&amp;pour=apercu" in shown
    assert "Cette couleur est un peu claire pour du texte" in shown
    assert Programme.objects.get().colour == "#14574f"


def test_look_preview_says_that_the_logo_is_to_be_chosen_again(client, alice, programme):
    client.force_login(alice)

    alone = text(client.post(LOOK, look(look="1")))
    with_logo = text(client.post(LOOK, look(look="1", logo=SimpleUploadedFile("logo.svg", LOGO))))

    assert ("à choisir de nouveau" in alone, "à choisir de nouveau" in with_logo) == (False, True)
    assert Programme.objects.get().logo == ""


def test_look_takes_the_colour_picked_by_eye_when_the_written_one_did_not_move(client, alice, programme):
    client.force_login(alice)

    client.post(LOOK, look(picked="#6a2c63"))
    assert Programme.objects.get().colour == "#6a2c63"

    client.post(LOOK, look(colour="#1f5fa8", picked="#6a2c63", shown="#6a2c63"))
    assert Programme.objects.get().colour == "#1f5fa8"


@pytest.mark.parametrize("colour", ["bleu", "#12345", "#14574f;}", ""])
def test_look_refuses_what_is_not_a_colour_in_words(client, alice, programme, colour):
    client.force_login(alice)

    answer = client.post(LOOK, look(colour=colour, picked=""))

    assert answer.status_code == 200
    assert answer.context["form"].errors["colour"]
    assert Programme.objects.get().colour == "#14574f"


def test_look_changes_the_colour_of_a_format(client, alice, programme):
    kind = FormatFactory(programme=programme)
    client.force_login(alice)

    client.post(LOOK, look() | {f"colour-{kind.pk}": "f3"})

    assert Format.objects.get().colour == "f3"


def test_logo_is_kept_served_and_removed(client, alice, programme):
    client.force_login(alice)
    client.post(LOOK, look(logo=SimpleUploadedFile("logo.svg", LOGO)))
    address = re.search(r"/logo/truc2\?v=\w+", client.get(LOOK).content.decode())[0]

    picture = client.get(address)
    assert (picture.content, picture["Content-Type"]) == (LOGO, "image/svg+xml")
    assert "sandbox" in picture["Content-Security-Policy"]
    assert picture["Cache-Control"].startswith("private")

    client.post(LOOK, look(drop_logo="on"))
    assert client.get(address).status_code == 404


def test_logo_that_acts_is_refused_in_words(client, alice, programme):
    client.force_login(alice)
    bad = SimpleUploadedFile("logo.svg", LOGO.replace(b"<path", b'<path onclick="a"'))

    assert "autre chose qu’un dessin" in text(client.post(LOOK, look(logo=bad)))
    assert Programme.objects.get().logo == ""


def test_logo_of_another_organisation_does_not_exist(client, programme, zoe):
    operations.change_appearance(programme=programme, name="TRUC²", tagline="", colour="#14574f", logo=LOGO)
    client.force_login(zoe)

    assert client.get(reverse("programmes:logo", args=["truc2"])).status_code == 404


# Mots -----------------------------------------------------------------------------------------------


def test_words_are_saved_with_the_names_of_formats(client, alice, programme):
    kind = FormatFactory(programme=programme)
    client.force_login(alice)
    words = {"participant": "apprenti", "participants": "apprentis", "session": "", "sessions": "rencontres"}

    answer = client.post(WORDS, words | {f"format-{kind.pk}": "iX’Presso"}, follow=True)

    programme.refresh_from_db()
    assert programme.words == words | {"session": "séance", "session_gender": "f"}
    assert Format.objects.get().name == "iX’Presso"
    assert "« 6 <mark>apprentis</mark> de 5 services »" in text(answer)


def test_words_show_their_examples_before_anything_is_saved(client, alice, programme):
    client.force_login(alice)

    shown = text(client.post(WORDS, {"participants": "essaimeurs", "look": "1"}))

    assert "<mark>essaimeurs</mark>" in shown
    programme.refresh_from_db()
    assert programme.word("participants") == "participants"


def test_words_refuse_a_format_without_name(client, alice, programme):
    kind = FormatFactory(programme=programme)
    client.force_login(alice)

    answer = client.post(WORDS, {f"format-{kind.pk}": ""})

    assert answer.status_code == 200
    assert Format.objects.get().name == "Un truc² en +"


# Règles ---------------------------------------------------------------------------------------------


def test_rules_are_saved_and_told_with_an_example(client, alice, programme):
    client.force_login(alice)
    assert "Awa a jusqu’à mercredi, 12 h pour répondre" in text(client.get(RULES))

    answer = client.post(RULES, RULE_FIELDS | {"change": "rules"}, follow=True)

    programme.refresh_from_db()
    assert {name: getattr(programme, name) for name in RULE_FIELDS} == RULE_FIELDS
    assert "Awa a jusqu’à mardi, 16 h pour répondre" in text(answer)
    assert "Jeudi à 12 h 30, une place se libère" in text(answer)


@pytest.mark.parametrize(
    "fields",
    [
        {"offer_working_hours": 0},
        {"direct_hours": 9999},
        {"promotion_cutoff": "jamais"},
        {"survey_days": "x"},
    ],
)
def test_rules_refuse_what_makes_no_sense(client, alice, programme, fields):
    client.force_login(alice)

    answer = client.post(RULES, RULE_FIELDS | fields | {"change": "rules"})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(fields)
    assert Programme.objects.get().survey_days == 14


def test_threshold_is_shown_to_coordinators_and_changed_by_administrators(client, alice, ada, programme):
    client.force_login(alice)
    assert "aucun résultat à moins de 5 réponses" in text(client.get(RULES))
    assert client.post(RULES, {"change": "threshold", "privacy_threshold": 4}).status_code == 403

    client.force_login(ada)
    client.post(RULES, {"change": "threshold", "privacy_threshold": 4})
    assert Organisation.objects.get().privacy_threshold == 4


@pytest.mark.parametrize("value", [2, 0, "", 99])
def test_threshold_is_never_fewer_than_three(client, ada, programme, value):
    client.force_login(ada)

    answer = client.post(RULES, {"change": "threshold", "privacy_threshold": value})

    assert answer.context["threshold"].errors["privacy_threshold"]
    assert Organisation.objects.get().privacy_threshold == 5


def test_coordinators_are_named_and_thanked_by_administrators(client, ada, bob, programme):
    client.force_login(ada)
    assert "Bob Perrin" in text(client.get(f"{RULES}?chercher=perrin"))

    client.post(RULES, {"change": "name", "agent": bob.pk})
    assert bob in programme.coordinators.all()

    client.post(RULES, {"change": "thank", "agent": bob.pk})
    assert bob not in programme.coordinators.all()


def test_last_coordinator_is_not_thanked(client, ada, alice, programme):
    client.force_login(ada)

    answer = client.post(RULES, {"change": "thank", "agent": alice.pk}, follow=True)

    assert "la seule personne qui coordonne" in text(answer)
    assert alice in programme.coordinators.all()


def test_coordinators_do_not_name_one_another(client, alice, bob, programme):
    client.force_login(alice)

    assert client.post(RULES, {"change": "name", "agent": bob.pk}).status_code == 403
    assert 'name="chercher"' not in client.get(RULES).content.decode()


@pytest.mark.parametrize("meant", ["0", "x", "999999"])
def test_naming_nobody_is_a_page_that_does_not_exist(client, ada, programme, meant):
    client.force_login(ada)

    assert client.post(RULES, {"change": "name", "agent": meant}).status_code == 404


def test_a_neighbour_is_not_named(client, ada, zoe, programme):
    client.force_login(ada)

    assert client.post(RULES, {"change": "name", "agent": zoe.pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [LOOK, WORDS, RULES])
def test_settings_cost_a_fixed_number_of_queries(
    client, ada, programme, address, count, django_assert_max_num_queries
):
    for _n in range(count):
        FormatFactory(programme=programme, slug=f"f{_n}")
        operations.appoint_coordinator(programme=programme, agent=AgentFactory())
    client.force_login(ada)
    client.get(address)

    with django_assert_max_num_queries(10):
        client.get(address)


def test_the_phone_on_posters_is_set_beside_the_look(client, alice, programme):
    client.force_login(alice)

    client.post(LOOK, look(phone="poste 4812"))

    assert Programme.objects.get().phone == "poste 4812"
    assert "poste 4812" in client.get(LOOK).content.decode()


def test_a_phone_without_number_is_refused_in_words(client, alice, programme):
    client.force_login(alice)

    answer = client.post(LOOK, look(phone="l’accueil"))

    assert "Écrivez un numéro, par exemple" in text(answer)
    assert Programme.objects.get().phone == ""
