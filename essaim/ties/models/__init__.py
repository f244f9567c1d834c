"""Tables of ties: one file per subject."""

from essaim.ties.models.compositions import Composition, Member, Place
from essaim.ties.models.ties import SessionTies, Tie

__all__ = ["Composition", "Member", "Place", "SessionTies", "Tie"]
