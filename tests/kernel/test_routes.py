"""`essaim routes`: every address, its name and its methods."""

import json

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import Resolver404, path
from django.urls.resolvers import URLResolver
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from essaim.kernel.routes import methods_of, page_of, part


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


class Shop:
    app_name = "shop"
    urlpatterns = [path("", view, name="front"), path("pommes/<slug:kind>/", view, name="apples")]


class Anything:
    app_name = "anything"
    urlpatterns = [path("<slug:anything>/", view, name="anything")]


def test_a_part_is_looked_at_only_for_the_words_its_addresses_begin_with():
    shop = part(Shop)

    assert isinstance(shop, URLResolver)
    assert shop.resolve("").view_name == "shop:front"
    assert shop.resolve("pommes/reinette/").kwargs == {"kind": "reinette"}
    with pytest.raises(Resolver404) as elsewhere:
        shop.resolve("poires/")
    assert "tried" not in elsewhere.value.args[0]
    with pytest.raises(Resolver404) as nearly:
        shop.resolve("pommes/")
    assert nearly.value.args[0]["tried"]


def test_a_part_may_not_begin_with_anything():
    with pytest.raises(TypeError, match="must begin with a word"):
        part(Anything)
