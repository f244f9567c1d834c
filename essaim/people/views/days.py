"""Réglages, Jours et horaires: hours, closed days, school holidays, each change with its undo."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel import clock
from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.kernel.numbers import sent_number
from essaim.people import rules
from essaim.people.dayfile import read_days
from essaim.people.forms.days import DaysFileForm, HoursForm, PeriodForm
from essaim.people.http import AgentRequest
from essaim.people.models import DayPeriod, Organisation
from essaim.people.operations import days as operations
from essaim.people.operations.organisations import change_organisation
from essaim.people.queries import days as queries
from essaim.people.school import ZONES, published
from essaim.ui.words import gettext as _
from essaim.ui.words import ngettext

UNDO, UNDO_SECONDS = "people.days", 60
LONGEST_TOKEN = 1500
"""A longer address is not offered: the message travels in a cookie."""


@require_http_methods(["GET", "HEAD", "POST"])
def day_list(request: AgentRequest) -> HttpResponse:
    organisation = request.user.organisation
    require(rules.can_administer, request.user, organisation)
    if request.method == "POST":
        return CHANGES.get(request.POST.get("change", ""), change_hours)(request, organisation)
    return shown(request, organisation)


def shown(request: AgentRequest, organisation: Organisation, **forms_sent: forms.BaseForm) -> HttpResponse:
    """The page, with the forms that were sent and do not go, as they were sent."""
    today = today_at(organisation)
    period = period_asked(request, organisation)
    first = first_values(period) if period else {}
    years = queries.years_of(organisation)
    context: dict[str, Any] = {
        "hours_form": HoursForm(instance=organisation, auto_id="heures_%s"),
        "period_form": PeriodForm(initial=first, auto_id="noter_%s"),
        "file_form": DaysFileForm(auto_id="fichier_%s"),
        "period": period,
        "years": years,
        "offered": queries.zones_to_offer(today=today),
        "example": queries.late_letter(organisation),
        "school_until": organisation.school_until,
    }
    return render(request, "people/day_list.html", context | forms_sent)


def today_at(organisation: Organisation) -> date:
    return clock.now().astimezone(organisation.zone).date()


def first_values(period: DayPeriod) -> dict[str, Any]:
    return {name: getattr(period, name) for name in operations.FIELDS}


def period_asked(request: AgentRequest, organisation: Organisation) -> DayPeriod | None:
    """The period to change, one of the organisation's own."""
    wanted = request.POST.get("periode") or request.GET.get("periode", "")
    if not wanted:
        return None
    return get_object_or_404(DayPeriod, organisation=organisation, pk=sent_number(wanted))


def change_hours(request: AgentRequest, organisation: Organisation) -> HttpResponse:
    form = HoursForm(request.POST, instance=organisation, auto_id="heures_%s")
    if not form.is_valid():
        organisation.refresh_from_db()
        return shown(request, organisation, hours_form=form)
    change_organisation(organisation=organisation, **form.cleaned_data)
    messages.success(request, _("C’est enregistré. Les délais déjà dits ne changent pas."))
    return redirect("people:day_list")


def change_period(request: AgentRequest, organisation: Organisation) -> HttpResponse:
    period = period_asked(request, organisation)
    form = PeriodForm(request.POST, auto_id="noter_%s")
    if not form.is_valid():
        return shown(request, organisation, period_form=form)
    try:
        noted = operations.note_period(organisation=organisation, period=period, **form.cleaned_data)
    except Refused as refused:
        form.add_error("ends_on", str(refused))
        return shown(request, organisation, period_form=form)
    said = _("« %(name)s » est déjà noté.") if noted.known else _("« %(name)s » est noté.")
    return done(request, said % {"name": form.cleaned_data["name"]}, noted)


def remove_period(request: AgentRequest, organisation: Organisation) -> HttpResponse:
    wanted = sent_number(request.POST.get("remove", ""))
    period = get_object_or_404(DayPeriod, organisation=organisation, pk=wanted)
    noted = operations.remove_period(period=period)
    return done(request, _("« %(name)s » est retiré.") % {"name": period.label}, noted)


def bring_published(request: AgentRequest, organisation: Organisation) -> HttpResponse:
    """The published calendar of one zone, what is over left aside."""
    zone = request.POST.get("zone", "")
    today = today_at(organisation)
    spans = [span for span in published(zone) if span.ends_on >= today] if zone in ZONES else []
    noted = operations.bring_in(organisation=organisation, kind=DayPeriod.Kind.SCHOOL, spans=spans)
    return done(request, brought(noted), noted)


def bring_file(request: AgentRequest, organisation: Organisation) -> HttpResponse:
    form = DaysFileForm(request.POST, request.FILES, auto_id="fichier_%s")
    if not form.is_valid():
        return shown(request, organisation, file_form=form)
    sent = form.cleaned_data
    try:
        spans = read_days(
            sent["file"].read(),
            zone=sent["zone"],
            time_zone=organisation.zone,
            since=today_at(organisation),
        )
        noted = operations.bring_in(organisation=organisation, kind=sent["kind"], spans=spans)
    except Refused as refused:
        form.add_error("file", str(refused))
        return shown(request, organisation, file_form=form)
    return done(request, brought(noted), noted)


def brought(noted: operations.Noted) -> str:
    """« 6 périodes ajoutées, 1 corrigée, 2 déjà là. », in words that count."""
    counts = len(noted.added), len(noted.before), noted.known
    added, changed, known = (
        ngettext("%(n)s période ajoutée", "%(n)s périodes ajoutées", counts[0]) % {"n": counts[0]},
        ngettext("%(n)s corrigée", "%(n)s corrigées", counts[1]) % {"n": counts[1]},
        _("%(n)s déjà là") % {"n": counts[2]},
    )
    more = [said for said, count in ((changed, counts[1]), (known, counts[2])) if count]
    return f"{', '.join([added, *more])}."


def salt_of(organisation: Organisation) -> str:
    """An undo opens only what it was made for."""
    return f"{UNDO}:{organisation.pk}"


def done(request: AgentRequest, said: str, noted: operations.Noted) -> HttpResponse:
    """Back to the list, with a minute to think better of it."""
    undo = ""
    if noted.added or noted.before:
        token = signing.dumps(noted.facts, salt=salt_of(request.user.organisation), compress=True)
        undo = f"undo:{reverse('people:day_undo', args=[token])}" if len(token) <= LONGEST_TOKEN else ""
    messages.success(request, said, extra_tags=undo)
    return redirect(f"{reverse('people:day_list')}#jours")


CHANGES: dict[str, Callable[[AgentRequest, Organisation], HttpResponse]] = {
    "hours": change_hours,
    "period": change_period,
    "remove": remove_period,
    "published": bring_published,
    "file": bring_file,
}


@require_POST
def day_undo(request: AgentRequest, token: str) -> HttpResponse:
    """Everything as before the last change; only within the organisation, and for a minute."""
    organisation = request.user.organisation
    require(rules.can_administer, request.user, organisation)
    try:
        facts = signing.loads(token, salt=salt_of(organisation), max_age=UNDO_SECONDS)
        operations.take_back(organisation=organisation, **facts)
        messages.success(request, _("C’est annulé : tout est comme avant."))
    except signing.BadSignature:
        messages.warning(request, _("Trop tard pour revenir en arrière : plus d’une minute a passé."))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(f"{reverse('people:day_list')}#jours")
