"""Technical tickets and feature requests."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.collab.states import OPEN_TICKETS, TicketState


class TicketKind(models.TextChoices):
    FAULT = "fault", _("故障")
    SUPPORT = "support", _("技术支持")
    FEATURE = "feature", _("功能需求")


class TicketCategory(models.TextChoices):
    PLATFORM = "platform", _("平台连接")
    SYSTEM = "system", _("系统")
    DEVICE = "device", _("设备")
    SECURITY = "security", _("安全")


class Priority(models.TextChoices):
    URGENT = "urgent", _("紧急")
    HIGH = "high", _("高")
    NORMAL = "normal", _("一般")
    LOW = "low", _("低")


class FeatureDecision(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    DEFERRED = "deferred", _("暂缓")
    REFUSED = "refused", _("不采纳")


class Ticket(models.Model):
    """技术工单. The clock runs in office time and stands still while the requester is asked; `spent_minutes` is kept when solved."""

    kind = models.CharField(_("类型"), max_length=8, choices=TicketKind, default=TicketKind.FAULT)
    category = models.CharField(_("分类"), max_length=10, choices=TicketCategory, default=TicketCategory.SYSTEM)
    priority = models.CharField(_("优先级"), max_length=8, choices=Priority, default=Priority.NORMAL)
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("情况说明"), max_length=2000)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=TicketState, default=TicketState.PENDING)
    link_kind = models.CharField(max_length=60, blank=True)
    link_id = models.BigIntegerField(null=True)
    link_name = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    target_minutes = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    question = models.CharField(max_length=500, blank=True)
    resolution = models.CharField(max_length=1000, blank=True)
    resolved_at = models.DateTimeField(null=True)
    spent_minutes = models.PositiveIntegerField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True)
    score_words = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=8, choices=FeatureDecision, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    votes = models.PositiveIntegerField(default=0)
    nudge = models.PositiveSmallIntegerField(default=0)
    nudge_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("技术工单")
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="ticket_by_time"),
            models.Index(fields=["state", "-opened_at", "-id"], name="ticket_by_state"),
            models.Index(fields=["assignee", "state"], name="ticket_by_assignee"),
            models.Index(fields=["link_kind", "link_id"], name="ticket_by_link"),
            models.Index(fields=["nudge_at"], condition=Q(nudge_at__isnull=False), name="ticket_by_reminder"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="ticket_score_is_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(state="resolved") | (~Q(resolution="") & Q(resolved_at__isnull=False)),
                name="ticket_resolved_says_how",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(decision_reason=""), name="feature_decision_gives_its_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="on_requester") | Q(paused_at__isnull=False), name="ticket_waiting_stops_its_clock"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("collab:ticket", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_TICKETS

    def is_late(self, now: dt.datetime) -> bool:
        """Was it solved after its time, or is it still open past it? A stopped clock is not late; a feature request has none."""
        if self.kind == TicketKind.FEATURE:
            return False
        if self.state == TicketState.ON_REQUESTER:
            return bool(self.paused_at and self.paused_at > self.due_at)
        if not self.is_open and self.resolved_at is None:
            return False
        return (self.resolved_at or now) > self.due_at


class TicketVote(models.Model):
    """One member wants this feature; taken back by deleting the row."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("需求投票")
        constraints = [models.UniqueConstraint(fields=["ticket", "member"], name="member_votes_once_for_a_feature")]

    def __str__(self) -> str:
        return f"{self.ticket_id} · {self.member_id}"
