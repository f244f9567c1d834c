"""Pages hold when text is widened, when the page is zoomed, and when the system chooses the colours."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_axe import OF_A_COORDINATOR, OF_AN_AGENT, PUBLIC, a_life  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE_TEXT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                           word-spacing: .16em !important; }
                       p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""WCAG 1.4.12: what somebody may set without losing anything."""
TOO_WIDE = """() => {
    const over = document.documentElement.scrollWidth - window.innerWidth;
    const cut = [...document.querySelectorAll(".btn, .chip, .mark, summary")].filter(
        (each) => each.scrollWidth > each.clientWidth + 2 && each.checkVisibility());
    return [...(over > 1 ? [`${over} px too wide`] : []), ...cut.map((each) => `cut: ${each.textContent.trim()}`)];
}"""
ROOM = "/seances/tableaux-croises/salle/"


def troubles(page, paths, *, wide_text: bool):
    found = []
    for path in paths:
        page.goto(path)
        if wide_text:
            page.evaluate(WIDE_TEXT)
        page.evaluate("document.querySelectorAll('details.way').forEach((each) => { each.open = true; })")
        found += [f"{path}: {trouble}" for trouble in page.evaluate(TOO_WIDE)]
    return found


@pytest.mark.parametrize(("width", "wide_text"), [(320, True), (640, False)])
def test_pages_of_an_agent_neither_scroll_sideways_nor_cut_words(open_page, a_life, bob, width, wide_text):  # noqa: F811
    page = open_page(width)

    assert troubles(page, PUBLIC, wide_text=wide_text) == []
    assert troubles(sign_in(page, bob), OF_AN_AGENT, wide_text=wide_text) == []


@pytest.mark.parametrize(("width", "wide_text"), [(320, True), (640, False)])
def test_pages_of_a_coordinator_neither_scroll_sideways_nor_cut_words(
    open_page,
    a_life,  # noqa: F811
    alice,
    width,
    wide_text,
):
    page = sign_in(open_page(width), alice)

    assert troubles(page, [*OF_A_COORDINATOR, ROOM], wide_text=wide_text) == []


# States -------------------------------------------------------------------------------------------------


@pytest.fixture
def components(open_page, root):
    page = sign_in(open_page(1280), root)
    page.goto("/composants/")
    return page


def drawn(page, *selectors):
    """How many of these look unlike each other."""
    return len({page.locator(selector).first.screenshot(animations="disabled") for selector in selectors})


SEATS = [".key .hexes i:not([class])", ".key .hexes .held", ".key .hexes .kept", ".key .hexes .free"]


def test_seats_differ_in_black_and_white(components):
    components.evaluate("document.documentElement.style.filter = 'grayscale(1) contrast(100)'")

    assert drawn(components, *SEATS) == len(SEATS)


def test_seats_differ_in_forced_colours(components):
    components.emulate_media(forced_colors="active")

    assert drawn(components, *SEATS) == len(SEATS)


COLOURS = """(selector) => {
    const look = getComputedStyle(document.querySelector(selector));
    return [look.color, look.backgroundColor];
}"""


@pytest.mark.parametrize(
    ("chosen", "other"),
    [
        (".tabs a[aria-current]", ".tabs a:not([aria-current])"),
        (".btn-line[aria-pressed=true]", ".btn-line[aria-pressed=false]"),
        (".answers .answer.is-on", ".answers .answer:not(.is-on)"),
        (".answers .step.is-on", ".answers .step:not(.is-on)"),
        (".seg label.is-on", ".seg label:not(.is-on)"),
        (".filter label.is-on", ".filter label:not(.is-on)"),
        (".choice.is-on", ".choice:not(.is-on)"),
        (".mark.is-on", ".mark:not(.is-on)"),
    ],
)
def test_what_is_chosen_differs_in_forced_colours(components, chosen, other):
    components.emulate_media(forced_colors="active")

    assert components.evaluate(COLOURS, chosen) != components.evaluate(COLOURS, other)


LOOK = "(each) => { const s = getComputedStyle(each); return [s.backgroundColor, s.outlineStyle, s.color]; }"


def test_hover_and_focus_are_shown_as_they_are(components):
    """Each specimen looks otherwise than at rest, and exactly as the same thing under the mouse or the keyboard."""
    components.emulate_media(reduced_motion="reduce")
    components.keyboard.press("Tab")
    shown, real = [], []
    for state in ("is-hover", "is-focus"):
        for button in components.query_selector_all(f"section[aria-labelledby=s-touched] button.{state}"):
            look = button.evaluate(LOOK)
            button.evaluate("(each, state) => each.classList.remove(state)", state)
            shown.append((look, look != button.evaluate(LOOK)))
            button.hover() if state == "is-hover" else button.focus()
            real.append((button.evaluate(LOOK), True))

    assert len(real) == 12
    assert shown == real
