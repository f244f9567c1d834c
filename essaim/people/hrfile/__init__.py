"""Reads the HR file of an employer: bytes in, a clean table out, or a refusal in words. Knows no database."""

from essaim.people.hrfile.errors import BadRow, FileRefused
from essaim.people.hrfile.memory import Memory
from essaim.people.hrfile.rows import HrRow
from essaim.people.hrfile.sheets import SeveralSheets
from essaim.people.hrfile.table import HrTable, dumps, loads, read

__all__ = ["BadRow", "FileRefused", "HrRow", "HrTable", "Memory", "SeveralSheets", "dumps", "loads", "read"]
