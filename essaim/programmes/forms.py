"""What the pages of settings may send."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import Organisation
from essaim.programmes import files
from essaim.programmes.models import Format, ManagerRule, Programme, Season, default_words
from essaim.ui.theme import normal
from essaim.ui.words import Words, agreed, gettext_lazy, words_from


def six_digits(written: str) -> str:
    """`#2E9BD0`, `2e9bd0` and `#29d` are colours; anything else is refused in words."""
    try:
        return normal(written)
    except ValueError as error:
        raise forms.ValidationError(str(error)) from error


class FirstProgrammeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nom du dispositif"), max_length=100)


class AppearanceForm(forms.ModelForm):
    """Name, welcoming sentence, phone, logo and colour; the colour may be typed, or picked by eye."""

    picked = forms.CharField(required=False, widget=forms.TextInput(attrs={"type": "color"}))
    shown = forms.CharField(required=False, widget=forms.HiddenInput())
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "Carré, PNG ou SVG, 200 ko au plus. Sans logo, l’alvéole d’Essaim le remplace."
        ),
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
    )
    drop_logo = forms.BooleanField(label=gettext_lazy("Retirer le logo actuel"), required=False)

    class Meta:
        model = Programme
        fields = ["name", "tagline", "phone", "colour"]
        widgets = {
            "colour": forms.TextInput(
                attrs={"class": "input-s", "autocomplete": "off", "spellcheck": "false"}
            ),
        }
        labels = {
            "phone": gettext_lazy("Téléphone à appeler"),
            "colour": gettext_lazy("Couleur de la collectivité"),
        }
        help_texts = {
            "tagline": gettext_lazy("Une phrase sous le bonjour de l’accueil. Elle peut rester vide."),
            "phone": gettext_lazy("Imprimé sur les affiches et les convocations. Il peut rester vide."),
            "colour": gettext_lazy(
                "Celle de votre charte, telle quelle. Essaim en tire quatre teintes lisibles."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["picked"] = self.initial["shown"] = self.instance.colour

    def clean_colour(self) -> str:
        """Of two fields for one thing, the one that was moved counts."""
        typed = six_digits(self.cleaned_data["colour"])
        picked, shown = (self.data.get(key, "").lower() for key in ("picked", "shown"))
        return six_digits(picked) if picked not in ("", shown) and typed == shown else typed

    def clean_logo(self) -> bytes | None:
        """Read the picture, once it is known to be no more than a picture."""
        upload = self.cleaned_data["logo"]
        if upload is None:
            return None
        content: bytes = upload.read(files.LARGEST + 1)
        try:
            files.logo_uri(content)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return content

    def change(self) -> dict[str, Any]:
        """What the operation needs."""
        return {
            key: self.cleaned_data[key] for key in ("name", "tagline", "phone", "colour", "logo", "drop_logo")
        }


GENDERS = [("f", gettext_lazy("féminin : une, la, cette")), ("m", gettext_lazy("masculin : un, le, ce"))]


class WordsForm(forms.Form):
    """The house's own words, and the names of its formats."""

    LABELS = {
        "participant": gettext_lazy("Qui participe, au singulier"),
        "participants": gettext_lazy("Qui participe, au pluriel"),
        "session": gettext_lazy("Un rendez-vous, au singulier"),
        "sessions": gettext_lazy("Des rendez-vous, au pluriel"),
    }

    def __init__(self, *args: Any, programme: Programme, formats: list[Format], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.formats = programme, formats
        for key, label in self.LABELS.items():
            self.fields[key] = self.word(label, programme.word(key), required=False, max_length=40)
        self.fields["session_gender"] = forms.ChoiceField(
            label=_("Ce mot est"),
            choices=GENDERS,
            initial=programme.word("session_gender"),
            required=False,
        )
        for number, kind in enumerate(formats, start=1):
            self.fields[f"format-{kind.pk}"] = self.word(
                _("Format %(number)s") % {"number": number}, kind.name, required=True, max_length=100
            )

    def word(self, label: Any, initial: str, **options: Any) -> forms.CharField:
        return forms.CharField(label=label, initial=initial, **options)

    def words(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in default_words()}

    def names(self) -> dict[int, str]:
        return {kind.pk: self.cleaned_data[f"format-{kind.pk}"] for kind in self.formats}

    def current(self, key: str) -> str:
        """The word as it stands in the field, for the example beside it."""
        written = self[key].value() or ""
        return str(written).strip() or default_words()[key]

    def own_words(self) -> Words:
        """The words as they stand in the fields."""
        written = {key: self.current(key) for key in self.LABELS}
        return words_from(written | {"session_gender": str(self["session_gender"].value())})

    def rows(self) -> list[dict[str, Any]]:
        """Each field with the start, the word and the end of its example."""
        examples = {
            "participant": (_("« Samir, "), _(" depuis mars »")),
            "participants": (_("« 6 "), _(" de 5 services »")),
            "session": (_("« Votre "), _(" de vendredi »")),
            "sessions": (_("« Les "), _(" de la semaine »")),
        }
        rows = [{"field": self[key], "says": (a, self.current(key), b)} for key, (a, b) in examples.items()]
        said = agreed("Cette séance est annulée.", self.own_words())
        rows.append({"field": self["session_gender"], "says": ("« ", said, " »")})
        for kind in self.formats:
            field = self[f"format-{kind.pk}"]
            says = ("« ", field.value() or kind.name, _(", vendredi : Tableaux croisés »"))
            rows.append({"field": field, "says": says})
        return rows


class RulesForm(forms.ModelForm):
    """The rules of seats and of the questionnaire."""

    class Meta:
        model = Programme
        fields = ["offer_working_hours", "direct_hours", "promotion_cutoff", "host_ceiling", "survey_days"]
        widgets = {
            "offer_working_hours": forms.NumberInput(attrs={"class": "input-s", "min": 1, "max": 90}),
            "direct_hours": forms.NumberInput(attrs={"class": "input-s", "min": 0, "max": 720}),
            "promotion_cutoff": forms.RadioSelect(),
            "host_ceiling": forms.NumberInput(attrs={"class": "input-s", "min": 1, "max": 60}),
            "survey_days": forms.NumberInput(attrs={"class": "input-s", "min": 1, "max": 60}),
        }
        labels = {
            "offer_working_hours": gettext_lazy("Heures ouvrées pour répondre"),
            "direct_hours": gettext_lazy("Heures avant la séance"),
            "host_ceiling": gettext_lazy("Séances au plus, par personne et en 30 jours"),
            "survey_days": gettext_lazy("Jours pour répondre"),
        }


class ManagerForm(forms.ModelForm):
    """Whether line managers are informed or asked, what silence means, and the formats that differ."""

    class Meta:
        model = Programme
        fields = ["manager_rule", "approval_days", "on_silence"]
        widgets = {
            "manager_rule": forms.RadioSelect(),
            "approval_days": forms.NumberInput(attrs={"class": "input-s", "min": 1, "max": 20}),
            "on_silence": forms.RadioSelect(),
        }
        labels = {"approval_days": gettext_lazy("Jours ouvrés pour répondre")}

    def __init__(self, *args: Any, formats: list[Format], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.formats = formats
        choices = {"manager_rule": ManagerRule.choices, "on_silence": Programme.Silence.choices}
        for name, known in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = known
        for kind in formats:
            self.fields[f"format-{kind.pk}-rule"] = forms.ChoiceField(
                label=kind.name,
                required=False,
                initial=kind.manager_rule,
                choices=[("", _("Comme le dispositif")), *ManagerRule.choices],
            )

    def format_fields(self) -> list[forms.BoundField]:
        return [self[f"format-{kind.pk}-rule"] for kind in self.formats]

    def change(self) -> dict[str, Any]:
        """What the operation needs."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        rules = {kind.pk: self.cleaned_data[f"format-{kind.pk}-rule"] for kind in self.formats}
        return found | {"formats": rules}


class ThresholdForm(forms.ModelForm):
    """From how many answers on a result is shown."""

    class Meta:
        model = Organisation
        fields = ["privacy_threshold"]
        widgets = {"privacy_threshold": forms.NumberInput(attrs={"class": "input-s", "min": 3, "max": 50})}
        labels = {"privacy_threshold": gettext_lazy("Réponses au moins, pour montrer un résultat")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["privacy_threshold"].validators.append(MaxValueValidator(50))


class SignatureForm(forms.ModelForm):
    """Whose name and function stand under the certificates."""

    class Meta:
        model = Programme
        fields = ["signer_name", "signer_role"]
        labels = {
            "signer_name": gettext_lazy("Prénom et nom de qui signe"),
            "signer_role": gettext_lazy("Sa fonction"),
        }


class CoordinatorForm(forms.Form):
    """Who is named, or thanked."""

    agent = forms.IntegerField(min_value=1)


class FormatForm(forms.ModelForm):
    """A way to meet: its name, what it looks like, what is usual for it."""

    class Meta:
        model = Format
        fields = ["name", "icon", "colour", "usual_minutes", "usual_seats", "nature"]
        labels = {
            "name": gettext_lazy("Nom du format"),
            "usual_minutes": gettext_lazy("Durée habituelle, en minutes"),
            "usual_seats": gettext_lazy("Places habituelles"),
        }
        widgets = {
            "icon": forms.RadioSelect(),
            "colour": forms.RadioSelect(),
            "usual_minutes": forms.NumberInput(attrs={"class": "input-s", "min": 10, "max": 2400, "step": 5}),
            "usual_seats": forms.NumberInput(attrs={"class": "input-s", "min": 1, "max": 2000}),
        }
        help_texts = {
            "nature": gettext_lazy(
                "Seule une formation entre dans les compteurs officiels, avec sa fiche complète."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in {"usual_minutes": (10, 2400), "usual_seats": (1, 2000)}.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]


class SeasonForm(forms.ModelForm):
    """A named period; both days belong to it."""

    class Meta:
        model = Season
        fields = ["name", "starts_on", "ends_on"]
        labels = {"name": gettext_lazy("Nom de la saison")}
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
