"""Hot topics of the market, where they come from, and who finds them fitting."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    FEED = "feed", _("RSS / Atom")
    JSON = "json", _("JSON 订阅")


class HotSource(models.Model):
    """An address that is asked for hot topics again and again. `next_at` alone decides when."""

    name = models.CharField(_("来源名称"), max_length=60)
    kind = models.CharField(_("格式"), max_length=6, choices=SourceKind, default=SourceKind.FEED)
    url = models.CharField(_("订阅地址"), max_length=1000)
    every_minutes = models.PositiveIntegerField(_("间隔（分钟）"), default=60)
    tags: "models.JSONField[Any, Any]" = models.JSONField(_("默认标签"), default=list, blank=True)
    keep_days = models.PositiveSmallIntegerField(_("热度保持（天）"), default=5)
    is_active = models.BooleanField(_("启用"), default=True)
    next_at = models.DateTimeField()
    asked_at = models.DateTimeField(_("上次读取"), null=True)
    ok_at = models.DateTimeField(_("上次成功"), null=True)
    error = models.CharField(_("上次错误"), max_length=300, blank=True)
    fails = models.PositiveSmallIntegerField(default=0)
    got = models.PositiveIntegerField(_("上次新增"), default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("热点来源")
        indexes = [models.Index(fields=["next_at"], condition=Q(is_active=True), name="hot_source_due")]
        constraints = [
            models.UniqueConstraint(fields=["url"], name="hot_source_is_kept_once"),
            models.CheckConstraint(condition=Q(every_minutes__gte=10), name="hot_source_is_asked_politely"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:hot_source", args=[self.pk])


class HotRisk(models.TextChoices):
    NONE = "none", _("未评估")
    LOW = "low", _("可跟")
    CARE = "care", _("慎跟")
    NO = "no", _("不跟")


class HotTopic(models.Model):
    """One hot topic. It fades: after `fades_at` it is no longer hot. Titles and texts are plain words, whatever the source sent."""

    source = models.ForeignKey(HotSource, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("来源"))
    origin = models.CharField(_("出处"), max_length=60, blank=True)
    title = models.CharField(_("热点"), max_length=160)
    summary = models.TextField(_("摘要"), max_length=600, blank=True)
    url = models.CharField(_("链接"), max_length=1000, blank=True)
    heat = models.PositiveBigIntegerField(_("热度"), null=True)
    tags: "models.JSONField[Any, Any]" = models.JSONField(_("标签"), default=list, blank=True)
    tag_line = models.CharField(max_length=200, blank=True)  # |茶|节气|: both databases find a tag in plain text alike
    fingerprint = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(_("发现"))
    told_at = models.DateTimeField(_("发布"), null=True)
    fades_at = models.DateTimeField(_("降温"))
    risk = models.CharField(_("风险"), max_length=6, choices=HotRisk, default=HotRisk.NONE)
    risk_note = models.CharField(_("风险说明"), max_length=300, blank=True)
    fits = models.PositiveIntegerField(default=0)
    misfits = models.PositiveIntegerField(default=0)
    topic = models.ForeignKey("content.Topic", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("市场热点")
        indexes = [
            models.Index(fields=["-seen_at", "-id"], name="hot_by_time"),
            models.Index(fields=["-fades_at", "-id"], name="hot_by_fading"),
            models.Index(fields=["topic"], name="hot_by_topic"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fades_at__gt=F("seen_at")), name="hot_topic_fades_later"),
            models.CheckConstraint(condition=~Q(risk__in=["care", "no"]) | ~Q(risk_note=""), name="hot_risk_says_why"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:hot_topic", args=[self.pk])


class HotMark(models.Model):
    """Whether a member finds a hot topic fitting for the company."""

    hot = models.ForeignKey(HotTopic, on_delete=models.CASCADE, related_name="marks")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fits = models.BooleanField()
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("相关度")
        constraints = [models.UniqueConstraint(fields=["hot", "member"], name="hot_topic_is_marked_once")]

    def __str__(self) -> str:
        return f"{self.hot_id} {'+' if self.fits else '-'}"
