"""The guides are walked in a real browser: what they quote is on the pages, and their pictures come from there.

With `ESSAIM_GUIDES=1` (`make guides`) the same walk writes the pictures.
"""

import os
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.text import slugify

from essaim.agenda import operations
from essaim.agenda.models import Host
from essaim.programmes.operations import create_season
from essaim.ui import guides
from tests.browser.conftest import sign_in
from tests.conftest import person
from tests.factories import NOW, FormatFactory, SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IS_TAKING = bool(os.environ.get("ESSAIM_GUIDES"))
HEAVIEST = 60 * 1024
DAY = timedelta(days=1)
COLLEAGUES = [
    ("Awa", "Koné", "Petite enfance"),
    ("Lucas", "Perrin", "Police municipale"),
    ("Inès", "Roux", "CCAS"),
    ("Samir", "Tazi", "Archives"),
    ("Olivia", "Dumas", "Finances"),
    ("Benoît", "Marchal", "Voirie"),
    ("Nadia", "Benali", "État civil"),
]
FILE = """Matricule;Nom;Prénom;Courriel;Service;Catégorie
900001;Koné;Mariam;mariam.kone@caluire.example;Petite enfance;C
900002;;Lucas;;Police municipale;C
900003;Roux;Élise;;CCAS;B
"""
VISIBLE_WORDS = """() => [...document.querySelectorAll("a, button, summary, label, legend, h1, h2, h3")]
    .filter((one) => one.checkVisibility())
    .map((one) => {
        const copy = one.cloneNode(true);
        copy.querySelectorAll(".vh, .count").forEach((part) => part.remove());
        return copy.textContent;
    })"""


def plain(text):
    """As one reads it: spaces of typography are spaces."""
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


class Walk:
    """One window that goes through a guide: the words met in each section, the pictures taken."""

    def __init__(self, page):
        self.page, self.words, self.taken = page, {}, []

    def look(self, section, path=""):
        """Open a page, or stay, and remember what can be touched and read there."""
        if path:
            self.page.goto(path)
        met = self.words.setdefault(section, set())
        met.update(plain(word) for word in self.page.evaluate(VISIBLE_WORDS))

    def take(self, section, css):
        """The picture of this part of the page; only with `make guides` is it written."""
        part = self.page.locator(css).first
        part.scroll_into_view_if_needed()
        assert part.bounding_box()["height"] > 40
        if IS_TAKING:
            part.screenshot(path=guides.FOLDER / f"{section}.png", animations="disabled")
        self.taken.append(section)

    def lies(self, name):
        """Labels that a guide quotes in a section and that no page of that section shows."""
        self.page.goto(reverse(name))
        texts = self.page.eval_on_selector_all(
            ".guide section", "parts => parts.map(part => [part.id, part.textContent])"
        )
        return [
            (section, label)
            for section, text in texts
            for label in re.findall(r"« (.+?) »", plain(text))
            if label not in self.words[section]
        ]


@pytest.fixture(autouse=True)
def _on_a_friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def colleagues(db):
    return [
        person(f"agent-{n}", last, unit, first_name=first) for n, (first, last, unit) in enumerate(COLLEAGUES)
    ]


def session_of(title, *, on, host=None, people=(), **fields):
    """A published session that these people asked for, in that order."""
    slug = slugify(title)
    session = SessionFactory(title=title, slug=slug, code=slug[:5].upper(), starts_at=on, **fields)
    if host:
        Host.objects.create(session=session, agent=host)
    for agent in people:
        operations.register(session=session, agent=agent, at=on - 9 * DAY)
    return session


def walk_of(chromium, live_server, agent, width):
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 900},
        device_scale_factor=guides.DENSITY,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return Walk(sign_in(context.new_page(), agent))


@pytest.fixture
def coordinator(chromium, live_server, alice):
    walk = walk_of(chromium, live_server, alice, 720)
    yield walk
    walk.page.context.close()


@pytest.fixture
def host(chromium, live_server, hugo):
    walk = walk_of(chromium, live_server, hugo, 390)
    yield walk
    walk.page.context.close()


