"""What a process of the server does before its first visitor."""

import sys

import pytest
from django.template import engines

from essaim.kernel import ready


@pytest.fixture(autouse=True)
def _own_pace():
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


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
