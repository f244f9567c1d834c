"""The access policy of the whole product: every address, every role, reading and writing.

Columns: a visitor, an agent, the session's host, a head of service, the coordinator, the administrator of the
organisation, the administrator of another organisation, the administrator of the installation.
`in` means: sent to the sign-in page.
"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from essaim.kernel.management.commands.routes import addresses
from essaim.people.operations.imports import upload_file
from essaim.programmes.operations import create_season
from tests.factories import NOW

ROLES = (None, "bob", "hugo", "maya", "alice", "ada", "zoe", "root")
EVERYBODY = (200,) * 8
SIGNED_IN = ("in", 200, 200, 200, 200, 200, 200, 200)
OUR_SESSION = ("in", 200, 200, 200, 200, 200, 404, 200)  # Zoé's employer does not see it
PILOTS = ("in", 403, 403, 403, 200, 200, 200, 200)  # each for their own organisation
OUR_PILOTS = ("in", 403, 403, 403, 200, 200, 404, 200)
POST_SESSION = ("in", 302, 302, 302, 302, 302, 404, 302)

ACCESS = {
    # address: (method, role by role)
    "kernel:healthz": ("get", EVERYBODY),
    "kernel:readyz": ("get", EVERYBODY),
    "ui:accessibility": ("get", EVERYBODY),
    "ui:privacy": ("get", EVERYBODY),
    "ui:help": ("get", EVERYBODY),
    "ui:components": ("get", ("in", 403, 403, 403, 403, 403, 403, 200)),
    "people:sign_in": ("get", (200, 302, 302, 302, 302, 302, 302, 302)),
    "people:link_request": ("post", EVERYBODY),
    "people:link_open": ("get", (404,) * 8),
    "people:sign_out": ("post", (302,) * 8),
    "people:demo_sign_in": ("post", (404,) * 8),
    "people:agent_list": ("get", PILOTS),
    "people:agent_detail": ("get", OUR_PILOTS),
    "people:agent_export": ("get", PILOTS),
    "people:import_new": ("get", PILOTS),
    "people:import_detail": ("get", OUR_PILOTS),
    "people:import_history": ("get", PILOTS),
    "people:import_changes": ("get", OUR_PILOTS),
    "people:import_undo": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "people:import_sheet": ("get", OUR_PILOTS),
    "people:import_columns": ("get", OUR_PILOTS),
    "people:import_words": ("get", OUR_PILOTS),
    "people:import_apply": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "people:import_rejects": ("get", OUR_PILOTS),
    "programmes:settings": ("get", PILOTS),
    "programmes:settings_words": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "programmes:settings_rules": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "programmes:settings_formats": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "programmes:format_new": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "programmes:format_edit": ("get", OUR_PILOTS),
    "programmes:format_move": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "programmes:format_remove": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "programmes:settings_seasons": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "programmes:season_edit": ("get", OUR_PILOTS),
    "people:organisation": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "people:organisation_list": ("get", ("in", 403, 403, 403, 403, 403, 403, 200)),
    "programmes:theme": ("get", EVERYBODY),
    "programmes:logo": ("get", (404,) * 8),
    "letters:mine": ("get", SIGNED_IN),
    "letters:mailbox": ("get", (404,) * 8),
    "letters:mailbox_letter": ("get", (404,) * 8),
    "agenda:session_list": ("get", SIGNED_IN),
    "agenda:session_detail": ("get", OUR_SESSION),
    "agenda:session_register": ("post", POST_SESSION),
    "agenda:session_withdraw": ("post", POST_SESSION),
    "agenda:session_undo": ("post", POST_SESSION),
    "agenda:session_calendar": ("get", OUR_SESSION),
    "agenda:short": ("get", ("in", 302, 302, 302, 302, 302, 404, 302)),
    "agenda:room": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:room_mark": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:room_close": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:manage_list": ("get", PILOTS),
    "agenda:manage_new": ("get", PILOTS),
    "agenda:manage_session": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_edit": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_publish": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_resize": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_cancel": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_presence": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "feedback:survey": ("get", (404,) * 8),
    "feedback:tap": ("post", (302,) * 8),
    "feedback:thanks": ("get", (404,) * 8),
    "feedback:survey_mine": ("get", OUR_SESSION),
    "impact:index": ("get", PILOTS),
    "impact:sessions": ("get", PILOTS),
    "impact:export": ("get", OUR_PILOTS),
    "home:index": ("get", SIGNED_IN),
    "home:me": ("get", SIGNED_IN),
    "home:week": ("get", PILOTS),
    "home:week_decide": ("post", ("in", 403, 403, 403, 302, 302, 302, 302)),
    "home:week_later": ("post", ("in", 403, 403, 403, 302, 302, 302, 302)),
    "home:week_undo": ("post", ("in", 403, 403, 403, 302, 302, 302, 302)),
}
ADDRESSES = {name: pattern for _path, name, pattern in addresses(get_resolver())}
CASES = [(name, column) for name in ACCESS for column in range(len(ROLES))]


def test_every_address_has_a_row():
    assert set(ADDRESSES) == set(ACCESS)


@pytest.fixture
def arguments(hosted, bob):
    upload = upload_file(
        organisation=bob.organisation,
        by=bob,
        file_name="agents.csv",
        source="Matricule;Nom\n900001;Koné\n900002;\n".encode(),
        is_full=False,
        at=NOW,
    )
    by_name = {"slug": hosted.slug, "code": hosted.code, "token": "inconnu"}
    season = create_season(
        programme=hosted.programme, name="Saison", starts_on=NOW.date(), ends_on=NOW.date()
    )
    numbers = {"import": upload.pk, "format": hosted.format_id, "season": season.pk}

    def number(name):
        return next((pk for word, pk in numbers.items() if word in name), bob.pk)

    return lambda name: {
        key: number(name) if key == "pk" else by_name[key] for key in ADDRESSES[name].pattern.converters
    }


def answer_to(client, method, name, arguments):
    response = getattr(client, method)(reverse(name, kwargs=arguments(name)))
    if response.status_code == 302 and "/connexion/" in response.url:
        return "in"
    return response.status_code


@pytest.mark.parametrize(("name", "column"), CASES, ids=str)
def test_access(client, db, request, arguments, name, column):
    cache.clear()
    if ROLES[column]:
        client.force_login(request.getfixturevalue(ROLES[column]))
    request.getfixturevalue("alice")
    method, answers = ACCESS[name]

    assert answer_to(client, method, name, arguments) == answers[column]


READING = sorted(name for name, (method, _answers) in ACCESS.items() if method == "get")
WRITING = sorted(set(ACCESS) - set(READING))


@pytest.mark.parametrize("name", WRITING)
def test_no_get_acts(client, root, arguments, name):
    client.force_login(root)

    assert answer_to(client, "get", name, arguments) in {404, 405}


@pytest.mark.parametrize("name", WRITING)
def test_writing_asks_for_the_csrf_token(strict_client, arguments, name):
    assert answer_to(strict_client, "post", name, arguments) in {403, 404}


@pytest.fixture
def strict_client(root):
    client = Client(enforce_csrf_checks=True)
    client.force_login(root)
    return client
