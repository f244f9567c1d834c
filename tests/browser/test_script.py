"""The script of the house in a real browser, under the strict content policy."""

from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders

from essaim.kernel.middleware import POLICY

pytestmark = pytest.mark.browser
PAGE = """<!DOCTYPE html><html lang="fr"><head><title>Essai</title>
<meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false}'>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/ui/essaim.css">
<script src="/static/django_htmx/htmx-2.min.js" defer></script>
<script src="/static/ui/essaim.js" defer></script></head><body><main id="contenu">
<div class="toasts" id="toasts" role="status">
<div class="toast"><p>Place libérée.</p><form method="post" action="/undo/"><button>Annuler</button></form>
<button type="button" data-close hidden>Fermer</button></div></div>
<form method="get" action="/" data-autosubmit>
<label><input type="checkbox" id="f1" name="format" value="f1">Atelier</label>
<select id="when" name="when"><option value="">Tout</option><option value="june">Juin</option></select>
<button class="hidden-by-js">Filtrer</button></form>
<div id="card"><form method="post" action="/swap/" hx-post="/swap/" hx-target="#card" hx-swap="outerHTML">
<button>Je m’inscris</button></form></div>
<form method="post" action="/slow/" id="slow"><button>J’envoie</button></form>
<button type="button" data-copy="https://ville.example/s/TCD48" hidden>Copier le lien</button>
</main></body></html>"""
SWAPPED = '<div id="card"><p>Votre place est réservée.</p><button data-focus>Je me désiste</button></div>'


def answer(route):
    """A site of one page, without a server."""
    path = urlparse(route.request.url).path
    if path.startswith("/static/"):
        return route.fulfill(path=Path(finders.find(path.removeprefix("/static/"))))
    body = SWAPPED if path == "/swap/" else PAGE
    headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
    return route.fulfill(body=body, headers=headers)


@pytest.fixture
def page(chromium):
    page = chromium.new_page()
    complaints = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto("http://essai.test/")
    page.locator("html.js").wait_for(state="attached")
    yield page
    page.close()
    assert complaints == []


def test_after_a_swap_the_focus_is_on_what_replaces_the_button(page):
    page.get_by_role("button", name="Je m’inscris").focus()
    page.keyboard.press("Enter")

    page.get_by_text("Votre place est réservée.").wait_for()
    page.locator("button:focus", has_text="Je me désiste").wait_for()


def test_filter_applies_at_once_and_keeps_the_focus(page):
    assert not page.get_by_role("button", name="Filtrer").is_visible()

    page.get_by_label("Atelier").check()

    page.wait_for_url("**/?format=f1&when=")
    page.locator("#f1:focus").wait_for(state="attached")


def test_list_chosen_with_the_keyboard_waits_until_one_leaves_it(page):
    page.locator("#when").focus()
    page.keyboard.press("ArrowDown")
    assert page.url == "http://essai.test/"

    page.keyboard.press("Tab")

    page.wait_for_url("**/?when=june")


def test_toast_is_closed_by_its_button_or_by_escape(page):
    page.get_by_role("button", name="Fermer").click()
    assert page.locator(".toast").count() == 0

    page.reload()
    page.locator(".toast").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".toast").count() == 0


def test_copying_is_offered_with_script_and_told(page):
    page.get_by_role("button", name="Copier le lien").click()

    page.locator(".toast").nth(1).wait_for()
    assert "copi" in page.locator(".toast").nth(1).inner_text().lower()


def test_form_being_sent_is_not_sent_twice(page):
    sent = page.evaluate(
        """() => {
            let sent = 0;
            const count = (event) => { sent += !event.defaultPrevented; event.preventDefault(); };
            window.addEventListener("submit", count);
            const button = document.querySelector("#slow button");
            button.click();
            button.click();
            return sent;
        }"""
    )

    assert sent == 1
