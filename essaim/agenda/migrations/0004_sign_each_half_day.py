"""Presences noted before half-days existed stand for both of them; closed sessions get their hours."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import migrations

NOON, TWO = time(12), time(14)


def halves(sitting, zone):
    """The same cut as `agenda.rules.halves_of` when this was written."""
    start, end = sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone)
    noon = datetime.combine(start.date(), NOON, tzinfo=zone)
    two = datetime.combine(start.date(), TWO, tzinfo=zone)
    parts = [(start, noon), (two, end)] if start < noon and end > two else [(start, end)]
    return [int((last - first).total_seconds()) // 60 for first, last in parts]


def sign_each_half_day(apps, schema_editor):
    Sitting = apps.get_model("agenda", "Sitting")
    Presence = apps.get_model("agenda", "Presence")
    Attendance = apps.get_model("agenda", "Attendance")
    sittings = Sitting.objects.select_related("session__programme__organisation")
    for sitting in sittings.order_by("session_id", "pk").iterator(chunk_size=500):
        zone = ZoneInfo(sitting.session.programme.organisation.time_zone)
        minutes = halves(sitting, zone)
        signed = list(Presence.objects.filter(sitting=sitting, half=1).select_related("agent"))
        if len(minutes) == 2:
            Presence.objects.bulk_create(
                Presence(
                    sitting=sitting,
                    agent_id=one.agent_id,
                    half=2,
                    status=one.status,
                    recorded_at=one.recorded_at,
                    by_id=one.by_id,
                )
                for one in signed
            )
        if sitting.session.closed_at is None:
            continue
        people = [one.agent.person for one in signed if one.status == "present"]
        counted = list(Attendance.objects.filter(session=sitting.session_id, person__in=people))
        for attendance in counted:
            attendance.minutes += sum(minutes)
        Attendance.objects.bulk_update(counted, ["minutes"], batch_size=500)


def one_signature_a_date(apps, schema_editor):
    apps.get_model("agenda", "Presence").objects.filter(half=2).delete()


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_half_days_and_date_changes"), ("people", "0002_relays_and_leaves")]

    operations = [migrations.RunPython(sign_each_half_day, one_signature_a_date)]
