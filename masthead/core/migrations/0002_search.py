"""Search: what a result shows, and beside it the words (FTS5 on SQLite, tsvector on PostgreSQL), which no model describes."""

from typing import Any

from django.db import migrations, models

from masthead.core.search.backends import POSTGRESQL, SQLITE


def make_grams(_apps: Any, editor: Any) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def drop_grams(_apps: Any, editor: Any) -> None:
    editor.execute("DROP TABLE IF EXISTS core_searchgrams")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SearchCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("position", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
            options={"verbose_name": "索引进度"},
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("url", models.CharField(max_length=300)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(null=True)),
                ("plain_title", models.CharField(max_length=200)),
                ("plain_text", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "搜索条目",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="thing_is_in_the_index_once")
                ],
            },
        ),
        migrations.RunPython(make_grams, drop_grams),
    ]
