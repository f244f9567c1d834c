"""`essaim bounce`: a notice finds its letter, says the server's words, and whatever comes gets a sentence."""

import io
import json
import sys
from email.message import EmailMessage, MIMEPart

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.letters import messages
from essaim.letters.bounces import LARGEST, Notice, read_notice
from essaim.letters.models import Letter
from essaim.letters.operations import record_bounce, send_due, try_again
from essaim.letters.queries import not_reached
from tests.factories import NOW
from tests.letters.test_operations import post

pytestmark = pytest.mark.django_db
REPORT = """Reporting-MTA: dns; mx.caluire.example
Arrival-Date: Fri, 1 Feb 2030 10:00:00 +0100

Final-Recipient: rfc822; bob@caluire.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 Boite
 inconnue
"""
BINARY = bytes(range(256)) * 40


def notice(*headers, action="failed", as_headers=False, report=REPORT):
    """What a mail server sends back (RFC 3464), around these lines of the letter."""
    returned = "\n".join([*headers, "Subject: Place", "", "Bonjour"])
    kind = "text/rfc822-headers" if as_headers else "message/rfc822"
    parts = [("text/plain", "Nous regrettons."), ("message/delivery-status", report.format(action=action))]
    lines = [
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "MIME-Version: 1.0",
        "",
    ]
    for content_type, text in [*parts, (kind, returned)]:
        lines += ["--b", f"Content-Type: {content_type}", "", text, ""]
    return "\n".join([*lines, "--b--", ""]).encode()


@pytest.fixture
def sent(bob):
    letter = post(bob, kind=Letter.Kind.CONFIRMED)
    send_due(NOW)
    return Letter.objects.get(key=letter.key)


