"""What a writer says to a finding: why a warning is in order, or why an exception is asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RemarkKind(models.TextChoices):
    EXPLANATION = "explanation", _("说明")
    EXCEPTION = "exception", _("例外")


class Remark(models.Model):
    """It holds for these words under this rule in this content, so that another version of the text keeps it. Never changed, only replaced."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    rule = models.CharField(max_length=80)
    excerpt = models.CharField(max_length=200)
    kind = models.CharField(max_length=11, choices=RemarkKind)
    reason = models.CharField(_("理由"), max_length=300)
    author = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("对命中的说明")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "rule", "excerpt", "kind"], name="one_remark_for_the_same_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}「{self.excerpt}」"
