"""The arms of an experiment: what exactly is compared, and what was measured on each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figure(models.TextChoices):
    """Figures that every platform shows; anything else is told in words."""

    OPEN_RATE = "open_rate", _("打开率（%）")
    READS = "reads", _("阅读量")
    PLAYS = "plays", _("播放量")
    FINISH_RATE = "finish_rate", _("完播率（%）")
    LIKES = "likes", _("点赞数")
    COMMENTS = "comments", _("评论数")
    SHARES = "shares", _("转发数")
    SAVES = "saves", _("收藏数")
    FOLLOWERS = "followers", _("新增关注")
    CLICK_RATE = "click_rate", _("点击率（%）")


class ExperimentArm(models.Model):
    """One arm: a draft or an account of ours, its figure once it was measured. `figure` is empty where the metric is told in words."""

    experiment = models.ForeignKey("collab.Experiment", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("方案"), max_length=60)
    draft = models.ForeignKey("content.Draft", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(_("指标"), max_length=12, choices=Figure, blank=True)
    measured = models.DecimalField(_("实测"), max_digits=14, decimal_places=2, null=True)
    base = models.PositiveIntegerField(_("样本数"), null=True)

    class Meta:
        verbose_name = _("实验方案")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "number"], name="arm_number_is_unique_in_its_experiment")
        ]

    def __str__(self) -> str:
        return self.name
