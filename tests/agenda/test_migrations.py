"""Presences of before half-days: nothing is lost, closed sessions get their hours."""

from importlib import import_module

import pytest
from django.apps import apps

from essaim.agenda.models import Attendance, Presence, Sitting
from essaim.agenda.operations import close_session, mark_everybody, register
from tests.agenda.test_half_days import at
from tests.factories import NOW

migration = import_module("essaim.agenda.migrations.0004_sign_each_half_day")


@pytest.mark.django_db
def test_a_presence_of_before_stands_for_both_half_days_and_gives_its_hours(hosted, bob, hugo):
    hosted.sittings.all().delete()
    for start, end in [(at(4, 9), at(4, 17)), (at(11, 9), at(11, 11))]:
        Sitting.objects.create(session=hosted, starts_at=start, ends_at=end)
    register(session=hosted, agent=bob, at=NOW)
    for sitting in hosted.sittings.all():
        mark_everybody(sitting=sitting, at=at(4, 9), by=hugo)
    close_session(session=hosted, at=at(11, 11), by=hugo)
    Presence.objects.filter(half=2).delete()
    Attendance.objects.update(minutes=0)

    migration.sign_each_half_day(apps, None)

    assert list(Presence.objects.order_by("sitting__starts_at", "half").values_list("half", "status")) == [
        (1, "present"),
        (2, "present"),
        (1, "present"),
    ]
    assert Attendance.objects.get().minutes == 180 + 180 + 120
