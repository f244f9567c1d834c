"""The lines of « Cette semaine » in each of their states, for the page of components."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.home.queries.week.tasks import Task
from essaim.ui.specimens import Specimen, specimens

LINE = "home/_week_task.html"


@specimens("40-task", gettext_lazy("Ligne à traiter"), list_css="card card-flush rows")
def tasks(at: datetime) -> Iterator[Specimen]:
    urgent = Task(
        kind="host",
        cause="session:1",
        programme=1,
        what=_("« Messagerie » n’a personne pour animer"),
        why=_("Mardi, à 10 h, 2 inscriptions."),
        label=_("Nommer quelqu’un"),
        about=_("Messagerie"),
        page=reverse("agenda:manage_list"),
        is_urgent=True,
    )
    normal = Task(
        kind="crowded",
        cause="session:2",
        programme=1,
        what=_("« Tableaux croisés » : complet, 7 en attente"),
        why=_("Jeudi, à 10 h, 3 places."),
        proposal=_("Une autre date : qui anime y est libre, et la liste est prévenue."),
        label=_("Ouvrir cette date"),
        about=_("Tableaux croisés"),
        does={"date": "2030-02-14"},
    )
    quiet = Task(
        kind="sheet",
        cause="session:3",
        programme=1,
        what=_("« Publipostage » est passée, pas encore terminée"),
        why=_("Recopiez la feuille : tout le monde est là, sauf…"),
        label=_("Recopier la feuille"),
        about=_("Publipostage"),
        page=reverse("agenda:manage_list"),
    )
    for name, task in ((_("urgent"), urgent), (_("avec une proposition"), normal), (_("à faire"), quiet)):
        yield Specimen(name, LINE, {"task": task})
