"""Which notices of an ending were sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account


class ExpiryNotice(models.Model):
    """One notice of one ending at one step: 60, 30, 7, 1 days before; 0, -7, -14 … after."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=60)
    ends_on = models.DateField()
    step = models.IntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("到期提醒")
        constraints = [
            models.UniqueConstraint(fields=["thing", "ends_on", "step"], name="expiry_is_told_once_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.ends_on} {self.step}"
