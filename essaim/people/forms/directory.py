"""What the list of people may be asked."""

from typing import TypedDict
from urllib.parse import urlencode

from django import forms

from essaim.people.queries.agents import CHECKS


class Wanted(TypedDict):
    search: str
    unit: int | None
    check: str


class DirectoryForm(forms.Form):
    """Every field may be empty; what cannot be read is ignored, a list is always shown."""

    q = forms.CharField(required=False, max_length=100)
    service = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    verifier = forms.ChoiceField(required=False, choices=[(check, check) for check in CHECKS])

    def wanted(self) -> Wanted:
        """The arguments of `queries.directory`."""
        self.is_valid()
        asked = self.cleaned_data
        return {
            "search": asked.get("q", ""),
            "unit": asked.get("service"),
            "check": asked.get("verifier", ""),
        }

    def as_query(self) -> str:
        """The same wish, for the addresses of other pages and of the file."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})
