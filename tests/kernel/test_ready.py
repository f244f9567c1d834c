"""What a process of the server does before its first visitor."""

import gc
import sys

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines

from essaim.kernel import ready


@pytest.fixture(autouse=True)
def _own_pace():
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)
    gc.unfreeze()


def test_pages_are_read_before_anybody_asks_for_them():
    (partials,) = engines["django"].engine.template_loaders
    (kept,) = partials.loaders
    kept.reset()

    ready.make_ready()  # and asks the database nothing: no test here may

    assert {"agenda/session_detail.html", "home/index.html", "ui/base.html"} <= set(kept.get_template_cache)


def test_threads_share_the_interpreter_in_portions_shorter_than_a_move():
    ready.make_ready()

    assert sys.getswitchinterval() == pytest.approx(ready.SWITCH_SECONDS, rel=0.1)
    assert ready.SWITCH_SECONDS < 0.001


def test_a_server_without_its_style_files_starts_and_says_so(settings, tmp_path, caplog):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.STATIC_ROOT = tmp_path
    settings.DEBUG = False
    (partials,) = engines["django"].engine.template_loaders
    partials.loaders[0].reset()

    ready.make_ready()

    assert "collectstatic" in caplog.text


def test_what_is_read_at_the_start_is_never_searched_for_garbage_again():
    gc.unfreeze()

    ready.make_ready()

    assert gc.get_freeze_count() > 1000


@pytest.mark.django_db
def test_a_page_leaves_in_one_piece_and_is_closed_before_it_leaves():
    page = HttpResponse("bonjour")
    answer = ready.in_one_piece(lambda environ, start_response: page)

    assert answer({}, None) == [b"bonjour"]
    assert page.closed


def test_a_download_leaves_piece_by_piece_and_is_closed_by_the_server():
    download = StreamingHttpResponse(part for part in (b"un", b"deux"))
    answer = ready.in_one_piece(lambda environ, start_response: download)

    sent = answer({}, None)

    assert sent is download
    assert not download.closed
