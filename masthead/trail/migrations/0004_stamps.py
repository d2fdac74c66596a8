"""Events get a uid and a stamp, batches a tree and a head; what is there already is stamped once, here."""

from django.db import migrations, models

from masthead.trail import chain, triggers
from masthead.trail.stamps import new_uid, stamp_of

CHUNK = 2000


def fill(apps, schema_editor):
    triggers.unlock(schema_editor.connection)
    stamp_events(apps.get_model("trail", "Event").objects)
    head_batches(apps.get_model("trail", "SealBatch").objects, apps.get_model("trail", "EventSeal").objects)
    triggers.lock(schema_editor.connection)


def stamp_events(events):
    last = 0
    while rows := list(events.filter(pk__gt=last).order_by("pk").only("pk", "digest")[:CHUNK]):
        for row in rows:
            row.uid = new_uid()
            row.stamp = stamp_of(row.uid, row.digest)
        events.bulk_update(rows, ["uid", "stamp"], batch_size=200)
        last = rows[-1].pk


def head_batches(batches, seals):
    head = chain.GENESIS
    for batch in batches.order_by("pk"):
        rows = seals.filter(batch=batch).order_by("position").values_list("position", "event_id", "event__digest")
        batch.tree = chain.tree_of([chain.leaf(*row) for row in rows])
        head = batch.head = chain.head_of(head, batch.tree, batch.count)
        batch.save(update_fields=["tree", "head"])


def leave(apps, schema_editor):
    triggers.lock(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0003_event_by_time")]
    operations = [
        migrations.AddField("event", "uid", models.UUIDField(null=True)),
        migrations.AddField(
            "event", "stamp", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "sealbatch", "tree", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "sealbatch", "head", models.CharField(blank=True, max_length=64, default=""), preserve_default=False
        ),
        migrations.RunPython(fill, leave),
    ]
