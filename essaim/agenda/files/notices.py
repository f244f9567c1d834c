"""Joining notices on paper, for those whom no e-mail reaches: service by service, three a page."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from essaim.agenda.files.paper import dates_in_words, house_of, way_to
from essaim.agenda.models import Registration, Session
from essaim.agenda.queries.room import service_of
from essaim.ui.pdf import pdf
from essaim.ui.words import gettext as _


def joining_notices(registrations: Sequence[Registration], *, at: datetime) -> bytes:
    """One slip per seat; a service begins a page, so that each goes to one place."""
    return pdf("agenda/typst/notices.typ", notices_data(registrations, at=at), at=at)


def notices_data(registrations: Sequence[Registration], *, at: datetime) -> dict[str, Any]:
    sessions = {row.session_id: row.session for row in registrations}

    def service(row: Registration) -> str:
        return service_of(row.agent, row.session) or _("Sans service")

    return {
        "title": _("Convocations"),
        "language": next((house_of(one.programme)["language"] for one in sessions.values()), "fr"),
        "sessions": {str(pk): told(session, at=at) for pk, session in sessions.items()},
        "services": [
            {"name": name, "slips": [slip_of(row) for row in rows]}
            for name, rows in groupby(registrations, service)
        ],
        "greeting": _("Vous avez une place"),
        "leave": _("Vous ne pouvez pas venir ? Dites-le : votre place ira à une autre personne."),
        "empty": _("Aucune convocation à remettre."),
    }


def told(session: Session, *, at: datetime) -> dict[str, Any]:
    """What the slips of one session share."""
    return {
        **house_of(session.programme),
        **way_to(session),
        "title": session.title,
        "dates": dates_in_words(session, session.sittings.all(), at=at),
    }


def slip_of(row: Registration) -> dict[str, str]:
    return {"name": row.agent.full_name, "session": str(row.session_id)}
