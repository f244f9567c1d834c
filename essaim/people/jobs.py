"""Regular work on people: applying the HR files that were confirmed, forgetting old ones."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from essaim.kernel.errors import Refused
from essaim.kernel.language import FRENCH, speaking
from essaim.kernel.ticks import every
from essaim.people.models import StaffImport
from essaim.people.operations import imports as operations
from essaim.people.operations.directory import index_directory
from essaim.people.operations.exports import forget_old_exports
from essaim.people.operations.history import forget_old_changes, forget_old_states

LEASE = timedelta(minutes=5)


@every(seconds=2)
def apply_queued_imports(now: datetime) -> int:
    """Apply each queued file once; one left by a dead worker is taken over when its lease ends."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    queued = StaffImport.objects.filter(free, state=StaffImport.State.QUEUED)
    keys = list(queued.order_by("created_at", "pk").values_list("pk", flat=True))
    return sum(apply_one(pk, now) for pk in keys)


def apply_one(pk: int, now: datetime) -> int:
    """Claim one import by a lease on its row, then apply it; its refusal stays with it, in words."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = StaffImport.objects.filter(free, pk=pk, state=StaffImport.State.QUEUED)
    if not waiting.update(leased_until=now + LEASE):
        return 0
    staff_import = StaffImport.objects.select_related("organisation", "by").get(pk=pk)

    def tell(percent: int) -> None:
        StaffImport.objects.filter(pk=pk).update(progress=percent)

    with suppress(Refused), speaking(staff_import.by.language if staff_import.by else FRENCH):
        operations.apply_import(staff_import=staff_import, at=now, progress=tell)
    return 1


@every(hours=1)
def forget_old_imports(now: datetime) -> int:
    """What HR sent is not kept for ever."""
    return operations.forget_old_imports(at=now)


@every(hours=1)
def index_colleagues(now: datetime) -> int:
    """Those who agreed are found under the names, services and occupations of the last HR file."""
    return index_directory()


@every(hours=1)
def forget_states_before_imports(now: datetime) -> int:
    """The state before an import is kept as long as it can be undone."""
    return forget_old_states(at=now)


@every(hours=24)
def forget_changes_of_imports(now: datetime) -> int:
    """What files changed on each person is kept a year, or as long as the installation says."""
    return forget_old_changes(at=now, kept=timedelta(days=settings.STAFF_CHANGES_DAYS))


@every(hours=24)
def forget_records_of_exports(now: datetime) -> int:
    """Who took which table away is kept three years, or as long as the installation says."""
    return forget_old_exports(at=now, kept=timedelta(days=settings.EXPORTS_DAYS))
