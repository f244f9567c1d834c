"""Every write of the agenda: one verb, one transaction."""

from essaim.agenda.operations.answers import accept, change_mind, record_opinion, refuse
from essaim.agenda.operations.conflicts import report_conflict
from essaim.agenda.operations.digests import inform_managers
from essaim.agenda.operations.granting import release_pools
from essaim.agenda.operations.nearing import tell_of_nearing_sessions
from essaim.agenda.operations.offers import accept_offer, expire_offers
from essaim.agenda.operations.pools import set_pools
from essaim.agenda.operations.presence import close_session, correct_presence, mark_everybody, mark_presence
from essaim.agenda.operations.registering import register, release_leavers, undo_withdrawal, withdraw
from essaim.agenda.operations.reminding import remind
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
from essaim.agenda.operations.silence import apply_silence, remind_managers
from essaim.agenda.operations.weekly import tell_the_week

__all__ = [
    "EditedMeanwhile",
    "RegistrationClosed",
    "SeatGone",
    "SeatsBelowTaken",
    "SessionNotReady",
    "SittingPlan",
    "accept",
    "accept_offer",
    "apply_silence",
    "cancel_session",
    "change_mind",
    "close_session",
    "correct_presence",
    "edit_session",
    "expire_offers",
    "inform_managers",
    "mark_everybody",
    "mark_presence",
    "plan_session",
    "publish",
    "record_opinion",
    "refuse",
    "register",
    "release_leavers",
    "release_pools",
    "remind",
    "remind_managers",
    "repeat_session",
    "report_conflict",
    "resize",
    "set_pools",
    "take_back_repeat",
    "tell_of_nearing_sessions",
    "tell_the_week",
    "undo_withdrawal",
    "withdraw",
]
