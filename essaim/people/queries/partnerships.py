"""With whom an organisation shares, and what the letters say of it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from essaim.kernel.sorting import InFrench
from essaim.people.models import Agent, Organisation, Partnership
from essaim.people.queries.agents import plain
from essaim.ui.words import gettext as _

State = Partnership.State


@dataclass(frozen=True)
class Line:
    """One partnership as one of the two organisations reads it."""

    partnership: Partnership
    other: Organisation
    is_ours_to_answer: bool


def partnerships_of(organisation: Organisation) -> list[Line]:
    """Those that wait for our answer first, then the latest."""
    rows = Partnership.objects.of(organisation.pk).select_related(
        "proposer", "partner", "proposed_by", "answered_by", "ended_by"
    )
    lines = [
        Line(
            row, row.other(organisation.pk), row.state == State.PROPOSED and row.partner_id == organisation.pk
        )
        for row in rows.order_by("-proposed_at", "-pk")
    ]
    order = {State.PROPOSED: 1, State.ACCEPTED: 2, State.DECLINED: 3, State.ENDED: 4}
    return sorted(
        lines, key=lambda line: 0 if line.is_ours_to_answer else order[State(line.partnership.state)]
    )


def partners_of(organisation: int) -> QuerySet[Organisation]:
    """Organisations whose partnership with this one runs."""
    running = Partnership.objects.of(organisation).running()
    either = Q(pk__in=running.values("proposer")) | Q(pk__in=running.values("partner"))
    return Organisation.objects.filter(either).exclude(pk=organisation).order_by(InFrench("name"), "pk")


def organisation_named(text: str) -> Organisation | None:
    """The one of this installation that has exactly this name, short name or SIRET; nobody can leaf through them."""
    wanted = {plain(" ".join(text.split())), "".join(text.split())} - {""}
    rows = Organisation.objects.order_by("pk").values_list("pk", "name", "slug", "siret")
    found = [pk for pk, name, slug, siret in rows if wanted & {plain(name), slug, siret}]
    return Organisation.objects.filter(pk__in=found[:1]).first()


def administrators_of(organisation: Organisation) -> QuerySet[Agent]:
    agents: QuerySet[Agent] = Agent.objects.filter(
        organisation=organisation, is_administrator=True, is_active=True
    )
    return agents.order_by("pk")


def sentence_of(partnership: Partnership, by: Agent) -> tuple[str, str]:
    """The fact, and what it means, for those on the other side."""
    ours, who = by.organisation.name, by.full_name
    texts = {
        State.PROPOSED: (
            _("%(who)s propose un partenariat"),
            _("%(name)s vous propose un partenariat. Vous pourrez ouvrir des séances l’une à l’autre."),
        ),
        State.ACCEPTED: (
            _("%(who)s accepte votre partenariat"),
            _("%(name)s a accepté. Vous pouvez garder des places à ses agents, séance par séance."),
        ),
        State.DECLINED: (
            _("%(who)s décline votre partenariat"),
            _("%(name)s a décliné votre proposition. Rien ne change pour vos agents."),
        ),
        State.ENDED: (
            _("%(who)s met fin à votre partenariat"),
            _("%(name)s a mis fin au partenariat. Les séances déjà ouvertes le restent."),
        ),
    }
    fact, text = texts[State(partnership.state)]
    return fact % {"who": ours}, text % {"name": f"{who} ({ours})"}
