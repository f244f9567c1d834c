"""The school holidays of the three zones of metropolitan France, as their arrêtés publish them.

Sources: arrêté du 7 décembre 2022 (school year 2025-2026) and arrêté du 22 octobre 2025 (school year 2026-2027), of
the ministry in charge of education. They give the day after whose classes holidays begin and the day on which classes
begin again; here stand the first and the last day without class. Corsica and overseas publish their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

ZONES = ("A", "B", "C")
TOUSSAINT, NOEL, HIVER = "Vacances de la Toussaint", "Vacances de Noël", "Vacances d’hiver"
PRINTEMPS, ASCENSION, ETE = "Vacances de printemps", "Pont de l’Ascension", "Vacances d’été"

PUBLISHED = (
    (TOUSSAINT, "ABC", date(2025, 10, 18), date(2025, 11, 2)),
    (NOEL, "ABC", date(2025, 12, 20), date(2026, 1, 4)),
    (HIVER, "A", date(2026, 2, 7), date(2026, 2, 22)),
    (HIVER, "B", date(2026, 2, 14), date(2026, 3, 1)),
    (HIVER, "C", date(2026, 2, 21), date(2026, 3, 8)),
    (PRINTEMPS, "A", date(2026, 4, 4), date(2026, 4, 19)),
    (PRINTEMPS, "B", date(2026, 4, 11), date(2026, 4, 26)),
    (PRINTEMPS, "C", date(2026, 4, 18), date(2026, 5, 3)),
    (ASCENSION, "ABC", date(2026, 5, 15), date(2026, 5, 16)),
    (ETE, "ABC", date(2026, 7, 4), date(2026, 8, 31)),
    (TOUSSAINT, "ABC", date(2026, 10, 17), date(2026, 11, 1)),
    (NOEL, "ABC", date(2026, 12, 19), date(2027, 1, 3)),
    (HIVER, "A", date(2027, 2, 13), date(2027, 2, 28)),
    (HIVER, "B", date(2027, 2, 20), date(2027, 3, 7)),
    (HIVER, "C", date(2027, 2, 6), date(2027, 2, 21)),
    (PRINTEMPS, "A", date(2027, 4, 10), date(2027, 4, 25)),
    (PRINTEMPS, "B", date(2027, 4, 17), date(2027, 5, 2)),
    (PRINTEMPS, "C", date(2027, 4, 3), date(2027, 4, 18)),
    (ASCENSION, "ABC", date(2027, 5, 7), date(2027, 5, 8)),
    (ETE, "ABC", date(2027, 7, 3), date(2027, 8, 31)),
)
"""Of the last summer no arrêté of these says the end: no class begins before 1 September."""


@dataclass(frozen=True)
class Span:
    """Some days without class, both ends included."""

    name: str
    zone: str
    starts_on: date
    ends_on: date


def published(zone: str) -> Iterator[Span]:
    """The school holidays of a zone, in order."""
    return (Span(name, zone, first, last) for name, zones, first, last in PUBLISHED if zone in zones)
