"""What the database knows of the key-encryption keys (never the keys themselves), and of the checks that opened everything."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeyState(models.TextChoices):
    ACTIVE = "active", _("使用中")
    DECRYPT = "decrypt", _("只解密")
    RETIRED = "retired", _("已停用")


class VaultKey(models.Model):
    """One key by its id. `check_value` is derived one-way from the key: a wrong key under a right name is told at once."""

    kid = models.CharField(_("密钥编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=8, choices=KeyState)
    check_value = models.CharField(max_length=64)
    known_at = models.DateTimeField(_("启用时间"))
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("保险箱密钥")
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="one_vault_key_is_active"),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False) | (~Q(state="retired") & Q(retired_at=None)),
                name="retired_vault_key_names_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class VaultCheck(models.Model):
    """One run of `vault_verify`: counts only."""

    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened = models.PositiveIntegerField()
    sealed_opened = models.PositiveIntegerField()
    faults: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    by_kid: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("保险箱核验")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.opened + self.sealed_opened}"
