"""Pages stay light, and nothing is written inline."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ESSAIM = Path(__file__).parents[2] / "essaim"
TEMPLATES = [path for path in sorted(ESSAIM.rglob("*.html")) if "email" not in path.parts]
SPRITE = (ESSAIM / "ui/static/ui/icons.svg").read_text()
CSS = (ESSAIM / "ui/static/ui/essaim.css").read_text()
KIOSK = ESSAIM / "kiosk/static/kiosk"
JS = (ESSAIM / "ui/static/ui/essaim.js").read_bytes()


def named(path):
    return str(path.relative_to(ESSAIM))


def test_style_and_script_weigh_at_most_45_kilobytes():
    files = [
        "ui/essaim.css",
        "ui/essaim.js",
        "ui/salle.js",
        "kiosk/borne.css",
        "kiosk/borne.js",
        "kiosk/keypad.js",
        "django_htmx/htmx-2.min.js",
    ]

    assert sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in files) <= 45_000


def test_our_script_stays_under_four_kilobytes():
    assert len(JS) < 4096
    assert len((ESSAIM / "ui/static/ui/salle.js").read_bytes()) <= 4096
    assert len((KIOSK / "borne.js").read_bytes()) <= 2048
    assert len((KIOSK / "keypad.js").read_bytes()) <= 2048


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_has_nothing_inline(path):
    source = path.read_text()

    assert re.findall(r"<style|\sstyle=|\son\w+=\"|javascript:|hx-on", source) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", source) if "src=" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_uses_icons_of_the_sprite(path):
    used = set(re.findall(r"""{%\s*icon\s+["']([\w-]+)["']""", path.read_text()))

    assert {name for name in used if f'id="{name}"' not in SPRITE} == set()


SERVED_ELSEWHERE = {"theme-preview"}  # by /theme.css


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_template_uses_classes_of_the_style_sheet(path):
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", CSS + (KIOSK / "borne.css").read_text())) | SERVED_ELSEWHERE
    source = re.sub(r"{%.*?%}|{{.*?}}", " ", path.read_text(), flags=re.DOTALL)
    used = {name for names in re.findall(r'class="([^"]*)"', source) for name in names.split()}

    assert used - known == set()


def test_style_sheet_asks_for_nothing_else():
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_checked_looks_also_obey_the_class_that_the_server_writes():
    lonely = [line for line in CSS.splitlines() if ":has(:checked)" in line and "is-on" not in line]

    assert [line for line in lonely if "::after" not in line and ".icon" not in line] == []
