"""Mixing: whether units meet, and more than chance alone would make them."""

from essaim.algorithms.mixing.cells import Cell
from essaim.algorithms.mixing.chance import Chance
from essaim.algorithms.mixing.checking import check
from essaim.algorithms.mixing.measure import Mixing, mixing_index, update_mixing

__all__ = ["Cell", "Chance", "Mixing", "check", "mixing_index", "update_mixing"]
