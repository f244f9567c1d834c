"""What every paper of a programme says: whose it is, when and where a session is, the way to it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from essaim.agenda.models import Session, Sitting
from essaim.agenda.queries.places import place_of
from essaim.agenda.queries.room import readable_code
from essaim.kernel.language import spoken
from essaim.programmes.models import Programme
from essaim.ui.dates import hours, long_day
from essaim.ui.pdf import qr_code
from essaim.ui.theme import tokens
from essaim.ui.words import gettext as _

SITE = settings.SITE_URL.partition("//")[2]


def house_of(programme: Programme) -> dict[str, Any]:
    """Its name, its employer, its colours, its phone."""
    theme = tokens(programme.colour)
    return {
        "programme": programme.name,
        "organisation": programme.organisation.name,
        "brand": theme.brand,
        "strong": theme.brand_strong,
        "phone": _("Par téléphone : %(phone)s") % {"phone": programme.phone} if programme.phone else "",
        "language": spoken(),
    }


def date_of(sitting: Sitting, zone: ZoneInfo, *, today: date) -> dict[str, str]:
    """Its day, hours and place in words."""
    start, end = sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone)
    return {
        "day": long_day(start.replace(tzinfo=None), today=today),
        "hours": hours(start.time(), end.time()),
        "place": place_of(sitting),
    }


def dates_in_words(session: Session, sittings: Iterable[Sitting], *, at: datetime) -> list[dict[str, str]]:
    zone = session.programme.organisation.zone
    return [date_of(sitting, zone, today=at.astimezone(zone).date()) for sitting in sittings]


def way_to(session: Session) -> dict[str, Any]:
    """The short address of a session: to scan, to type, to say."""
    code = readable_code(session)
    address = f"{settings.SITE_URL}{reverse('agenda:short', args=[session.code])}"
    return {
        "code": code,
        "qr": qr_code(address),
        "qr_says": _("Code à scanner : %(address)s") % {"address": address},
        "address": f"{SITE}/s/{code}",
    }
