"""Demands to replace a secret."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RotationDemand(models.Model):
    """A secret must be replaced until a moment; done when a version newer than `version` is stored."""

    secret = models.ForeignKey("vault.Secret", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    reason = models.CharField(_("理由"), max_length=300)
    due_at = models.DateTimeField(_("期限"))
    demanded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    demanded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更换要求")

    def __str__(self) -> str:
        return f"{self.secret} · v{self.version}"
