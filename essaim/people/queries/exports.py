"""Reading people for the files that leave the house, and what left it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from essaim.people.models import Agent, ExportRecord

AT_ONCE = 500


def people_rows(agents: QuerySet[Agent], columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """One line per person in one query, read some hundreds at a time; `post` is the open posting, if any."""
    posted = agents.prefetch_related(None).annotate(
        post=FilteredRelation("postings", condition=Q(postings__ends_on=None))
    )
    return posted.values_list(*columns).iterator(chunk_size=AT_ONCE)


def exports_visible_to(agent: Agent) -> QuerySet[ExportRecord]:
    """What was taken away, latest first, each with who took it."""
    records = ExportRecord.objects.visible_to(agent).select_related("by")
    return records.order_by(F("at").desc(), "-pk")
