"""What watches over publications: looks ahead of their time, and alarms of the engine."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.publishing.states import AlarmKind, PreflightResult


class PreflightCheck(models.Model):
    """One look `minutes` ahead of `due_at`. Looked over again while something is found; `found` keeps what ever was.

    A publication that is moved has another `due_at`, so it is looked over anew.
    """

    publication = models.ForeignKey(
        "publishing.Publication", db_index=False, on_delete=models.PROTECT, related_name="+"
    )  # the constraint's index begins with it
    minutes = models.PositiveSmallIntegerField(_("提前（分钟）"))
    due_at = models.DateTimeField()
    first_at = models.DateTimeField()
    at = models.DateTimeField(_("检查时间"))
    result = models.CharField(_("结果"), max_length=4, choices=PreflightResult)
    findings: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # now: [{code, message, advice, firm}]
    found: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # ever, each code once
    mended_at = models.DateTimeField(_("恢复时间"), null=True)

    class Meta:
        verbose_name = _("发布前检查")
        constraints = [
            models.UniqueConstraint(fields=["publication", "due_at", "minutes"], name="preflight_step_is_kept_once"),
            models.CheckConstraint(
                condition=Q(result="ok", findings=[]) | ~Q(result="ok") & ~Q(findings=[]),
                name="preflight_result_agrees_with_findings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} −{self.minutes}"


class Alarm(models.Model):
    """Something that the engine does not do by itself; one row an incident, told once. `worst` = most rows concerned at a time."""

    kind = models.CharField(_("告警"), max_length=12, choices=AlarmKind)
    opened_at = models.DateTimeField(_("开始"))
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(_("结束"), null=True)
    worst = models.PositiveIntegerField(default=0)
    oldest_due = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("发布告警")
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(closed_at=None), name="alarm_of_a_kind_is_open_once")
        ]
        indexes = [models.Index(fields=["-opened_at"], name="alarm_by_time")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("publishing:engine")
