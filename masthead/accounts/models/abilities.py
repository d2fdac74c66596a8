"""What one account may do, found out by asking its platform."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.platforms.abilities import Ability, Mode


class AccountAbility(models.Model):
    """One ability of one account as the last good test found it; without a row the catalogue's word counts."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ability = models.CharField(_("能力"), max_length=12, choices=Ability)
    mode = models.CharField(_("方式"), max_length=12, choices=Mode)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    probed_at = models.DateTimeField(_("查明时间"))

    class Meta:
        verbose_name = _("账号能力")
        constraints = [
            models.UniqueConstraint(fields=["account", "ability"], name="account_tells_an_ability_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.ability}={self.mode}"
