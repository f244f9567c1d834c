"""The switch of Moi: colleagues may find me."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.people.forms import DirectoryConsentForm
from essaim.people.http import AgentRequest
from essaim.people.operations.directory import appear_in_directory, leave_directory


@require_POST
def directory_switch(request: AgentRequest) -> HttpResponse:
    form = DirectoryConsentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez 200 signes au plus, sur une ligne."))
    elif form.cleaned_data["is_in_directory"]:
        appear_in_directory(agent=request.user, know_how=form.cleaned_data["know_how"])
        messages.success(request, _("Vos collègues peuvent vous trouver."))
    else:
        leave_directory(agent=request.user)
        messages.success(request, _("Plus personne ne vous trouve par la recherche."))
    return redirect("home:me")
