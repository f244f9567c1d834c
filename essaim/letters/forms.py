"""What a browser may send about letters."""

from collections.abc import Mapping
from typing import Any

from django import forms

from essaim.letters import marks
from essaim.letters.marks import Mark
from essaim.ui.words import gettext_lazy as _

FAULTS_SHOWN = 4


class FormulationForm(forms.Form):
    """The words of one letter; each fault says its line, and how to mend it."""

    subject = forms.CharField(label=_("Objet"))
    body = forms.CharField(
        label=_("Lettre"),
        help_text=_("Une ligne vide sépare deux paragraphes."),
        widget=forms.Textarea(attrs={"class": "input-letter", "rows": 14, "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, known: Mapping[str, Mark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_subject(self) -> str:
        subject = marks.one_line(self.cleaned_data["subject"])
        self._refuse(marks.refusals(subject, self.known, most=marks.LONGEST_SUBJECT))
        return subject

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        faults = marks.refusals(body, self.known, most=marks.LONGEST_TEXT)
        self._refuse(faults or marks.missing(body, self.known))
        return body

    def _refuse(self, faults: list[str]) -> None:
        if faults:
            raise forms.ValidationError(faults[:FAULTS_SHOWN])
