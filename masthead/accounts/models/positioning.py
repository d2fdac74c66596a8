"""Positioning sheets: whom an account speaks to, how, about what, how often, to what end, and who reposts whom."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.accounts.positioning import MatrixRole, SheetState, Tone


class PositioningSheet(models.Model):
    """One version of an account's positioning, sealed at approval. At most one is in force and at most one is being written."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="positioning", verbose_name=_("账号")
    )
    number = models.PositiveIntegerField(_("版本"))
    state = models.CharField(_("状态"), max_length=10, choices=SheetState, default=SheetState.DRAFT)
    audience = models.TextField(_("目标读者"))
    tones: "models.JSONField[Any, Any]" = models.JSONField(_("语气"), default=list)  # of Tone
    words_use = models.TextField(_("常用说法"), blank=True)
    words_avoid = models.TextField(_("不用的说法"), blank=True)
    pillars: "models.JSONField[Any, Any]" = models.JSONField(
        _("内容支柱"), default=list
    )  # [[name, share %]], together 100
    per_week_min = models.PositiveSmallIntegerField(_("每周最少（篇）"))
    per_week_max = models.PositiveSmallIntegerField(_("每周最多（篇）"))
    slots = models.CharField(_("常用时段"), max_length=200, blank=True)
    goals: "models.JSONField[Any, Any]" = models.JSONField(_("目标"), default=list)  # [[metric, value, ISO day]]
    role = models.CharField(_("矩阵角色"), max_length=10, choices=MatrixRole, default=MatrixRole.MAIN)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    in_force_on = models.DateField(_("生效日期"), null=True)
    ended_on = models.DateField(null=True)  # the day on which a newer version took its place
    valid_until = models.DateField(_("有效至"), null=True)
    note = models.CharField(_("审批意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("定位表")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="positioning_version_is_unique"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="in_force"), name="account_has_one_positioning_in_force"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state__in=["draft", "in_review"]), name="account_has_one_open_positioning"
            ),
            models.CheckConstraint(condition=Q(per_week_min__lte=F("per_week_max")), name="positioning_frequency_is_a_range"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_on__isnull=False, valid_until__isnull=False) & ~Q(approved_hash=""),
                name="positioning_in_force_is_sealed_and_ends",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext("%(account)s定位表第 %(n)d 版") % {"account": self.account, "n": self.number}

    def get_absolute_url(self) -> str:
        return reverse("accounts:positioning_version", args=[self.account_id, self.number])

    @property
    def tone_words(self) -> list[str]:
        return [str(Tone(key).label) for key in self.tones if key in Tone.values]


class RepostRule(models.Model):
    """The account of a sheet reposts what another account published."""

    sheet = models.ForeignKey(PositioningSheet, on_delete=models.CASCADE, related_name="reposts")
    source = models.ForeignKey(
        "accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("转发来源")
    )
    delay_minutes = models.PositiveIntegerField(_("间隔（分钟）"), default=0)
    rule = models.CharField(_("转发规则"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("转发关系")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "source"], name="sheet_reposts_a_source_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.sheet_id}"
