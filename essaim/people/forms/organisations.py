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


class StatementForm(forms.ModelForm):
    """What the employer declares of the accessibility of its site."""

    class Meta:
        model = Organisation
        fields = ["conformity", "audited_on", "audit_rate", "audited_by", "access_contact", "left_out"]
        widgets = {
            "conformity": forms.RadioSelect,
            "audited_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "audited_by": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        labels = {
            "conformity": gettext_lazy("État, selon le RGAA"),
            "audited_on": gettext_lazy("Date de l’audit"),
            "audit_rate": gettext_lazy("Critères respectés, en pourcentage"),
            "audited_by": gettext_lazy("Qui a mené l’audit"),
            "access_contact": gettext_lazy("À qui signaler un obstacle"),
            "left_out": gettext_lazy("Ce qui n’est pas accessible, et pourquoi"),
        }
        help_texts = {
            "conformity": gettext_lazy(
                "Sans audit, un site est non conforme. À partir de 50 %, il l’est en partie."
            ),
            "access_contact": gettext_lazy("Un service, avec son téléphone, son adresse ou son courriel."),
            "left_out": gettext_lazy(
                "Une ligne par contenu, avec sa raison : pas encore corrigé, charge disproportionnée, hors de la loi."
            ),
        }
        error_messages = {
            "audit_rate": {
                "invalid": gettext_lazy("Écrivez un nombre entier, de 0 à 100."),
                "max_value": gettext_lazy("Écrivez un nombre entier, de 0 à 100."),
                "min_value": gettext_lazy("Écrivez un nombre entier, de 0 à 100."),
            },
            "audited_on": {"invalid": gettext_lazy("Écrivez la date ainsi : 2030-02-01.")},
        }
