from django.db import migrations
from django.utils.text import slugify


def give_addresses(apps, schema_editor):
    """Every topic that had none gets a readable address, and follows the nature of its format."""
    Topic = apps.get_model("catalogue", "Topic")
    taken = set(Topic.objects.exclude(slug=None).values_list("slug", flat=True))
    for topic in Topic.objects.filter(slug=None).select_related("format").order_by("pk").iterator():
        base = slugify(topic.title)[:70].strip("-") or "sujet"
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        topic.slug = slug
        topic.is_training = topic.format.nature != "not_training"
        topic.save(update_fields=["slug", "is_training"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_sheets")]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop)]
