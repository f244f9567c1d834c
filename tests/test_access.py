"""The access policy of the whole product: every address, every role, reading and writing.

Columns: a visitor, an agent, the session's host, a head of service, the coordinator, the administrator of the
organisation, the administrator of another organisation, the administrator of the installation.
`in` means: sent to the sign-in page.
"""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver, reverse

from essaim.agenda import operations
from essaim.agenda.models import Pool, Session
from essaim.kernel.management.commands.routes import addresses
from essaim.programmes.operations import change_words
from tests.access_things import real_things, request_to
from tests.factories import NOW, ProgrammeFactory, SessionFactory

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
    "ui:guide_coordination": ("get", EVERYBODY),
    "ui:guide_hosting": ("get", EVERYBODY),
    "ui:components": ("get", ("in", 403, 403, 403, 403, 403, 403, 200)),
    "people:sign_in": ("get", (200, 302, 302, 302, 302, 302, 302, 302)),
    # nobody holds a card: no door
    "people:card_sign_in": ("get", (404, 302, 302, 302, 302, 302, 302, 302)),
    "people:link_request": ("post", EVERYBODY),
    "people:link_open": ("get", EVERYBODY),
    "people:sign_out": ("post", (302,) * 8),
    "people:demo_sign_in": ("post", (404,) * 8),
    "people:directory_switch": ("post", ("in", 302, 302, 302, 302, 302, 302, 302)),
    "people:agent_list": ("get", PILOTS),
    "people:agent_detail": ("get", OUR_PILOTS),
    # Hugo is a relay of Bob's service
    "people:leave_of": ("get", ("in", 200, 200, 200, 200, 200, 404, 200)),  # the person is Bob
    "people:leave_mine": ("get", SIGNED_IN),
    "people:password": ("get", SIGNED_IN),
    "people:leave_remove": ("post", ("in", 302, 302, 302, 302, 302, 404, 302)),  # an absence of Bob's
    "people:relay_list": ("get", PILOTS),
    "people:relay_dismiss": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "people:agent_export": ("post", PILOTS),
    "people:import_new": ("get", PILOTS),
    "people:import_detail": ("get", OUR_PILOTS),
    "people:import_history": ("get", PILOTS),
    "people:import_changes": ("get", OUR_PILOTS),
    "people:import_undo": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "people:import_sheet": ("get", OUR_PILOTS),
    "people:import_columns": ("get", OUR_PILOTS),
    "people:import_words": ("get", OUR_PILOTS),
    "people:import_apply": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "people:import_example": ("get", PILOTS),
    "people:import_rejects": ("post", OUR_PILOTS),
    "people:partnership_list": ("get", PILOTS),
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
    "people:statement": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "people:organisation_list": ("get", ("in", 403, 403, 403, 403, 403, 403, 200)),
    "programmes:export_list": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "programmes:theme": ("get", EVERYBODY),
    "programmes:logo": ("get", (404,) * 8),
    "catalogue:topic": ("get", OUR_SESSION),
    "catalogue:topic_host": ("post", POST_SESSION),
    "catalogue:document": ("get", OUR_SESSION),
    "catalogue:transmit": ("get", SIGNED_IN),
    "catalogue:transmit_shape": ("get", ("in", 302, 302, 302, 302, 302, 302, 302)),
    "catalogue:transmit_when": ("get", ("in", 302, 302, 302, 302, 302, 302, 302)),
    "catalogue:transmit_thanks": ("get", ("in", 404, 200, 404, 404, 404, 404, 404)),
    "catalogue:proposal": ("get", ("in", 404, 200, 404, 404, 404, 404, 404)),
    "catalogue:proposal_take_back": ("post", ("in", 404, 302, 404, 404, 404, 404, 404)),
    "catalogue:manage_topics": ("get", PILOTS),
    "catalogue:manage_topic_new": ("get", ("in", 403, 403, 403, 200, 200, 403, 200)),
    "catalogue:manage_topic": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "catalogue:topic_decide": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "catalogue:topic_document_add": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "catalogue:topic_document_remove": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:topic_sessions": ("get", OUR_SESSION),
    "letters:mine": ("get", SIGNED_IN),
    "letters:mailbox": ("get", (404,) * 8),
    "letters:mailbox_letter": ("get", (404,) * 8),
    "agenda:session_list": ("get", SIGNED_IN),
    "agenda:session_detail": ("get", OUR_SESSION),
    "agenda:session_register": ("post", POST_SESSION),
    "agenda:session_withdraw": ("post", POST_SESSION),
    "agenda:session_undo": ("post", POST_SESSION),
    "agenda:manage_replace": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_replace_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:session_leave": ("get", OUR_SESSION),
    "agenda:manage_change_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:session_enrol": ("get", ("in", 403, 200, 200, 200, 200, 404, 200)),
    "agenda:session_enrol_undo": ("post", ("in", 403, 302, 302, 302, 302, 404, 302)),
    "agenda:session_calendar": ("get", OUR_SESSION),
    "agenda:short": ("get", ("in", 302, 302, 302, 302, 302, 404, 302)),
    "agenda:session_poster": ("get", OUR_SESSION),
    "agenda:season_poster": ("get", OUR_SESSION),
    "agenda:attendance_sheet": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:name_cards": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:relay": ("get", ("in", 403, 200, 200, 403, 403, 403, 403)),
    "agenda:joining_notices": ("get", ("in", 403, 200, 200, 200, 200, 200, 200)),  # each for their own people
    "agenda:room": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:room_mark": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:room_sheet": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:room_close": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:room_seek": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:room_kept": ("post", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:room_step": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "agenda:running_order": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:projector": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:approval": ("get", EVERYBODY),
    "agenda:team": ("get", ("in", 403, 403, 200, 403, 403, 403, 403)),  # Maya has a team
    "agenda:team_print": ("get", ("in", 403, 403, 200, 403, 403, 403, 403)),
    "agenda:team_conflict": ("post", ("in", 403, 403, 200, 403, 403, 403, 403)),
    "agenda:deputy_name": ("post", ("in", 403, 403, 200, 403, 403, 403, 403)),
    "agenda:deputy_end": ("post", ("in", 404, 404, 302, 404, 404, 404, 404)),
    "agenda:approval_mine": (
        "get",
        ("in", 404, 404, 200, 404, 404, 404, 404),
    ),  # Bob's own question is not his
    "agenda:approval_undo": ("post", ("in", 404, 404, 302, 404, 404, 404, 404)),
    "agenda:request_list": ("get", PILOTS),
    "agenda:request_remind": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:request_opinion": ("post", ("in", 404, 404, 404, 403, 200, 404, 200)),
    "agenda:manage_list": ("get", PILOTS),
    "agenda:manage_new": ("get", PILOTS),
    "agenda:manage_session": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_edit": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_publish": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_resize": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_pools": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_cancel": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_presence": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_registrations_export": ("post", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_presences_export": ("post", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:registrations_export": ("post", OUR_PILOTS),
    "agenda:presences_export": ("post", OUR_PILOTS),
    "feedback:survey": ("get", EVERYBODY),
    "feedback:tap": ("post", (302,) * 8),
    "feedback:thanks": ("get", EVERYBODY),
    "feedback:survey_mine": ("get", OUR_SESSION),
    "feedback:paper": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "feedback:paper_print": ("post", ("in", 403, 400, 403, 400, 400, 404, 400)),  # no number was asked
    "feedback:paper_type": ("post", ("in", 403, 400, 403, 400, 400, 404, 400)),  # nor any code typed
    "feedback:paper_undo": ("post", ("in", 403, 302, 403, 302, 302, 404, 302)),
    "feedback:echo": ("get", OUR_SESSION),
    "feedback:topic_echo": ("get", OUR_SESSION),
    "feedback:editor": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "feedback:editor_preview": ("post", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "feedback:editor_versions": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "feedback:editor_cold": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "feedback:word_list": ("get", PILOTS),
    "feedback:word_decide": ("post", ("in", 403, 403, 403, 404, 404, 404, 404)),
    "recognition:certificate_list": ("get", SIGNED_IN),
    "recognition:certificate_pdf": ("get", ("in", 200, 404, 404, 404, 404, 404, 404)),  # Bob's own
    "recognition:certificate_prepare": ("post", ("in", 404, 302, 404, 404, 404, 404, 404)),  # Hugo's
    "recognition:record_pdf": ("get", SIGNED_IN),
    "recognition:record_sheet": ("get", SIGNED_IN),
    "recognition:session_pdf": ("get", ("in", 403, 403, 403, 200, 200, 404, 200)),
    "recognition:badge_find": ("get", EVERYBODY),
    "recognition:badge": ("get", EVERYBODY),
    "kiosk:home": ("get", EVERYBODY),  # says how to enrol
    "kiosk:enrol": ("post", EVERYBODY),
    "kiosk:programme": ("get", (302,) * 8),  # the device is not enrolled
    "kiosk:presence": ("get", (302,) * 8),
    "kiosk:stop": ("post", (302,) * 8),
    "kiosk:kiosk_list": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "kiosk:kiosk_revoke": ("post", ("in", 403, 403, 403, 403, 302, 404, 302)),
    "impact:index": ("get", PILOTS),
    "impact:sessions": ("get", PILOTS),
    "impact:export": ("post", OUR_PILOTS),
    "home:index": ("get", SIGNED_IN),
    "home:me": ("get", SIGNED_IN),
    "home:search": ("get", SIGNED_IN),
    "home:week": ("get", PILOTS),
    "home:week_decide": ("post", ("in", 403, 403, 403, 302, 302, 302, 302)),
    "home:week_later": ("post", ("in", 403, 403, 403, 302, 302, 302, 302)),
    "home:week_undo": ("post", ("in", 403, 403, 403, 302, 302, 403, 302)),
}
ADDRESSES = {name: pattern for _path, name, pattern in addresses(get_resolver())}
CASES = [(name, column) for name in ACCESS for column in range(len(ROLES))]


def test_every_address_has_a_row():
    assert set(ADDRESSES) == set(ACCESS)


@pytest.fixture
def asked(hosted, bob, maya):
    return request_to(maya, hosted, bob)


@pytest.fixture
def arguments(hosted, bob, hugo, asked):
    return real_things(hosted, bob, hugo, asked, ADDRESSES)


def answer_to(client, method, name, arguments):
    response = getattr(client, method)(reverse(name, kwargs=arguments(name)))
    if response.streaming:
        response.getvalue()  # a file that is read to its end is closed
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


# What an agent of a partner meets once a session keeps a seat for her organisation: that session, nothing else.
OPENED = {
    "agenda:session_list": 200,
    "agenda:session_detail": 200,
    "agenda:session_register": 302,
    "agenda:session_withdraw": 302,
    "agenda:session_undo": 302,
    "agenda:session_calendar": 200,
    "agenda:short": 302,
    "agenda:session_poster": 200,
    "agenda:attendance_sheet": 403,
    "agenda:name_cards": 403,
    "agenda:room": 403,
    "agenda:room_mark": 403,
    "agenda:room_sheet": 403,
    "agenda:room_close": 403,
    "agenda:room_seek": 403,
    "agenda:room_kept": 403,
    "agenda:room_step": 403,
    "agenda:running_order": 403,
    "agenda:projector": 403,
    "agenda:session_leave": 200,
    "agenda:session_enrol": 403,
    "agenda:session_enrol_undo": 403,
    "feedback:survey_mine": 302,
    "feedback:paper": 403,
    "feedback:paper_print": 403,
    "feedback:paper_type": 403,
    "feedback:paper_undo": 403,
    "feedback:echo": 302,
}


@pytest.fixture
def opened(hosted, zoe):
    """Hugo's session, with a seat kept for Zoé's organisation."""
    Pool.objects.create(
        session=hosted,
        kind="organisation",
        organisation=zoe.organisation,
        seats=1,
        releases_on=hosted.starts_at.date() - timedelta(days=1),
    )
    Session.objects.filter(pk=hosted.pk).update(kept=1)
    return hosted


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_a_session_opened_to_a_partner_opens_nothing_else(client, request, opened, zoe, arguments, name):
    request.getfixturevalue("alice")
    client.force_login(zoe)
    method, answers = ACCESS[name]

    expected = OPENED.get(name, answers[ROLES.index("zoe")])

    assert answer_to(client, method, name, arguments) == expected


def test_the_pages_of_an_opened_session_name_none_of_our_services(client, opened, bob, zoe):
    operations.register(session=opened, agent=bob, at=NOW)
    client.force_login(zoe)

    pages = [client.get(path).content.decode() for path in ("/programme/", f"/seances/{opened.slug}/", "/")]

    ours = ("Une personne y va", "Système d’information", "Perrin")
    assert [name for name in ours if name in "".join(pages)] == []
    assert all("Ville de Caluire" in page for page in pages[:2])


def test_another_session_of_ours_stays_unseen_beside_the_opened_one(client, opened, zoe):
    other = SessionFactory(title="Rien que pour nous")
    client.force_login(zoe)

    assert other.title not in client.get("/programme/").content.decode()
    assert client.get(f"/seances/{other.slug}/").status_code == 404


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


def said_on(response):
    """The words of a page, without its tags and its addresses."""
    page = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(page.split())


@pytest.mark.parametrize("who", ["bob", "alice"])
@pytest.mark.parametrize("name", READING)
def test_no_page_says_seance_where_the_programme_says_atelier(client, request, arguments, name, who):
    change_words(
        programme=ProgrammeFactory(),
        words={
            "session": "atelier",
            "sessions": "ateliers",
            "session_gender": "m",
            "participant": "apprenti",
        },
    )
    request.getfixturevalue("alice")
    client.force_login(request.getfixturevalue(who))

    response = client.get(reverse(name, kwargs=arguments(name)))

    if response["Content-Type"].startswith("text/html"):
        assert re.findall(r".{0,60}séance.{0,60}", said_on(response), flags=re.IGNORECASE) == []
