"""The page of personal data says what the product does."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from essaim.agenda.queries.feeds import PAST
from essaim.agenda.rules import OPINIONS_AFTER
from essaim.letters.operations import LINK_LIFE
from essaim.people.operations import imports
from essaim.ties.rules import KEPT
from essaim.ui import privacy

TOLD_UNDER = {
    # table: the row of the page that tells of it
    "Registration": "Vos inscriptions",
    "Move": "Vos inscriptions",
    "Approval": "Vos inscriptions",
    "Presence": "Vos présences",
    "Attendance": "Vos présences",
    "Host": "Vos présences",
    "Tie": "Vos rencontres",
    "Member": "Vos rencontres",
    "Certificate": "Vos attestations",
    "Topic": "Ce que vous transmettez",
    "TopicMove": "Ce que vous transmettez",
    "TopicHost": "Ce que vous transmettez",
    "Document": "Ce que vous transmettez",
    "ExportRecord": "Les tableaux que vous emportez",
    "Leave": "Vos absences",
    "Agent": "Votre fiche",
    "Posting": "Votre fiche",
    "Relay": "Votre fiche",
    "Deputy": "Votre fiche",
    "Invitation": "Vos avis",
    "Answer": "Vos avis",
    "Reply": "Vos avis",
    "Word": "Les mots libres",
    "Letter": "Vos messages",
    "Feed": "Votre adresse d’agenda",
    "Stop": "Vos messages",
    "Wish": "Vos messages",
    "SignInLink": "Votre connexion",
    "Card": "Votre connexion",
    "StaffImport": "Le fichier des ressources humaines",
    "StaffChange": "Le fichier des ressources humaines",
}


def test_durations_are_those_that_the_parts_apply(settings):
    settings.FREE_WORDS_DAYS = 90
    text = " ".join(row.how_long for row in privacy.kept())

    assert timedelta(days=privacy.PREVIEW_DAYS) == imports.KEPT_PREVIEWS
    assert timedelta(days=privacy.REJECTS_DAYS) == imports.KEPT_DETAILS
    assert timedelta(minutes=privacy.LINK_MINUTES) == LINK_LIFE
    assert timedelta(hours=privacy.ROOM_HOURS) == OPINIONS_AFTER
    assert timedelta(days=privacy.CALENDAR_DAYS) == PAST
    assert timedelta(days=privacy.TABLES_DAYS) == KEPT
    assert "90 jours après le premier mot" in text
    assert "14 jours pour la session" in text


def test_durations_of_the_installation_are_those_that_the_page_says(settings):
    settings.LETTERS_DAYS, settings.STAFF_CHANGES_DAYS, settings.EXPORTS_DAYS = 400, 365, 730
    settings.TIES_DAYS = 365

    said = {row.what: row.how_long for row in privacy.kept()}

    assert said["Vos messages"].startswith("400 jours, puis effacés")
    assert said["Le fichier des ressources humaines"].endswith("Ce qui a changé sur chaque fiche : 1 an.")
    assert said["Les tableaux que vous emportez"] == "2 ans, puis effacé."
    assert said["Vos rencontres"] == "1 an, puis effacé."


def test_every_table_that_points_to_a_person_is_told():
    person = apps.get_model("people", "Agent")
    pointing = {
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("essaim.")
        and any(field.related_model is person for field in model._meta.get_fields() if field.concrete)
    }
    about_work = {
        "Kiosk",
        "Partnership",
        "Session",
        "DateChange",
        "Version",
        "Snooze",
        "Cold",
        "Programme",
        "Composition",
        "Formulation",
    }  # who did what, for the trace

    assert pointing - about_work <= set(TOLD_UNDER)
    assert set(TOLD_UNDER.values()) <= {row.what for row in privacy.kept()}


@pytest.mark.django_db
def test_the_page_says_what_why_how_long_and_who(client):
    text = client.get(reverse("ui:privacy")).content.decode()

    assert text.count('role="rowheader"') == len(privacy.kept())
    for head in ("Pourquoi", "Combien de temps", "Qui le lit"):
        assert head in text
    assert 'id="droits"' in text
