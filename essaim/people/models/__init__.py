"""Tables of people: one file per subject."""

from essaim.people.models.agents import Agent, Posting, SignInLink
from essaim.people.models.imports import StaffImport
from essaim.people.models.organisations import Occupation, Organisation, Site, Unit
from essaim.people.models.partnerships import Partnership

__all__ = [
    "Agent",
    "Occupation",
    "Organisation",
    "Partnership",
    "Posting",
    "SignInLink",
    "Site",
    "StaffImport",
    "Unit",
]
