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
from tests.access_things import real_things, request_to

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
    "people:language_choose": ("post", (302,) * 8),
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
    "people:card_list": ("get", PILOTS),
    "people:card_print": ("post", ("in", 403, 403, 403, 400, 400, 400, 400)),  # nobody is ticked
    "people:card_revoke": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
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
    "programmes:settings_index": ("get", PILOTS),
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
    "people:day_list": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "people:day_undo": (
        "post",
        ("in", 403, 403, 403, 403, 302, 302, 302),
    ),  # each within their own organisation
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
    "letters:preferences": ("get", SIGNED_IN),
    "letters:stop": ("get", EVERYBODY),  # the link is the proof; the page has one button
    "letters:queue": ("get", ("in", 403, 403, 403, 403, 200, 200, 200)),
    "letters:retry": ("post", ("in", 403, 403, 403, 403, 302, 302, 302)),
    "letters:formulation_list": ("get", ("in", 403, 403, 403, 200, 200, 302, 200)),
    "letters:formulation": ("get", ("in", 403, 403, 403, 200, 200, 404, 200)),
    "letters:formulation_mail": ("get", ("in", 403, 403, 403, 200, 200, 404, 200)),
    "letters:message_list": ("get", PILOTS),
    "letters:message": ("get", OUR_PILOTS),  # a letter to Bob about a session of ours
    "letters:message_email": ("get", OUR_PILOTS),
    "letters:message_hold": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "letters:message_release": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "letters:message_retry": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "letters:message_again": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "letters:message_not_again": ("post", ("in", 403, 403, 403, 302, 302, 404, 302)),
    "letters:mailbox": ("get", (404,) * 8),
    "letters:mailbox_mail": ("get", (404,) * 8),
    "letters:mailbox_enclosure": ("get", (404,) * 8),
    "letters:mailbox_letter": ("get", (404,) * 8),
    "agenda:session_list": ("get", SIGNED_IN),
    "agenda:session_detail": ("get", OUR_SESSION),
    "agenda:session_register": ("post", POST_SESSION),
    "agenda:session_withdraw": ("post", POST_SESSION),
    "agenda:session_undo": ("post", POST_SESSION),
    "agenda:manage_replace": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_message": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "agenda:manage_message_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:manage_replace_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:seat_leave": ("get", EVERYBODY),  # the link is the proof; the page has one button
    "agenda:session_leave": ("get", OUR_SESSION),
    "agenda:manage_change_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "agenda:session_enrol": ("get", ("in", 403, 200, 200, 200, 200, 404, 200)),
    "agenda:session_enrol_undo": ("post", ("in", 403, 302, 302, 302, 302, 404, 302)),
    "agenda:session_calendar": ("get", OUR_SESSION),
    "agenda:feed": ("get", EVERYBODY),  # whoever holds the address: programs do not sign in
    "agenda:feed_mine": ("get", SIGNED_IN),
    "agenda:feed_make": ("post", ("in", 302, 302, 302, 302, 302, 302, 302)),
    "agenda:feed_stop": ("post", ("in", 302, 302, 302, 302, 302, 302, 302)),
    "agenda:code_entry": ("get", EVERYBODY),
    "agenda:short": ("get", (200, 302, 302, 302, 302, 302, 404, 302)),  # a visitor reads what the poster says
    "agenda:guest_room": ("get", (200, 200, 200, 200, 200, 200, 404, 200)),  # when it opens
    "agenda:guest_undo": ("post", (302, 302, 302, 302, 302, 302, 404, 302)),
    "agenda:session_poster": ("get", OUR_SESSION),
    "agenda:season_poster": ("get", OUR_SESSION),
    "agenda:attendance_sheet": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:name_cards": ("get", ("in", 403, 200, 403, 200, 200, 404, 200)),
    "agenda:relay": ("get", ("in", 403, 200, 200, 403, 403, 403, 403)),
    "agenda:relay_letters": ("get", ("in", 403, 200, 200, 403, 403, 403, 403)),
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
    "agenda:manage_attach": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
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
    "feedback:guest_survey": ("get", (302, 302, 302, 302, 302, 302, 404, 302)),  # back to the room
    "feedback:guest_thanks": ("get", (302, 302, 302, 302, 302, 302, 404, 302)),
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
    "ties:composition_list": ("get", PILOTS),
    "ties:composition_new": ("get", ("in", 403, 403, 403, 200, 200, 403, 200)),  # Zoé has no programme
    "ties:session_tables": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "ties:composition": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "ties:composition_again": ("post", ("in", 404, 404, 404, 200, 200, 404, 200)),  # no rules were sent
    "ties:composition_stop": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:composition_undo": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:place_move": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:place_exchange": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:place_pin": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:member_away": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:member_back": ("post", ("in", 404, 404, 404, 302, 302, 404, 302)),
    "ties:composition_plan": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "ties:composition_cards": ("get", ("in", 404, 404, 404, 200, 200, 404, 200)),
    "ties:composition_export": ("post", ("in", 404, 404, 404, 200, 200, 404, 200)),
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
    "kiosk:card": ("get", (302,) * 8),
    "kiosk:register": ("get", (302,) * 8),
    "kiosk:opinion": ("get", (302,) * 8),
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
