"""Wording a letter for a programme, and going back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.letters import marks
from essaim.letters.formulations import Formulated
from essaim.letters.models import Formulation
from essaim.people.models import Agent
from essaim.programmes.models import Programme


class NoExample(Refused):
    """The programme has nothing yet that this letter could be about."""


def word_letter(
    *, programme: Programme, letter: Formulated, subject: str, body: str, by: Agent, at: datetime
) -> Formulation:
    """From now on this letter of the programme says these words; letters already written do not change.

    Refused when they name a fact that the letter does not have, leave out one that it needs, or are too long. The
    former words stay as a version. Saying again what is in use changes nothing.
    """
    subject, body = marks.one_line(subject), body.replace("\r\n", "\n").strip()
    known = _known(programme, letter, by, at)
    faults = [
        *marks.refusals(subject, known, most=marks.LONGEST_SUBJECT),
        *marks.refusals(body, known, most=marks.LONGEST_TEXT),
        *marks.missing(body, known),
    ]
    if faults:
        raise Refused(" ".join(faults))
    with transaction.atomic():
        held = _hold(programme)
        used = Formulation.objects.filter(programme=held, form=letter.name, is_used=True)
        same = used.filter(subject=subject, body=body).first()
        if same is not None:
            return same
        used.update(is_used=False)
        _say(held, letter, is_own=True)
        return Formulation.objects.create(
            programme=held, form=letter.name, subject=subject, body=body, written_by=by, written_at=at
        )


@transaction.atomic
def take_essaim_words(*, programme: Programme, letter: Formulated) -> None:
    """The letter says again what Essaim says; the programme's words stay as a version. Twice is harmless."""
    held = _hold(programme)
    Formulation.objects.filter(programme=held, form=letter.name, is_used=True).update(is_used=False)
    _say(held, letter, is_own=False)


def take_again(
    *, programme: Programme, letter: Formulated, version: Formulation, by: Agent, at: datetime
) -> Formulation:
    """Use former words anew; refused when this letter no longer has what they name."""
    return word_letter(
        programme=programme, letter=letter, subject=version.subject, body=version.body, by=by, at=at
    )


def _known(programme: Programme, letter: Formulated, by: Agent, at: datetime) -> dict[str, marks.Mark]:
    samples = letter.samples(programme, reader=by, at=at)
    if not samples:
        raise NoExample(_("Rien ne montre encore cette lettre : revenez quand une première date est notée."))
    return samples[0].marks


def _hold(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _say(held: Programme, letter: Formulated, *, is_own: bool) -> None:
    """The list by which a letter that keeps the words of Essaim costs no reading."""
    others = [name for name in held.own_letters if name != letter.name]
    held.own_letters = sorted([*others, letter.name] if is_own else others)
    held.save(update_fields=["own_letters"])
