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
                    ("totp_seed", "动态口令密钥"),
                    ("recovery_codes", "恢复码"),
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
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("due_at", models.DateTimeField(verbose_name="期限")),
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
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.secret"),
                ),
            ],
            options={
                "verbose_name": "更换要求",
            },
        ),
    ]
