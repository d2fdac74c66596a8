"""When a secret has to be replaced: rules by kind, demands for one secret, reminders that were sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from masthead.vault.models.secrets import Level, Secret, SecretKind


class RotationReason(models.TextChoices):
    LEAVER = "leaver", _("人员离岗")
    LEAK = "leak", _("疑似泄露")
    AFTER_USE = "after_use", _("用后更换")
    SCHEDULE = "schedule", _("按期更换")


class RotationRule(models.Model):
    """An administrator's correction of what `kinds.py` says about a kind. No row = the house's default."""

    kind = models.CharField(_("类别"), max_length=20, choices=SecretKind, unique=True)
    level = models.CharField(_("密级"), max_length=6, choices=Level)
    days = models.PositiveIntegerField(_("更换周期（天）"), null=True)
    after_use = models.BooleanField(_("用后更换"), default=False)
    reason = models.CharField(_("理由"), max_length=500)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更换规则")
        constraints = [
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__gte=1, days__lte=1095), name="rotation_days_are_sane"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.days}"


class RotationDemand(models.Model):
    """A secret must be replaced by a moment; fulfilled by the version that replaced it. Never deleted."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="demands")
    reason = models.CharField(_("原因"), max_length=10, choices=RotationReason)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    from_version = models.PositiveIntegerField()
    due_at = models.DateTimeField(_("最迟"))
    demanded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    demanded_at = models.DateTimeField()
    fulfilled_at = models.DateTimeField(_("完成时间"), null=True)
    fulfilled_version = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("更换要求")
        indexes = [models.Index(fields=["due_at"], condition=Q(fulfilled_at=None), name="rotation_demand_open")]
        constraints = [
            models.UniqueConstraint(
                fields=["secret", "reason"], condition=Q(fulfilled_at=None), name="rotation_is_demanded_once_per_reason"
            ),
            models.CheckConstraint(
                condition=Q(fulfilled_at=None, fulfilled_version=None)
                | Q(fulfilled_at__isnull=False, fulfilled_version__isnull=False),
                name="fulfilled_demand_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secret} {self.get_reason_display()}"


class RotationReminder(models.Model):
    """The custodians were told of this version at this stage (days before the due day; 0 = overdue)."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    stage = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("更换提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["secret", "version", "stage", "due_on"], name="rotation_is_reminded_of_once"
            )
        ]

    def __str__(self) -> str:
        return f"vault:{self.secret_id} v{self.version} -{self.stage}"
