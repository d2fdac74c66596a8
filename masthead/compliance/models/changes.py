"""What the company changes in the rules that ship with the software: new rules, other words, rules switched off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.compliance.models.sets import RuleSet


class ChangeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    LIVE = "live", _("已生效")
    REPLACED = "replaced", _("已被替换")
    DROPPED = "dropped", _("已放弃")


class RuleChange(models.Model):
    """The whole row of one rule as the company wants it; `off` = the rule does not run. One draft and one live row a rule at most."""

    rule = models.CharField(_("规则"), max_length=80)
    category = models.CharField(_("类别"), max_length=30)
    row = models.JSONField()
    off = models.BooleanField(_("停用"), default=False)
    reason = models.CharField(_("理由"), max_length=200)
    state = models.CharField(max_length=8, choices=ChangeState, default=ChangeState.DRAFT)
    author = models.ForeignKey("org.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    live_in = models.ForeignKey(RuleSet, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("规则修改")
        constraints = [
            models.UniqueConstraint(fields=["rule"], condition=Q(state="draft"), name="one_draft_a_rule"),
            models.UniqueConstraint(fields=["rule"], condition=Q(state="live"), name="one_live_change_a_rule"),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "replaced"]) | Q(live_in__isnull=False),
                name="a_live_change_names_its_rule_set",
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class IndustryProfile(models.Model):
    """The trades of the company, in free words; rules made for a trade apply when one of its words is here. One row."""

    words = models.CharField(_("行业"), max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("行业设置")
