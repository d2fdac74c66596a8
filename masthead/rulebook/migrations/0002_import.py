"""Imports of policy texts."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("core", "0001_initial"),
        ("rulebook", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="PolicyImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="制度名称")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "核对中"), ("stored", "已存为草稿"), ("abandoned", "已放弃")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("blocks", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("undo", models.JSONField(default=list)),
                ("serial", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rulebook.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度导入",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stored"), _negated=True), ("version__isnull", False), _connector="OR"
                        ),
                        name="policy_import_that_is_stored_has_its_version",
                    )
                ],
            },
        ),
    ]
