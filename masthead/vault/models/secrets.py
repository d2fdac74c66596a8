"""Secrets and their versions. No column holds plaintext; versions are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SecretKind(models.TextChoices):
    APP_SECRET = "app_secret", _("应用密钥")
    CALLBACK_TOKEN = "callback_token", _("回调令牌")
    CALLBACK_KEY = "callback_key", _("消息加密密钥")
    PASSWORD = "password", _("登录密码")
    GRANT = "grant", _("授权令牌")
    TOTP = "totp", _("动态口令种子")
    RECOVERY = "recovery", _("恢复码")
    CERTIFICATE = "certificate", _("证书文件")


class Secret(models.Model):
    """One secret of one owner (kind + id + name at that time; the vault knows no accounts). `version` is the current one."""

    kind = models.CharField(_("类别"), max_length=20, choices=SecretKind)
    owner_kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    label = models.CharField(_("所属"), max_length=120)
    version = models.PositiveIntegerField(_("版本"), default=1)
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("凭据")
        indexes = [models.Index(fields=["-replaced_at", "-id"], name="secret_by_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "kind"], name="secret_is_kept_once_per_owner_and_kind"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="secret_has_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.get_kind_display()}"

    @property
    def ref(self) -> str:
        """What other rooms keep instead of the secret."""
        return f"vault:{self.pk}"


class SecretVersion(models.Model):
    """One version under envelope encryption; bound to its row by the associated data."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="versions")
    n = models.PositiveIntegerField()
    kid = models.CharField(max_length=40)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()
    wrap_nonce = models.BinaryField()
    wrapped_dek = models.BinaryField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = _("凭据版本")
        constraints = [models.UniqueConstraint(fields=["secret", "n"], name="secret_version_is_numbered_once")]

    def __str__(self) -> str:
        return f"vault:{self.secret_id} v{self.n}"
