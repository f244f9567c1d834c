"""Logs: one line each, with the id of the request that caused it."""

import json
import logging
import sys
from contextvars import Context

from essaim.kernel.logs import JsonFormatter, RequestIdFilter, current_request_id


def record(message="%s places", args=(3,), exc_info=None):
    line = logging.LogRecord("essaim.agenda", logging.INFO, __file__, 1, message, args, exc_info)
    RequestIdFilter().filter(line)
    return line


def test_a_line_in_json_says_when_what_and_for_which_request():
    token = current_request_id.set("K7QX2M")

    line = json.loads(JsonFormatter().format(record()))
    current_request_id.reset(token)

    del line["at"]
    assert line == {
        "level": "INFO",
        "logger": "essaim.agenda",
        "request_id": "K7QX2M",
        "message": "3 places",
    }


def test_a_line_outside_any_request_carries_a_dash():
    assert Context().run(record).request_id == "-"


def test_an_exception_stays_on_one_line_of_json():
    try:
        int("deux\nlignes")
    except ValueError:
        text = JsonFormatter().format(record(exc_info=sys.exc_info()))

    assert "\n" not in text
    assert json.loads(text)["exception"].startswith("Traceback")


def test_accents_are_readable_in_json():
    assert "séance" in JsonFormatter().format(record("séance", ()))
