"""The daily check-up of an account."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account


class Checkup(models.Model):
    """One account on one day. `results`: [{key, weight, state (ok | warn | bad | skip), note}]."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="checkups")
    on = models.DateField(_("日期"))
    score = models.PositiveSmallIntegerField(_("体检分"))
    results: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    run_at = models.DateTimeField()

    class Meta:
        verbose_name = _("账号体检")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["account", "on"], name="account_is_checked_once_a_day"),
            models.CheckConstraint(condition=Q(score__lte=100), name="checkup_score_is_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.on} {self.score}"
