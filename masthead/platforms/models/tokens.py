"""The access tokens that processes share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlatformToken(models.Model):
    """The one access token of an account, sealed. `version` counts renewals; the lease lets one process renew at a time."""

    account_id = models.BigIntegerField(unique=True)  # accounts stand above: no foreign key
    issued_for = models.CharField(
        max_length=64, blank=True
    )  # digest of address and app id: another app needs another token
    sealed = models.TextField(blank=True)
    sealed_kept = models.TextField(blank=True)  # a session's own renewal token
    expires_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    refreshing_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("平台访问令牌")

    def __str__(self) -> str:
        return f"account {self.account_id} token v{self.version}"
