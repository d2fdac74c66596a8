"""Demands to replace a secret."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.vault.models.secrets import Secret


class RotationDemand(models.Model):
    """Somebody demanded that a secret be replaced; a newer version than `version` fulfils it."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=500)
    due = models.DateTimeField()
    demanded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    demanded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更换要求")
