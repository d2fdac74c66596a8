"""Absences and their delegates, office hours by date, what departments were called and where they hung, imports of members."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from masthead.org.models.company import Member, Unit


class Absence(models.Model):
    """While a member is away a delegate decides in the member's place; gives no capability that the delegate does not hold."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("委托人"))
    delegate = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("受托人"))
    capabilities = models.JSONField(_("委托事项"), default=list)  # names; none = everything that both hold
    start_on = models.DateField(_("开始日期"))
    end_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("缺勤原因"), max_length=200)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("缺勤委托")
        indexes = [
            models.Index(fields=["member", "end_on"], name="absence_by_member"),
            models.Index(fields=["delegate", "end_on"], name="absence_by_delegate"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end_on__gte=F("start_on")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(member=F("delegate")), name="nobody_is_delegate_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.delegate}"

    def holds_on(self, day: dt.date) -> bool:
        """Does the delegate act on `day`?"""
        return self.ended_at is None and self.start_on <= day <= self.end_on

    def covers(self, capability: str) -> bool:
        """Was this capability handed over (whether the delegate holds it is asked apart)?"""
        return not self.capabilities or capability in self.capabilities


class OfficeHours(models.Model):
    """When the office is open, from a day on. `spans` = [[540, 720], [810, 1080]]: minutes after midnight, Asia/Shanghai."""

    start_on = models.DateField(_("生效日期"), unique=True)
    spans = models.JSONField(_("时段"))
    note = models.CharField(_("说明"), max_length=100, blank=True)
    set_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("办公时间")

    def __str__(self) -> str:
        return _("、").join(f"{a // 60:02d}:{a % 60:02d}–{b // 60:02d}:{b % 60:02d}" for a, b in self.spans)


class UnitVersion(models.Model):
    """What a department was called and where it hung from a day to a day (None = still): the organisation on any date."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=50)
    start_on = models.DateField()
    end_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("部门沿革")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(end_on=None), name="unit_has_one_current_version"),
            models.CheckConstraint(
                condition=Q(end_on=None) | Q(end_on__gte=F("start_on")), name="unit_version_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.start_on}"


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("待确认")
    DONE = "done", _("已导入")
    UNDONE = "undone", _("已撤销")
    DROPPED = "dropped", _("已放弃")


class MemberImport(models.Model):
    """A file of members: read into `rows` for the preview, taken in at the confirmation, never before."""

    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.PREVIEW)
    rows: Any = models.JSONField(default=list)
    row_count = models.PositiveIntegerField(default=0)
    wrong_count = models.PositiveIntegerField(default=0)
    member_ids = models.JSONField(default=list)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("成员导入")

    def __str__(self) -> str:
        return self.file_name
