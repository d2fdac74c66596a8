"""Lock-downs of an account: what was done, when, by whom, how fast. The emergency room may pick them up."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.accounts.models.account import Account
from masthead.accounts.states import IncidentState


class Incident(models.Model):
    """One lock-down, or a drill of one. `secrets` are {vault id: version when it was pressed}: each must be replaced before the unlocking."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    state = models.CharField(_("状态"), max_length=10, choices=IncidentState, default=IncidentState.LOCKED)
    drill = models.BooleanField(_("演练"), default=False)
    reason = models.CharField(_("理由"), max_length=500)
    pressed_at = models.DateTimeField(_("启动时间"))
    pressed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen_seconds = models.FloatField(_("冻结用时（秒）"), null=True)
    due_at = models.DateTimeField(_("凭据更换期限"))
    secrets: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    unlock_reason = models.CharField(max_length=500, blank=True)
    unlock_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unlock_asked_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("锁定事件")
        indexes = [models.Index(fields=["account", "-id"], name="incidents_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=~Q(state="done") & Q(drill=False), name="account_is_locked_down_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(unlock_asked_by=None) | ~Q(closed_by=F("unlock_asked_by")),
                name="unlocking_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.pressed_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:incident", args=[self.pk])


class IncidentStep(models.Model):
    """One step of a lock-down and how it ended. A step that failed stays visible; the others go on."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40)
    done = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("处置步骤")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "key"], name="incident_step_is_taken_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.key}"
