"""What is kept of signing in: each sign-in with its device, guesses that were counted, passwords that must be replaced."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from masthead.org.models.company import Member


class SignInMethod(models.TextChoices):
    PASSWORD = "password", _("密码")
    PASSKEY = "passkey", _("通行密钥")
    PROVIDER = "provider", _("企业登录")


class EndedWhy(models.TextChoices):
    SIGNED_OUT = "signed_out", _("本人退出")
    BY_MEMBER = "by_member", _("本人在别处结束")
    BY_ADMIN = "by_admin", _("管理员结束")
    PASSWORD = "password", _("密码已更换")
    EXPIRED = "expired", _("长时间未使用")


class SignIn(models.Model):
    """One sign-in on one device. The row stays as record; `session_key` is blanked when it ends."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, blank=True, db_index=True)
    device = models.CharField(max_length=64, blank=True, help_text="digest of the device's own cookie")
    address = models.GenericIPAddressField(_("地址"), null=True, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    method = models.CharField(_("方式"), max_length=10, choices=SignInMethod)
    provider = models.CharField(max_length=40, blank=True, help_text="name of the provider at that time")
    second_factor = models.BooleanField(default=False)
    new_device = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=10, choices=EndedWhy, blank=True)

    class Meta:
        verbose_name = _("登录会话")
        indexes: ClassVar = [
            models.Index(fields=["member", "ended_at", "-last_seen_at"], name="sign_in_by_member"),
            models.Index(fields=["member", "device"], name="sign_in_by_device"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | Q(ended_at__isnull=False, session_key=""),
                name="ended_sign_in_keeps_no_session",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.at:%Y-%m-%d %H:%M}"


class LockKind(models.TextChoices):
    NAME = "name", _("登录名")
    DEVICE = "device", _("常用设备")
    ADDRESS = "address", _("网络地址")


class SignInLock(models.Model):
    """Wrong guesses on one sign-in name, one known device or one address, whether the name exists or not."""

    kind = models.CharField(max_length=8, choices=LockKind)
    key = models.CharField(max_length=64, help_text="digest: names that were typed are not kept")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    strikes = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登录锁定")
        indexes: ClassVar = [models.Index(fields=["member", "locked_until"], name="lock_by_member")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="guesses_are_counted_in_one_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.failures}"


class PasswordDuty(models.Model):
    """The member signs in with a password that somebody else knows: it must be replaced before anything else."""

    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("待改密码")

    def __str__(self) -> str:
        return str(self.member)
