"""Writes of ties and compositions: one file per subject."""

from essaim.ties.operations.composing import (
    Rules,
    Seating,
    ask_composition,
    compose_again,
    fail_composition,
    finish_composition,
    refuse_composition,
    stop_composition,
)
from essaim.ties.operations.moving import bring_back, exchange, move, pin, set_away
from essaim.ties.operations.recording import ask_again, forget_old_compositions, record_ties
from essaim.ties.operations.snapshots import undo_last

__all__ = [
    "Rules",
    "Seating",
    "ask_again",
    "ask_composition",
    "bring_back",
    "compose_again",
    "exchange",
    "fail_composition",
    "finish_composition",
    "forget_old_compositions",
    "move",
    "pin",
    "record_ties",
    "refuse_composition",
    "set_away",
    "stop_composition",
    "undo_last",
]
