"""Groups: split people into tables, over one or several rounds, so that services mix and people meet."""

from essaim.algorithms.groups.checking import check, check_partition
from essaim.algorithms.groups.composing import compose_groups
from essaim.algorithms.groups.partitioning import Partition, partition
from essaim.algorithms.groups.people import Grouping, MixingWeights, Person, Score, Seating
from essaim.algorithms.groups.scoring import keep_in_place, score_seating

__all__ = [
    "Grouping",
    "MixingWeights",
    "Partition",
    "Person",
    "Score",
    "Seating",
    "check",
    "check_partition",
    "compose_groups",
    "keep_in_place",
    "partition",
    "score_seating",
]
