"""Tables of people: one file per subject."""

from essaim.people.models.agents import Agent, Posting, SignInLink
from essaim.people.models.imports import ColumnMemory, StaffChange, StaffImport, WordMemory
from essaim.people.models.organisations import Occupation, Organisation, Site, Unit

__all__ = [
    "Agent",
    "ColumnMemory",
    "Occupation",
    "Organisation",
    "Posting",
    "SignInLink",
    "Site",
    "StaffChange",
    "StaffImport",
    "Unit",
    "WordMemory",
]
