"""Amendments, read-and-sign, exceptions, findings, frozen months and packs for auditors."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from masthead.rulebook import locks


def lock(apps, schema_editor):
    locks.lock(schema_editor.connection)


def unlock(apps, schema_editor):
    locks.unlock(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("org", "0004_api_keys"),
        ("rulebook", "0002_import"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(verbose_name="起")),
                ("until", models.DateField(verbose_name="止")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "排队中"),
                            ("running", "生成中"),
                            ("done", "可下载"),
                            ("failed", "生成失败"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("stage", models.CharField(blank=True, max_length=60)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("ordered_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("manifest_digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "审计资料包",
            },
        ),
        migrations.CreateModel(
            name="BindingReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guard", "守卫"),
                            ("probe", "检查"),
                            ("question", "测验题"),
                            ("signatures", "阅读确认"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.CharField(max_length=120)),
                ("clause_key", models.CharField(max_length=20)),
                ("change_digest", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "影响确认",
            },
        ),
        migrations.CreateModel(
            name="BoardDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True)),
                ("score_points", models.PositiveSmallIntegerField(null=True)),
                ("scored_weight", models.PositiveIntegerField()),
                ("covered_weight", models.PositiveIntegerField()),
                ("weight", models.PositiveIntegerField()),
                ("clauses", models.PositiveSmallIntegerField()),
                ("covered", models.PositiveSmallIntegerField()),
                ("alarming", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "看板日数字",
            },
        ),
        migrations.CreateModel(
            name="BoardSnapshot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("body", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "看板月度快照",
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("probe_key", models.CharField(max_length=60)),
                ("clause_key", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="对象")),
                ("url", models.CharField(blank=True, max_length=300)),
                ("reason", models.TextField(blank=True, verbose_name="问题")),
                ("red_line", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("failing", "未关闭"), ("done", "已关闭")], default="failing", max_length=10
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                ("cause", models.TextField(blank=True, max_length=500, verbose_name="原因")),
                ("action", models.TextField(blank=True, max_length=500, verbose_name="整改措施")),
            ],
            options={
                "verbose_name": "问题",
            },
        ),
        migrations.CreateModel(
            name="Interpretation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_key", models.CharField(max_length=20)),
                ("question", models.TextField(max_length=500, verbose_name="问题")),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="解释")),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "条款解释",
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "打开阅读",
            },
        ),
        migrations.CreateModel(
            name="PolicyException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_key", models.CharField(max_length=20, verbose_name="条款")),
                ("reason", models.TextField(max_length=500, verbose_name="理由")),
                ("measure", models.TextField(max_length=500, verbose_name="补偿措施")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("expires_on", models.DateField(verbose_name="到期日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_review", "待批准"),
                            ("active", "豁免中"),
                            ("expired", "已到期"),
                            ("rejected", "未批准"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="in_review",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("comment", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "条款豁免",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause_key", models.CharField(max_length=20, verbose_name="条款")),
                ("text", models.CharField(max_length=200, verbose_name="题目")),
                ("options", models.JSONField()),
                ("answer", models.PositiveSmallIntegerField(verbose_name="正确选项")),
                ("explanation", models.CharField(max_length=300, verbose_name="解析")),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "测验题",
            },
        ),
        migrations.CreateModel(
            name="QuizAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("answers", models.JSONField()),
                ("right_n", models.PositiveSmallIntegerField()),
                ("total_n", models.PositiveSmallIntegerField()),
                ("passed", models.BooleanField()),
            ],
            options={
                "verbose_name": "测验作答",
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("member_name", models.CharField(max_length=80)),
                ("typed_name", models.CharField(max_length=80, verbose_name="签名")),
                ("unit_name", models.CharField(blank=True, max_length=80)),
                ("text_digest", models.CharField(max_length=64)),
                ("statement", models.CharField(max_length=300)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("signed_at", models.DateTimeField()),
                ("seal_version", models.PositiveSmallIntegerField(default=1)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "阅读确认",
            },
        ),
        migrations.CreateModel(
            name="SignReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(max_length=12)),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "阅读确认提醒",
            },
        ),
        migrations.AddField(
            model_name="clause",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="clausestate",
            name="as_of",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="clausestate",
            name="red_line_broken",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="clausestate",
            name="weight",
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rulebook.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="drafted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="drafted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="edits",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="ended_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="proposed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="published_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="reason",
            field=models.TextField(blank=True, verbose_name="修订说明"),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="sign_days",
            field=models.PositiveSmallIntegerField(default=15, verbose_name="阅读确认期限"),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="significance",
            field=models.CharField(
                choices=[("major", "重大修订"), ("minor", "一般修订")],
                default="major",
                max_length=5,
                verbose_name="修订类别",
            ),
        ),
        migrations.AlterField(
            model_name="clausestate",
            name="state",
            field=models.CharField(
                choices=[
                    ("met", "达标"),
                    ("at_risk", "有风险"),
                    ("unmet", "未达标"),
                    ("no_activity", "无活动"),
                    ("stale", "数据过期"),
                    ("error", "检查出错"),
                    ("unbound", "未接入"),
                    ("exempt", "豁免中"),
                    ("not_recorded", "当日无记录"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="policyversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "草稿"),
                    ("in_review", "待批准"),
                    ("approved", "待施行"),
                    ("in_force", "生效中"),
                    ("superseded", "已废止"),
                    ("dropped", "已放弃"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="clausestate",
            index=models.Index(fields=["on", "clause_key"], name="clause_state_by_day"),
        ),
        migrations.AddIndex(
            model_name="policyversion",
            index=models.Index(fields=["state", "effective_on"], name="policy_version_by_effect"),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["approved", "in_force", "superseded"])),
                fields=("document", "effective_on"),
                name="policy_has_one_text_on_any_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="policyversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "superseded"), _negated=True), ("ended_on__isnull", False), _connector="OR"
                ),
                name="policy_superseded_has_an_end",
            ),
        ),
        migrations.AddField(
            model_name="auditpack",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="auditpack",
            name="ordered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bindingreview",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bindingreview",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="binding_reviews", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="boardsnapshot",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="closed_run",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="rulebook.proberun"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="opened_run",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="rulebook.proberun"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="interpretation",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interpretation",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interpretation",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="opening",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="opening",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="policyexception",
            name="approver",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="policyexception",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="quizattempt",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="attempt",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.quizattempt"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="rulebook.policyversion"
            ),
        ),
        migrations.AddField(
            model_name="signreminder",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signreminder",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="rulebook.policyversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditpack",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="pack_period_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditpack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("file__isnull", False), _connector="OR"
                ),
                name="a_ready_pack_has_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="bindingreview",
            constraint=models.UniqueConstraint(
                fields=("version", "kind", "ref", "clause_key"), name="binding_is_confirmed_once_in_a_version"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["state", "-id"], name="finding_by_state"),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["clause_key", "state", "-id"], name="finding_by_clause"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "failing")),
                fields=("probe_key", "kind", "object_id"),
                name="an_object_has_one_open_finding_of_a_probe",
            ),
        ),
        migrations.AddIndex(
            model_name="interpretation",
            index=models.Index(fields=["clause_key", "-id"], name="interpretation_by_clause"),
        ),
        migrations.AddConstraint(
            model_name="interpretation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None)),
                    models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                    _connector="OR",
                ),
                name="interpretation_is_answered_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(fields=("version", "member"), name="opening_is_kept_once"),
        ),
        migrations.AddIndex(
            model_name="policyexception",
            index=models.Index(fields=["clause_key", "starts_on"], name="exception_by_clause"),
        ),
        migrations.AddConstraint(
            model_name="policyexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on__gt", models.F("starts_on"))), name="exception_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyexception",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["active", "expired"]), _negated=True),
                    ("approver__isnull", False),
                    _connector="OR",
                ),
                name="exception_in_force_has_an_approver",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["version", "order", "id"], name="question_of_version"),
        ),
        migrations.AddIndex(
            model_name="quizattempt",
            index=models.Index(fields=["version", "member", "-id"], name="attempt_by_member"),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["version", "unit", "id"], name="signature_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("version", "member"), name="version_is_signed_once_by_a_member"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("seal",), name="signature_seal_is_unique"),
        ),
        migrations.AddConstraint(
            model_name="signreminder",
            constraint=models.UniqueConstraint(
                fields=("version", "member", "stage"), name="reminder_stage_goes_out_once"
            ),
        ),
        migrations.RunPython(lock, unlock),
    ]
