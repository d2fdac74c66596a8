"""The platform catalogue."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from masthead.platforms.abilities import Ability, Mode


class Platform(models.Model):
    """A new-media platform. Rows come from `catalogue.toml`; those of `is_own` were added by an administrator and are left alone."""

    key = models.SlugField(_("代号"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=50)
    is_listed = models.BooleanField(default=True)
    is_own = models.BooleanField(_("自建"), default=False)
    forms: "models.JSONField[Any, Any]" = models.JSONField(_("内容形式"), default=list)

    class Meta:
        verbose_name = _("平台")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_own=True, key__startswith="own-") | Q(is_own=False) & ~Q(key__startswith="own-"),
                name="own_platform_has_an_own_key",
            )
        ]

    def __str__(self) -> str:
        return gettext(self.name)  # the catalogue's names have a form in every language


class PlatformAbility(models.Model):
    """What the product can do on a platform today, and why not more."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="abilities")
    ability = models.CharField(max_length=12, choices=Ability)
    mode = models.CharField(max_length=12, choices=Mode)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("平台能力")
        constraints = [
            models.UniqueConstraint(fields=["platform", "ability"], name="platform_tells_an_ability_once"),
            models.CheckConstraint(condition=Q(mode="automatic") | ~Q(reason=""), name="less_than_automatic_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.ability}={self.mode}"
