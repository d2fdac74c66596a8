"""Providers of sign-in and what belongs to them; sign-ins, locks, passwords to be replaced."""

from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("org", "0002_organisation")]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="PasswordDuty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "待改密码",
            },
        ),
        migrations.CreateModel(
            name="SignInProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("oidc", "OpenID Connect"),
                            ("wecom", "企业微信"),
                            ("dingtalk", "钉钉"),
                            ("feishu", "飞书"),
                        ],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("key", models.SlugField(max_length=30, unique=True, verbose_name="地址标识")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("enabled", models.BooleanField(default=False)),
                ("issuer", models.CharField(blank=True, max_length=300, verbose_name="签发方地址")),
                ("client_id", models.CharField(max_length=200, verbose_name="客户端标识")),
                ("sealed_secret", models.TextField(blank=True)),
                ("corp_id", models.CharField(blank=True, max_length=100, verbose_name="企业标识")),
                ("agent_id", models.CharField(blank=True, max_length=40, verbose_name="应用 AgentId")),
                ("scopes", models.CharField(blank=True, max_length=200, verbose_name="授权范围")),
                ("name_claim", models.CharField(blank=True, max_length=80, verbose_name="姓名字段")),
                ("email_claim", models.CharField(blank=True, max_length=80, verbose_name="邮箱字段")),
                ("username_claim", models.CharField(blank=True, max_length=80, verbose_name="登录名字段")),
                ("match_email", models.BooleanField(default=False, verbose_name="按已验证邮箱关联")),
                (
                    "join_policy",
                    models.CharField(
                        choices=[
                            ("existing", "只限已有成员"),
                            ("approve", "新成员须管理员批准"),
                            ("auto", "新成员直接建立"),
                        ],
                        default="existing",
                        max_length=8,
                        verbose_name="新成员",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "default_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录方式",
            },
        ),
        migrations.CreateModel(
            name="OutsideIdentity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=255, verbose_name="外部编号")),
                ("label", models.CharField(blank=True, max_length=120)),
                ("linked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "linked_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identities", to="org.signinprovider"
                    ),
                ),
            ],
            options={
                "verbose_name": "外部身份",
            },
        ),
        migrations.CreateModel(
            name="MappingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim", models.CharField(max_length=80, verbose_name="字段")),
                ("value", models.CharField(max_length=200, verbose_name="取值")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="岗位")),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.role",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="org.signinprovider"
                    ),
                ),
            ],
            options={
                "verbose_name": "映射规则",
            },
        ),
        migrations.CreateModel(
            name="SignInRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=255)),
                ("name", models.CharField(blank=True, max_length=80)),
                ("email", models.CharField(blank=True, max_length=254)),
                ("username", models.CharField(blank=True, max_length=60)),
                ("claims", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待批准"),
                            ("approved", "已批准"),
                            ("denied", "已拒绝"),
                            ("over", "已失效"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.signinprovider"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.mappingrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录申请",
            },
        ),
        migrations.CreateModel(
            name="MappedThing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.grant",
                    ),
                ),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.position",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.mappingrule"
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mapped", to="org.outsideidentity"
                    ),
                ),
            ],
            options={
                "verbose_name": "映射所得",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grant__isnull", False), ("position", None)),
                            models.Q(("grant", None), ("position__isnull", False)),
                            _connector="OR",
                        ),
                        name="mapped_thing_is_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("identity", "rule"),
                        name="rule_gives_once_to_an_identity",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(blank=True, db_index=True, max_length=40)),
                ("device", models.CharField(blank=True, help_text="digest of the device's own cookie", max_length=64)),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="地址")),
                ("browser", models.CharField(blank=True, max_length=300)),
                (
                    "method",
                    models.CharField(
                        choices=[("password", "密码"), ("passkey", "通行密钥"), ("provider", "企业登录")],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                (
                    "provider",
                    models.CharField(blank=True, help_text="name of the provider at that time", max_length=40),
                ),
                ("second_factor", models.BooleanField(default=False)),
                ("new_device", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed_out", "本人退出"),
                            ("by_member", "本人在别处结束"),
                            ("by_admin", "管理员结束"),
                            ("password", "密码已更换"),
                            ("expired", "长时间未使用"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "登录会话",
                "indexes": [
                    models.Index(fields=["member", "ended_at", "-last_seen_at"], name="sign_in_by_member"),
                    models.Index(fields=["member", "device"], name="sign_in_by_device"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_why", "")),
                            models.Q(("ended_at__isnull", False), ("session_key", "")),
                            _connector="OR",
                        ),
                        name="ended_sign_in_keeps_no_session",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("name", "登录名"), ("device", "常用设备"), ("address", "网络地址")], max_length=8
                    ),
                ),
                ("key", models.CharField(help_text="digest: names that were typed are not kept", max_length=64)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("strikes", models.PositiveSmallIntegerField(default=0)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("locked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "登录锁定",
                "indexes": [models.Index(fields=["member", "locked_until"], name="lock_by_member")],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="guesses_are_counted_in_one_row")],
            },
        ),
        migrations.AddConstraint(
            model_name="outsideidentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("provider", "subject"),
                name="outside_identity_is_one_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideidentity",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("provider", "member"),
                name="member_has_one_identity_at_a_provider",
            ),
        ),
        migrations.AddConstraint(
            model_name="mappingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__isnull", False), ("unit__isnull", False), _connector="OR"),
                name="mapping_rule_gives_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rule", None), ("state", "waiting")),
                fields=("provider", "subject"),
                name="newcomer_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rule__isnull", False), ("state", "waiting")),
                fields=("provider", "subject", "rule"),
                name="sensitive_role_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="decided_request_names_its_moment",
            ),
        ),
    ]
