"""Réglages: formats and seasons."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from essaim.kernel.access import require
from essaim.kernel.errors import Refused
from essaim.people.http import AgentRequest
from essaim.programmes import operations, queries, rules
from essaim.programmes.forms import FormatForm, SeasonForm
from essaim.programmes.models import Format, Season
from essaim.programmes.views.settings import page, programme_to_set, which
from essaim.ui.words import gettext as _

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def back(request: AgentRequest, name: str) -> HttpResponse:
    return redirect(reverse(name) + which(request))


@read_or_write
def settings_formats(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    if request.method == "POST":
        operations.note_formats_read(programme.pk)
        messages.success(request, _("C’est noté : ces formats vous conviennent."))
        return redirect("home:week")
    formats = queries.formats_with_sessions(programme)
    return page(request, "programmes/settings_formats.html", programme, formats=formats)


@read_or_write
def format_new(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    form = FormatForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = operations.add_format(programme=programme, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("« %(name)s » est ajouté.") % {"name": added.name})
            return back(request, "programmes:settings_formats")
    return page(request, "programmes/format_form.html", programme, form=form, format=None)


def format_to_set(request: AgentRequest, pk: int) -> Format:
    """A format of a programme that the person runs; the others do not exist."""
    require(rules.can_pilot_anything, request.user)
    mine = Format.objects.filter(programme__in=queries.programmes_to_pilot(request.user))
    return get_object_or_404(mine.select_related("programme__organisation"), pk=pk)


@read_or_write
def format_edit(request: AgentRequest, pk: int) -> HttpResponse:
    format_ = format_to_set(request, pk)
    form = FormatForm(request.POST if request.method == "POST" else None, instance=format_)
    if form.is_valid():
        try:
            operations.change_format(format=format_, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("« %(name)s » est enregistré.") % {"name": format_.name})
            return back(request, "programmes:settings_formats")
    return page(request, "programmes/format_form.html", format_.programme, form=form, format=format_)


@require_POST
def format_move(request: AgentRequest, pk: int) -> HttpResponse:
    operations.move_format(format=format_to_set(request, pk), up=request.POST.get("vers") == "haut")
    return back(request, "programmes:settings_formats")


@require_POST
def format_remove(request: AgentRequest, pk: int) -> HttpResponse:
    format_ = format_to_set(request, pk)
    try:
        operations.remove_format(format=format_)
        messages.success(request, _("« %(name)s » est retiré.") % {"name": format_.name})
    except Refused as refused:
        messages.warning(request, str(refused))
    return back(request, "programmes:settings_formats")


@read_or_write
def settings_seasons(request: AgentRequest) -> HttpResponse:
    programme = programme_to_set(request)
    if programme is None:
        return redirect("programmes:settings")
    form = SeasonForm(
        request.POST if request.method == "POST" else None, instance=Season(programme=programme)
    )
    if form.is_valid():
        season = operations.create_season(programme=programme, **form.cleaned_data)
        messages.success(request, _("« %(name)s » est notée.") % {"name": season.name})
        return back(request, "programmes:settings_seasons")
    seasons = queries.seasons_of(programme)
    return page(request, "programmes/settings_seasons.html", programme, form=form, seasons=seasons)


@read_or_write
def season_edit(request: AgentRequest, pk: int) -> HttpResponse:
    require(rules.can_pilot_anything, request.user)
    mine = Season.objects.filter(programme__in=queries.programmes_to_pilot(request.user))
    season = get_object_or_404(mine.select_related("programme__organisation"), pk=pk)
    if "retirer" in request.POST:
        operations.remove_season(season=season)
        messages.success(request, _("« %(name)s » est retirée. Les séances restent.") % {"name": season.name})
        return back(request, "programmes:settings_seasons")
    form = SeasonForm(request.POST if request.method == "POST" else None, instance=season)
    if form.is_valid():
        operations.change_season(season=season, **form.cleaned_data)
        messages.success(request, _("« %(name)s » est enregistrée.") % {"name": season.name})
        return back(request, "programmes:settings_seasons")
    context = {"form": form, "season": season, "programme": season.programme, "which": which(request)}
    return render(request, "programmes/season_form.html", context)
