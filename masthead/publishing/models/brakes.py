"""What holds publishing back: pauses pressed by people, circuits of platforms, paces learned from accounts, and the company's rules."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.publishing.brakes import CircuitState, LatePolicy, Missed, PauseReason, PauseScope


class Pause(models.Model):
    """While it is open nothing that it covers begins its last stage. `covers` names it once: company, platform:3, account:7, campaign:12.

    A campaign is the topic of source 活动方案: all drafts written for it are covered.
    """

    scope = models.CharField(_("范围"), max_length=8, choices=PauseScope)
    covers = models.CharField(max_length=40)
    platform = models.ForeignKey(
        "platforms.Platform", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("平台")
    )
    account = models.ForeignKey(
        "accounts.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("账号")
    )
    topic = models.ForeignKey(
        "content.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("活动")
    )
    why = models.CharField(_("原因"), max_length=8, choices=PauseReason)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("暂停时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("恢复时间"), null=True)
    missed = models.CharField(_("错过的内容"), max_length=6, choices=Missed, blank=True)
    missed_count = models.PositiveIntegerField(default=0)
    end_words = models.CharField(_("恢复说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("暂停发布")
        constraints = [
            models.UniqueConstraint(fields=["covers"], condition=Q(ended_at=None), name="paused_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(scope="company", platform=None, account=None, topic=None)
                | Q(scope="platform", platform__isnull=False, account=None, topic=None)
                | Q(scope="account", platform=None, account__isnull=False, topic=None)
                | Q(scope="campaign", platform=None, account=None, topic__isnull=False),
                name="pause_names_what_it_covers",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, missed="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(missed=""),
                name="ended_pause_says_who_and_what_then",
            ),
        ]
        indexes = [
            models.Index(fields=["scope"], condition=Q(ended_at=None), name="pause_open"),
            models.Index(fields=["-made_at", "-id"], name="pause_by_time"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:pause", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def held_between(self, begin: dt.datetime, end: dt.datetime) -> bool:
        """Did it hold at some moment from `begin` to `end`?"""
        return self.made_at <= end and (self.ended_at is None or begin < self.ended_at)

    @property
    def name(self) -> str:
        """全公司 / 平台「…」 / 账号「…」 / 活动「…」"""
        thing = self.platform or self.account or self.topic
        if thing is None:
            return str(PauseScope.COMPANY.label)
        label = {"platform": _("平台"), "account": _("账号"), "campaign": _("活动")}[self.scope]
        return f"{label}{_('「')}{thing}{_('」')}"

    @property
    def reason(self) -> str:
        """The prepared reason with the words beside it."""
        label = str(self.get_why_display())
        return f"{label}{_('：')}{self.words}" if self.words else label


class PublishingRules(models.Model):
    """The company's figures for scheduling; one row, made when somebody changes the house's own figures."""

    late_policy = models.CharField(_("错过时间后"), max_length=4, choices=LatePolicy, default=LatePolicy.LATE)
    late_minutes = models.PositiveSmallIntegerField(_("最多迟到（分钟）"), default=120)
    lead_minutes = models.PositiveSmallIntegerField(_("最短提前量（分钟）"), default=5)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("发布规则")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="publishing_rules_are_one_row")]

    def __str__(self) -> str:
        return str(_("发布规则"))

    def get_absolute_url(self) -> str:
        return reverse("publishing:rules")


class Circuit(models.Model):
    """The breaker of one platform. `recent` holds the last calls as bits, the newest lowest, 1 = a fault of the platform itself.

    While it is not closed the due rows of the platform wait; `probe_at` is when the next single row may try. `not_before` is a
    throttle that the platform laid on all accounts at once.
    """

    platform = models.OneToOneField("platforms.Platform", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=9, choices=CircuitState, default=CircuitState.CLOSED)
    recent = models.BigIntegerField(default=0)
    faulty: "models.JSONField[Any, Any]" = models.JSONField(default=list)  # accounts whose calls failed, a few
    last_fault_at = models.DateTimeField(null=True)
    openings = models.PositiveSmallIntegerField(default=0)  # in a row, without a success between
    opened_at = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    probe_account_id = models.BigIntegerField(null=True)
    not_before = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)
    said = models.CharField(max_length=300, blank=True)  # what the platform or the person said last
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("平台熔断")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed") | Q(opened_at__isnull=False), name="open_circuit_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(state="closed") | Q(by_hand=True) | Q(probe_at__isnull=False),
                name="open_circuit_has_its_next_probe",
            ),
        ]

    def __str__(self) -> str:
        return str(self.platform)

    def get_absolute_url(self) -> str:
        return reverse("publishing:engine")


class AccountPace(models.Model):
    """How fast an account may be used, learned from the platform's answers. A gap above 0 = one call at a time, so far apart."""

    account = models.OneToOneField("accounts.Account", on_delete=models.PROTECT, related_name="+")
    not_before = models.DateTimeField()
    gap_seconds = models.PositiveIntegerField(default=0)
    throttles = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("账号节奏")
        indexes = [models.Index(fields=["not_before"], name="pace_waits")]

    def __str__(self) -> str:
        return f"{self.account_id}"

    @property
    def gap(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.gap_seconds)
