"""The database itself refuses UPDATE, DELETE and TRUNCATE on the trail, on SQLite and on PostgreSQL."""

from django.db import migrations

from masthead.trail import triggers


def lock(apps, schema_editor):
    triggers.lock(schema_editor.connection)


def unlock(apps, schema_editor):
    triggers.unlock(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
