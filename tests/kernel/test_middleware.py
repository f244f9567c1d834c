"""Around every request: an id that a person can read out, and a strict content policy."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from essaim.kernel import middleware
from essaim.kernel.logs import current_request_id


def test_each_answer_carries_a_short_id_of_its_own(client):
    ids = {client.get(reverse("kernel:healthz"))["X-Request-Id"] for _ in range(20)}

    assert len(ids) == 20
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{6}", value) for value in ids)


def test_the_view_and_the_logs_see_the_same_id(rf):
    seen = {}

    def view(request):
        seen.update(request=request.request_id, logs=current_request_id.get())
        return HttpResponse()

    response = middleware.request_id(view)(rf.get("/"))

    assert seen == {"request": response["X-Request-Id"], "logs": response["X-Request-Id"]}


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get(reverse("kernel:healthz"))["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert (rules["script-src"], rules["style-src"]) == ("'self'", "'self'")
    assert (rules["frame-ancestors"], rules["base-uri"]) == ("'none'", "'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_a_view_may_state_a_policy_of_its_own(rf):
    def view(request):
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    response = middleware.content_security_policy(view)(rf.get("/"))

    assert response["Content-Security-Policy"] == "default-src 'none'"


def test_the_id_ends_with_its_request(rf):
    def view(request):
        raise LookupError

    before = current_request_id.get()
    middleware.request_id(lambda request: HttpResponse())(rf.get("/"))
    with pytest.raises(LookupError):
        middleware.request_id(view)(rf.get("/"))

    assert current_request_id.get() == before
