"""One notice for one member; the channels that carry it further; what a member wants to get; each delivery."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.notify.states import ChannelState, DeliveryState, DigestRhythm, Medium, RobotKind
from masthead.org.models import Member, Unit


class Notice(models.Model):
    """What a member was told. `url` is an address of this house; read once, kept for good."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    clause = models.CharField(_("条款"), max_length=20, blank=True)
    sender_name = models.CharField(_("办理人"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(null=True)
    seen = models.GeneratedField(
        expression=models.Case(models.When(read_at=None, then=models.Value(0)), default=models.Value(1)),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )  # 0 = unread: a column and not a sum of the query, so that the list can be read from its index

    class Meta:
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["member", "seen", "-id"], name="notice_unread_first"),
            models.Index(fields=["member", "-id"], name="notice_by_member"),
            models.Index(fields=["member", "-id"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class RobotChannel(models.Model):
    """A group robot. Address and secret are sealed with the row's key and never shown again."""

    kind = models.CharField(_("应用"), max_length=10, choices=RobotKind)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    sealed_address = models.TextField()
    sealed_secret = models.TextField(blank=True)
    keyword = models.CharField(_("安全关键词"), max_length=20, blank=True)
    kinds = models.JSONField(_("通知种类"), default=list)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name=_("部门"), blank=True)
    quiet_from = models.TimeField(_("免打扰开始"), null=True)
    quiet_to = models.TimeField(_("免打扰结束"), null=True)
    quiet_rest_days = models.BooleanField(_("休息日免打扰"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=ChannelState, default=ChannelState.OK)
    state_since = models.DateTimeField()
    fault = models.CharField(_("故障原因"), max_length=200, blank=True)
    paused_until = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(_("最近成功"), null=True)

    class Meta:
        verbose_name = _("通知渠道")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None) | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="channel_quiet_hours_have_both_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("notify:channel", args=[self.pk])

    @property
    def seal_context(self) -> str:
        """Binds the sealed texts to this row."""
        return f"notify.robot:{self.pk}"


class Preference(models.Model):
    """What a member wants to get outside the house, and when not. No row = the defaults."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="+")
    mail = models.JSONField(default=dict)  # {kind: MailMode}; a kind that is not named follows its own default
    quiet_from = models.TimeField(_("免打扰开始"), null=True, default=dt.time(21, 0))
    quiet_to = models.TimeField(_("免打扰结束"), null=True, default=dt.time(8, 0))
    quiet_rest_days = models.BooleanField(_("休息日免打扰"), default=True)
    snooze_until = models.DateTimeField(_("全部暂缓至"), null=True)
    digest = models.CharField(_("摘要"), max_length=8, choices=DigestRhythm, default=DigestRhythm.DAILY)
    digest_hour = models.PositiveSmallIntegerField(_("摘要时间"), default=9)
    digest_due_at = models.DateTimeField(null=True)
    digest_from = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("通知设置")
        indexes = [models.Index(fields=["digest_due_at"], name="digest_due")]
        constraints = [models.CheckConstraint(condition=Q(digest_hour__lte=23), name="digest_hour_is_an_hour")]


class Delivery(models.Model):
    """One message on its way to one place outside the house. The row is the queue entry and the log line."""

    medium = models.CharField(_("方式"), max_length=6, choices=Medium)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="+")
    robot = models.ForeignKey(RobotChannel, null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("内容"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(default=False)
    held = models.BooleanField(default=False)  # waited for the end of quiet hours: may be merged with its like
    state = models.CharField(_("状态"), max_length=12, choices=DeliveryState, default=DeliveryState.DUE)
    created_at = models.DateTimeField(_("时间"))
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("投递")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="delivery_due"),
            models.Index(fields=["lease_until"], condition=Q(state="in_progress"), name="delivery_leased"),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
            models.Index(fields=["robot", "-id"], name="delivery_by_robot"),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="delivery_by_claim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "robot"], name="notice_goes_to_a_robot_once"),
            models.UniqueConstraint(
                fields=["notice", "member"], condition=Q(medium="mail"), name="notice_is_mailed_once"
            ),
            models.CheckConstraint(
                condition=Q(medium="robot", robot__isnull=False, member=None)
                | Q(medium="mail", robot=None, member__isnull=False),
                name="delivery_has_one_target",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
