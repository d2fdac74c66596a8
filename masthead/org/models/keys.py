"""Keys of people and services for the REST API, their secrets, and the calls kept so that a repetition changes nothing."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.org.models.company import Member, Unit


class KeyKind(models.TextChoices):
    PERSONAL = "personal", _("个人密钥")
    SERVICE = "service", _("服务密钥")


class ApiKey(models.Model):
    """A key acts for its owner and may do what both its own list and the owner allow at that moment.

    `unit` limits it to a department and those below it; `addresses` to networks (CIDR), empty = from anywhere.
    """

    kind = models.CharField(_("种类"), max_length=8, choices=KeyKind)
    name = models.CharField(_("名称"), max_length=60)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("责任人"))
    capabilities = models.JSONField(_("权限"), default=list)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("部门")
    )
    addresses = models.JSONField(_("允许的地址"), default=list)
    created_at = models.DateTimeField(_("签发时间"))
    expires_at = models.DateTimeField(_("到期"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    last_address = models.CharField(max_length=45, blank=True)

    class Meta:
        verbose_name = _("接口密钥")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "name"], condition=Q(revoked_at=None), name="live_key_name_is_used_once"
            ),
            models.CheckConstraint(condition=Q(kind="service") | Q(unit=None), name="personal_key_has_no_department"),
        ]
        indexes = [models.Index(fields=["owner", "kind", "-id"], name="key_by_owner")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("org:key", args=[self.pk])


class ApiKeySecret(models.Model):
    """One secret of a key: its look-up prefix and the digest of the whole. `ends_at` is set when a newer one takes its place."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="secrets")
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("密钥口令")

    def __str__(self) -> str:
        return self.prefix


class KeptCall(models.Model):
    """One call with an Idempotency-Key. `status` 0 = under way: if it stays so, the outcome is unknown and is never repeated blindly."""

    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=200)
    route = models.CharField(max_length=300)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = _("幂等调用")
        constraints = [models.UniqueConstraint(fields=["key", "idempotency_key"], name="idempotency_key_is_used_once")]
        indexes = [models.Index(fields=["begun_at"], name="kept_call_by_age")]
