"""Rule sets: every version of the rules that ever was in force, whole."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RuleSet(models.Model):
    """One version of all rules; exactly one is in force. `rules` = {"files": [{category, name, rules}, …]}, shipped and own together."""

    name = models.CharField(_("名称"), max_length=60)
    version = models.CharField(_("版本"), max_length=40)
    rules = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    in_force = models.BooleanField(default=False)
    adopted_at = models.DateTimeField()
    note = models.CharField(_("改了什么"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("规则集")
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=Q(in_force=True), name="one_rule_set_is_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
