"""Every write of the agenda: one verb, one transaction."""

from essaim.agenda.operations.offers import accept_offer, expire_offers
from essaim.agenda.operations.presence import close_session, correct_presence, mark_everybody, mark_presence
from essaim.agenda.operations.registering import register, release_leavers, undo_withdrawal, withdraw
from essaim.agenda.operations.repeating import repeat_session, take_back_repeat
from essaim.agenda.operations.resizing import SeatsBelowTaken, resize
from essaim.agenda.operations.seats import RegistrationClosed, SeatGone
from essaim.agenda.operations.sessions import (
    EditedMeanwhile,
    SessionNotReady,
    SittingPlan,
    cancel_session,
    edit_session,
    plan_session,
    publish,
)

__all__ = [
    "EditedMeanwhile",
    "RegistrationClosed",
    "SeatGone",
    "SeatsBelowTaken",
    "SessionNotReady",
    "SittingPlan",
    "accept_offer",
    "cancel_session",
    "close_session",
    "correct_presence",
    "edit_session",
    "expire_offers",
    "mark_everybody",
    "mark_presence",
    "plan_session",
    "publish",
    "register",
    "release_leavers",
    "repeat_session",
    "resize",
    "take_back_repeat",
    "undo_withdrawal",
    "withdraw",
]
