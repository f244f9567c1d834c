"""`essaim routes`: every address, its name and its methods."""

import json

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essaim.kernel.routes import methods_of, page_of


def view(request):
    return HttpResponse()


def routes(capsys):
    call_command("routes", "--json")
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def test_each_address_is_listed_with_its_full_name(capsys):
    rows = routes(capsys)

    assert rows["kernel:healthz"] == {"path": "/healthz", "name": "kernel:healthz", "methods": ["GET"]}
    assert rows["people:sign_in"] == {
        "path": "/connexion/",
        "name": "people:sign_in",
        "methods": ["GET", "HEAD", "POST"],
    }
    assert rows["people:sign_out"]["methods"] == ["POST"]
    assert rows["letters:mailbox_letter"]["path"] == "/demo/courrier/<int:pk>/"


def test_no_address_is_without_a_name_or_listed_twice(capsys):
    call_command("routes", "--json")
    rows = json.loads(capsys.readouterr().out)

    assert [row for row in rows if row["name"].endswith((":", "None"))] == []
    assert len({row["name"] for row in rows}) == len(rows)


def test_without_json_one_line_per_address(capsys):
    call_command("routes")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines if "kernel:readyz" in line] == [
        ["GET", "/readyz", "kernel:readyz"]
    ]


def test_methods_are_those_that_the_view_says():
    views = [require_GET(view), require_POST(view), require_http_methods(["POST", "GET"])(view), view]

    assert [methods_of(one) for one in views] == [["GET"], ["POST"], ["GET", "POST"], ["GET", "POST"]]


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/connexion/?next=/moi/", "/connexion/?next=/moi/"),
        ("/connexion/demo/", "/connexion/"),
        ("/deconnexion/", "/"),
        ("/nulle/part/", "/nulle/part/"),
        ("/", "/"),
    ],
)
def test_page_of_a_button_is_the_page_above_it(path, page):
    assert page_of(path) == page
