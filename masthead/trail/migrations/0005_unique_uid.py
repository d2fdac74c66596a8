"""A uid is used once. SQLite rebuilds the table and drops its triggers: they are set again."""

from django.db import migrations, models

from masthead.trail import triggers


def lock(apps, schema_editor):
    triggers.lock(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0004_stamps")]
    operations = [
        migrations.AddConstraint("event", models.UniqueConstraint(fields=["uid"], name="event_uid_is_used_once")),
        migrations.RunPython(lock, lock),
    ]
