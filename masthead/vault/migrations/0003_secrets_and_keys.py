import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="secret",
            name="kind",
            field=models.CharField(
                choices=[
                    ("app_secret", "应用密钥"),
                    ("callback_token", "回调令牌"),
                    ("callback_key", "消息加密密钥"),
                    ("password", "登录密码"),
                    ("grant", "授权令牌"),
                    ("totp", "动态口令种子"),
                    ("recovery", "恢复码"),
                    ("certificate", "证书文件"),
                ],
                max_length=20,
                verbose_name="类别",
            ),
        ),
        migrations.CreateModel(
            name="RotationDemand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("leaver", "人员离岗"),
                            ("leak", "疑似泄露"),
                            ("after_use", "用后更换"),
                            ("schedule", "按期更换"),
                        ],
                        max_length=10,
                        verbose_name="原因",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                ("from_version", models.PositiveIntegerField()),
                ("due_at", models.DateTimeField(verbose_name="最迟")),
                ("demanded_at", models.DateTimeField()),
                (
                    "demanded_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="demands", to="vault.secret"
                    ),
                ),
            ],
            options={
                "verbose_name": "更换要求",
            },
        ),
    ]
