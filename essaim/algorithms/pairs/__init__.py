"""Pairs: whom to have coffee with, exchanges between services, a buddy for each newcomer."""

from essaim.algorithms.pairs.asking import Assignment, Pairing
from essaim.algorithms.pairs.buddies import assign_buddies
from essaim.algorithms.pairs.checking import check, check_buddies
from essaim.algorithms.pairs.composing import compose_pairs

__all__ = ["Assignment", "Pairing", "assign_buddies", "check", "check_buddies", "compose_pairs"]
