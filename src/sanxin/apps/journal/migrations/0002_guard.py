"""Guard the log from its first day."""

from django.db import migrations

from sanxin.apps.journal import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_log")]
    operations = [migrations.RunPython(install, remove)]
