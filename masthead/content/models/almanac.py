"""The company's own dates, topics that came out of dates, tables that wait for a confirmation."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.content.almanac import Category


class AlmanacEntry(models.Model):
    """A date of the company's own: once or every year. With a caution it is a sensitive day."""

    name = models.CharField(_("名称"), max_length=60)
    on = models.DateField(_("日期"))
    yearly = models.BooleanField(_("每年都有"), default=False)
    category = models.CharField(_("类别"), max_length=10, choices=Category, default=Category.COMPANY)
    lead_days = models.PositiveSmallIntegerField(_("建议提前准备（天）"), default=7)
    hint = models.CharField(_("可做内容"), max_length=200, blank=True)
    caution = models.CharField(_("注意事项（当天不做什么）"), max_length=300, blank=True)
    strict = models.BooleanField(_("当天发布须写明理由"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("公司日期")
        indexes = [models.Index(fields=["on"], condition=Q(dropped_at=None), name="almanac_entry_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["name", "on"], condition=Q(dropped_at=None), name="almanac_entry_is_kept_once"),
            models.CheckConstraint(condition=~Q(category="sensitive") | ~Q(caution=""), name="sensitive_day_says_what_not_to_do"),
            models.CheckConstraint(condition=Q(strict=False) | ~Q(caution=""), name="strict_day_says_what_not_to_do"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:almanac_entry", args=[self.pk])


class AlmanacTopic(models.Model):
    """A topic that came out of a day of the almanac."""

    key = models.CharField(max_length=80)
    on = models.DateField()
    name = models.CharField(max_length=60)
    topic = models.OneToOneField("content.Topic", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("日历选题")
        indexes = [models.Index(fields=["on", "key"], name="almanac_topic_by_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class ImportState(models.TextChoices):
    WAITING = "waiting", _("待确认")
    DONE = "done", _("已导入")
    DROPPED = "dropped", _("已放弃")


class PlanningImport(models.Model):
    """A table of dates or hot topics as it was read: shown first, taken in when a person says so."""

    kind = models.CharField(max_length=8, choices=[("dates", _("公司日期")), ("hot", _("市场热点"))])
    name = models.CharField(_("文件"), max_length=200)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.WAITING)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    taken = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("策划资料导入")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("content:planning_import", args=[self.pk])

    @property
    def good(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if not row["errors"]]

    @property
    def wrong(self) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["errors"]]
