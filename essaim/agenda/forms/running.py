"""The running order, a line per step: what it is called and how long it takes."""

from django import forms

from essaim.agenda.models import Step
from essaim.agenda.models.room import LONGEST_STEP
from essaim.agenda.operations.room import PlannedStep
from essaim.ui.words import gettext as _

SPARE_LINES = 3
FEWEST_LINES = 6
MOST_LINES = 20


class RunningOrderForm(forms.Form):
    """Pairs of fields `title-1`, `minutes-1`…; an empty line counts for nothing."""

    def __init__(self, *args: object, steps: list[Step], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        count = min(max(len(steps) + SPARE_LINES, FEWEST_LINES), MOST_LINES)
        written = {step.position: step for step in steps}
        self.numbers = range(1, count + 1)
        for number in self.numbers:
            step = written.get(number)
            self.fields[f"title-{number}"] = forms.CharField(
                label=_("Étape %(n)s") % {"n": number},
                max_length=80,
                required=False,
                initial=step.title if step else "",
            )
            self.fields[f"minutes-{number}"] = forms.IntegerField(
                label=_("Minutes de l’étape %(n)s") % {"n": number},
                min_value=1,
                max_value=LONGEST_STEP,
                required=False,
                initial=step.minutes if step else None,
                error_messages={
                    "min_value": _("Écrivez un nombre de minutes, 1 au moins."),
                    "max_value": _("Une étape dure 600 minutes au plus."),
                    "invalid": _("Écrivez un nombre de minutes, par exemple 10."),
                },
            )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"title-{number}"], self[f"minutes-{number}"]) for number in self.numbers]

    def clean(self) -> None:
        for number in self.numbers:
            title, minutes = self._line(number)
            if title and minutes is None and f"minutes-{number}" not in self.errors:
                self.add_error(f"minutes-{number}", _("Combien de minutes dure cette étape ?"))
            if minutes is not None and not title and f"title-{number}" not in self.errors:
                self.add_error(f"title-{number}", _("Comment s’appelle cette étape ?"))

    def _line(self, number: int) -> tuple[str, int | None]:
        return self.cleaned_data.get(f"title-{number}", ""), self.cleaned_data.get(f"minutes-{number}")

    @property
    def steps(self) -> list[PlannedStep]:
        """What was written, in order."""
        lines = [self._line(number) for number in self.numbers]
        return [PlannedStep(title, minutes) for title, minutes in lines if title and minutes]
