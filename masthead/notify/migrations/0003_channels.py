"""Channels, preferences and the delivery log."""

import datetime as dt

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0002_unread_first"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="RobotChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")],
                        max_length=10,
                        verbose_name="应用",
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("sealed_address", models.TextField()),
                ("sealed_secret", models.TextField(blank=True)),
                ("keyword", models.CharField(blank=True, max_length=20, verbose_name="安全关键词")),
                ("kinds", models.JSONField(default=list, verbose_name="通知种类")),
                ("quiet_from", models.TimeField(null=True, verbose_name="免打扰开始")),
                ("quiet_to", models.TimeField(null=True, verbose_name="免打扰结束")),
                ("quiet_rest_days", models.BooleanField(default=False, verbose_name="休息日免打扰")),
                (
                    "state",
                    models.CharField(
                        choices=[("ok", "正常"), ("failing", "故障"), ("off", "停用")],
                        default="ok",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("fault", models.CharField(blank=True, max_length=200, verbose_name="故障原因")),
                ("paused_until", models.DateTimeField(null=True)),
                ("last_ok_at", models.DateTimeField(null=True, verbose_name="最近成功")),
                ("units", models.ManyToManyField(blank=True, related_name="+", to="org.unit", verbose_name="部门")),
            ],
            options={
                "verbose_name": "通知渠道",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "medium",
                    models.CharField(
                        choices=[("mail", "邮件"), ("robot", "群机器人")], max_length=6, verbose_name="方式"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("url", models.CharField(blank=True, max_length=300)),
                ("urgent", models.BooleanField(default=False)),
                ("held", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "待发送"),
                            ("in_progress", "发送中"),
                            ("done", "已送达"),
                            ("failed", "失败"),
                            ("unverified", "待核实"),
                        ],
                        default="pending",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="时间")),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("code", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notify.notice"
                    ),
                ),
                (
                    "robot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notify.robotchannel",
                    ),
                ),
            ],
            options={
                "verbose_name": "投递",
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mail", models.JSONField(default=dict)),
                ("quiet_from", models.TimeField(default=dt.time(21, 0), null=True, verbose_name="免打扰开始")),
                ("quiet_to", models.TimeField(default=dt.time(8, 0), null=True, verbose_name="免打扰结束")),
                ("quiet_rest_days", models.BooleanField(default=True, verbose_name="休息日免打扰")),
                ("snooze_until", models.DateTimeField(null=True, verbose_name="全部暂缓至")),
                (
                    "digest",
                    models.CharField(
                        choices=[("daily", "每个工作日"), ("weekly", "每周一"), ("never", "不要摘要")],
                        default="daily",
                        max_length=8,
                        verbose_name="摘要",
                    ),
                ),
                ("digest_hour", models.PositiveSmallIntegerField(default=9, verbose_name="摘要时间")),
                ("digest_due_at", models.DateTimeField(null=True)),
                ("digest_from", models.DateTimeField(null=True)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "通知设置",
                "indexes": [models.Index(fields=["digest_due_at"], name="digest_due")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("digest_hour__lte", 23)), name="digest_hour_is_an_hour")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="robotchannel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_to", None)),
                    models.Q(("quiet_from__isnull", False), ("quiet_to__isnull", False)),
                    _connector="OR",
                ),
                name="channel_quiet_hours_have_both_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["due_at"], name="delivery_due"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "in_progress")), fields=["lease_until"], name="delivery_leased"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["robot", "-id"], name="delivery_by_robot"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("claim", ""), _negated=True), fields=["claim"], name="delivery_by_claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("notice", "robot"), name="notice_goes_to_a_robot_once"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("medium", "mail")), fields=("notice", "member"), name="notice_is_mailed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("medium", "robot"), ("member", None), ("robot__isnull", False)),
                    models.Q(("medium", "mail"), ("member__isnull", False), ("robot", None)),
                    _connector="OR",
                ),
                name="delivery_has_one_target",
            ),
        ),
    ]
