"""What the pages of topics may send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from essaim.catalogue.models import BLOCKS, Topic
from essaim.catalogue.queries import HALF_DAY
from essaim.catalogue.rules import is_training
from essaim.programmes.models import Format

LENGTHS = [
    (30, gettext_lazy("30 min")),
    (60, gettext_lazy("1 h")),
    (90, gettext_lazy("1 h 30")),
    (120, gettext_lazy("2 h")),
]
LONGEST = 5000
MOST_HALF_DAYS = 30
HINTS = {
    "aims": gettext_lazy(
        "Dans quelles situations de travail, pour faire quoi. « Répondre à 200 habitants sans recopier une adresse. »"
    ),
    "audience": gettext_lazy(
        "Pour qui, et ce qu’il faut savoir avant. « Toute personne qui envoie des courriers. Savoir ouvrir Word. »"
    ),
    "methods": gettext_lazy(
        "Présentiel ou distance, outils, façon d’apprendre. « En salle, à son poste, sur ses propres fichiers. »"
    ),
    "steps": gettext_lazy(
        "Le déroulé et ce que l’on y fait. « 1. Préparer la liste. 2. Écrire la lettre. 3. Imprimer. »"
    ),
    "timing": gettext_lazy(
        "Combien de temps, en combien de fois. « 1 h 30, en une fois. Les dates sont au programme. »"
    ),
    "proof": gettext_lazy(
        "Comment la présence est notée et prouvée. « Émargement par demi-journée, attestation sur demande. »"
    ),
}

REASONS = {
    "aims": gettext_lazy("À écrire : chacun doit savoir ce qu’il saura faire ensuite."),
    "audience": gettext_lazy("À écrire : personne ne doit venir trop tôt, ni pour rien."),
    "methods": gettext_lazy("À écrire : on ne se prépare pas de même en salle et à distance."),
    "steps": gettext_lazy("À écrire : qui anime et qui vient suivent le même fil."),
    "timing": gettext_lazy("À écrire : l’équipe doit pouvoir libérer ce temps."),
    "proof": gettext_lazy("À écrire : sans preuve, ni attestation ni heures de formation."),
}
"""Why each block is needed, said as long as it is empty."""


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def block(name: str, **words: Any) -> forms.CharField:
    """One of the six; its blank placeholder lets the page see that nothing is written yet."""
    text = forms.Textarea(attrs={"rows": 3, "placeholder": " "})
    field = forms.CharField(required=False, max_length=LONGEST, widget=text, **words)
    field.reason = REASONS[name]  # type: ignore[attr-defined]
    return field


def plain_lines(text: str) -> str:
    """Browsers send another end of line than the one that was kept."""
    return text.replace("\r\n", "\n").strip()


class FormatSelect(forms.Select):
    """Formats, those that are training marked: their sheet needs its six blocks."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if is_training(value.instance):
            option["attrs"]["class"] = "is-training"
        return option


class SheetForm(forms.Form):
    """A topic with its six blocks."""

    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"),
        queryset=Format.objects.none(),
        empty_label=None,
        widget=FormatSelect,
    )
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Écrivez un titre, par exemple « Lire un plan ancien »."),
            "max_length": gettext_lazy("Le titre compte %(show_value)s signes : il en faut 200 au plus."),
        },
    )
    promise = forms.CharField(
        label=gettext_lazy("La promesse, en deux phrases"), required=False, max_length=LONGEST, widget=area(3)
    )
    outcomes = forms.CharField(
        label=gettext_lazy("Vous saurez…"),
        help_text=gettext_lazy("Une ligne par point."),
        required=False,
        max_length=LONGEST,
        widget=area(3),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Durée, en minutes"),
        required=False,
        min_value=10,
        max_value=2400,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
    )

    def __init__(self, *args: Any, formats: list[Format], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["format"]
        field.queryset = Format.objects.filter(pk__in=[one.pk for one in formats]).order_by(
            "programme", "rank", "pk"
        )
        for name, label in BLOCKS.items():
            self.fields[name] = block(name, label=label, help_text=HINTS[name])

    @staticmethod
    def values_of(topic: Topic) -> dict[str, Any]:
        names = ("format", "title", "promise", "outcomes", "minutes", *BLOCKS)
        return {name: getattr(topic, name) for name in names}

    def blocks(self) -> list[forms.BoundField]:
        return [self[name] for name in BLOCKS]

    def filled(self) -> int:
        """How many of the six blocks have words, as the page shows them."""
        return sum(bool(str(field.value() or "").strip()) for field in self.blocks())

    def is_unsaved(self) -> bool:
        """Whether the page sent a sheet that says something else than the one that is kept."""
        if "title" not in self.data:
            return False
        typed = {name: str(self[name].value() or "") for name in self.fields}
        kept = {name: str(self[name].initial or "") for name in self.fields}
        kept["format"] = str(self["format"].initial.pk)
        return any(plain_lines(typed[name]) != plain_lines(kept[name]) for name in typed)


class TitleForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Que voulez-vous transmettre ?"),
        max_length=200,
        help_text=gettext_lazy("En quelques mots, comme vous le diriez à un collègue."),
        error_messages={
            "required": gettext_lazy("Écrivez un titre, même provisoire."),
            "max_length": gettext_lazy("Le titre compte %(show_value)s signes : il en faut 200 au plus."),
        },
    )
    promise = forms.CharField(
        label=gettext_lazy("Et pourquoi cela vaut le détour"),
        required=False,
        max_length=LONGEST,
        widget=area(3),
    )


class ShapeForm(forms.Form):
    format = forms.ModelChoiceField(
        label=gettext_lazy("Quelle forme ?"),
        queryset=Format.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choisissez une forme.")},
    )
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Combien de temps ?"),
        choices=LENGTHS,
        coerce=int,
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Choisissez une durée.")},
    )
    audience = block(
        "audience",
        label=gettext_lazy("Pour qui ?"),
        help_text=gettext_lazy("« Tous les guichets », « ceux qui débutent », « deux personnes à la fois »…"),
    )

    def __init__(self, *args: Any, formats: list[Format], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["format"]
        field.queryset = Format.objects.filter(pk__in=[one.pk for one in formats]).order_by(
            "programme", "rank", "pk"
        )


class HalfDaysForm(forms.Form):
    creneau = forms.Field(required=False)

    def half_days(self) -> list[str]:
        """What was tapped and can be read, each once."""
        sent: Any = self.data
        found = dict.fromkeys(value for value in sent.getlist("creneau") if HALF_DAY.fullmatch(value))
        return list(found)[:MOST_HALF_DAYS]


class WordsForm(forms.Form):
    """A question, an answer, a reason."""

    words = forms.CharField(
        max_length=2000,
        widget=area(3),
        error_messages={
            "required": gettext_lazy("Écrivez quelques mots."),
            "max_length": gettext_lazy(
                "C’est un peu long : 2 000 signes au plus, vous en avez %(show_value)s."
            ),
        },
    )


class DecisionForm(WordsForm):
    """The words of a decision, sent together with the sheet as it stands."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["form"] = "fiche"


class DocumentForm(forms.Form):
    """A file, sent together with the sheet as it stands: what is typed there is not lost."""

    use_required_attribute = False
    file = forms.FileField(
        widget=forms.FileInput(attrs={"form": "fiche"}),
        label=gettext_lazy("Joindre un document"),
        help_text=gettext_lazy("PDF, image ou document bureautique, 10 Mo au plus."),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choisissez d’abord le fichier.")},
    )
