"""Answers of closed questionnaires leave their session for a bundle, made or forming; no figure changes."""

import secrets
import uuid

from django.db import migrations

QUESTIONS = ("useful", "use", "next")


def move(apps, schema_editor):
    """Those that wait join the forming bundle of their format; each bundle is written anew, in random order."""
    Questionnaire = apps.get_model("feedback", "Questionnaire")
    Answer = apps.get_model("feedback", "Answer")
    Bundle = apps.get_model("feedback", "Bundle")
    closed = Questionnaire.objects.filter(closed_at__isnull=False)
    waiting = closed.filter(bundle=None, invitations__has_answered=True).distinct()
    for pk, kind in list(waiting.order_by("pk").values_list("pk", "session__format")):
        forming, _is_new = Bundle.objects.get_or_create(format_id=kind, made_at=None)
        Questionnaire.objects.filter(pk=pk).update(bundle=forming)
    for bundle in Bundle.objects.order_by("pk"):
        answers = Answer.objects.filter(questionnaire__bundle=bundle)
        sheets = list(answers.order_by("pk").values(*QUESTIONS))
        secrets.SystemRandom().shuffle(sheets)
        answers.delete()
        Answer.objects.bulk_create(Answer(key=uuid.uuid4(), bundle=bundle, **sheet) for sheet in sheets)


def move_back(apps, schema_editor):
    """Under the first questionnaire of each bundle, as they were kept before."""
    Questionnaire = apps.get_model("feedback", "Questionnaire")
    Answer = apps.get_model("feedback", "Answer")
    Bundle = apps.get_model("feedback", "Bundle")
    for bundle in Bundle.objects.order_by("pk"):
        head = Questionnaire.objects.filter(bundle=bundle).order_by("closed_at", "pk").first()
        Answer.objects.filter(bundle=bundle).update(bundle=None, questionnaire=head)
    Bundle.objects.filter(made_at=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0002_answers_belong_to_bundles'),
    ]

    operations = [migrations.RunPython(move, move_back)]
