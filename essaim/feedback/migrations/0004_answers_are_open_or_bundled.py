from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0003_move_answers_into_bundles'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bundle', None), ('questionnaire__isnull', False)), models.Q(('bundle__isnull', False), ('questionnaire', None)), _connector='OR'), name='an_answer_has_a_questionnaire_then_a_bundle'),
        ),
        migrations.AddConstraint(
            model_name='bundle',
            constraint=models.UniqueConstraint(condition=models.Q(('made_at', None)), fields=('format',), name='one_forming_bundle_per_format'),
        ),
    ]
