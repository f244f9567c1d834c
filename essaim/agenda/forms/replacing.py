"""Who leaves the team of a session, and who joins it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from essaim.people.models import Agent


class ReplaceForm(forms.Form):
    """`ancien` is empty when nobody led the session."""

    ancien = forms.ModelChoiceField(queryset=Agent.objects.none(), required=False)
    nouveau = forms.ModelChoiceField(
        queryset=Agent.objects.none(),
        error_messages={"required": gettext_lazy("Choisissez qui anime désormais.")},
    )

    def __init__(self, *args: Any, people: QuerySet[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ancien"].queryset = people  # type: ignore[attr-defined]
        self.fields["nouveau"].queryset = people  # type: ignore[attr-defined]
