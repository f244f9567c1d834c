"""Secrets that stand in addresses, each a real one: links of letters, the undo of a message."""

from datetime import timedelta

from django.core import signing
from django.utils import timezone

from essaim.agenda.operations.feeds import make_feed
from essaim.agenda.queries.approvals import token_for
from essaim.agenda.queries.feeds import token_of as feed_token
from essaim.agenda.queries.nearing import leave_token
from essaim.feedback.models import Invitation, Questionnaire
from essaim.feedback.queries import token_of
from essaim.home.views import UNDO
from essaim.letters.links import stop_token
from essaim.letters.models import Letter
from essaim.people.operations.sign_in import make_link
from essaim.people.views.days import salt_of
from tests.factories import NOW, SessionFactory


def tokens(*, approval, agent):
    """By the beginning of the name of the address: a link, the undo of a message."""
    questionnaire = Questionnaire.objects.create(
        session=SessionFactory(format=approval.registration.session.format),
        opened_at=NOW,
        closes_at=NOW + timedelta(days=14),
        secret="a" * 64,
    )
    Invitation.objects.create(questionnaire=questionnaire, agent=agent)
    facts = {"kind": "later", "programme": approval.registration.session.programme_id, "key": "x"}
    link, _row = make_link(agent=agent, at=timezone.now())
    letter = Letter(agent=agent, kind=Letter.Kind.TEAM_DIGEST, created_at=timezone.now())
    return {
        "letters:stop": stop_token(letter),
        "agenda:feed": feed_token(make_feed(agent=agent, at=NOW)),
        "agenda:seat_leave": leave_token(approval.registration),
        "agenda:approval": token_for(approval, approval.asked_of),
        "feedback:": token_of(questionnaire, agent),
        "people:link": link,
        "people:day_undo": signing.dumps({"added": [], "before": []}, salt=salt_of(agent.organisation)),
        "home:week_undo": signing.dumps(facts, salt=UNDO),
    }
