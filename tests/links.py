"""Secrets that stand in addresses, each a real one: links of letters, the undo of a message."""

from datetime import timedelta

from django.core import signing
from django.utils import timezone

from essaim.agenda.queries.approvals import token_for
from essaim.feedback.models import Invitation, Questionnaire
from essaim.feedback.queries import token_of
from essaim.home.views import UNDO
from essaim.people.operations.sign_in import make_link
from tests.factories import NOW, SessionFactory


def tokens(*, approval, agent):
    """By the beginning of the name of the address: the manager's link, the agent's own ones, a pilot's undo."""
    questionnaire = Questionnaire.objects.create(
        session=SessionFactory(format=approval.registration.session.format),
        opened_at=NOW,
        closes_at=NOW + timedelta(days=14),
        secret="a" * 64,
    )
    Invitation.objects.create(questionnaire=questionnaire, agent=agent)
    facts = {"kind": "later", "programme": approval.registration.session.programme_id, "key": "x"}
    link, _row = make_link(agent=agent, at=timezone.now())
    return {
        "agenda:approval": token_for(approval, approval.asked_of),
        "feedback:": token_of(questionnaire, agent),
        "people:link": link,
        "home:week_undo": signing.dumps(facts, salt=UNDO),
    }