def run(*words, given=b"", monkeypatch=None, capsys=None):
    """The command with this on standard input: its exit code, what it printed, and its complaint."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("bounce", *map(str, words), stdout=out, stderr=err)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def bounce(monkeypatch):
    return lambda *words, given=b"": run(*words, given=given, monkeypatch=monkeypatch)


@pytest.mark.parametrize("as_headers", [False, True])
def test_a_notice_finds_its_letter_by_its_key(sent, bounce, as_headers):
    content = notice(f"X-Essaim-Key: {sent.key}", as_headers=as_headers)

    code, out, _err = bounce("--json", given=content)

    assert (code, json.loads(out)) == (0, {"bounced": [sent.key], "known": [], "rejected": []})
    sent.refresh_from_db()
    assert (sent.state, sent.error) == (
        "bounced",
        "L’adresse a rendu la lettre : 550 5.1.1 Boite inconnue",
    )


def test_else_by_its_identity(sent, bounce):
    assert bounce(given=notice(f"Message-ID: {messages.message_id(sent)}"))[0] == 0

    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_it_reads_what_our_own_letter_looks_like_when_it_comes_back(sent, bounce):
    back = messages.message(sent).message().as_bytes()
    head, tail = notice("X: y").split(b"X: y\nSubject: Place\n\nBonjour")

    assert bounce(given=head + back + tail)[0] == 0


def test_the_same_notice_again_changes_nothing(sent, bounce):
    content = notice(f"X-Essaim-Key: {sent.key}")
    bounce(given=content)

    code, out, _err = bounce("--json", given=content)

    assert (code, json.loads(out)["known"]) == (0, [sent.key])


def test_by_hand_with_the_key_and_the_reason(sent, bounce):
    assert bounce("--key", sent.key, "--reason", "Boîte pleine\ndepuis mai")[0] == 0

    sent.refresh_from_db()
    assert sent.error == "L’adresse a rendu la lettre : Boîte pleine depuis mai"


def test_who_administers_then_reads_whom_no_letter_reaches_and_sends_anew(sent, bounce, ada):
    bounce("--key", sent.key, "--reason", "550 Boite inconnue")

    assert [(one.login, one.reason) for one in not_reached(ada)] == [
        ("bob", "L’adresse a rendu la lettre : 550 Boite inconnue")
    ]
    try_again(Letter.objects.all(), at=NOW)
    assert list(not_reached(ada)) == []


def test_a_maildir_and_a_folder_are_read_whole(sent, bounce, tmp_path):
    for name, content in (("new", notice(f"X-Essaim-Key: {sent.key}")), ("cur", b"bonjour")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1").write_bytes(content)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "tmp" / "half").write_bytes(b"")

    code, out, _err = bounce(tmp_path, "--json")

    facts = json.loads(out)
    assert (code, facts["bounced"], len(facts["rejected"])) == (1, [sent.key], 1)
    assert len(json.loads(bounce(tmp_path / "new", "--json")[1])["known"]) == 1


WORDS = {
    "delayed": "ne dit pas que la lettre est perdue",
    "delivered": "ne dit pas que la lettre est perdue",
}


@pytest.mark.parametrize("action", WORDS)
def test_what_is_only_late_or_arrived_is_not_a_loss(sent, bounce, action):
    code, out, _err = bounce(given=notice(f"X-Essaim-Key: {sent.key}", action=action))

    sent.refresh_from_db()
    assert (code, WORDS[action] in out, sent.state) == (1, True, "sent")


@pytest.mark.parametrize("state", ["to_send", "cancelled", "failed"])
def test_a_forged_notice_stops_no_letter_that_has_not_left(sent, bounce, state):
    Letter.objects.update(state=state)

    code, out, _err = bounce(given=notice(f"X-Essaim-Key: {sent.key}"))

    sent.refresh_from_db()
    assert (code, "n’est pas partie" in out, sent.state) == (1, True, state)


def nested(depth):
    return b"".join(b"Content-Type: message/rfc822\n\n" for _level in range(depth)) + b"fin"


def mixed(depth):
    lines = [f'Content-Type: multipart/mixed; boundary="{level}"\n\n--{level}\n' for level in range(depth)]
    return "".join(lines).encode()


HOSTILE = {
    "nothing": b"",
    "a letter": b"Subject: Bonjour\n\nBonjour",
    "binary": BINARY,
    "zeros": b"\0" * 10_000,
    "huge": b"a" * (LARGEST + 10),
    "nested returns": nested(5000),
    "nested parts": mixed(3000),
    "no letter inside": notice(),
    "unknown letter": notice("X-Essaim-Key: confirmed:session:9999:1:"),
    "unknown identity": notice("Message-ID: <x@y>"),
    "unknown charset": notice("X-Essaim-Key: =?x-none?q?=FF?="),
    "broken report": notice("X-Essaim-Key: x", report="Action failed\n\n:::\n"),
    "broken header": b"Content-Type: multipart/report; boundary*=x''%\nX\xff: \xfe\n\n\x80",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_whatever_comes_gets_a_sentence_and_writes_nothing(sent, bounce, content):
    code, out, err = bounce(given=content)

    assert (code, err) == (1, "")
    assert out.startswith("- : ")
    assert out.strip().endswith(".")
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.integers(0, 600))
def test_a_notice_torn_anywhere_is_read_or_told_why_not(torn, place):
    whole = notice("X-Essaim-Key: k")
    found = read_notice(whole[:place] + torn + whole[place:])

    assert bool(found.why_not) != bool(found.key or found.message_id)


def test_the_words_of_a_server_are_one_line_without_orders(sent):
    report = REPORT.replace("Boite", "\x1b[31mBoite <b>\x07" + "x" * 900)
    read = read_notice(notice(f"X-Essaim-Key: {sent.key}", report=report))
    record_bounce(notice=read)

    sent.refresh_from_db()
    assert "\x1b" not in sent.error
    assert len(sent.error) <= 300


def test_a_letter_attached_to_an_ordinary_one_is_not_believed(sent):
    outer, inner = EmailMessage(), MIMEPart()
    inner["X-Essaim-Key"] = sent.key
    inner.set_content("Bonjour")
    outer.set_content("Voyez")
    outer.add_attachment(inner)

    assert read_notice(outer.as_bytes()) == Notice(
        why_not="Ce message n’est pas un avis de non-remise (RFC 3464)."
    )


@pytest.mark.parametrize(
    "words", [("--key", "k"), ("--reason", "r"), ("--key", "k", "--reason", "r", "file"), ("absent.eml",)]
)
def test_bad_use_is_told_and_ends_with_two(bounce, words):
    code, out, err = bounce(*words)

    assert (code, out) == (2, "")
    assert err
