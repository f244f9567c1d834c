"""The ladder of identity is what its table says: every rung tries every action, on the site itself."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.urls import reverse

from essaim.agenda import operations as agenda
from essaim.agenda.models import Host, Presence, Registration, Session
from essaim.feedback import queries as feedback
from essaim.feedback.models import Answer, Questionnaire
from essaim.kiosk.operations import add_kiosk
from essaim.people.ladder import LADDER, Action, Rung
from essaim.people.operations.cards import issue_cards
from essaim.people.operations.sign_in import make_link
from essaim.programmes.models import Programme
from essaim.recognition.models import Certificate
from essaim.recognition.operations import new_code
from tests.browser.conftest import PASSWORD
from tests.factories import NOW, SessionFactory

pytestmark = pytest.mark.django_db
SIGNED_IN = (Rung.KIOSK, Rung.CARD, Rung.LINK, Rung.PASSWORD)


@dataclass
class Holder:
    """Somebody on a rung: a browser, and what they hold."""

    client: object
    agent: object
    code: str = ""
    number: str = ""
    token: str = ""
    card: str = ""
    travel: object = field(default=None, repr=False)

    def get(self, name, *arguments):
        return self.client.get(reverse(name, args=arguments))

    def post(self, name, *arguments, **sent):
        return self.client.post(reverse(name, args=arguments), sent)

    def move_to(self, moment):
        """To another moment; a visit on a kiosk has ended by itself by then, and begins again."""
        self.travel.move_to(moment)
        if self.card:
            self.enter_kiosk()

    def enter_kiosk(self):
        self.get("kiosk:home")
        self.post("kiosk:card", login="bob", code=self.card)


@pytest.fixture(autouse=True)
def travel():
    cache.clear()
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def stand_at_kiosk(held, bob, alice, *, with_card):
    if with_card:
        held.card = issue_cards([bob], alice, NOW)[0][1]
        held.enter_kiosk()
    else:
        held.number = bob.hr_number


@pytest.fixture
def holder(client, bob, ada, alice, hosted, travel):
    """Bob, brought to a rung by the site's own doors."""

    def stand_on(rung):
        held = Holder(client, bob, travel=travel)
        if rung == Rung.CODE:
            held.code = hosted.code
        elif rung in {Rung.BADGE, Rung.KIOSK}:
            _kiosk, code = add_kiosk(organisation=bob.organisation, name="Hall", by=ada, at=NOW)
            held.post("kiosk:enrol", code=code)
            stand_at_kiosk(held, bob, alice, with_card=rung == Rung.KIOSK)
        elif rung == Rung.CARD:
            [(_agent, digits)] = issue_cards([bob], alice, NOW)
            held.post("people:card_sign_in", login="bob", code=digits)
        elif rung == Rung.LINK:
            held.post("people:link_open", make_link(agent=bob, at=NOW)[0])
        elif rung == Rung.PASSWORD:
            bob.set_password(PASSWORD)
            bob.save()
            held.post("people:sign_in", login="bob", password=PASSWORD)
        assert (SESSION_KEY in client.session) is (rung in SIGNED_IN)
        if rung in SIGNED_IN:
            held.code = hosted.code
        return held

    return stand_on


# What each action is, tried with all that the rung holds --------------------------------------------------


def read_site(held, session):
    return held.get("ui:help").status_code == 200


def read_session(held, session):
    doors = [
        held.get("agenda:session_detail", session.slug),
        held.get("agenda:short", held.code or "AAAAA"),
        held.get("kiosk:programme"),
    ]
    return any(door.status_code == 200 and session.title in door.content.decode() for door in doors)


def be_present(held, session):
    agenda.register(session=session, agent=held.agent, at=NOW)
    held.move_to(session.starts_at)
    pick_name(held)
    held.post("kiosk:presence", number=held.number)
    mark = f"{held.agent.pk}:present"
    held.post("agenda:room_mark", session.slug, mark=mark, date=session.sittings.get().pk)
    return Presence.objects.filter(agent=held.agent, status="present").exists()


def pick_name(held):
    found = held.post("agenda:guest_room", held.code or "AAAAA", nom="perrin").context
    for sign, _shown in (found or {}).get("names", []):
        held.post("agenda:guest_room", held.code, qui=sign)


def answer(held, session):
    agenda.register(session=session, agent=held.agent, at=NOW)
    agenda.mark_everybody(sitting=session.sittings.get(), at=session.starts_at, by=held.agent)
    agenda.close_session(session=session, at=session.ends_at, by=held.agent)
    held.move_to(session.ends_at + timedelta(minutes=1))
    own = held.get("feedback:survey_mine", session.slug)
    if own.url.startswith("/avis/"):
        held.client.post(own.url, {"useful": "yes"})
    if held.token:
        token = feedback.token_of(Questionnaire.objects.get(), held.agent)
        held.post("feedback:survey", token, useful="yes")
    held.post("kiosk:opinion", avis=Questionnaire.objects.get().pk, useful="yes")
    pick_name(held)
    held.post("feedback:guest_survey", held.code or "AAAAA", useful="yes")
    return Answer.objects.exists()


def register(held, session):
    held.post("agenda:session_register", session.slug)
    held.post("kiosk:register", seance=session.slug)
    return Registration.objects.filter(agent=held.agent, state="confirmed").exists()


def withdraw(held, session):
    agenda.register(session=session, agent=held.agent, at=NOW)
    held.post("agenda:session_withdraw", session.slug)
    held.post("kiosk:register", seance=session.slug, quitter="1")
    return Registration.objects.filter(agent=held.agent, state="withdrawn").exists()


def read_own(held, session):
    return held.get("home:me").status_code == 200


def certificate(held, session):
    over = SessionFactory(slug="terminee", closed_at=NOW)
    paper = Certificate.objects.create(
        session=over,
        agent=held.agent,
        person=held.agent.person,
        kind="attendance",
        code=new_code(),
        title=over.title,
        day=NOW.date(),
        halves=[],
        minutes=120,
        issued_at=NOW,
    )
    return held.get("recognition:certificate_pdf", paper.code).status_code == 200


def host(held, session):
    Host.objects.create(session=session, agent=held.agent)
    return held.get("agenda:room", session.slug).status_code == 200


def manage(held, session):
    """Once somebody runs the programme, also who came in before that."""
    type(held.agent).objects.filter(pk=held.agent.pk).update(is_coordinator=True)
    Programme.objects.get().coordinators.add(held.agent)
    return held.get("home:week").status_code == 200


TRIES = {
    Action.READ_SITE: read_site,
    Action.READ_SESSION: read_session,
    Action.BE_PRESENT: be_present,
    Action.ANSWER: answer,
    Action.REGISTER: register,
    Action.WITHDRAW: withdraw,
    Action.READ_OWN: read_own,
    Action.CERTIFICATE: certificate,
    Action.HOST: host,
    Action.MANAGE: manage,
}


def test_the_table_speaks_of_every_rung_and_every_action_is_tried():
    assert set(LADDER) == set(Rung)
    assert set(TRIES) == set(Action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("rung", Rung)
def test_each_rung_goes_as_far_as_the_table_says(holder, hosted, rung, action):
    held = holder(rung)
    if rung == Rung.LETTER:
        held.token = "yes"  # drawn when the session closes
    session = Session.objects.get(pk=hosted.pk)

    assert TRIES[action](held, session) is (action in LADDER[rung])
