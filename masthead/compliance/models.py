"""Rule sets in versions, checks bound to a content hash, findings with their place in the text."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    BLOCK = "block", _("须修改")
    WARN = "warn", _("提醒")


class RuleSet(models.Model):
    """One version of the terms and patterns; exactly one is in force. `rules` has the shape of data/rules_zh.json."""

    name = models.CharField(_("名称"), max_length=60)
    version = models.CharField(_("版本"), max_length=40)
    rules = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    in_force = models.BooleanField(default=False)
    adopted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("规则集")
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="one_rule_set_is_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Check(models.Model):
    """One machine check of one exact text. Never updated: another text or another rule set makes another check."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    blocking = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("机器检查")
        indexes = [models.Index(fields=["subject_kind", "subject_id", "content_hash", "-id"], name="check_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"

    @property
    def passed(self) -> bool:
        return self.blocking == 0


class Finding(models.Model):
    """One place that a rule points at. `start`/`end` are character offsets in the plain text of `part`."""

    check_run = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=60)
    label = models.CharField(max_length=60)
    severity = models.CharField(max_length=5, choices=Severity)
    part = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    excerpt = models.CharField(max_length=200)
    message = models.CharField(max_length=300)
    suggestion = models.CharField(max_length=300, blank=True)
    law = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("命中")
        ordering = ("severity", "part", "start")

    def __str__(self) -> str:
        return f"{self.label}「{self.excerpt}」"
