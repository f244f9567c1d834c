"""The dates of a session as they were and are: what differs, in words, and whom it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.agenda.models import DateChange, Host, Registration, Session
from essaim.agenda.queries.places import place_text
from essaim.people.models import Agent
from essaim.people.queries.agents import plain
from essaim.ui.dates import hour, moment_text

State = Registration.State
Entry: TypeAlias = dict[str, Any]
"""One date as JSON keeps it, with its place in words so that a site renamed since is told as it was."""


def entries_of(session: Session) -> list[Entry]:
    """The dates of the session as they are now."""
    return [
        {
            "pk": sitting.pk,
            "starts_at": sitting.starts_at.isoformat(),
            "ends_at": sitting.ends_at.isoformat(),
            "site": sitting.site_id,
            "room": sitting.room,
            "link": sitting.link,
            "place": place_text(sitting),
        }
        for sitting in session.sittings.select_related("site").order_by("starts_at", "pk")
    ]


@dataclass(frozen=True)
class Difference:
    """One date that moved, came or went."""

    before: Entry | None
    after: Entry | None


def differences(before: Sequence[Entry], after: Sequence[Entry]) -> list[Difference]:
    """What matters to somebody who comes: days, hours, place, link. Capitals and accents of a room do not."""
    was, now = ({entry["pk"]: entry for entry in entries} for entries in (before, after))
    found = [
        Difference(was.get(pk), now.get(pk)) for pk in dict.fromkeys([*was, *now]) if _matters(was, now, pk)
    ]
    return sorted(found, key=lambda one: (one.after or one.before or {})["starts_at"])


def _matters(was: dict[int, Entry], now: dict[int, Entry], pk: int) -> bool:
    if pk not in was or pk not in now:
        return True
    return _essence(was[pk]) != _essence(now[pk])


def _essence(entry: Entry) -> tuple[object, ...]:
    moments = (datetime.fromisoformat(entry["starts_at"]), datetime.fromisoformat(entry["ends_at"]))
    return (*moments, entry["site"], plain(entry["room"]), entry["link"])


def entry_text(entry: Entry, session: Session) -> str:
    """« ven. 21 mai, 9 h – 11 h, Salle bleue, Médiathèque »."""
    zone = session.programme.organisation.zone
    starts, ends = (datetime.fromisoformat(entry[name]).astimezone(zone) for name in ("starts_at", "ends_at"))
    return f"{moment_text(starts, zone)} – {hour(ends.timetz())}, {entry['place']}"


def change_lines(change: DateChange) -> list[str]:
    """What was and what is now, one paragraph per date."""
    lines = []
    for one in differences(change.before, change.after):
        was = entry_text(one.before, change.session) if one.before else ""
        now = entry_text(one.after, change.session) if one.after else ""
        if was and now:
            lines.append(_("Avant : %(was)s\nMaintenant : %(now)s") % {"was": was, "now": now})
        elif now:
            lines.append(_("Date ajoutée : %(now)s") % {"now": now})
        else:
            lines.append(_("Date retirée : %(was)s") % {"was": was})
    return lines


@dataclass(frozen=True)
class Concerned:
    """Whom a change of dates is told to."""

    seated: list[Registration]
    waiting: list[Registration]
    hosts: list[Agent]

    @property
    def agents(self) -> set[int]:
        """Their keys."""
        return {row.agent_id for row in [*self.seated, *self.waiting]} | {host.pk for host in self.hosts}

    @property
    def total(self) -> int:
        return len(self.seated) + len(self.waiting) + len(self.hosts)

    @property
    def text(self) -> str:
        """« 12 personnes inscrites, 3 en attente, 1 qui anime »."""
        seated, waiting, hosts = len(self.seated), len(self.waiting), len(self.hosts)
        words = [ngettext("%(n)s personne inscrite", "%(n)s personnes inscrites", seated) % {"n": seated}]
        if waiting:
            words.append(ngettext("%(n)s en attente", "%(n)s en attente", waiting) % {"n": waiting})
        if hosts:
            words.append(ngettext("%(n)s qui anime", "%(n)s qui animent", hosts) % {"n": hosts})
        return ", ".join(words)


def concerned(session: Session) -> Concerned:
    """Those who hold a seat, those who wait in order, those who lead."""
    rows = Registration.objects.filter(session=session, state__in=Registration.LIVE).select_related(
        "agent__organisation"
    )
    live = list(rows.order_by("ticket", "pk"))
    hosts = Host.objects.filter(session=session, agent__isnull=False)
    hosts = hosts.select_related("agent__organisation").order_by("pk")
    going = {row.agent_id for row in live}
    return Concerned(
        seated=[row for row in live if row.state != State.WAITING],
        waiting=[row for row in live if row.state == State.WAITING],
        hosts=[host.agent for host in hosts if host.agent and host.agent_id not in going],
    )


def last_change(session: Session) -> DateChange | None:
    """What the page of somebody who can no longer come recalls."""
    changes = DateChange.objects.filter(session=session, undone_at=None).select_related(
        "session__programme__organisation"
    )
    return changes.order_by("-at", "-pk").first()


def silent_change(session: Session, at: datetime) -> DateChange | None:
    """The last change, as long as its letters have not left."""
    changes = DateChange.objects.filter(session=session, undone_at=None, letters_leave_at__gt=at)
    return changes.order_by("-at", "-pk").first()
