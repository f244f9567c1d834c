from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programmes", "0006_formats_to_read")]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="own_letters",
            field=models.JSONField(default=list, editable=False, verbose_name="lettres à ses mots"),
        ),
    ]
