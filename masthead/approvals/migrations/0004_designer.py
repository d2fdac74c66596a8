"""Drafts of flows, and who published a version and why."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0003_engine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="flowversion",
            name="published_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="flowversion",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="发布理由", default=""),
            preserve_default=False,
        ),
        migrations.AddField(model_name="flowversion", name="retired_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="FlowDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="流程名称")),
                ("steps", models.JSONField(default=list)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("past", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField()),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.flowversion",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"verbose_name": "流程草稿"},
        ),
    ]
