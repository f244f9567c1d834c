"""What a mail server sends back (RFC 3464): whether it gave up, in which words, and on which letter.

The text comes from anywhere: whatever is not understood is told in a sentence, and never believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import Any

from django.utils.translation import gettext as _

LARGEST = 5_000_000
"""Bytes; a returned letter of ours has some thousands, with its calendar."""
MOST_PARTS = 200
KEY, IDENTITY = "X-Essaim-Key", "Message-ID"


@dataclass(frozen=True)
class Notice:
    """What came back. With `why_not`, nothing is to be written: a sentence says what it is instead."""

    key: str = ""
    message_id: str = ""
    words: str = ""
    why_not: str = ""


def read_notice(content: bytes) -> Notice:
    """The letter that did not arrive and the server's words; anything else says why it is not that."""
    if len(content) > LARGEST:
        return Notice(
            why_not=_("Ce message est trop grand : un avis de non-remise tient en cinq mégaoctets.")
        )
    try:
        return _read(message_from_bytes(content))
    except Exception:
        return Notice(why_not=_("Ce message ne se lit pas : ce n’est pas un courriel bien formé."))


def _read(message: Message) -> Notice:
    parts = list(_parts(message))
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not reports:
        return Notice(why_not=_("Ce message n’est pas un avis de non-remise (RFC 3464)."))
    blocks = [block for report in reports for block in _blocks(report)]
    failed = [block for block in blocks if _line(block, "Action").lower() == "failed"]
    if not failed:
        return Notice(why_not=_("Cet avis ne dit pas que la lettre est perdue : rien n’est à noter."))
    for returned in _returned(parts):
        key, message_id = _line(returned, KEY), _line(returned, IDENTITY)
        if key or message_id:
            return Notice(key, message_id, _words(failed[0]))
    return Notice(why_not=_("Cet avis ne dit pas quelle lettre n’est pas arrivée."))


def _parts(message: Message) -> Iterator[Message]:
    """The message and what it holds, without entering what it returns, and without end."""
    waiting = [message]
    for _turn in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += _inner(part)


def _inner(part: Message) -> list[Message]:
    payload: Any = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _blocks(report: Message) -> list[Message]:
    """A report has a block on the message, then one on each recipient."""
    return _inner(report) or [message_from_string(_text(report))]


def _returned(parts: list[Message]) -> Iterator[Message]:
    """The letter as it comes back: whole, or its headers only."""
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield from _inner(part)
        elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            yield from _inner(part) or [message_from_string(_text(part))]


def _text(part: Message) -> str:
    content: Any = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(part.get_payload())


def _line(message: Message, name: str) -> str:
    """The header on one line, without anything that a terminal or a page would obey."""
    text = re.sub(r"[^\x20-\x7e\xa0-\uffff]", " ", str(message.get(name, "")))
    return " ".join(text.split())[:300]


def _words(block: Message) -> str:
    """« 550 5.1.1 no such user »; the bare status when the server says no more."""
    said = _line(block, "Diagnostic-Code").partition(";")[2].strip() or _line(block, "Status")
    return said or _("sans explication")
