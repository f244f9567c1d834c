"""Who runs another programme of the same organisation, and who runs nothing any more."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from essaim.agenda.models import Session
from essaim.people.models import ExportRecord
from tests.conftest import person
from tests.factories import FormatFactory, ProgrammeFactory
from tests.test_access import ACCESS, answer_to, arguments, asked  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db

# What names an object of TRUC², and what somebody who coordinates only another programme of the house gets.
NOT_HERS = {
    **dict.fromkeys(["programmes:format_edit", "programmes:season_edit"], 404),
    **dict.fromkeys(["programmes:format_move", "programmes:format_remove"], 404),
    **dict.fromkeys([name for name in ACCESS if name.startswith("agenda:manage_")], 404),
    **dict.fromkeys(["agenda:room", "agenda:room_mark", "agenda:room_close"], 403),
    **dict.fromkeys(["agenda:approval_mine", "agenda:approval_undo", "agenda:request_opinion"], 404),
    **dict.fromkeys(["agenda:session_enrol", "agenda:session_enrol_undo"], 403),
    **dict.fromkeys(["people:organisation", "programmes:export_list"], 403),
}
del NOT_HERS["agenda:manage_list"], NOT_HERS["agenda:manage_new"]


@pytest.fixture
def carla(db):
    """Coordinates iX, and nothing of TRUC²."""
    agent = person("carla", "Costa", "Culture", first_name="Carla", is_coordinator=True)
    ProgrammeFactory(name="iX", slug="ix").coordinators.add(agent)
    return agent


@pytest.mark.parametrize("name", sorted(NOT_HERS))
def test_another_programme_of_the_house_is_not_hers(client, request, carla, arguments, name):  # noqa: F811
    request.getfixturevalue("alice")
    cache.clear()
    client.force_login(carla)

    assert answer_to(client, ACCESS[name][0], name, arguments) == NOT_HERS[name]


ASKED_BY_NAME = [
    "programmes:settings",
    "programmes:settings_words",
    "programmes:settings_rules",
    "programmes:settings_formats",
    "programmes:format_new",
    "programmes:settings_seasons",
    "feedback:editor",
    "feedback:editor_versions",
    "feedback:editor_cold",
    "feedback:editor_preview",
    "impact:index",
    "impact:sessions",
    "impact:export",
]


@pytest.mark.parametrize("name", ASKED_BY_NAME)
def test_naming_another_programme_in_the_address_opens_nothing(client, carla, alice, name):
    client.force_login(carla)
    send = client.get if ACCESS[name][0] == "get" else client.post

    assert send(f"{reverse(name)}?dispositif=truc2").status_code == 404
    assert client.post(f"{reverse(name)}?dispositif=truc2", {"change": "rules"}).status_code in {404, 405}


@pytest.mark.parametrize("name", ["agenda:registrations_export", "agenda:presences_export"])
@pytest.mark.parametrize("scope", ["truc2", "truc2:1", "ix:999999", "", "x\x00"])
def test_an_export_of_another_programme_leaves_neither_file_nor_trace(client, carla, hosted, name, scope):
    client.force_login(carla)

    answer = client.post(reverse(name), {"perimetre": scope})
    if answer.streaming:
        answer.getvalue()

    assert answer.status_code == (404 if scope else 200)
    assert all("TRUC²" not in record.content for record in ExportRecord.objects.all())


def test_a_session_is_not_planned_in_the_format_of_another_programme(client, carla, hosted):
    mine = FormatFactory(programme=ProgrammeFactory(slug="ix"), slug="presso", name="Presso")
    client.force_login(carla)
    sent = {
        "title": "Chez les autres",
        "modality": "on_site",
        "dates": "1",
        "dates-0-day": "2030-03-04",
        "dates-0-starts": "10:00",
        "save": "1",
    }

    client.post("/pilotage/programme/nouvelle/", sent | {"format": hosted.format_id})
    assert not Session.objects.filter(title="Chez les autres").exists()

    client.post("/pilotage/programme/nouvelle/", sent | {"format": mine.pk})
    assert Session.objects.get(title="Chez les autres").programme.slug == "ix"


def test_who_no_longer_coordinates_anything_reads_no_draft(client, carla, hosted):
    Session.objects.filter(pk=hosted.pk).update(published_at=None)
    client.force_login(carla)

    assert client.get(f"/seances/{hosted.slug}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["/pilotage/", "/pilotage/programme/", "/pilotage/demandes/", "/pilotage/impact/"]
)
def test_the_pages_of_a_pilot_name_nothing_of_another_programme(client, carla, path, request):
    hosted = request.getfixturevalue("hosted")
    Session.objects.filter(pk=hosted.pk).update(waiting=5)
    client.force_login(carla)

    assert hosted.title not in client.get(path).content.decode()
