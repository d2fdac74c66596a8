"""Platform limits as data."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.platforms.states import Mark


class PlatformLimit(models.Model):
    """What a platform accepts at most. `stated` is the connector's own number; `value` differs from it only by a correction with reason."""

    platform = models.ForeignKey("platforms.Platform", on_delete=models.CASCADE, related_name="limits")
    key = models.CharField(max_length=40)
    label = models.CharField(_("限制"), max_length=60)
    stated = models.BigIntegerField()
    value = models.BigIntegerField(_("数值"))
    unit = models.CharField(_("单位"), max_length=40)
    mark = models.CharField(_("把握"), max_length=10, choices=Mark)
    source = models.CharField(_("出处"), max_length=200)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True)
    corrected_why = models.CharField(_("更正理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("平台限制")
        ordering = ["platform__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "key"], name="platform_states_a_limit_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="platform_limit_is_not_negative"),
            models.CheckConstraint(
                condition=Q(corrected_at=None) | ~Q(corrected_why=""), name="corrected_limit_says_why"
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.label)

    @property
    def is_corrected(self) -> bool:
        return self.corrected_at is not None
