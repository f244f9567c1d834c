"""When a card last let somebody in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0010_cards")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="last_used_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dernière entrée"),
        )
    ]
