"""What tests of managers' answers do again and again: ask, answer, and read where it led."""

from essaim.agenda import operations
from essaim.agenda.models import Approval, Registration
from essaim.letters.models import Letter
from tests.factories import NOW


def register(session, agent, at=NOW):
    return operations.register(session=session, agent=agent, at=at)


def question(agent):
    return Approval.objects.filter(registration__agent=agent).latest("pk")


def state(agent, session=None):
    rows = Registration.objects.filter(agent=agent)
    return rows.filter(session=session).get().state if session else rows.get().state


def moves(agent):
    rows = Registration.objects.filter(agent=agent).latest("pk").moves.order_by("pk")
    return list(rows.values_list("state", "reason"))


def letters(agent):
    rows = Letter.objects.filter(agent=agent).exclude(state="cancelled").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def refuse(agent, by, at=NOW, reason="service_needs", **words):
    return operations.refuse(approval=question(agent), by=by, at=at, reason=reason, **words)
