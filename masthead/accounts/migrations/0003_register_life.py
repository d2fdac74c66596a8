from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from masthead.accounts.identity import likeness


def give_keys(apps: Any, _editor: Any) -> None:
    """Names and handles get their likeness; of two that are alike already the older keeps it, the other is left to a person."""
    account = apps.get_model("accounts", "Account")
    seen: set[tuple[str, int, str]] = set()
    for row in account.objects.order_by("pk"):
        for field, text in (("name_key", row.name), ("handle_key", row.handle)):
            key = likeness(text)
            if key and (field, row.platform_id, key) not in seen:
                seen.add((field, row.platform_id, key))
                setattr(row, field, key)
        account.objects.filter(pk=row.pk).update(name_key=row.name_key, handle_key=row.handle_key)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_connection_details"),
        ("core", "0002_search"),
        ("org", "0004_api_keys"),
        ("platforms", "0002_connection_details"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "营业执照"),
                            ("authorisation", "授权书"),
                            ("certification", "认证函"),
                            ("identity", "运营者身份证明"),
                            ("contract", "合同"),
                            ("other", "其他资料"),
                        ],
                        max_length=16,
                        verbose_name="资料类型",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("valid_from", models.DateField(null=True, verbose_name="生效日期")),
                ("valid_until", models.DateField(null=True, verbose_name="有效期至")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("stored_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "账号资料",
                "ordering": ["kind", "-version"],
            },
        ),
        migrations.CreateModel(
            name="AccountRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_status",
                    models.CharField(
                        choices=[
                            ("applied", "申请中"),
                            ("registered", "已注册"),
                            ("certified", "已认证"),
                            ("active", "运营中"),
                            ("paused", "停更"),
                            ("closed", "已注销"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("applied", "申请中"),
                            ("registered", "已注册"),
                            ("certified", "已认证"),
                            ("active", "运营中"),
                            ("paused", "停更"),
                            ("closed", "已注销"),
                        ],
                        max_length=10,
                        verbose_name="变更为",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "审批中"), ("approved", "已通过"), ("rejected", "未通过")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "账号变更申请",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "办理中"), ("certified", "已认证"), ("refused", "未通过")],
                        max_length=10,
                        verbose_name="认证状态",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "企业认证"),
                            ("media", "媒体认证"),
                            ("person", "个人认证"),
                            ("other", "其他认证"),
                        ],
                        max_length=10,
                        verbose_name="认证类型",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="认证编号")),
                ("body", models.CharField(blank=True, max_length=60, verbose_name="认证机构")),
                ("certified_on", models.DateField(null=True, verbose_name="认证日期")),
                ("expires_on", models.DateField(null=True, verbose_name="到期日期")),
                ("yearly_cost_fen", models.PositiveIntegerField(null=True, verbose_name="年费（分）")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "平台认证",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Checkup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="日期")),
                ("score", models.PositiveSmallIntegerField(verbose_name="体检分")),
                ("results", models.JSONField(default=list)),
                ("run_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "账号体检",
                "ordering": ["-on"],
            },
        ),
        migrations.CreateModel(
            name="DocumentAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "资料调阅",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("company_name", models.CharField(blank=True, max_length=80, verbose_name="主体名称")),
                ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("registered_on", models.DateField(null=True, verbose_name="平台注册日期")),
                ("bound_phone", models.CharField(blank=True, max_length=20, verbose_name="绑定手机")),
                ("phone_is_personal", models.BooleanField(default=False, verbose_name="手机是个人号码")),
                ("bound_email", models.CharField(blank=True, max_length=120, verbose_name="绑定邮箱")),
                ("email_is_personal", models.BooleanField(default=False, verbose_name="邮箱是个人邮箱")),
                ("intro", models.CharField(blank=True, max_length=300, verbose_name="账号简介")),
                ("followers_at_start", models.PositiveIntegerField(null=True, verbose_name="登记时关注者数")),
            ],
            options={
                "verbose_name": "账号档案",
            },
        ),
        migrations.CreateModel(
            name="ExpiryNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thing", models.CharField(max_length=60)),
                ("ends_on", models.DateField()),
                ("step", models.IntegerField()),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "到期提醒",
            },
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("icp", "ICP 备案"),
                            ("police", "公安联网备案"),
                            ("app", "APP 备案"),
                            ("mini", "小程序备案"),
                            ("other", "其他备案"),
                        ],
                        max_length=10,
                        verbose_name="备案类型",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="备案号")),
                ("expires_on", models.DateField(null=True, verbose_name="到期日期")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "备案",
                "ordering": ["kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cause",
                    models.CharField(
                        choices=[("leaving", "离职"), ("moving", "转岗")], max_length=10, verbose_name="原因"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "交接中"), ("done", "已完成")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("begun_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "账号交接",
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "duty",
                    models.CharField(
                        choices=[("administrator", "账号管理员"), ("backup", "备岗管理员"), ("saw", "曾接触凭据")],
                        max_length=14,
                        verbose_name="职责",
                    ),
                ),
                ("steps", models.JSONField(default=list)),
                ("handed_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="接收确认")),
            ],
            options={
                "verbose_name": "交接事项",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="account",
            name="handle_key",
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="account",
            name="is_core",
            field=models.BooleanField(default=False, verbose_name="核心账号"),
        ),
        migrations.AddField(
            model_name="account",
            name="is_new",
            field=models.BooleanField(default=False, verbose_name="新开账号"),
        ),
        migrations.AddField(
            model_name="account",
            name="name_key",
            field=models.CharField(blank=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name="account",
            name="platform_uid",
            field=models.CharField(blank=True, max_length=40, verbose_name="平台数字 ID"),
        ),
        migrations.AlterField(
            model_name="account",
            name="status",
            field=models.CharField(
                choices=[
                    ("applied", "申请中"),
                    ("registered", "已注册"),
                    ("certified", "已认证"),
                    ("active", "运营中"),
                    ("paused", "停更"),
                    ("closed", "已注销"),
                ],
                default="applied",
                max_length=10,
                verbose_name="账号状态",
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("name_key", ""), _negated=True),
                fields=("platform", "name_key"),
                name="account_alike_stands_once_on_a_platform",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handle_key", ""), _negated=True),
                fields=("platform", "handle_key"),
                name="account_handle_stands_once_on_a_platform",
            ),
        ),
        migrations.AddField(
            model_name="accountdocument",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="accountdocument",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="accountdocument",
            name="stored_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="accountrequest",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="accountrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="certification",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="certifications", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="checkup",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checkups", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="documentaccess",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="accesses", to="accounts.accountdocument"
            ),
        ),
        migrations.AddField(
            model_name="documentaccess",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="dossier", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="avatar",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="email_holder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="邮箱持有人",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="phone_holder",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="手机持有人",
            ),
        ),
        migrations.AddField(
            model_name="expirynotice",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="begun_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.account"
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="evidence",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="accounts.handover"
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="receiver",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="接收人",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountdocument",
            constraint=models.UniqueConstraint(
                fields=("account", "kind", "version"), name="document_version_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountdocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)),
                fields=("account", "kind"),
                name="document_has_one_current_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_from", None),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="document_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("account",),
                name="account_waits_for_one_request_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="certification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on", None),
                    ("certified_on", None),
                    ("expires_on__gt", models.F("certified_on")),
                    _connector="OR",
                ),
                name="certification_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkup",
            constraint=models.UniqueConstraint(fields=("account", "on"), name="account_is_checked_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="checkup",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 100)), name="checkup_score_is_at_most_100"
            ),
        ),
        migrations.AddConstraint(
            model_name="expirynotice",
            constraint=models.UniqueConstraint(
                fields=("thing", "ends_on", "step"), name="expiry_is_told_once_per_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                fields=("account", "kind", "number"), name="filing_stands_once_with_its_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("member",), name="member_hands_over_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(
                fields=("handover", "account", "duty"), name="account_stands_once_on_a_handover"
            ),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.CheckConstraint(
                condition=models.Q(("acknowledged_at", None), ("handed_at__isnull", False), _connector="OR"),
                name="handover_is_acknowledged_after_it_was_handed",
            ),
        ),
    ]
