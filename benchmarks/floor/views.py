"""A list, a detail, a conditional update with an insert."""

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from benchmarks.floor.models import Entry, Thing


def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "floor_list.html", {"things": Thing.objects.order_by("pk")[:50]})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "floor_detail.html", {"thing": get_object_or_404(Thing, pk=pk)})


def take(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    with transaction.atomic():
        if Entry.objects.filter(thing=pk, person=person).exists():
            return HttpResponse("again")
        seated = Thing.objects.filter(pk=pk, taken__lt=F("seats")).update(taken=F("taken") + 1)
        if not seated:
            Thing.objects.filter(pk=pk).update(waiting=F("waiting") + 1)
        thing = Thing.objects.get(pk=pk)
        _entry, is_new = Entry.objects.get_or_create(
            thing=thing, person=person, defaults={"number": thing.taken + thing.waiting}
        )
        if not is_new:
            transaction.set_rollback(True)
    return HttpResponse("ok")


urlpatterns = [
    path("list/", listing),
    path("<int:pk>/", detail),
    path("<int:pk>/take/<int:person>/", take),
]
