"""Undoing the last import: everything as it was before, or a refusal in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.kernel.sorting import bare
from essaim.people.models import (
    Agent,
    Occupation,
    Organisation,
    Posting,
    Site,
    StaffChange,
    StaffImport,
    Unit,
)
from essaim.people.operations.history import digest
from essaim.people.operations.staff import close_agents
from essaim.people.queries.history import KEPT_UNDO, POSTING, by_batch, last_import, snapshots, used

BATCH = 200
NAMED = 3
OWN = ("Posting.agent", "Posting.line_manager", "StaffChange.agent")
"""What the import itself wrote about a new agent does not keep that agent here."""


class CannotUndo(Refused):
    """Not the last import, too old, or something newer depends on it."""


@dataclass(frozen=True)
class Undone:
    """What the undo did: agents put back as they were, new ones removed, new ones closed because they came."""

    restored: int
    removed: int
    closed: tuple[str, ...]


@transaction.atomic
def undo_import(*, staff_import: StaffImport, by: Agent, at: datetime) -> Undone:
    """Put everybody back as before the last import. Twice is once.

    A new agent about whom something was written since, or who signed in, is closed rather than removed.
    """
    organisation = Organisation.objects.select_for_update().get(pk=staff_import.organisation_id)
    done = StaffImport.objects.get(pk=staff_import.pk)
    if done.state == StaffImport.State.UNDONE:
        kept = done.result["undone"]
        return Undone(kept["restored"], kept["removed"], tuple(kept["closed"]))
    refuse_late(done, at=at)
    changes = [change for change in done.changes.select_related("agent").order_by("pk") if change.agent_id]
    refuse_newer(changes)
    undone = undo(changes, day=at.astimezone(organisation.zone).date())
    remove_places(done.places)
    done.state, done.undone_at, done.undone_by = StaffImport.State.UNDONE, at, by
    done.result["undone"] = {
        "restored": undone.restored,
        "removed": undone.removed,
        "closed": list(undone.closed),
    }
    done.save(update_fields=["state", "undone_at", "undone_by", "result"])
    return undone


def refuse_late(done: StaffImport, *, at: datetime) -> None:
    if done.state != StaffImport.State.DONE or done.finished_at is None:
        raise CannotUndo(_("Cet import n’a rien écrit : il n’y a rien à annuler."))
    if at - done.finished_at > KEPT_UNDO:
        raise CannotUndo(_("Cet import a plus de sept jours : déposez plutôt un fichier juste."))
    last = last_import(done.organisation)
    if last is None or last.pk != done.pk:
        raise CannotUndo(_("Un autre import a suivi : annulez-le d’abord."))


def refuse_newer(changes: list[StaffChange]) -> None:
    """Nobody's account or posting was written since by somebody else."""
    now = snapshots({change.agent_id for change in changes if change.agent_id is not None})
    moved = [change.name for change in changes if digest(now[change.agent_id or 0]) != change.after]
    if moved:
        raise CannotUndo(
            _("Ces fiches ont changé depuis : %(names)s. Corrigez par un nouveau fichier.")
            % {"names": ", ".join(moved[:NAMED]) + ("…" if len(moved) > NAMED else "")}
        )


def undo(changes: list[StaffChange], *, day: date) -> Undone:
    created = {change.agent_id: change.agent for change in changes if change.before is None}
    before = {change.agent: change.before for change in changes if change.before is not None}
    touched = {agent.pk for agent in before if agent is not None}
    keys = {pk for pk in created if pk is not None}
    outside = Posting.objects.exclude(agent__in=touched | keys)
    staying = used(Agent, keys, leaving=OWN) | changed_hands(created.values())
    for batch in by_batch(keys):
        staying |= set(outside.filter(line_manager__in=batch).values_list("line_manager_id", flat=True))
    kept = [agent for agent in created.values() if agent is not None and agent.pk in staying]
    refuse_taken(kept, before.values())
    restore_postings({agent.pk: told["postings"] for agent, told in before.items() if agent is not None})
    for batch in by_batch(keys - staying):
        Posting.objects.filter(agent__in=batch).delete()
        Agent.objects.filter(pk__in=batch).delete()
    restore_accounts({agent: told["account"] for agent, told in before.items() if agent is not None})
    close_agents(kept, day=day)
    return Undone(
        len(before), len(keys - staying), tuple(sorted((agent.full_name for agent in kept), key=bare))
    )


