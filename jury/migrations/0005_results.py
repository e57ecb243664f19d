
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jury', '0004_rounds'),
        ('portal', '0005_extension'),
    ]

    operations = [
        migrations.CreateModel(
            name='Result',
            fields=[
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='result', serialize=False, to='portal.release', verbose_name='vrijgave')),
                ('inputs_hash', models.CharField(max_length=64, verbose_name='controlegetal')),
                ('figures', models.JSONField(verbose_name='cijfers')),
            ],
            options={
                'verbose_name': 'resultaat',
                'verbose_name_plural': 'resultaten',
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='coaching',
            field=models.TextField(blank=True, max_length=1000, verbose_name='wat Sandbox aanbiedt'),
        ),
        migrations.AddField(
            model_name='decision',
            name='good',
            field=models.TextField(blank=True, max_length=2000, verbose_name='wat goed was'),
        ),
        migrations.AddField(
            model_name='decision',
            name='lacking',
            field=models.TextField(blank=True, max_length=2000, verbose_name='wat nog ontbrak'),
        ),
        migrations.AddField(
            model_name='decision',
            name='reason',
            field=models.TextField(blank=True, max_length=2000, verbose_name='reden'),
        ),
        migrations.AddField(
            model_name='decision',
            name='resubmit',
            field=models.BooleanField(default=False, verbose_name='uitgenodigd om opnieuw in te dienen'),
        ),
        migrations.AddField(
            model_name='rubric',
            name='minimum_sheets',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='minstens zoveel beoordelingen'),
        ),
        migrations.AddField(
            model_name='rubric',
            name='tie_rule',
            field=models.CharField(choices=[('shared', 'ze delen een plaats'), ('heaviest', 'eerst het criterium dat het zwaarst weegt'), ('median', 'de hoogste middelste score (mediaan)'), ('order', 'de criteria in hun volgorde')], default='shared', max_length=10, verbose_name='bij gelijke scores'),
        ),
        migrations.AddConstraint(
            model_name='rubric',
            constraint=models.CheckConstraint(condition=models.Q(('minimum_sheets__gte', 1)), name='rubric_asks_a_sheet_at_least'),
        ),
        migrations.AddField(
            model_name='result',
            name='round',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='jury.round', verbose_name='ronde'),
        ),
    ]
