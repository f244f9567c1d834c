"""Personnes, Cartes: printing the cards of a service, and taking one back."""

import secrets
from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.people import files, rules
from essaim.people.forms.cards import CardsForm
from essaim.people.http import AgentRequest
from essaim.people.operations import cards as operations
from essaim.people.queries import cards as queries
from essaim.ui.words import gettext as _

WITHOUT = "sans"
"""What the address says for those who have no service."""


@require_safe
def card_list(request: AgentRequest) -> HttpResponse:
    """The services; then, in the one chosen, who has a card, since when, and when it was last used."""
    require(rules.can_give_cards, request.user)
    return listing(request, request.GET.get("service", ""))


def listing(
    request: AgentRequest, asked: str, *, ticked: Collection[int] | None = None, status: int = 200
) -> HttpResponse:
    """`ticked` as somebody left them; else those who have no card."""
    employer = request.user.organisation
    units = list(queries.units_with_cards(employer))
    unit = next((one for one in units if str(one.pk) == asked), None)
    people = queries.people_of(employer, unit.pk if unit else None)
    is_chosen = unit is not None or asked == WITHOUT
    context = {
        "units": units,
        "unit": unit,
        "is_chosen": is_chosen,
        "people": people,
        "ticked": ticked if ticked is not None else {one.agent.pk for one in people if one.card is None},
        "without": 0 if is_chosen else len(people),
        "held": sum(one.card is not None for one in people),
        "service": asked if is_chosen else "",
        "press": secrets.token_urlsafe(24),
    }
    return render(request, "people/card_list.html", context, status=status)


@require_POST
@never_cache
def card_print(request: AgentRequest) -> HttpResponse:
    """The sheet with the codes of those ticked: they are on this answer only, and nowhere else."""
    require(rules.can_give_cards, request.user)
    employer, form = request.user.organisation, CardsForm(request.POST)
    if not form.is_valid():
        return refused(request, form, str(next(iter(form.errors.values()))[0]))
    people = queries.chosen(employer, form.cleaned_data["agent"])
    is_again = "again" in request.POST
    give = operations.renew_cards if is_again else operations.issue_cards
    press, now = form.cleaned_data["press"], clock.now()
    given = give(people, request.user, now, press=press and f"{press} {is_again}")
    if not given:
        return refused(
            request,
            form,
            _("Personne parmi les cases cochées n’a de carte à remplacer : imprimez d’abord une carte.")
            if is_again
            else _("Chaque personne cochée a déjà sa carte. Si elle est perdue, imprimez un nouveau code."),
        )
    answer = HttpResponse(files.card_sheet(employer, given, at=now), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="cartes-{now:%Y-%m-%d}.pdf"'
    return answer


def refused(request: AgentRequest, form: CardsForm, problem: str) -> HttpResponse:
    """The same list, ticked as it was."""
    messages.error(request, problem)
    return listing(request, request.POST.get("service", ""), ticked=form.numbers, status=400)


def to_list(request: AgentRequest) -> HttpResponse:
    service = request.POST.get("service", "")
    asked = f"?service={service}" if service.isdecimal() or service == WITHOUT else ""
    return redirect(reverse("people:card_list") + asked)


@require_POST
def card_revoke(request: AgentRequest, pk: int) -> HttpResponse:
    require(rules.can_give_cards, request.user)
    agent = get_object_or_404(queries.may_hold(request.user.organisation), pk=pk)
    operations.revoke(agent=agent, by=request.user, at=clock.now())
    messages.success(request, _("La carte de %(name)s n’ouvre plus rien.") % {"name": agent.full_name})
    return to_list(request)
