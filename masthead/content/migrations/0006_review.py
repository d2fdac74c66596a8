import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_the_arrangers(apps, schema_editor):
    """Who chose accounts or window of a draft so far stands on the trail."""
    Event, Draft = apps.get_model("trail", "Event"), apps.get_model("content", "Draft")
    Through = Draft.arrangers.through
    alive = set(apps.get_model("org", "Member").objects.values_list("pk", flat=True))
    drafts = set(Draft.objects.values_list("pk", flat=True))
    rows = Event.objects.filter(name="content:draft:release_arranged", outcome="done", actor_kind="org.member")
    pairs = set(rows.values_list("target_id", "actor_id"))
    Through.objects.bulk_create(
        [Through(draft_id=d, member_id=m) for d, m in sorted(pairs) if d in drafts and m in alive], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_positioning"),
        ("content", "0002_claims"),
        ("org", "0004_api_keys"),
        ("trail", "0005_unique_uid"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Annotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "批注"), ("suggestion", "修改建议")], default="comment", max_length=12
                    ),
                ),
                ("part", models.CharField(max_length=40)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                ("prefix", models.CharField(blank=True, max_length=40)),
                ("suffix", models.CharField(blank=True, max_length=40)),
                ("body", models.TextField(blank=True, max_length=1000, verbose_name="意见")),
                ("replacement", models.TextField(blank=True, max_length=1000, verbose_name="改为")),
                ("blocking", models.BooleanField(default=False, verbose_name="必须处理")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待处理"),
                            ("answered", "已答复"),
                            ("resolved", "已解决"),
                            ("accepted", "已采纳"),
                            ("declined", "未采纳"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "批注",
            },
        ),
        migrations.CreateModel(
            name="AnnotationReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(max_length=1000, verbose_name="答复")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "批注答复",
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="arrangers",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="draft",
            name="fast_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="走紧急通道的原因"),
        ),
        migrations.AddField(
            model_name="reviewround",
            name="after",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", ""),
                    ("due", "待事后复核"),
                    ("asked", "事后复核中"),
                    ("fine", "事后复核通过"),
                    ("wrong", "事后复核有问题"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="reviewround",
            name="after_case_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="reviewround",
            name="fast_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="draft",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("in_review", "待审"),
                    ("returned", "退回"),
                    ("approved", "已通过"),
                    ("rejected", "已驳回"),
                    ("expired", "已过期"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="reviewround",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("open", "审核中"),
                    ("approved", "已通过"),
                    ("returned", "已退回"),
                    ("rejected", "已驳回"),
                    ("withdrawn", "已撤回"),
                    ("expired", "已过期"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("state__in", ["in_review", "returned"])),
                fields=["window_end", "id"],
                name="draft_by_end_of_window",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewround",
            index=models.Index(
                condition=models.Q(("after", ""), _negated=True),
                fields=["closed_at", "id"],
                name="round_with_a_later_look",
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="annotations", to="content.draft"
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="made_revision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.revision"
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.revision"
            ),
        ),
        migrations.AddField(
            model_name="annotation",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="annotationreply",
            name="annotation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="content.annotation"
            ),
        ),
        migrations.AddField(
            model_name="annotationreply",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(fields=["draft", "state", "id"], name="annotation_by_draft"),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="annotation_has_a_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.CheckConstraint(
                condition=models.Q(("quote", ""), _negated=True), name="annotation_quotes_its_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "suggestion"), models.Q(("body", ""), _negated=True), _connector="OR"),
                name="annotation_comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True), ("made_revision__isnull", False), _connector="OR"
                ),
                name="accepted_suggestion_made_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="annotationreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", ""), _negated=True), name="annotation_reply_says_something"
            ),
        ),
        migrations.RunPython(name_the_arrangers, migrations.RunPython.noop),
    ]
