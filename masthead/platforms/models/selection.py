"""Selection assessments: which platforms the company uses, and why."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.platforms.states import AssessmentState, Recommendation


class Criterion(models.Model):
    """What platforms are judged by. Weights of the criteria in use sum to 100; a criterion is retired, never deleted."""

    name = models.CharField(_("评估项"), max_length=40)
    hint = models.CharField(_("怎么打分"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(_("权重"))
    order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("评估项")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(is_active=True), name="criterion_in_use_has_its_own_name"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="criterion_weighs_at_most_100"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext(self.name)


class Assessment(models.Model):
    """One judgement of one platform, sealed by its hash at approval. Whether accounts may be opened follows from the latest approved one."""

    platform = models.ForeignKey(
        "platforms.Platform", on_delete=models.PROTECT, related_name="+", verbose_name=_("平台")
    )
    unit = models.ForeignKey("org.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    recommendation = models.CharField(_("结论"), max_length=10, choices=Recommendation)
    grounds = models.TextField(_("结论依据"))
    planned_accounts = models.TextField(_("计划账号"), blank=True)
    cost_fen = models.PositiveBigIntegerField(_("每年费用"), default=0)
    cost_note = models.CharField(_("费用说明"), max_length=200, blank=True)
    valid_months = models.PositiveSmallIntegerField(_("有效期（月）"), default=12)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    valid_until = models.DateField(_("有效至"), null=True)
    note = models.CharField(_("审批意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("选型评估")
        indexes = [models.Index(fields=["platform", "-id"], name="assessment_by_platform")]
        constraints = [
            models.UniqueConstraint(
                fields=["platform"], condition=Q(state__in=["draft", "in_review"]), name="platform_has_one_open_assessment"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False, valid_until__isnull=False) & ~Q(approved_hash=""),
                name="approved_assessment_is_sealed_and_ends",
            ),
            models.CheckConstraint(condition=Q(valid_months__gte=1, valid_months__lte=36), name="assessment_lives_1_to_36_months"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return gettext("%(platform)s选型评估") % {"platform": self.platform}

    def get_absolute_url(self) -> str:
        return reverse("platforms:assessment", args=[self.pk])

    @property
    def score_tenths(self) -> int:
        """Weighted score of 1–5 in tenths (units: 10 = one point); reads the prefetched scores."""
        scores = list(self.scores.all())
        total = sum(s.weight for s in scores)
        return round(10 * sum(s.weight * s.score for s in scores) / total) if total else 0

    @property
    def score_text(self) -> str:
        return f"{self.score_tenths / 10:.1f}" if self.score_tenths else "—"

    @property
    def cost_text(self) -> str:
        """Yuan with separators; 分 only where there are any."""
        yuan, fen = divmod(self.cost_fen, 100)
        return f"{yuan:,}.{fen:02d}" if fen else f"{yuan:,}"


class AssessmentScore(models.Model):
    """One criterion's score with its weight and name as they were when it was judged."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(_("得分"))
    grounds = models.CharField(_("依据"), max_length=500)

    class Meta:
        verbose_name = _("评估得分")
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_is_scored_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="criterion_scores_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.score}"


class AssessmentFile(models.Model):
    """A paper behind a judgement."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="files")
    file: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("评估附件")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
