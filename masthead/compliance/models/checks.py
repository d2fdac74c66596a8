"""Checks bound to a content hash and a version of the rules, findings with their place, texts kept for previews."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from masthead.compliance.models.sets import RuleSet


class Severity(models.TextChoices):
    BLOCK = "block", _("须修改")
    WARN = "warn", _("须说明")
    INFO = "info", _("提示")


class Check(models.Model):
    """One machine check of one exact text. What it found never changes: another text, target or rule set makes another check.

    `excepted` and `explained` count the findings for which a reason was given since.
    """

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    content_hash = models.CharField(max_length=64)
    rule_set = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+")
    platforms = models.JSONField(default=list)
    industry = models.CharField(max_length=200, blank=True)
    blocking = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    hints = models.PositiveIntegerField(default=0)
    excepted = models.PositiveIntegerField(default=0)
    explained = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("机器检查")
        indexes = [models.Index(fields=["subject_kind", "subject_id", "content_hash", "-id"], name="check_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id}"

    @property
    def passed(self) -> bool:
        """Nothing forbids the text, or an exception was asked for with a reason that the reviewer sees."""
        return self.blocking <= self.excepted

    @property
    def is_explained(self) -> bool:
        """Every warning was answered by the writer."""
        return self.warnings <= self.explained


class Finding(models.Model):
    """One place that a rule points at. `start`/`end` are code points in the plain text of `part`; `platforms` = where it holds ([] = everywhere)."""

    check_run = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="findings")
    category = models.CharField(max_length=30, blank=True)
    rule = models.CharField(max_length=80)
    label = models.CharField(max_length=60)
    severity = models.CharField(max_length=5, choices=Severity)
    part = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    excerpt = models.CharField(max_length=200)
    message = models.CharField(max_length=300)
    why = models.CharField(max_length=500, blank=True)
    suggestion = models.CharField(max_length=300, blank=True)
    fix = models.CharField(max_length=100, blank=True)
    law = models.CharField(max_length=200, blank=True)
    exemption = models.CharField(max_length=40, blank=True)
    evasion = models.JSONField(default=list)
    platforms = models.JSONField(default=list)

    class Meta:
        verbose_name = _("命中")
        ordering = ("severity", "part", "start")

    def __str__(self) -> str:
        return f"{self.label}「{self.excerpt}」"


class CheckedText(models.Model):
    """One of the last texts that were checked, with the data of persons masked: on these the effect of a change is shown. Pruned."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    platform = models.CharField(max_length=20, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("检查过的文字")
