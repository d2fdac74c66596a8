"""Demands to replace a secret."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RotationReason(models.TextChoices):
    LEAVER = "leaver", _("人员离岗")
    LEAK = "leak", _("疑似泄露")
    AFTER_USE = "after_use", _("用后更换")
    SCHEDULE = "schedule", _("按期更换")


class RotationDemand(models.Model):
    """A secret must be replaced by a moment: a version newer than `from_version` does it."""

    secret = models.ForeignKey("vault.Secret", on_delete=models.PROTECT, related_name="demands")
    reason = models.CharField(_("原因"), max_length=10, choices=RotationReason)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    from_version = models.PositiveIntegerField()
    due_at = models.DateTimeField(_("最迟"))
    demanded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    demanded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更换要求")

    def __str__(self) -> str:
        return f"{self.secret} · v{self.from_version}"
