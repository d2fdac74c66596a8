"""Rounds of review."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft, Revision


class RoundOutcome(models.TextChoices):
    OPEN = "open", _("审核中")
    APPROVED = "approved", _("已通过")
    RETURNED = "returned", _("已退回")
    REJECTED = "rejected", _("已驳回")
    WITHDRAWN = "withdrawn", _("已撤回")


class ReviewRound(models.Model):
    """What exactly was handed to review, and how it ended. `facts` keeps accounts and window as they were then."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    case_id = models.BigIntegerField(null=True, db_index=True)
    facts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=RoundOutcome, default=RoundOutcome.OPEN)
    comment = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审核轮次")
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="review_round_number_is_unique_in_its_draft"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(outcome="open"), name="draft_has_one_open_review_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} #{self.number}"
