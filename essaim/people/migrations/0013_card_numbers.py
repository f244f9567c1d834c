"""Cards bear a number of their own; those already given get one, to be printed with their next code."""

import secrets

from django.db import migrations, models


def number_cards(apps, schema_editor):
    cards = apps.get_model("people", "Card")
    taken = set()
    for card in cards.objects.order_by("pk"):
        while (number := str(1_000_000 + secrets.randbelow(9_000_000))) in taken:
            pass
        taken.add(number)
        card.number = number
        card.save(update_fields=["number"])


class Migration(migrations.Migration):
    dependencies = [("people", "0012_language_of_agents")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="number",
            field=models.CharField(max_length=7, null=True, verbose_name="numéro"),
        ),
        migrations.RunPython(number_cards, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="card",
            name="number",
            field=models.CharField(max_length=7, unique=True, verbose_name="numéro"),
        ),
    ]
