"""Tables of people: one file per subject."""

from essaim.people.models.agents import Agent, Deputy, Posting, SignInLink
from essaim.people.models.cards import Card
from essaim.people.models.days import DayPeriod
from essaim.people.models.exports import ExportRecord
from essaim.people.models.imports import ColumnMemory, StaffChange, StaffImport, WordMemory
from essaim.people.models.organisations import Occupation, Organisation, Site, Unit
from essaim.people.models.partnerships import Partnership
from essaim.people.models.teams import Leave, Relay

__all__ = [
    "Agent",
    "Card",
    "ColumnMemory",
    "DayPeriod",
    "Deputy",
    "ExportRecord",
    "Leave",
    "Occupation",
    "Organisation",
    "Partnership",
    "Posting",
    "Relay",
    "SignInLink",
    "Site",
    "StaffChange",
    "StaffImport",
    "Unit",
    "WordMemory",
]