@pytest.fixture
def a_season(alice, hugo, colleagues):
    """A season with a session over, one to close, one that is full, one that nobody leads."""
    form = FormatFactory()
    form.programme.coordinators.add(colleagues[-1])
    create_season(
        programme=form.programme,
        name="Hiver 2030",
        starts_on=(NOW - 60 * DAY).date(),
        ends_on=(NOW + 60 * DAY).date(),
    )
    over = session_of("Premiers pas", on=NOW - 12 * DAY, host=hugo, people=colleagues)
    operations.mark_everybody(sitting=over.sittings.get(), at=over.ends_at, by=hugo)
    operations.close_session(session=over, at=over.ends_at, by=hugo)
    session_of("Publipostage", on=NOW - 2 * DAY, host=hugo, people=colleagues[:2])
    session_of("Tableaux croisés", on=NOW + 6 * DAY, host=hugo, seats=3, people=colleagues[:4])
    session_of("Messagerie", on=NOW + 4 * DAY, people=colleagues[:2])


def begin_a_session(page):
    """As far as the draft that is read again before it is published."""
    page.get_by_role("link", name="Choisir").first.click()
    page.get_by_label("Titre").first.fill("Cartes et plans")
    page.locator("input[type=date]").first.fill("2030-03-14")
    times = page.locator("input[type=time]")
    times.nth(0).fill("09:00")
    times.nth(1).fill("10:30")


def read_a_file(page, tmp_path):
    path = tmp_path / "agents.csv"
    path.write_text(FILE, encoding="utf-8")
    page.set_input_files("input[type=file]", path)
    page.get_by_text("Une partie seulement").click()
    page.get_by_role("button", name="Lire ce fichier").click()
    page.get_by_role("heading", name="Voici ce qui changera").wait_for()


def prepare_a_session(walk, page):
    walk.look("seance", "/pilotage/programme/")
    page.get_by_role("link", name="Nouvelle séance").first.click()
    begin_a_session(page)
    walk.look("seance")
    page.get_by_role("button", name="Relire la séance").click()
    page.get_by_role("heading", name="Relire, puis publier").wait_for()
    walk.look("seance")
    walk.take("seance", ".card-honey")


def follow_a_session(walk, page):
    walk.look("places", "/pilotage/programme/tableaux-croises/")
    page.get_by_text("Changer le nombre de places").click()
    walk.take("places", "#places")
    page.locator("summary", has_text="Annuler la séance").click()
    walk.look("places")
    walk.look("apres", "/pilotage/programme/publipostage/presences/")
    walk.take("apres", "section.card-list")
    walk.look("apres", "/seances/publipostage/salle/")


def test_the_guide_of_coordinators_says_what_the_pages_show(coordinator, a_season, tmp_path):
    walk, page = coordinator, coordinator.page
    walk.look("semaine", "/pilotage/")
    walk.take("semaine", "li.task")

    walk.look("personnes", "/pilotage/personnes/import/")
    read_a_file(page, tmp_path)
    walk.look("personnes")
    walk.take("personnes", "nav[aria-label^='Aller']")

    prepare_a_session(walk, page)
    follow_a_session(walk, page)
    page.set_viewport_size({"width": 880, "height": 900})
    walk.look("chiffres", "/pilotage/impact/")
    walk.take("chiffres", ".card-flush:has(#by-format)")

    page.set_viewport_size({"width": 720, "height": 900})
    walk.look("reglages", "/pilotage/reglages/tout/")
    walk.look("reglages", "/pilotage/reglages/regles/")
    walk.take("reglages", ".rule")

    assert walk.lies("ui:guide_coordination") == []
    assert walk.taken == list(guides.COORDINATION)


def test_the_guide_of_hosts_says_what_the_pages_show(host, hugo, colleagues):
    *registered, walk_in = colleagues
    session = session_of("Publipostage", on=NOW - timedelta(hours=1), host=hugo, seats=6, people=registered)
    walk, page, room = host, host.page, "/seances/publipostage/salle/"
    walk.look("avant", f"/seances/{session.slug}/")
    walk.take("avant", "#inscription:has-text('Vous animez')")

    walk.look("salle", room)
    walk.take("salle", "#compte")
    page.get_by_role("button", name="Là : Awa Koné").click()
    page.get_by_text("Annuler").first.wait_for()
    walk.look("salle")

    page.goto(f"{room}?nom={walk_in.last_name}")
    walk.look("imprevu")
    walk.take("imprevu", "form:has(.found)")

    walk.look("fin", room)
    walk.take("fin", "#fin")

    assert walk.lies("ui:guide_hosting") == []
    assert walk.taken == list(guides.HOSTING)


@pytest.mark.skipif(IS_TAKING, reason="the pictures are being taken")
def test_pictures_are_light_and_none_is_left_over():
    files = {path.stem: path.stat().st_size for path in guides.FOLDER.iterdir()}

    assert set(files) == {*guides.COORDINATION, *guides.HOSTING}
    assert [name for name, size in files.items() if size > HEAVIEST] == []
