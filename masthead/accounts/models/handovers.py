"""Hand-overs: what somebody who leaves or moves gives to whom, account by account."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import HandoverState

STEPS = {
    "phone": _("绑定手机已更换"),
    "email": _("绑定邮箱已更换"),
    "password": _("密码与密钥已轮换"),
    "platform": _("平台后台管理员已更换"),
}


class Duty(models.TextChoices):
    ADMINISTRATOR = "administrator", _("账号管理员")
    BACKUP = "backup", _("备岗管理员")
    SAW = "saw", _("曾接触凭据")


class Cause(models.TextChoices):
    LEAVING = "leaving", _("离职")
    MOVING = "moving", _("转岗")


class Handover(models.Model):
    """One person's list."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(_("原因"), max_length=10, choices=Cause)
    state = models.CharField(_("状态"), max_length=10, choices=HandoverState, default=HandoverState.OPEN)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("账号交接")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="open"), name="member_hands_over_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.member)

    def get_absolute_url(self) -> str:
        return reverse("accounts:handover", args=[self.pk])


class HandoverItem(models.Model):
    """One account of the list. `steps` are the ticked ones of STEPS; settled when the receiver has acknowledged it."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("职责"), max_length=14, choices=Duty)
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("接收人")
    )
    steps: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    evidence = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(_("接收确认"), null=True)

    class Meta:
        verbose_name = _("交接事项")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "account", "duty"], name="account_stands_once_on_a_handover"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(handed_at__isnull=False),
                name="handover_is_acknowledged_after_it_was_handed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)

    @property
    def open_steps(self) -> list[str]:
        """What is still to be done, in words."""
        return [str(label) for key, label in STEPS.items() if key not in self.steps]
