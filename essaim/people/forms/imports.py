"""An HR file, and the yes that applies it."""

from django import forms
from django.utils.translation import gettext_lazy as _

FULL, PARTIAL = "tout", "partie"


class ImportForm(forms.Form):
    """The file, and whether it names everybody; what is in it is the reader's business."""

    file = forms.FileField(
        label=_("Fichier CSV ou tableur"),
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods,.xls,text/csv", "aria-describedby": "id_file-hint"}
        ),
        error_messages={"required": _("Choisissez d’abord le fichier.")},
    )
    scope = forms.ChoiceField(
        choices=[(FULL, FULL), (PARTIAL, PARTIAL)],
        initial=FULL,
        error_messages={
            "required": _("Dites si le fichier contient tous les agents."),
            "invalid_choice": _("Dites si le fichier contient tous les agents."),
        },
    )


class ApplyForm(forms.Form):
    """The yes; and, when many accounts would close, the word that it is meant."""

    allow_closing = forms.BooleanField(required=False)
