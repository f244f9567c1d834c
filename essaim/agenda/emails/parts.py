"""What every letter of the agenda is made of."""

from collections.abc import Callable, Sequence
from typing import Any, ParamSpec
from zoneinfo import ZoneInfo

from django.urls import reverse

from essaim.agenda.models import Session, Sitting
from essaim.agenda.queries.places import place_text
from essaim.agenda.queries.sessions import dates_of
from essaim.letters.emails import Draft, Wording, drafted
from essaim.letters.marks import draw, is_drawn, mark
from essaim.ui.dates import day_of_month, hours, moment_text, month_name, short_day_name
from essaim.ui.phrases import told
from essaim.ui.words import in_words_of

P = ParamSpec("P")


def worded(session: Session, fact: str, lines: list[str], label: str, *, form: str = "") -> Wording:
    """The fact and the session in the subject; `form` names the letter that its programme may word otherwise."""
    zone = session.programme.organisation.zone
    named = f"{mark('titre', session.title)}, {mark('date', moment_text(session.starts_at, zone))}"
    if not is_drawn():
        draw(block_of(session, dates_of(session)))
    return Wording(
        told(fact, named),
        "\n\n".join(lines),
        label,
        reverse("agenda:session_detail", args=[session.slug]),
        form=form,
        programme=session.programme,
        about={"fact": fact},
    )


def when_and_where(session: Session) -> str:
    """The title, then each date with its place."""
    zone, sittings = session.programme.organisation.zone, dates_of(session)
    draw(block_of(session, sittings))
    mark("horaires", ", ".join(hours_text(one, zone) for one in sittings))
    mark("lieu", " ; ".join(dict.fromkeys(map(place_text, sittings))))
    return mark("rendez-vous", text_of(session, sittings), needed=True, block=True)


def one_of_several(session: Session) -> str:
    """The same lines in a letter about several sessions, which draws none of them."""
    return text_of(session, dates_of(session))


def text_of(session: Session, sittings: Sequence[Sitting]) -> str:
    zone = session.programme.organisation.zone
    dates = [f"{moment_text(one.starts_at, zone)} – {place_text(one)}" for one in sittings]
    return "\n".join([session.title, *dates])


def block_of(session: Session, sittings: Sequence[Sitting]) -> dict[str, Any]:
    """What the HTML draws: the same title, days and places as the text, and the hours of each date."""
    zone = session.programme.organisation.zone
    return {
        "text": text_of(session, sittings),
        "title": session.title,
        "dates": [
            {
                "weekday": short_day_name(one.starts_at.astimezone(zone)),
                "day": day_of_month(one.starts_at.astimezone(zone)),
                "month": month_name(one.starts_at.astimezone(zone)),
                "hours": hours_text(one, zone),
                "place": place_text(one),
            }
            for one in sittings
        ],
    }


def hours_text(sitting: Sitting, zone: ZoneInfo) -> str:
    """« 9 h – 10 h 30 », at the clock of the programme."""
    start, end = (moment.astimezone(zone).timetz() for moment in (sitting.starts_at, sitting.ends_at))
    return hours(start, end)


def in_its_words(write: Callable[P, Wording]) -> Callable[P, Draft]:
    """For letters whose first argument is a session: they are written in its programme's words."""
    return drafted(in_words_of(lambda session: session.programme.own_words)(write))
