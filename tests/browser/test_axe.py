"""axe finds nothing on any page, at 320, 390 and 1280 px, and nothing scrolls sideways."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from essaim.agenda import operations
from essaim.catalogue import operations as catalogue
from essaim.catalogue.models import BLOCKS
from essaim.people.operations.days import bring_in
from essaim.people.school import published
from essaim.recognition.models import Certificate
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = [
    "/connexion/",
    "/accessibilite/",
    "/donnees-personnelles/",
    "/aide/",
    "/connexion/lien/inconnu/",
    "/s/",
]
CHECKS = ["/badges/", "/badges/?code=AAAA-BBBB-CCCC"]
GUIDES = ["/aide/coordination/", "/aide/animation/"]
BRANDS = {"vert": "#14574f", "prune": "#6a2c63"}
OF_AN_AGENT = [
    "/",
    "/programme/",
    "/programme/?format=inconnu",
    "/seances/tableaux-croises/",
    "/moi/",
    "/moi/messages/",
    "/moi/messages/choix/",
    "/moi/attestations/",
    "/seances/publipostage/avis/",
    "/moi/absences/",
    "/transmettre/",
    "/transmettre/duree/",
    "/transmettre/creneaux/",
    "/transmettre/classer-des-photos/",
    "/sujets/lire-un-plan/",
    "/seances/tableaux-croises/je-ne-peux-plus-venir/",
    "/pilotage/",
    "/introuvable/",
    "/s/XXXXX/",
]
OF_A_COORDINATOR = [
    "/pilotage/",
    "/pilotage/programme/",
    "/pilotage/programme/nouvelle/",
    "/pilotage/sujets/",
    "/pilotage/sujets/nouveau/",
    "/pilotage/sujets/classer-des-photos/",
    "/pilotage/sujets/lire-un-plan/",
    "/pilotage/programme/nouvelle/?sujet=lire-un-plan",
    "/pilotage/programme/nouvelle/?comme=tableaux-croises",
    "/pilotage/programme/tableaux-croises/",
    "/pilotage/programme/tableaux-croises/modifier/",
    "/pilotage/programme/publipostage/",
    "/pilotage/tables/",
    "/pilotage/tables/nouvelles/",
    "/pilotage/tables/seances/tableaux-croises/",
    "/seances/tableaux-croises/salle/",
    "/seances/tableaux-croises/salle/?nom=haddad",
    "/seances/tableaux-croises/salle/deroule/",
    "/seances/tableaux-croises/projecteur/",
    "/pilotage/personnes/",
    "/pilotage/programme/tableaux-croises/remplacer/",
    "/pilotage/personnes/relais/",
    "/pilotage/personnes/cartes/",
    "/pilotage/personnes/relais/?nom=haddad",
    "/pilotage/programme/tableaux-croises/presences/",
    "/seances/tableaux-croises/inscrire/",
    "/seances/tableaux-croises/inscrire/?tout=1",
    "/pilotage/personnes/import/",
    "/pilotage/impact/",
    "/pilotage/impact/seances/",
    "/pilotage/reglages/tout/",
    "/pilotage/reglages/",
    "/pilotage/reglages/mots/",
    "/pilotage/reglages/regles/",
    "/pilotage/messages/formulations/",
    "/pilotage/messages/formulations/day_before/",
]


@pytest.fixture
def a_life(bob, alice, hugo, soon, just_over):
    """A session to come, one that is over with its questionnaire open, an import."""
    operations.register(session=soon, agent=bob, at=timezone.now())
    before = just_over.starts_at - timedelta(days=9)
    for agent in (bob, alice):
        operations.register(session=just_over, agent=agent, at=before)
    operations.mark_everybody(sitting=just_over.sittings.get(), at=just_over.starts_at, by=hugo)
    operations.close_session(session=just_over, at=timezone.now(), by=hugo)
    topics_of(bob, alice, format_=soon.format)


def topics_of(author, coordinator, *, format_):
    """A sheet that everybody reads, a proposal with a question pending, and one that its author still writes."""
    now, blocks = timezone.now(), dict.fromkeys(BLOCKS, "Écrit.")
    topic = catalogue.write_topic(
        programme=format_.programme, format=format_, title="Lire un plan", by=coordinator, at=now, **blocks
    )
    shown = catalogue.publish_topic(topic=topic, by=coordinator, at=now)
    catalogue.add_document(topic=shown, name="plan.pdf", content=b"%PDF-1.7", by=coordinator, at=now)
    catalogue.offer_to_host(topic=shown, agent=author, at=now)
    for title in ("Classer des photos", "Lire les plans anciens"):
        catalogue.save_sketch(agent=author, format=format_, at=now, title=title, half_days=["2030-02-04-am"])
        if title == "Classer des photos":
            asked = catalogue.propose_topic(agent=author, at=now)
            catalogue.ask_author(topic=asked, question="Pour qui ?", by=coordinator, at=now)


def findings(page, paths):
    """What axe says of each page, and which pages are wider than the window."""
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path}: {trouble}" for trouble in findings_here(page)]
    return found


def findings_here(page):
    """The same of the page that is open."""
    violations = Axe().run(page).response["violations"]
    found = [f"{v['id']} {v['nodes'][0]['html'][:200]}" for v in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found + ([f"{wide} px too wide"] if wide > 1 else [])


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_public_pages(open_page, width, db):
    assert findings(open_page(width), PUBLIC + CHECKS + GUIDES) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_an_agent(open_page, a_life, bob, width):
    assert findings(sign_in(open_page(width), bob), OF_AN_AGENT) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_certificates(open_page, a_life, hugo, width):
    """The host's own, with the hours of preparation, and what anybody reads of them."""
    paper = Certificate.objects.get(agent=hugo)

    assert findings(sign_in(open_page(width), hugo), ["/moi/attestations/"]) == []
    assert findings(open_page(width), [f"/badges/{paper.code_text}/"]) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_pages_of_a_coordinator(open_page, a_life, alice, width):
    detail = f"/pilotage/personnes/{alice.pk}/"

    assert findings(sign_in(open_page(width), alice), [*OF_A_COORDINATOR, detail]) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_the_days_of_an_organisation(open_page, ada, width):
    """Empty, then with days noted and one of them open to change."""
    page = sign_in(open_page(width), ada)
    address = "/pilotage/reglages/jours/"
    empty = findings(page, [address])
    bring_in(organisation=ada.organisation, kind="school", spans=list(published("A")))
    period = ada.organisation.periods.order_by("pk").first()

    assert empty == []
    assert findings(page, [address, f"{address}?periode={period.pk}"]) == []


@pytest.mark.parametrize("theme", ["vert", "prune"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_on_every_component(open_page, root, width, theme):
    page = sign_in(open_page(width), root)

    assert findings(page, [f"/composants/?theme={theme}"]) == []
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--brand')") == BRANDS[theme]
