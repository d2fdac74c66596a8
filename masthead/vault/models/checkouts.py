"""A person takes a secret out for a while: the request, the one look, and what opened it without approvals."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from masthead.vault.models.secrets import Secret
from masthead.vault.states import OPEN, CheckoutState, GlassState, Mode

MEMBER = settings.AUTH_USER_MODEL
LOOK_SECONDS = 60


class BreakGlass(models.Model):
    """An emergency opening 紧急启封: one person asks, a second one confirms by an own sign-in, the management group reviews it."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+", verbose_name=_("凭据"))
    opener = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("申请人"))
    purpose = models.CharField(_("紧急情况"), max_length=300)
    mode = models.CharField(_("方式"), max_length=6, choices=Mode)
    state = models.CharField(_("状态"), max_length=12, choices=GlassState, default=GlassState.WAITING)
    asked_at = models.DateTimeField()
    confirm_until = models.DateTimeField()
    confirmer = models.ForeignKey(
        MEMBER, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("第二人")
    )
    confirmed_at = models.DateTimeField(null=True)
    review_due_at = models.DateTimeField(_("复盘期限"), null=True)
    reviewed_by = models.ForeignKey(MEMBER, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    findings = models.CharField(_("复盘结论"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("紧急启封")
        indexes = [models.Index(fields=["-asked_at", "-id"], name="glass_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmer=None) | ~Q(confirmer=F("opener")), name="glass_is_confirmed_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unverified", "done"]) | Q(confirmer__isnull=False),
                name="opened_glass_has_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secret} · {self.opener}"

    def get_absolute_url(self) -> str:
        return reverse("vault:glass", args=[self.pk])


class Checkout(models.Model):
    """One person, one secret, one purpose, one look, for so many minutes. `emergency` stands in the place of approvals."""

    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+", verbose_name=_("凭据"))
    requester = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("领用人"))
    purpose = models.CharField(_("用途"), max_length=300)
    task = models.CharField(_("关联任务"), max_length=200)
    task_kind = models.CharField(max_length=60, blank=True)
    task_id = models.BigIntegerField(null=True)
    task_url = models.CharField(max_length=300, blank=True)
    mode = models.CharField(_("方式"), max_length=6, choices=Mode)
    minutes = models.PositiveSmallIntegerField(_("时限（分钟）"))
    core = models.BooleanField(_("核心账号"), default=False)
    emergency = models.OneToOneField(BreakGlass, null=True, on_delete=models.PROTECT, related_name="checkout")
    state = models.CharField(_("状态"), max_length=12, choices=CheckoutState, default=CheckoutState.ASKED)
    asked_at = models.DateTimeField(_("申请时间"))
    ask_until = models.DateTimeField()
    granted_at = models.DateTimeField(null=True)
    granted_until = models.DateTimeField(_("归还期限"), null=True)
    ended_at = models.DateTimeField(null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("凭据领用")
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="checkout_by_time"),
            models.Index(fields=["requester", "-asked_at", "-id"], name="checkout_by_requester"),
            models.Index(fields=["state", "granted_until"], name="checkout_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["secret", "requester"], condition=Q(state__in=[str(s) for s in OPEN]),
                name="person_has_one_open_checkout_of_a_secret",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=30, minutes__lte=120), name="checkout_ends_within_two_hours"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.secret} · {self.requester}"

    def get_absolute_url(self) -> str:
        return reverse("vault:checkout", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Asked, granted or in use."""
        return self.state in OPEN


class Reveal(models.Model):
    """The one look of a check-out: written before the content leaves, never changed."""

    checkout = models.OneToOneField(Checkout, on_delete=models.PROTECT, related_name="reveal")
    secret = models.ForeignKey(Secret, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(_("版本"))
    member = models.ForeignKey(MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("查看人"))
    mode = models.CharField(_("方式"), max_length=6, choices=Mode)
    purpose = models.CharField(_("用途"), max_length=300)
    at = models.DateTimeField(_("查看时间"))
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("凭据查看")
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="reveal_by_member"),
            models.Index(fields=["secret", "-at", "-id"], name="reveal_by_secret"),
            models.Index(fields=["-at", "-id"], name="reveal_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.secret} v{self.version} · {self.member}"
