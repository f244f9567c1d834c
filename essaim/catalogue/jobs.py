"""What the worker does for topics."""

from datetime import datetime

from essaim.catalogue.operations.indexing import index_topics
from essaim.kernel.ticks import every


@every(hours=1)
def keep_topics_findable(now: datetime) -> int:
    """What was written without a word to the index is caught up with."""
    return index_topics()
