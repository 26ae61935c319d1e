"""The condition survey's tables come over from the registry as they are, then take their own names."""

import django.db.models.deletion
from django.db import migrations, models

import sanxin.record.ids


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_people_and_units'),
        ('registry', '0002_condition_moves_out'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Defect',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('public_id', models.CharField(default=sanxin.record.ids.new_public_id, editable=False, max_length=20, unique=True)),
                        ('kind', models.CharField(choices=[('broken_road', '道路破损'), ('no_green', '无绿化'), ('leaking_roof', '楼顶漏水'), ('falling_facade', '外墙脱落'), ('loose_wires', '线路乱拉'), ('parking', '停车不足'), ('mixed_sewer', '雨污不分'), ('no_property_room', '无物业用房'), ('no_activity_space', '无活动区')], max_length=24)),
                        ('severity', models.IntegerField()),
                        ('photo_digest', models.CharField(blank=True, max_length=64)),
                        ('note', models.TextField(blank=True)),
                        ('actor', models.CharField(max_length=80)),
                        ('compound', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.compound')),
                        ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                        ('stairwell', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.stairwell')),
                    ],
                    options={'db_table': 'registry_defect'},
                ),
                migrations.CreateModel(
                    name='Issue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('public_id', models.CharField(default=sanxin.record.ids.new_public_id, editable=False, max_length=20, unique=True)),
                        ('title', models.CharField(max_length=120)),
                        ('compound', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.compound')),
                        ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('compound', 'title'), name='issue_once'),
                        ],
                        'db_table': 'registry_issue',
                    },
                ),
                migrations.CreateModel(
                    name='IssueVoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('dwelling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.dwelling')),
                        ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='condition.issue')),
                        ('neighbourhood', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                    ],
                    options={
                        'constraints': [
                            models.UniqueConstraint(fields=('issue', 'dwelling'), name='one_voice'),
                        ],
                        'db_table': 'registry_issuevoice',
                    },
                ),
            ],
        ),
        migrations.AlterModelTable('Defect', None),
        migrations.AlterModelTable('Issue', None),
        migrations.AlterModelTable('IssueVoice', None),
        migrations.AddField('Defect', 'withdrawn_at', models.DateTimeField(null=True)),
        migrations.AddField('Defect', 'withdrawn_because', models.TextField(blank=True, default=''), preserve_default=False),
    ]
