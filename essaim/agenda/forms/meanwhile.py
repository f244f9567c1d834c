"""Two coordinators on one session: what the other one changed, field by field, beside what was written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.http import QueryDict
from django.utils.timezone import localtime

from essaim.agenda.forms.planning import Planning
from essaim.agenda.forms.written import planned_dates, written_dates, written_values
from essaim.agenda.models import Host, Session
from essaim.agenda.operations import SittingPlan
from essaim.ui.dates import day, hours
from essaim.ui.words import gettext as _

Edition = dict[str, str]
"""What each field says, in the words that a person compares."""


def labels() -> dict[str, str]:
    return {
        "format": _("Format"),
        "title": _("Titre"),
        "promise": _("La promesse"),
        "outcomes": _("Vous saurez…"),
        "audience": _("Pour qui, avec quel matériel"),
        "modality": _("Comment"),
        "dates": _("Les dates"),
        "hosts": _("Qui anime"),
        "speakers": _("Intervenants extérieurs"),
        "minimum": _("Minimum de participants"),
        "opens_at": _("Inscriptions à partir du"),
        "closes_at": _("Inscriptions jusqu’au"),
    }


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _moment(moment: object) -> str:
    return f"{localtime(moment):%d/%m/%Y %H:%M}" if moment else ""  # type: ignore[arg-type]


def _date(plan: SittingPlan) -> str:
    where = [plan.room, plan.site.name if plan.site else "", plan.link]
    return ", ".join(
        [f"{day(plan.starts_at)} {localtime(plan.starts_at).year}", hours(plan.starts_at, plan.ends_at)]
        + [part for part in where if part]
    )


def edition_of(session: Session) -> Edition:
    """What the session says now."""
    team: list[Host] = session.team  # type: ignore[attr-defined]
    return {
        "format": session.format.name,
        "title": session.title.strip(),
        **{name: _lines(getattr(session, name)) for name in ("promise", "outcomes", "audience")},
        "modality": session.get_modality_display(),
        "dates": "\n".join(map(_date, planned_dates(session))),
        "hosts": "\n".join(sorted(host.agent.full_name for host in team if host.agent)),
        "speakers": "\n".join(host.speaker for host in team if host.speaker),
        "minimum": str(session.minimum or ""),
        "opens_at": _moment(session.registration_opens_at),
        "closes_at": _moment(session.registration_closes_at),
    }


def edition_written(planning: Planning) -> Edition:
    """What the page that was sent says; it must be valid."""
    sent = planning.form.cleaned_data
    return {
        "format": sent["format"].name,
        "title": sent["title"].strip(),
        **{name: _lines(sent[name]) for name in ("promise", "outcomes", "audience")},
        "modality": dict(Session.Modality.choices)[sent["modality"]],
        "dates": "\n".join(_date(plan) for plan in sorted(planning.plans(), key=lambda plan: plan.starts_at)),
        "hosts": "\n".join(sorted(agent.full_name for agent in sent["hosts"])),
        "speakers": "\n".join(sent["speakers"]),
        "minimum": str(sent["minimum"] or ""),
        "opens_at": _moment(sent["opens_at"]),
        "closes_at": _moment(sent["closes_at"]),
    }


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def seen_text(edition: Edition) -> str:
    """What the page remembers of the session as it was when it was opened: one mark per field."""
    return " ".join(f"{name}:{digest(text)}" for name, text in edition.items())


def seen_by(sent: QueryDict) -> dict[str, str]:
    """The marks that a page sent back; without any, nothing is compared."""
    marks = (mark.partition(":") for mark in sent.get("seen", "").split())
    return {name: mark for name, _colon, mark in marks if mark}


@dataclass(frozen=True)
class Meanwhile:
    """One field that somebody else changed since this page was opened."""

    name: str
    label: str
    mine: str
    theirs: str
    mark: str
    """Which `theirs` the coordinator has read: a third change asks again."""


def changed_meanwhile(
    seen: Mapping[str, str], mine: Edition, theirs: Edition, sent: QueryDict
) -> list[Meanwhile]:
    """The fields where both differ, unless the coordinator has read theirs and keeps the own."""
    if not seen:
        return []
    return [
        Meanwhile(name, label, mine[name], theirs[name], digest(theirs[name]))
        for name, label in labels().items()
        if seen.get(name) != digest(theirs[name])
        and mine[name] != theirs[name]
        and sent.get(f"choix-{name}") != f"mine:{digest(theirs[name])}"
    ]


def with_theirs(sent: QueryDict, session: Session) -> QueryDict:
    """The same page with what the session says now, in the fields where « prendre la leur » was chosen."""
    wanted = [name for name in labels() if sent.get(f"choix-{name}") == "theirs"]
    if not wanted:
        return sent
    page, values = sent.copy(), written_values(session)
    for name in wanted:
        if name == "dates":
            _write_dates(page, session)
        elif name == "hosts":
            page.setlist("hosts", [str(pk) for pk in values["hosts"]])
        elif name in {"opens_at", "closes_at"}:
            page[name] = f"{localtime(values[name]):%Y-%m-%dT%H:%M}" if values[name] else ""
        else:
            page[name] = "" if values[name] is None else str(values[name])
    return page


def _write_dates(page: QueryDict, session: Session) -> None:
    dates = written_dates(session)
    page["dates"] = str(len(dates))
    for place, row in enumerate(dates):
        page[f"dates-{place}-day"] = f"{row['day']:%Y-%m-%d}"
        page[f"dates-{place}-starts"] = f"{row['starts']:%H:%M}"
        page[f"dates-{place}-ends"] = f"{row['ends']:%H:%M}"
        for name in ("site", "room", "link"):
            page[f"dates-{place}-{name}"] = "" if row[name] is None else str(row[name])
