"""Hosts above the load that the programme sets, and programmes that one person carries alone."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F
from django.urls import reverse

from essaim.agenda.models import Host
from essaim.home.queries.week.tasks import Scope, Task
from essaim.programmes.models import Programme, Season
from essaim.ui.words import gettext as _

MONTH = timedelta(days=30)


def hosts_above_load(scope: Scope) -> Iterator[Task]:
    """Who leads more sessions in the thirty days to come than the programme's ceiling."""
    rows = (
        Host.objects.filter(
            session__programme__in=scope.programmes,
            session__cancelled_at=None,
            session__starts_at__gt=scope.at,
            session__starts_at__lte=scope.at + MONTH,
            agent__isnull=False,
        )
        .values("agent", "agent__first_name", "agent__last_name", "session__programme")
        .annotate(leads=Count("session", distinct=True), ceiling=F("session__programme__host_ceiling"))
        .filter(leads__gt=F("session__programme__host_ceiling"))
        .order_by("-leads", "agent__last_name", "agent")
    )
    for row in rows:
        name = f"{row['agent__first_name']} {row['agent__last_name']}".strip()
        yield Task(
            kind="load",
            cause=f"agent:{row['agent']}",
            programme=row["session__programme"],
            what=_("%(name)s anime %(n)s séances dans les 30 jours") % {"name": name, "n": row["leads"]},
            why=_("Le plafond du dispositif est de %(n)s.") % {"n": row["ceiling"]},
            proposal=_("Confiez l’une d’elles à quelqu’un d’autre."),
            label=_("Voir ses séances"),
            about=name,
            page=reverse("people:agent_detail", args=[row["agent"]]),
        )


def seasons_without_deputy(scope: Scope) -> Iterator[Task]:
    """A running season that nobody could carry on if the one coordinator were away."""
    today = scope.today
    running = Season.objects.filter(programme__in=scope.programmes, starts_on__lte=today, ends_on__gte=today)
    alone = Programme.objects.filter(pk__in=running.values("programme")).annotate(
        carriers=Count("coordinators")
    )
    for programme in alone.filter(carriers__lt=2).order_by("pk"):
        yield Task(
            kind="deputy",
            cause=f"programme:{programme.pk}",
            programme=programme.pk,
            what=_("%(name)s n’a pas de suppléance") % {"name": programme.name},
            why=_lonely(getattr(programme, "carriers", 0)),
            proposal=_("Nommez une deuxième personne : elle verra les mêmes pages."),
            label=_("Nommer une suppléance"),
            about=programme.name,
            page=f"{reverse('programmes:settings_rules')}?dispositif={programme.slug}",
        )


def _lonely(carriers: int) -> str:
    if carriers:
        return _("La saison est en cours, et une seule personne la porte.")
    return _("La saison est en cours, et personne ne la porte.")