def changed_hands(agents: Iterable[Agent | None]) -> set[int]:
    """New agents who signed in, chose a password or were given a task."""
    return {
        agent.pk
        for agent in agents
        if agent is not None and (agent.last_login or agent.has_usable_password() or agent.may_pilot)
    }


def refuse_taken(kept: list[Agent], before: Iterable[dict[str, Any] | None]) -> None:
    """The number or address that somebody had before may now be that of a new agent who stays."""
    accounts = [told["account"] for told in before if told is not None]
    numbers = {account["hr_number"] for account in accounts} - {""}
    emails = {account["email"].lower() for account in accounts} - {""}
    for agent in kept:
        if agent.hr_number in numbers or agent.email.lower() in emails:
            raise CannotUndo(
                _("%(name)s s’est déjà servi de son compte : son adresse ou son matricule reste pris.")
                % {"name": agent.full_name}
            )


def restore_postings(before: dict[int, dict[str, dict[str, Any]]]) -> None:
    """Exactly those that were there, under the same keys."""
    wanted = {int(pk): (agent, values) for agent, told in before.items() for pk, values in told.items()}
    refuse_gone([values for _agent, values in wanted.values()])
    existing: set[int] = set()
    for batch in by_batch(before):
        found = Posting.objects.filter(agent__in=batch)
        here = set(found.values_list("pk", flat=True))
        for extra in by_batch(here - wanted.keys()):
            Posting.objects.filter(pk__in=extra).delete()
        existing |= here & wanted.keys()
    postings = [Posting(pk=pk, agent_id=agent, **days(values)) for pk, (agent, values) in wanted.items()]
    names = [name.removesuffix("_id") for name in POSTING]
    Posting.objects.bulk_update([each for each in postings if each.pk in existing], names, batch_size=BATCH)
    Posting.objects.bulk_create([each for each in postings if each.pk not in existing], batch_size=BATCH)


def days(values: dict[str, Any]) -> dict[str, Any]:
    read = {
        name: value and date.fromisoformat(value) for name, value in values.items() if name.endswith("_on")
    }
    return values | read


def refuse_gone(postings: list[dict[str, Any]]) -> None:
    """Places and managers of before that were removed since."""
    for name, model in (
        ("unit_id", Unit),
        ("site_id", Site),
        ("occupation_id", Occupation),
        ("line_manager_id", Agent),
    ):
        keys = {values[name] for values in postings} - {None}
        found = {
            pk
            for batch in by_batch(keys)
            for pk in model.objects.filter(pk__in=batch).values_list("pk", flat=True)
        }
        if keys - found:
            raise CannotUndo(
                _(
                    "Un service, un lieu ou un responsable d’avant n’existe plus. Corrigez par un nouveau fichier."
                )
            )


def restore_accounts(before: dict[Agent, dict[str, Any]]) -> None:
    """Numbers and addresses are freed first: two people may have swapped them."""
    for batch in by_batch(agent.pk for agent in before):
        Agent.objects.filter(pk__in=batch).update(email="", hr_number="")
    for agent, account in before.items():
        for name, value in days(account).items():
            setattr(agent, name, value)
    names = ["hr_number", "last_name", "first_name", "email", "unit", "is_active", "closed_on"]
    Agent.objects.bulk_update(before, names, batch_size=BATCH)


def remove_places(places: dict[str, list[int]]) -> None:
    """Units, sites and occupations that came with the import and that nothing names leave with it."""
    Occupation.objects.filter(pk__in=places.get("streams", [])).update(stream="")
    for kind, model in (("sites", Site), ("occupations", Occupation), ("units", Unit)):
        keys = set(places.get(kind, []))
        while free := keys - used(model, keys):
            model.objects.filter(pk__in=free).delete()
            keys -= free
