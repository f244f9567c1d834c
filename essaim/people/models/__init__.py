"""Tables of people: one file per subject."""

from essaim.people.models.agents import Agent, Posting, SignInLink
from essaim.people.models.exports import ExportRecord
from essaim.people.models.imports import StaffImport
from essaim.people.models.organisations import Occupation, Organisation, Site, Unit

__all__ = [
    "Agent",
    "ExportRecord",
    "Occupation",
    "Organisation",
    "Posting",
    "SignInLink",
    "Site",
    "StaffImport",
    "Unit",
]
