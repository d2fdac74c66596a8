"""Metrics, observations of published contents by day, corrections, and the runs that collected them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.analytics.states import ImportState, RunState


class Metric(models.Model):
    """A figure with a meaning. Rows are made of what rooms register; the key is what observations name."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    unit = models.CharField(_("单位"), max_length=10)
    source = models.CharField(_("来源"), max_length=120)
    formula = models.CharField(_("口径"), max_length=300)
    order = models.PositiveSmallIntegerField(default=50)

    class Meta:
        verbose_name = _("指标")
        ordering = ("order", "key")

    def __str__(self) -> str:
        return self.name


class CollectionRun(models.Model):
    """One account, one day: fetched or not, final or not. The row is the queue: `next_try_at` decides when it is due again."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    on = models.DateField(_("日期"))
    state = models.CharField(max_length=10, choices=RunState)
    rows = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("采集")
        constraints = [
            models.UniqueConstraint(fields=["account", "on"], name="account_day_is_collected_in_one_run"),
            models.CheckConstraint(
                condition=~Q(state="complete") | Q(fetched_at__isnull=False), name="complete_run_has_its_moment"
            ),
        ]
        indexes = [models.Index(fields=["-on", "account"], name="run_by_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.on:%Y-%m-%d}"


class Observation(models.Model):
    """The value of a metric of one publication on one day, as of a moment; a later fetch corrects it and says so."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey("publishing.Publication", on_delete=models.PROTECT, related_name="+")
    metric = models.ForeignKey(Metric, to_field="key", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    value = models.BigIntegerField(_("数值"))
    as_of = models.DateTimeField(_("截至"))
    source = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("观测值")
        constraints = [
            models.UniqueConstraint(fields=["publication", "metric", "on"], name="figure_is_observed_once_a_day")
        ]
        indexes = [models.Index(fields=["account", "on"], name="observation_by_day")]


class Correction(models.Model):
    """The platform told another value later; both stay visible."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="corrections")
    old_value = models.BigIntegerField()
    new_value = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("数据修正")


class ContentTotal(models.Model):
    """Sums of a publication over all days, kept with every settled run: rankings read it and add nothing up."""

    publication = models.OneToOneField(
        "publishing.Publication", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    read_users = models.BigIntegerField(_("阅读"), default=0)
    like_users = models.BigIntegerField(_("点赞"), default=0)
    share_users = models.BigIntegerField(_("转发"), default=0)
    comment_count = models.BigIntegerField(_("评论"), default=0)
    as_of = models.DateTimeField()

    class Meta:
        verbose_name = _("内容累计")
        indexes = [models.Index(fields=["-read_users", "-publication", "unit", "account"], name="total_by_reads")]


class FigureImport(models.Model):
    """A platform's own table, read and kept: a preview until it is applied. `rows` carry what was read and which publication each is."""

    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+", verbose_name=_("账号"))
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(_("文件"), max_length=200)
    as_of = models.DateField(_("数据截至"))
    state = models.CharField(_("状态"), max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    rows: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    columns: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    ignored: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    kept = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("数据导入")
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="table_is_imported_once_per_account"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="applied_import_has_its_moment"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="import_by_time")]

    def __str__(self) -> str:
        return self.name
