"""Hours, days of the week and marked days of organisations; what is set is what the product had for everybody."""

import datetime
import django.db.models.deletion
import essaim.people.models.organisations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_card_numbers'),
    ]

    operations = [
        migrations.CreateModel(
            name='DayPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('closed', 'jours fermés'), ('school', 'vacances scolaires')], max_length=10, verbose_name='nature')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('zone', models.CharField(blank=True, default='', max_length=40, verbose_name='zone')),
                ('starts_on', models.DateField(verbose_name='premier jour')),
                ('ends_on', models.DateField(verbose_name='dernier jour')),
            ],
            options={
                'verbose_name': 'période',
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='closed_days',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='day_ends',
            field=models.TimeField(default=datetime.time(18, 0), verbose_name='fin de la journée'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='day_starts',
            field=models.TimeField(default=datetime.time(9, 0), verbose_name='début de la journée'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='school_until',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='organisation',
            name='work_days',
            field=models.CharField(default='12345', max_length=7, validators=[essaim.people.models.organisations.check_work_days], verbose_name='jours travaillés'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('day_ends__gte', datetime.time(13, 0)), ('day_ends__lte', datetime.time(22, 0)), ('day_starts__gte', datetime.time(5, 0)), ('day_starts__lte', datetime.time(12, 0))), name='a_working_day_opens_in_the_morning_and_closes_after_noon', violation_error_message='La journée commence entre 5 h et 12 h, et finit entre 13 h et 22 h.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('work_days', ''), _negated=True), name='some_day_of_the_week_is_worked', violation_error_message='Cochez au moins un jour travaillé.'),
        ),
        migrations.AddField(
            model_name='dayperiod',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='people.organisation'),
        ),
        migrations.AddIndex(
            model_name='dayperiod',
            index=models.Index(fields=['organisation', 'ends_on'], name='periods_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='dayperiod',
            constraint=models.UniqueConstraint(fields=('organisation', 'kind', 'name', 'zone', 'starts_on'), name='one_period_per_name_and_day', violation_error_message='Cette période est déjà notée.'),
        ),
        migrations.AddConstraint(
            model_name='dayperiod',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='period_ends_after_it_starts', violation_error_message='Le dernier jour vient après le premier, ou le même jour.'),
        ),
        migrations.AddConstraint(
            model_name='dayperiod',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'school'), ('zone', ''), _connector='OR'), name='only_school_holidays_have_a_zone', violation_error_message='Des jours fermés n’ont pas de zone.'),
        ),
    ]
