"""What took place in 2020 and from January to May 2021: the day, the topic, who led, how many came, what they said.

Nothing here is a total. The figures of a year are what the product finds when it has been told all this.
"""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Held:
    """A session that took place.

    `said` has one letter per person who answered the questionnaire: « o » for « Oui, vraiment », « u » for
    « Un peu », « n » for « Pas cette fois ». Of those who came, `on_paper` were typed back from the paper sheet
    only after the questionnaire had closed, and `also` names some whom the pages know.
    """

    day: date
    hour: time
    topic: str
    hosts: tuple[str, ...]
    came: int
    said: str
    is_remote: bool = False
    on_paper: int = 0
    also: tuple[str, ...] = ()


def held(
    when: str, topic: str, hosts: str, came: int, said: str, *, also: str = "", on_paper: int = 0
) -> Held:
    """A session from « 2021-01-12 09:00 » (then « à distance ») and « petit olive »."""
    day, hour, *where = when.split(maxsplit=2)
    return Held(
        date.fromisoformat(day),
        time.fromisoformat(hour),
        topic,
        tuple(hosts.split()),
        came,
        said,
        is_remote=bool(where),
        on_paper=on_paper,
        also=tuple(also.split()),
    )


YEAR_2020: tuple[Held, ...] = (
    held("2020-01-14 09:00", "pivot", "haddad", 7, "ou"),
    held("2020-01-23 14:00", "inbox", "laurent", 6, "oon"),
    held("2020-02-04 09:00", "mailing", "roux", 7, "ouo"),
    held("2020-02-06 12:30", "welfare", "roux", 14, "ouoon"),
    held("2020-02-13 11:00", "phone", "diop", 8, "ou"),
    held("2020-02-25 14:00", "formulas", "haddad", 5, "uo"),
    held("2020-03-03 12:30", "ballot", "marchand", 12, "ouuoo"),
    held("2020-03-05 09:00", "plain", "morel", 6, "ouon"),
    held("2020-03-10 14:00", "back", "petit olive", 9, "ou"),
    held("2020-06-11 10:00 à distance", "remote", "vidal", 5, "oou"),
    held("2020-06-23 09:00", "pivot", "haddad", 6, "on"),
    held("2020-07-02 11:00", "passwords", "haddad", 4, "uo"),
    held("2020-09-15 09:00", "styles", "garnier", 5, "ou"),
    held("2020-09-24 14:00", "anger", "perrin", 8, "oouo"),
    held("2020-09-29 12:30", "heat", "mercier", 16, "oouonu"),
    held("2020-10-06 09:00", "mailing", "roux", 6, "u"),
    held("2020-10-13 14:00", "oral", "morel", 5, "ouo"),
    held("2020-10-15 14:00", "photo", "vidal", 7, "oo"),
    held("2020-11-17 10:00 à distance", "remote", "duval", 5, "uon"),
    held("2020-11-26 12:30 à distance", "facts", "vidal", 13, "ouoono"),
    held("2020-12-03 10:00 à distance", "calendar", "kone", 6, "oo"),
    held("2020-12-10 11:00 à distance", "inbox", "laurent", 5, "uno"),
)

SPRING_2021: tuple[Held, ...] = (
    held("2021-01-12 09:00", "pivot", "haddad", 6, "ouo"),
    held("2021-01-19 10:00 à distance", "remote", "vidal", 5, "on"),
    held("2021-01-21 12:30 à distance", "pension", "laurent", 17, "ouoonou"),
    held("2021-01-26 09:00", "memo", "garnier", 7, "uo"),
    held("2021-01-28 14:00", "passwords", "haddad", 6, "oou"),
    held("2021-02-02 09:00", "mailing", "roux", 6, "oun"),
    held("2021-02-04 11:00", "phone", "diop", 5, "oo"),
    held("2021-02-11 12:30", "welfare", "roux", 24, "oonouonuo", also="benali"),
    held("2021-02-23 14:00", "inbox", "laurent", 6, "u", on_paper=1, also="benali"),
    held("2021-02-25 09:00", "plain", "morel", 5, "ouon"),
    held("2021-02-26 12:00", "compost", "petit brun", 6, "ou"),
    held("2021-03-02 09:00", "formulas", "haddad", 7, "uo"),
    held("2021-03-09 14:00", "back", "petit olive", 6, "oou"),
    held("2021-03-11 12:30", "screens", "kone tanguy", 20, "uonoouno"),
    held("2021-03-16 11:00", "phone", "diop", 6, "on", also="benali"),
    held("2021-03-18 14:00", "budget", "duval", 5, "u"),
    held("2021-03-23 09:00", "anger", "perrin", 8, "ouo", on_paper=1),
    held("2021-03-24 14:00", "synthesis", "morel", 9, "ouoou"),
    held("2021-03-26 12:00", "mending", "colin", 7, "oun"),
    held("2021-03-30 14:00", "meeting", "tanguy", 6, "oun"),
    held("2021-04-01 10:00", "calendar", "kone", 6, "oo"),
    held("2021-04-06 10:00 à distance", "remote", "vidal", 7, "uo"),
    held("2021-04-09 09:00", "hearing", "diop", 6, "oou"),
    held("2021-04-13 10:00 à distance", "slides", "cottet", 5, "oun"),
    held("2021-04-15 12:30 à distance", "privacy", "morel", 19, "ouoonou"),
    held("2021-04-20 14:00", "map", "mercier", 8, "oo", on_paper=1),
    held("2021-04-22 11:00", "shortcuts", "haddad", 6, "ou"),
    held("2021-04-23 12:00", "bike", "cottet", 7, "oou"),
    held("2021-04-27 09:00", "styles", "garnier", 6, "oon"),
    held("2021-05-04 14:00", "signs", "roux", 5, "ou"),
    held("2021-05-06 10:00", "photo", "vidal", 4, "on"),
    held("2021-05-11 09:00", "mailing", "roux", 6, "uo", on_paper=1),
    held("2021-05-19 14:00", "oral", "morel laurent", 10, "ouoouno", also="benali"),
    held("2021-05-20 12:30", "streets", "vidal", 21, "oounouno"),
    held("2021-05-21 09:00", "pivot", "haddad", 5, "oou", also="benali"),
    held("2021-05-25 12:30", "secular", "marchand", 25, "ouoonouno"),
    held("2021-05-27 11:00", "rescue", "colin", 5, "on"),
    held("2021-05-28 12:00", "picnic", "petit", 8, "uon"),
)
