"""The quarterly access review: who can get at whose secrets, and is it still right?"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.vault.states import Decision

MEMBER = settings.AUTH_USER_MODEL


class ReviewCampaign(models.Model):
    """The review of one quarter, `2026Q4`."""

    quarter = models.CharField(_("季度"), max_length=6, unique=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(_("期限"))
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("权限复核")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vault:review", args=[self.pk])

    @property
    def title(self) -> str:
        """For people: 2026 年第 4 季度."""
        return gettext("%(year)s 年第 %(n)s 季度") % {"year": self.quarter[:4], "n": self.quarter[-1]}


class ReviewEntry(models.Model):
    """One person and one owner; `access` says by what the person gets at its secrets, [{kind, words}]."""

    campaign = models.ForeignKey(ReviewCampaign, on_delete=models.PROTECT, related_name="entries")
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    owner_kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    owner_label = models.CharField(_("账号"), max_length=120)
    access: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    unchanged = models.BooleanField(_("与上季度相同"), default=False)
    decision = models.CharField(_("结论"), max_length=6, choices=Decision, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("复核条目")
        indexes = [models.Index(fields=["campaign", "decision", "id"], name="entry_by_decision")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "member", "owner_kind", "owner_id"], name="person_and_owner_are_reviewed_once"
            ),
            models.CheckConstraint(condition=Q(decision="") | ~Q(reason=""), name="review_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.owner_label}"


class AccessBlock(models.Model):
    """A person whose access to an owner's secrets was revoked, until it is granted again."""

    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("人员"))
    owner_kind = models.CharField(max_length=60)
    owner_id = models.BigIntegerField()
    owner_label = models.CharField(_("账号"), max_length=120)
    reason = models.CharField(_("理由"), max_length=300)
    since = models.DateTimeField()
    set_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("收回的权限")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "owner_kind", "owner_id"],
                condition=Q(lifted_at=None),
                name="person_is_blocked_once_per_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.owner_label}"
