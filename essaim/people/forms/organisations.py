"""What the pages of an employer may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.people.models import Organisation, Site


def digits(written: str) -> str:
    """A SIRET may be written with spaces."""
    return "".join(written.split()).replace("\u202f", "")


class OrganisationForm(forms.ModelForm):
    """Name, branch, SIRET, time zone, public holidays."""

    siret = forms.CharField(
        label=gettext_lazy("SIRET"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("14 chiffres. Les espaces ne gênent pas."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "branch", "siret", "time_zone", "holidays_of"]
        labels = {"name": gettext_lazy("Nom de l’employeur"), "branch": gettext_lazy("Versant")}
        help_texts = {
            "time_zone": gettext_lazy("Par exemple Europe/Paris, Indian/Reunion, America/Martinique."),
            "holidays_of": gettext_lazy("Ces jours-là, aucun délai ne court : ni accord, ni place proposée."),
        }

    def clean_siret(self) -> str:
        return digits(self.cleaned_data["siret"])


class NewOrganisationForm(OrganisationForm):
    """The same, with who administers it first."""

    administrator = forms.CharField(label=gettext_lazy("Prénom et nom de qui l’administre"), max_length=150)
    login = forms.CharField(label=gettext_lazy("Identifiant de cette personne"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Son courriel"),
        help_text=gettext_lazy("Elle se connecte d’abord par un lien envoyé à cette adresse."),
    )

    def opened(self) -> dict[str, Any]:
        """What the operation needs."""
        return dict(self.cleaned_data)


class SiteForm(forms.ModelForm):
    class Meta:
        model = Site
        fields = ["name", "address"]
        labels = {"name": gettext_lazy("Nom du lieu"), "address": gettext_lazy("Adresse")}
