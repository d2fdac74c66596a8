"""Requests of one department to another, their shared tasks, and the target times of requests and tickets."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from masthead.collab.states import OPEN_REQUESTS, RequestState


class RequestKind(models.TextChoices):
    MATERIAL = "material", _("素材与资料")
    DESIGN = "design", _("设计制作")
    DATA = "data", _("数据与分析")
    REVIEW = "review", _("专业把关")
    EVENT = "event", _("活动配合")
    OTHER = "other", _("其他")


class TargetTime(models.Model):
    """How many minutes of office time a kind of request or a priority of ticket may take; no row = the built-in figure."""

    area = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("时限")
        constraints = [
            models.UniqueConstraint(fields=["area", "key"], name="target_time_is_set_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="target_time_is_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.area}.{self.key}={self.minutes}"


class CrossRequest(models.Model):
    """协作请求. The answer clock runs in office time from `asked_at` until `answered_at`; `nudge_at` is the next reminder due."""

    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("需要什么"), max_length=2000)
    kind = models.CharField(_("类别"), max_length=10, choices=RequestKind, default=RequestKind.MATERIAL)
    from_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("受理部门"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PENDING)
    wanted_on = models.DateField(_("希望完成日"), null=True, blank=True)
    asked_at = models.DateTimeField()
    target_minutes = models.PositiveIntegerField()
    answer_due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    nudge = models.PositiveSmallIntegerField(default=0)
    nudge_at = models.DateTimeField(null=True)
    leader_asked_at = models.DateTimeField(null=True)
    leader_asked_why = models.CharField(max_length=500, blank=True)
    ruling = models.CharField(max_length=1000, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=1000, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("one", "协作请求")
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="request_by_time"),
            models.Index(fields=["state", "-asked_at", "-id"], name="request_by_state"),
            models.Index(fields=["to_unit", "state", "-asked_at"], name="request_by_receiver"),
            models.Index(fields=["requester", "-asked_at"], name="request_by_requester"),
            models.Index(fields=["nudge_at"], condition=Q(nudge_at__isnull=False), name="request_by_reminder"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(from_unit=F("to_unit")), name="request_crosses_departments"),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="request_declined_says_why"),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "working", "done"]) | Q(owner__isnull=False),
                name="request_in_work_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_by=None) | (~Q(ruling="") & Q(ruled_by__isnull=False)),
                name="request_ruling_names_its_judge",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collab:request", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    def is_late(self, now: dt.datetime) -> bool:
        """Was the first answer late, or is it missing past its time?"""
        return (self.answered_at or now) > self.answer_due_at


class RequestTask(models.Model):
    """One shared task of a request: who does it, until when."""

    request = models.ForeignKey(CrossRequest, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("事项"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("负责人")
    )
    due_on = models.DateField(_("截止日"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("协作事项")

    def __str__(self) -> str:
        return self.title
