"""What a session says already, as the page that plans shows it: to change it, or to give it again."""

from typing import Any

from django.utils.timezone import localtime

from essaim.agenda.models import Host, Session, Sitting
from essaim.agenda.operations import SittingPlan


def dates_of(session: Session) -> list[Sitting]:
    dates: list[Sitting] = session.dates  # type: ignore[attr-defined]
    return dates


def planned_dates(session: Session) -> list[SittingPlan]:
    """The dates that the session has, as an operation would write them."""
    return [
        SittingPlan(s.starts_at, s.ends_at, site=s.site, room=s.room, link=s.link) for s in dates_of(session)
    ]


def written_dates(session: Session) -> list[dict[str, Any]]:
    """The dates that the session has, as the form shows them, in the time zone that is active."""
    return [
        {
            "day": localtime(sitting.starts_at).date(),
            "starts": localtime(sitting.starts_at).time(),
            "ends": localtime(sitting.ends_at).time(),
            "site": sitting.site_id,
            "room": sitting.room,
            "link": sitting.link,
        }
        for sitting in dates_of(session)
    ]


def written_values(session: Session) -> dict[str, Any]:
    """What the session says of itself, as the form shows it."""
    team: list[Host] = session.team  # type: ignore[attr-defined]
    names = ("title", "promise", "outcomes", "audience", "minimum", "modality", "seats")
    return {name: getattr(session, name) for name in names} | {
        "format": session.format_id,
        "opens_at": session.registration_opens_at,
        "closes_at": session.registration_closes_at,
        "hosts": [host.agent_id for host in team if host.agent_id],
        "speakers": "\n".join(host.speaker for host in team if host.speaker),
    }


def values_again(session: Session) -> dict[str, Any]:
    """The same for another time: moments of registration were those of its dates."""
    return written_values(session) | {"opens_at": None, "closes_at": None}


def dates_again(session: Session) -> list[dict[str, Any]]:
    """Hours and places of its dates, the days still to be said."""
    return [date | {"day": None} for date in written_dates(session)]
