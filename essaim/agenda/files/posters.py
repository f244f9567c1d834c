"""Posters: of a session, and of what a programme has to come."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from essaim.agenda.files.paper import SITE, dates_in_words, house_of, way_to
from essaim.agenda.models import Session, Sitting
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.room import readable_code
from essaim.agenda.queries.sessions import HostName
from essaim.programmes.models import Programme
from essaim.ui.dates import day, hours, month_name
from essaim.ui.pdf import pdf, qr_code
from essaim.ui.pictures import printed_logo
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

LONGEST_PROMISE = 400
MOST_DATES = 3


def session_poster(
    session: Session, sittings: Sequence[Sitting], hosts: Sequence[HostName], *, at: datetime
) -> bytes:
    """One page for the wall: what one gets, when, where, and three ways to register."""
    return pdf("agenda/typst/poster.typ", session_poster_data(session, sittings, hosts, at=at), at=at)


def session_poster_data(
    session: Session, sittings: Sequence[Sitting], hosts: Sequence[HostName], *, at: datetime
) -> dict[str, Any]:
    more = max(len(sittings) - MOST_DATES, 0)
    way = way_to(session)
    return {
        **house_of(session.programme),
        "logo": printed_logo(session.programme.logo),
        **way,
        "title": session.title,
        "format": session.format.name,
        "promise": Truncator(session.promise).chars(LONGEST_PROMISE),
        "dates": dates_in_words(session, sittings[:MOST_DATES], at=at),
        "more_dates": ngettext("et %(n)s autre date", "et %(n)s autres dates", more) % {"n": more}
        if more
        else "",
        "hosts": _("Avec %(names)s") % {"names": ", ".join(host.name for host in hosts)} if hosts else "",
        "unit": hosts[0].unit if len(hosts) == 1 else "",
        "for_whom": _("Ouvert à tous les agents, sur le temps de travail."),
        "scan": _("Séance annulée") if session.cancelled_at else _("Scannez pour réserver."),
        "type": _("Ou tapez %(address)s") % {"address": way["address"]},
        "code_says": _("Code de la séance"),
    }


def season_poster(programme: Programme, sessions: Sequence[Session], *, title: str, at: datetime) -> bytes:
    """All that is to come, month by month, over as many pages as it takes."""
    return pdf("agenda/typst/season.typ", season_poster_data(programme, sessions, title=title), at=at)


def season_poster_data(programme: Programme, sessions: Sequence[Session], *, title: str) -> dict[str, Any]:
    zone = programme.organisation.zone
    address = f"{settings.SITE_URL}{reverse('agenda:session_list')}"

    def month(session: Session) -> str:
        here = session.starts_at.astimezone(zone)
        return f"{month_name(here).capitalize()} {here.year}"

    return {
        **house_of(programme),
        "logo": printed_logo(programme.logo),
        "title": title,
        "months": [
            {"name": name, "lines": list(map(line_of, rows))} for name, rows in groupby(sessions, month)
        ],
        "empty": _("Aucune séance n’est encore annoncée."),
        "qr": qr_code(address),
        "qr_says": _("Code à scanner : %(address)s") % {"address": address},
        "scan": _("Scannez pour tout voir et réserver."),
        "type": _("Ou tapez %(address)s et le code de la séance") % {"address": f"{SITE}/s/"},
        "columns": [_("Quand"), _("Quoi"), _("Code")],
    }


def line_of(session: Session) -> dict[str, str]:
    """One session of the list; its dates come with it."""
    zone = session.programme.organisation.zone
    first = session.sittings.all()[0]
    start, end = first.starts_at.astimezone(zone), first.ends_at.astimezone(zone)
    count = len(session.sittings.all())
    return {
        "day": day(start.replace(tzinfo=None)),
        "hours": hours(start.time(), end.time()),
        "dates": ngettext("%(n)s date", "%(n)s dates", count) % {"n": count} if count > 1 else "",
        "title": session.title,
        "format": session.format.name,
        "place": place_of(first),
        "code": readable_code(session),
    }
