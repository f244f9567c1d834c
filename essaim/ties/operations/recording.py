"""Who met whom in a closed session: written from its attendances, written again when one is corrected."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from essaim.agenda.models import Session
from essaim.kernel.forgetting import forget
from essaim.ties.models import Composition, SessionTies, Tie
from essaim.ties.queries.meetings import Meetings, meetings_of
from essaim.ties.rules import KEPT

BATCH = 2000
Key = tuple[int, int, str]


def ask_again(*, session: Session) -> None:
    """Have the ties of a session written again by the worker; asking twice is harmless."""
    SessionTies.objects.update_or_create(session=session, defaults={"is_due": True})


@transaction.atomic
def record_ties(*, session: Session, at: datetime) -> int:
    """Write the ties that the attendances of a closed session tell, and take away those that they tell no more.

    Doing it twice changes nothing. A presence corrected meanwhile waits for the row that this begins with, or is
    read here: it is never lost. How many ties were written.
    """
    SessionTies.objects.update_or_create(session=session, defaults={"is_due": False, "written_at": at})
    meetings = meetings_of(session)
    known = {
        (low, high, kind): pk
        for pk, low, high, kind in Tie.objects.filter(session=session)
        .order_by("pk")
        .values_list("pk", "low", "high", "kind")
    }
    wanted = _keys(meetings, known)
    Tie.objects.filter(pk__in=[pk for key, pk in known.items() if key not in wanted]).delete()
    fresh = sorted(wanted - known.keys())
    Tie.objects.bulk_create(_ties(session, fresh, on=meetings.on), batch_size=BATCH)
    return len(fresh)


def _keys(meetings: Meetings, known: dict[Key, int]) -> set[Key]:
    """Every tie to keep or write; once the tables are forgotten, theirs stay between those who came."""
    keys = {(*two, str(kind)) for kind, pairs in meetings.pairs.items() for two in pairs}
    if meetings.has_tables:
        return keys
    return keys | {
        (low, high, kind)
        for low, high, kind in known
        if kind == Tie.Kind.TABLE and {low, high} <= meetings.came
    }


def _ties(session: Session, keys: list[Key], *, on: date) -> list[Tie]:
    return [Tie(session=session, low_id=low, high_id=high, kind=kind, met_on=on) for low, high, kind in keys]


def forget_old_compositions(*, at: datetime) -> int:
    """Who sat where is not kept once the ties are written: ninety days after the session, or after the request."""
    of_list = Q(session=None, asked_at__lt=at - KEPT)
    return forget(Composition.objects.filter(of_list | Q(session__ends_at__lt=at - KEPT)))
