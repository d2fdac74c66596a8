import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0003_secrets_and_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=300, verbose_name="紧急情况")),
                (
                    "mode",
                    models.CharField(
                        choices=[("view", "查看内容"), ("code", "动态验证码"), ("file", "下载文件")],
                        max_length=6,
                        verbose_name="方式",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待第二人确认"),
                            ("unverified", "已启封，待复盘"),
                            ("done", "已复盘"),
                            ("expired", "无人确认，已失效"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("confirm_until", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("review_due_at", models.DateTimeField(null=True, verbose_name="复盘期限")),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("findings", models.CharField(blank=True, max_length=500, verbose_name="复盘结论")),
                (
                    "confirmer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第二人",
                    ),
                ),
                (
                    "opener",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "secret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.secret",
                        verbose_name="凭据",
                    ),
                ),
            ],
            options={
                "verbose_name": "紧急启封",
            },
        ),
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=300, verbose_name="用途")),
                ("task", models.CharField(max_length=200, verbose_name="关联任务")),
                ("task_kind", models.CharField(blank=True, max_length=60)),
                ("task_id", models.BigIntegerField(null=True)),
                ("task_url", models.CharField(blank=True, max_length=300)),
                (
                    "mode",
                    models.CharField(
                        choices=[("view", "查看内容"), ("code", "动态验证码"), ("file", "下载文件")],
                        max_length=6,
                        verbose_name="方式",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="时限（分钟）")),
                ("core", models.BooleanField(default=False, verbose_name="核心账号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待批准"),
                            ("approved", "可查看"),
                            ("working", "使用中"),
                            ("done", "已归还"),
                            ("expired", "已到期"),
                            ("rejected", "未批准"),
                            ("withdrawn", "已撤回"),
                            ("dropped", "无人答复，已失效"),
                            ("cancelled", "已收回"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                ("ask_until", models.DateTimeField()),
                ("granted_at", models.DateTimeField(null=True)),
                ("granted_until", models.DateTimeField(null=True, verbose_name="归还期限")),
                ("ended_at", models.DateTimeField(null=True)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                (
                    "emergency",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkout",
                        to="vault.breakglass",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="领用人",
                    ),
                ),
                (
                    "secret",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.secret",
                        verbose_name="凭据",
                    ),
                ),
            ],
            options={
                "verbose_name": "凭据领用",
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "mode",
                    models.CharField(
                        choices=[("view", "查看内容"), ("code", "动态验证码"), ("file", "下载文件")],
                        max_length=6,
                        verbose_name="方式",
                    ),
                ),
                ("purpose", models.CharField(max_length=300, verbose_name="用途")),
                ("at", models.DateTimeField(verbose_name="查看时间")),
                ("until", models.DateTimeField()),
                (
                    "checkout",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reveal", to="vault.checkout"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查看人",
                    ),
                ),
                (
                    "secret",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.secret"),
                ),
            ],
            options={
                "verbose_name": "凭据查看",
            },
        ),
        migrations.CreateModel(
            name="ReviewCampaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=6, unique=True, verbose_name="季度")),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="期限")),
                ("closed_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "权限复核",
            },
        ),
        migrations.CreateModel(
            name="ReviewEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_kind", models.CharField(max_length=60)),
                ("owner_id", models.BigIntegerField()),
                ("owner_label", models.CharField(max_length=120, verbose_name="账号")),
                ("access", models.JSONField(default=list)),
                ("unchanged", models.BooleanField(default=False, verbose_name="与上季度相同")),
                (
                    "decision",
                    models.CharField(
                        blank=True, choices=[("keep", "保留"), ("revoke", "收回")], max_length=6, verbose_name="结论"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="vault.reviewcampaign"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "复核条目",
            },
        ),
        migrations.CreateModel(
            name="AccessBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_kind", models.CharField(max_length=60)),
                ("owner_id", models.BigIntegerField()),
                ("owner_label", models.CharField(max_length=120, verbose_name="账号")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lift_reason", models.CharField(blank=True, max_length=300)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "收回的权限",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("member", "owner_kind", "owner_id"),
                        name="person_is_blocked_once_per_owner",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="breakglass",
            index=models.Index(fields=["-asked_at", "-id"], name="glass_by_time"),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmer", None), models.Q(("confirmer", models.F("opener")), _negated=True), _connector="OR"
                ),
                name="glass_is_confirmed_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="breakglass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["unverified", "done"]), _negated=True),
                    ("confirmer__isnull", False),
                    _connector="OR",
                ),
                name="opened_glass_has_two_persons",
            ),
        ),
        migrations.AddIndex(
            model_name="checkout",
            index=models.Index(fields=["-asked_at", "-id"], name="checkout_by_time"),
        ),
        migrations.AddIndex(
            model_name="checkout",
            index=models.Index(fields=["requester", "-asked_at", "-id"], name="checkout_by_requester"),
        ),
        migrations.AddIndex(
            model_name="checkout",
            index=models.Index(fields=["state", "granted_until"], name="checkout_by_end"),
        ),
        migrations.AddConstraint(
            model_name="checkout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["pending", "approved", "working"])),
                fields=("secret", "requester"),
                name="person_has_one_open_checkout_of_a_secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkout",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 30), ("minutes__lte", 120)), name="checkout_ends_within_two_hours"
            ),
        ),
        migrations.AddIndex(
            model_name="reveal",
            index=models.Index(fields=["member", "-at", "-id"], name="reveal_by_member"),
        ),
        migrations.AddIndex(
            model_name="reveal",
            index=models.Index(fields=["secret", "-at", "-id"], name="reveal_by_secret"),
        ),
        migrations.AddIndex(
            model_name="reveal",
            index=models.Index(fields=["-at", "-id"], name="reveal_by_time"),
        ),
        migrations.AddIndex(
            model_name="reviewentry",
            index=models.Index(fields=["campaign", "decision", "id"], name="entry_by_decision"),
        ),
        migrations.AddConstraint(
            model_name="reviewentry",
            constraint=models.UniqueConstraint(
                fields=("campaign", "member", "owner_kind", "owner_id"), name="person_and_owner_are_reviewed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", ""), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="review_decision_has_a_reason",
            ),
        ),
    ]
