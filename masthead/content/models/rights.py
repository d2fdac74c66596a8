"""What allows a material to be used: its licence, the consents of those whom it shows; and where it was used."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from masthead.content.models.drafts import Draft
from masthead.content.models.library import Material, MaterialVersion
from masthead.content.models.pictures import Asset

MEMBER = settings.AUTH_USER_MODEL


class LicenceKind(models.TextChoices):
    OWN = "own", _("自有（员工拍摄、制作）")
    BOUGHT = "bought", _("购买（买断或图库）")
    LICENSED = "licensed", _("许可使用")
    CC = "cc", _("知识共享 CC")
    READER = "reader", _("用户投稿")
    AI_MADE = "ai_made", _("AI 生成")


class MaterialLicence(models.Model):
    """The right to use a material; a newer row replaces the one before. No `valid_until` means for good, no platforms means all."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="licences")
    kind = models.CharField(_("授权方式"), max_length=10, choices=LicenceKind)
    licensor = models.CharField(_("授权方"), max_length=100, blank=True)
    reference = models.CharField(_("合同或许可编号"), max_length=100, blank=True)
    proof = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    platforms: "models.JSONField[Any, Any]" = models.JSONField(_("可用平台"), default=list)
    purpose = models.CharField(_("可用范围"), max_length=200, blank=True)
    territory = models.CharField(_("地域"), max_length=60, blank=True)
    valid_from = models.DateField(_("生效日"), null=True, blank=True)
    valid_until = models.DateField(_("到期日"), null=True, blank=True)
    recorded_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("素材授权")
        constraints = [
            models.UniqueConstraint(
                fields=["material"], condition=Q(replaced_at=None), name="material_has_one_licence_in_force"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="licence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} · {self.get_kind_display()}"


class PortraitConsent(models.Model):
    """One shown person agreed to be shown; for a minor the guardian did (民法典 1019, 未成年人保护法). Never deleted: withdrawn."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="consents")
    person = models.CharField(_("被拍摄人"), max_length=40)
    is_minor = models.BooleanField(_("未成年人"), default=False)
    guardian = models.CharField(_("监护人"), max_length=40, blank=True)
    proof = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(_("同意日期"))
    valid_until = models.DateField(_("到期日"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("肖像授权")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_minor=False) | ~Q(guardian=""), name="minor_has_a_guardian_who_agrees"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="consent_withdrawn_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.person

    @property
    def dialog(self) -> str:
        """The id of the box that asks before the withdrawal."""
        return f"withdraw-{self.pk}"


class MaterialUse(models.Model):
    """A draft took a version of a material over; the draft keeps that version whatever becomes of the material."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="uses")
    version = models.ForeignKey(MaterialVersion, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    used_by = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("素材使用")
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="draft_takes_a_version_once")]

    def __str__(self) -> str:
        return f"{self.material_id} → {self.draft_id}"


class RightsNotice(models.Model):
    """Somebody was told that rights end; one row a step, so that nobody is told twice."""

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    step = models.SmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["material", "ends_on", "step"], name="end_of_rights_is_told_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.step}"
