"""What a screen reader hears: names, roles and order of the main pages, and what is said after a swap."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from essaim.agenda import operations
from essaim.feedback import operations as feedback
from essaim.feedback import queries
from tests.browser.conftest import move, sign_in
from tests.feedback.helpers import came

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def heard(page, part="body"):
    """The lines of the accessibility tree, from top to bottom."""
    lines = page.locator(part).aria_snapshot().splitlines()
    return [line.strip().removeprefix("- ").removeprefix("'") for line in lines]


def in_order(lines, *starts):
    """Which of these are missing, or come before the one that they should follow."""
    rest, missing = iter(lines), []
    for start in starts:
        if not any(line.startswith(start) for line in rest):
            missing.append(start)
            rest = iter(lines)
    return missing


def levels(page):
    """The levels of the headings, in order: one first level, and no level skipped on the way down."""
    found = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4')].filter((each) => each.checkVisibility())"
        ".map((each) => Number(each.tagName[1]))"
    )
    jumps = [after for before, after in pairwise(found) if after > before + 1]
    return found.count(1), jumps


FRAME = ('link "Aller au contenu"', "banner", 'navigation "Navigation principale"', "main")
FOOT = ("contentinfo", 'link "Accessibilité : non conforme"', 'link "Aide"')


@pytest.fixture
def signed(open_page, bob, soon):
    operations.register(session=soon, agent=bob, at=timezone.now())
    return sign_in(open_page(1280, 900), bob)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (
            "/",
            (
                'heading "Bonjour Bob, que vous faut-il aujourd’hui ?" [level=1]',
                "search",
                'searchbox "Un savoir-faire, un atelier, un collègue"',
                'heading "Votre prochain rendez-vous" [level=2]',
                'link "Tableaux croisés"',
            ),
        ),
        (
            "/programme/",
            (
                'heading "',
                'checkbox "',
                'combobox "',
                "status",
                'link "Tableaux croisés"',
                'button "Je me désiste',
            ),
        ),
        (
            "/seances/tableaux-croises/",
            (
                'heading "Tableaux croisés" [level=1]',
                'heading "Avec Hugo Haddad" [level=2]',
                'heading "Une personne y va" [level=2]',
                "status",
                'heading "Votre place est réservée" [level=2]',
                'link "Agenda"',
                'button "Je me désiste"',
            ),
        ),
        ("/moi/", ('heading "Bob Perrin" [level=1]', 'link "Tableaux croisés"')),
    ],
)
def test_pages_of_an_agent_are_heard_in_order(signed, path, said):
    signed.goto(path)
    lines = heard(signed)

    assert in_order(lines, *FRAME, *said, *FOOT) == [], "\n".join(lines)
    assert levels(signed) == (1, [])


def test_questionnaire_is_heard_as_groups_of_choices(open_page, bob, just_over):
    came(just_over, bob)
    survey = feedback.open_questionnaire(session=just_over, at=timezone.now())
    page = open_page(390, 844)
    page.goto(f"/avis/{queries.token_of(survey, bob)}/")
    lines = heard(page)

    expected = (
        'heading "',
        'group "',
        'radio "Oui, vraiment"',
        'group "',
        'radio "Plus tard"',
        'button "J’envoie"',
    )
    assert in_order(lines, "main", *expected) == [], "\n".join(lines)
    assert levels(page)[0] == 1


def test_room_is_heard_with_a_name_on_every_button(open_page, hugo, bob, just_over):
    operations.register(session=just_over, agent=bob, at=just_over.starts_at - timedelta(days=9))
    page = sign_in(open_page(1280, 900), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")
    lines = heard(page)

    expected = (
        'heading "Votre salle est ouverte" [level=1]',
        "status",
        'button "Tout le monde est là"',
        'search "Trouver',
        'textbox "Un nom ou un matricule"',
        "strong: Bob Perrin",
        'button "Là : Bob Perrin"',
        'button "Excuse : Bob Perrin"',
        'button "Absence : Bob Perrin"',
        'heading "La séance s’achève ?" [level=2]',
        'button "Terminer la séance"',
    )
    assert in_order(lines, "main", *expected) == [], "\n".join(lines)
    assert levels(page)[0] == 1


WEEK = (
    'heading "Bienvenue, tout commence ici" [level=1]',
    'heading "Vos premiers pas" [level=2]',
    'heading "Les rendez-vous de la semaine" [level=2]',
    'table "Séances de cette semaine',
    'columnheader "Séance"',
    'rowheader "',
    'link "Ouvrir la fiche : Tableaux croisés"',
    'heading "Depuis janvier" [level=2]',
)


def test_week_is_heard_in_order(open_page, alice, soon):
    move(soon, timezone.now() + timedelta(days=2))
    page = sign_in(open_page(1280, 900), alice)
    page.goto("/pilotage/")
    lines = heard(page)

    assert in_order(lines, "banner", "main", 'navigation "Pilotage"', *WEEK, *FOOT) == [], "\n".join(lines)
    assert levels(page) == (1, [])


# After a swap -----------------------------------------------------------------------------------------

LISTEN = """() => {
    window.said = [];
    const there = new Set(document.querySelectorAll("[role=status], [aria-live=polite]"));
    new MutationObserver((moves) => moves.forEach(({ target }) => {
        const region = (target.closest ? target : target.parentElement).closest("[role=status], [aria-live=polite]");
        if (there.has(region)) window.said.push(region.innerText.trim());
    })).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
"""A live region speaks when it was there before: one that comes with its words is often not heard."""


SETTLED = """() => new Promise((done) => {
    const look = (left) => (left && !(window.said.join("") && document.activeElement !== document.body)
        ? setTimeout(look, 20, left - 1) : done());
    look(250);
})"""


def after(page, name):
    """Press it with the keyboard; what is announced then, and where the focus is."""
    page.evaluate(LISTEN)
    page.get_by_role("button", name=name).first.focus()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    page.evaluate(SETTLED)
    return " ".join(page.evaluate("window.said")), page.evaluate("document.activeElement.innerText")


def test_registering_and_withdrawing_on_the_page_are_announced_and_keep_the_focus(open_page, bob, soon):
    page = sign_in(open_page(1280, 900), bob)
    page.goto(f"/seances/{soon.slug}/")

    said, focus = after(page, "Je m’inscris")
    assert "Votre place est réservée" in said
    assert focus
    said, focus = after(page, "Je me désiste")

    assert "Vous avez rendu votre place" in said
    assert focus


def test_registering_from_the_programme_is_announced_and_keeps_the_focus_on_the_line(open_page, bob, soon):
    page = sign_in(open_page(1280, 900), bob)
    page.goto("/programme/")

    said, focus = after(page, "Je m’inscris")

    assert "Votre place est réservée" in said
    assert page.evaluate("document.activeElement.closest('[id^=ligne-]') !== null"), focus


def test_a_presence_noted_is_announced_and_keeps_the_focus(open_page, hugo, bob, just_over):
    operations.register(session=just_over, agent=bob, at=just_over.starts_at - timedelta(days=9))
    page = sign_in(open_page(1280, 900), hugo)
    page.goto(f"/seances/{just_over.slug}/salle/")

    said, focus = after(page, "Là : Bob Perrin")

    assert "1 sur 1" in said
    assert "Bob Perrin" in focus
