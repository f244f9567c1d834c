"""Which person each row of an HR file is: by HR number, else by e-mail, never by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from essaim.people.hrfile import BadRow, HrRow, HrTable
from essaim.people.models import Agent
from essaim.people.queries.staff import Staff


@dataclass(frozen=True)
class Match:
    """A row and the person it is about; nobody if the person is new."""

    row: HrRow
    agent: Agent | None


@dataclass(frozen=True)
class LostZeros:
    """A number that is known with other zeros in front: « 4118 » for « 004118 », as spreadsheets do."""

    line: int
    number: str
    agent: Agent


@dataclass
class _Seen:
    """Where the file already told of a number, an e-mail, a person."""

    numbers: dict[str, int] = field(default_factory=dict)
    emails: dict[str, int] = field(default_factory=dict)
    agents: dict[int, int] = field(default_factory=dict)

    def doubt(self, row: HrRow, agent: Agent | None) -> tuple[str, str]:
        """Column and reason if the row comes a second time, else nothing."""
        line = self.numbers.get(row.hr_number) if row.hr_number else None
        if line is None and agent is not None:
            line = self.agents.get(agent.pk)
        if line is not None:
            field = "hr_number" if row.hr_number else "email"
            return field, _("Cet agent est déjà à la ligne %(line)s.") % {"line": line}
        line = self.emails.get(row.email.lower()) if row.email else None
        if line is not None:
            return "email", _("Cette adresse est déjà à la ligne %(line)s.") % {"line": line}
        return "", ""

    def add(self, row: HrRow, agent: Agent | None) -> None:
        if row.hr_number:
            self.numbers[row.hr_number] = row.line
        if row.email:
            self.emails[row.email.lower()] = row.line
        if agent is not None:
            self.agents[agent.pk] = row.line


def match_rows(table: HrTable, staff: Staff) -> tuple[list[Match], list[BadRow]]:
    """Each row with its person, and the rows that say the same person or the same address twice."""
    seen = _Seen()
    matches: list[Match] = []
    rejected: list[BadRow] = []
    for row in table.rows:
        agent = person_of(row, staff)
        name, reason = seen.doubt(row, agent)
        if reason:
            rejected.append(bad_row(table, row, name, reason))
            continue
        seen.add(row, agent)
        matches.append(Match(row, agent))
    return without_taken_emails(table, matches, rejected, staff)


def lost_zeros(table: HrTable, matches: Iterable[Match], staff: Staff) -> list[LostZeros]:
    """Numbers of the file that nobody has, but for their zeros, and whose person no other row names."""
    named = {match.agent.pk for match in matches if match.agent is not None}
    nearly = {without_zeros(number): agent for number, agent in staff.by_number.items()}
    found = []
    for row in table.rows:
        if not row.hr_number or row.hr_number in staff.by_number:
            continue
        agent = nearly.get(without_zeros(row.hr_number))
        if agent is not None and agent.pk not in named:
            found.append(LostZeros(row.line, row.hr_number, agent))
    return found


def without_zeros(number: str) -> str:
    return number.lstrip("0") or number


def person_of(row: HrRow, staff: Staff) -> Agent | None:
    """By number; by e-mail when the row, or the person, has no number yet."""
    if row.hr_number in staff.by_number:
        return staff.by_number[row.hr_number]
    found = staff.by_email.get(row.email.lower()) if row.email else None
    if found is not None and row.hr_number and found.hr_number:
        return None
    return found


def without_taken_emails(
    table: HrTable, matches: list[Match], rejected: list[BadRow], staff: Staff
) -> tuple[list[Match], list[BadRow]]:
    """Leave out the rows whose address belongs to somebody else once the others are in.

    A row that is left out leaves its person's address as it is, which may be the one another row wants: go
    round until nothing moves.
    """
    while True:
        held = held_emails(staff, matches)
        kept: list[Match] = []
        for match in matches:
            reason = taken_reason(match, held, staff)
            if reason:
                rejected.append(bad_row(table, match.row, "email", reason))
            else:
                kept.append(match)
        if len(kept) == len(matches):
            return kept, rejected
        matches = kept


def held_emails(staff: Staff, matches: Iterable[Match]) -> dict[str, Agent]:
    """Addresses that stay with their person: those that the file does not replace."""
    replaced = {match.agent.pk for match in matches if match.agent is not None and match.row.email}
    return {email: agent for email, agent in staff.by_email.items() if agent.pk not in replaced}


def taken_reason(match: Match, held: dict[str, Agent], staff: Staff) -> str:
    email = match.row.email.lower()
    if not email:
        return ""
    if email in staff.taken_elsewhere:
        return _("Cette adresse est déjà celle d’un autre compte.")
    holder = held.get(email)
    if holder is None or (match.agent is not None and holder.pk == match.agent.pk):
        return ""
    return _("Cette adresse est déjà celle de %(name)s.") % {"name": holder.full_name}


def bad_row(table: HrTable, row: HrRow, name: str, reason: str) -> BadRow:
    value = row.hr_number if name == "hr_number" else row.email
    return BadRow(row.line, table.header(name), value, reason, row.texts)
