import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0012_held_letters"),
        ("programmes", "0007_own_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="about",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="Formulation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("form", models.CharField(max_length=30, verbose_name="lettre")),
                ("subject", models.CharField(max_length=150, verbose_name="objet")),
                ("body", models.TextField(max_length=2000, verbose_name="texte")),
                ("is_used", models.BooleanField(default=True, verbose_name="en usage")),
                ("written_at", models.DateTimeField(verbose_name="écrit le")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formulations",
                        to="programmes.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "formulation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_used", True)),
                        fields=("programme", "form"),
                        name="one_wording_in_use_per_programme_and_letter",
                    )
                ],
            },
        ),
    ]
